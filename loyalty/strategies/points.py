"""A points programme: light buyers buy a little more, everybody is paid for it."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs, membership
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Claim,
    Draws,
    Effect,
    Points,
    Span,
    Strategy,
    Timed,
)


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Members order more often, light buyers most; all their sales earn points.

    What is still owed when it ends is redeemed at the same rate.
    """
    members = draws["members"] / 100 * base.active[:, None]
    lift = members * draws["repeat"] / 100 * light_first(base)[:, None]
    near, after = towards_goal(span.months, draws["goal"])
    return Effect(
        stay=Timed(members * np.log1p(draws["stay"] / 100), span.running()),
        orders=(
            Timed(np.log1p(np.maximum(lift, -0.9)), span.running()),
            Timed(np.log1p(members * draws["faster"] / 100), span.running() * near),
            Timed(np.log1p(-members * draws["dip"] / 100), span.running() * after),
        ),
        points=Points(
            issued=span.running() * draws["members"] / 100 * draws["points"] / 100,
            broken=draws["breakage"] / 100,
            redeemed=draws["redemption"] / 100,
        ),
        fixed=costs.fixed(draws, base, span),
    )


def towards_goal(months: int, goal: Array) -> tuple[Array, Array]:
    """1 in months near a reward, and in months just after one; (months, 1, draws) each.

    A reward takes `goal` months. In the last third of the way to it members order more (goal
    gradient, Kivetz, Urminsky & Zheng 2006), in the first third after it less: orders are moved,
    and only the first way has no dip. All begin without points.
    """
    way = (np.arange(months)[:, None, None] + 0.5) / np.maximum(goal, 1)
    near, after = way % 1 >= 2 / 3, (way >= 1) & (way % 1 < 1 / 3)
    return near.astype(float), after.astype(float)


def light_first(base: Baseline) -> Array:
    """How strongly a cell responds: heavy buyers 0, moderate 1, light 2; 1 on average.

    Thirds of today's active customers by the orders expected of them (Liu 2007); customers who
    lapsed do not respond.
    """
    rate = (base.stay * base.orders).mean(axis=1)
    order = np.argsort(rate, kind="stable")
    weight = np.where(base.active, base.customers, 0.0)[order]
    middle = (weight.cumsum() - weight / 2) / max(weight.sum(), 1e-12)
    third = np.select([middle < 1 / 3, middle < 2 / 3], [2.0, 1.0], 0.0)
    average = (third * weight).sum() / max(weight.sum(), 1e-12)
    response = np.empty(len(rate))
    response[order] = third / average if average > 0 else 1.0
    return np.where(base.active, response, 0.0)


STRATEGY = Strategy(
    key="points",
    label=mark("Points programme"),
    meaning=mark(
        "Members earn points on everything they buy. Light buyers order a little more often, heavy"
        " buyers as before; points not yet redeemed are owed."
    ),
    assumptions=(
        Assumption(
            key="repeat",
            label=mark("More repeat orders of members"),
            unit=mark("% change"),
            low=0,
            high=6,
            source="Belli et al. 2022; Leenheer et al. 2007; Liu 2007",
            grade="borrowed",
            caveat=mark(
                "Raw gaps between members and others are about seven times too big; heavy buyers"
                " are unchanged, light buyers respond twice the mean."
            ),
            digits=1,
            least=-50,
            claim=Claim(
                15,
                15,
                "S0 K19",
                mark(
                    "Repurchase after customer management as a whole, without source or comparison;"
                    " whether per cent or points is not said."
                ),
            ),
        ),
        membership.odds_of_staying(),
        Assumption(
            key="faster",
            label=mark("More orders shortly before a reward"),
            unit=mark("% change"),
            low=5,
            high=25,
            source="Kivetz, Urminsky & Zheng 2006; Taylor & Neslin 2005; Nunes & Drèze 2006",
            grade="borrowed",
            caveat=mark(
                "Seen in the last part of the way to a reward. It moves orders in time; the lasting"
                " change is the one above."
            ),
            digits=1,
            least=-50,
            most=200,
        ),
        Assumption(
            key="dip",
            label=mark("Fewer orders right after a reward"),
            unit=mark("% of orders"),
            low=5,
            high=25,
            source=mark("No size known; Kivetz, Urminsky & Zheng 2006 saw customers start again"),
            grade="guessed",
            caveat=mark("As large as the rush before, so that the two cancel out in the long run."),
            digits=1,
            least=0,
            most=90,
        ),
        Assumption(
            key="goal",
            label=mark("Months to a reward"),
            unit=mark("months"),
            low=4,
            high=12,
            source=mark("No source; depends on the smallest reward"),
            grade="guessed",
            digits=1,
            least=0,
            most=120,
        ),
        Assumption(
            key="members",
            label=mark("Customers who take part"),
            unit=mark("% of active customers"),
            low=30,
            high=60,
            source=mark("No source; depends on your sign-up"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="points",
            label=mark("Points on sales"),
            unit=mark("% of members' sales"),
            low=2,
            high=2,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="breakage",
            label=mark("Points never redeemed"),
            unit=mark("% of points"),
            low=10,
            high=40,
            source=mark("No source; programmes report very different shares"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="redemption",
            label=mark("Points redeemed each month"),
            unit=mark("% of outstanding points"),
            low=8,
            high=25,
            source=mark("No source; depends on the smallest reward"),
            grade="guessed",
            least=0,
            most=100,
        ),
        costs.set_up(2, 10),
        costs.running(0.2, 0.8),
    ),
    effect=effect,
)
