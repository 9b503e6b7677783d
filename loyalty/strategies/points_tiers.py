"""A points programme with tiers: light buyers buy a little more, everybody is paid for it."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Draws,
    Effect,
    Points,
    Span,
    Strategy,
    Timed,
)


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Members order more often, light buyers most; all their sales earn points."""
    members = draws["members"] / 100
    lift = members * draws["repeat"] / 100 * light_first(base)[:, None]
    return Effect(
        stay=Timed(members * np.log1p(draws["stay"] / 100), span.running()),
        orders=Timed(np.log1p(np.maximum(lift, -0.9)), span.running()),
        points=Points(
            issued=span.running() * members * draws["points"] / 100,
            broken=draws["breakage"] / 100,
            redeemed=draws["redemption"] / 100,
        ),
        fixed=(span.running() * draws["running"] + span.beginning() * draws["set_up"])
        / 100
        * base.monthly_sales,
    )


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
    key="points_tiers",
    label=mark("Points and tiers"),
    meaning=mark(
        "Members earn points and privileges. Light buyers order a little more often, heavy buyers"
        " as before; points are paid on everything members buy."
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
        ),
        Assumption(
            key="stay",
            label=mark("Better odds that a member stays"),
            unit=mark("% change of the odds"),
            low=0,
            high=0,
            source=mark("No study separates staying from buying more"),
            grade="guessed",
            caveat=mark("Zero until you have an experiment of your own."),
            digits=1,
            least=-90,
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
        Assumption(
            key="set_up",
            label=mark("Set-up cost"),
            unit=mark("% of one month's sales"),
            low=2,
            high=10,
            source=mark("No source; enter your own budget"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        Assumption(
            key="running",
            label=mark("Running cost a month"),
            unit=mark("% of one month's sales"),
            low=0.2,
            high=0.8,
            source=mark("No source; enter your own budget"),
            grade="guessed",
            digits=1,
            least=0,
        ),
    ),
    effect=effect,
)
