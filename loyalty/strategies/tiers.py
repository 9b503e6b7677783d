"""Tiers: the best customers get a status. Losing it hurts more than winning it helps."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs, membership
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Draws,
    Effect,
    Span,
    Strategy,
    Timed,
)
from loyalty.strategies.kernels import carry_over
from loyalty.strategies.targets import foremost


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Those who spend most get the status; at each review some lose it to others.

    The status is lost by everybody when the programme ends.
    """
    spending = (base.stay * base.orders * base.amount).mean(axis=1)
    upper = foremost(spending, draws["upper"] / 100, base)
    return Effect(
        stay=Timed(upper, status(draws, np.log1p(draws["stay"] / 100), span)),
        orders=Timed(upper, status(draws, np.log1p(draws["lift"] / 100), span)),
        fixed=costs.fixed(draws, base, span),
        per_customer=Timed(upper * costs.of_order(draws, "privileges", base), span.running()),
    )


def status(draws: Draws, gain: Array, span: Span) -> Array:
    """What the status does to each customer who got one, month by month; (months, 1, draws).

    Won: `gain`. Lost: `ratio` times as much the other way, so that the demoted end below those
    never promoted (Wagner, Hennig-Thurau & Rudolph 2009). From the first review on there is one
    share `dropped` of demoted customers, felt till the next review.
    """
    running = span.running()
    demoted = gain - draws["ratio"] * np.abs(gain)
    reviewed = np.arange(span.months)[:, None, None] >= np.maximum(draws["review"], 1)
    while_on = gain + reviewed * draws["dropped"] / 100 * demoted
    after = (1 - running) * carry_over(span.months, span.lasts, draws["fading"])
    return running * while_on + after * demoted


STRATEGY = Strategy(
    key="tiers",
    label=mark("Tiers"),
    meaning=mark(
        "The customers who spend most get a status with privileges. At each review some lose it,"
        " and losing it hurts more than winning it helped."
    ),
    assumptions=(
        Assumption(
            key="upper",
            label=mark("Customers in the upper tier"),
            unit=mark("% of active customers"),
            low=20,
            high=20,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="lift",
            label=mark("More orders with the status"),
            unit=mark("% change"),
            low=0,
            high=6,
            source="Belli et al. 2022; Leenheer et al. 2007",
            grade="borrowed",
            caveat=mark(
                "Effect of loyalty programmes in general. Heavy buyers, who are in the upper tier,"
                " were unchanged in one study (Liu 2007)."
            ),
            digits=1,
            least=-50,
            most=200,
        ),
        membership.odds_of_staying(),
        Assumption(
            key="ratio",
            label=mark("Loss from demotion"),
            unit=mark("times the gain from promotion"),
            low=1.3,
            high=2.5,
            source="Wagner, Hennig-Thurau & Rudolph 2009",
            grade="borrowed",
            caveat=mark(
                "Demoted customers fell below those never promoted, in their loyalty intentions;"
                " the width is our judgement."
            ),
            digits=2,
            least=0,
            most=20,
        ),
        Assumption(
            key="dropped",
            label=mark("Demoted at a review"),
            unit=mark("% of the upper tier"),
            low=15,
            high=40,
            source=mark("No source; depends on your rules"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="review",
            label=mark("Months between reviews"),
            unit=mark("months"),
            low=12,
            high=12,
            source=mark("Your decision"),
            grade="guessed",
            least=0,
            most=120,
        ),
        Assumption(
            key="fading",
            label=mark("Months a lost status is felt"),
            unit=mark("months, mean"),
            low=3,
            high=12,
            source=mark("No source; only used when the programme ends"),
            grade="guessed",
            least=0,
            most=120,
        ),
        Assumption(
            key="privileges",
            label=mark("Privileges for each upper-tier customer a month"),
            unit=mark("% of an average order"),
            low=0.5,
            high=3,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        costs.set_up(2, 8),
        costs.running(0.1, 0.5),
    ),
    effect=effect,
)
