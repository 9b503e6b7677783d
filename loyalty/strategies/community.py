"""A community: some customers join, few help to create. Participation has a cap."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Claim,
    Draws,
    Effect,
    Span,
    Strategy,
    Timed,
)
from loyalty.strategies.journey_change import odds_shift
from loyalty.strategies.kernels import carry_over, lag

DAYS_A_YEAR = 365.25


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Joiners order more; those who create, never more than the joiners, also come back more."""
    joiners = draws["joiners"] / 100 * base.active[:, None]
    creators = np.minimum(draws["creators"], draws["joiners"]) / 100
    again = odds_shift(base, draws["again"] / 100, np.full(1, DAYS_A_YEAR), creators)
    grown = growth(draws, span)
    return Effect(
        stay=Timed(again, grown),
        orders=Timed(np.log1p(np.maximum(joiners * draws["lift"] / 100, -0.9)), grown),
        per_customer=Timed(
            joiners * costs.of_order(draws, "care_cost", base), grown * span.running()
        ),
        fixed=costs.fixed(draws, base, span),
    )


def growth(draws: Draws, span: Span) -> Array:
    """Share of the caps reached: slow, fast, slow (`lag`); it fades after the end."""
    joined = lag(span.months, draws["build_up"])
    kept = carry_over(span.months, span.lasts, draws["fading"])
    return np.minimum(joined, joined[min(span.lasts, span.months) - 1]) * kept


STRATEGY = Strategy(
    key="community",
    label=mark("Community and co-creation"),
    meaning=mark(
        "Customers meet in a community, and a few help to create products and content. Most never"
        " take part, however long it runs."
    ),
    assumptions=(
        Assumption(
            key="joiners",
            label=mark("Customers who ever join"),
            unit=mark("% of active customers"),
            low=3,
            high=12,
            source=mark("No source; depends on what it offers"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="lift",
            label=mark("More orders of those who join"),
            unit=mark("% change"),
            low=0,
            high=15,
            source="Manchanda, Packard & Pattabhiramaiah 2015",
            grade="borrowed",
            caveat=mark(
                "19 % of the later spending of those who joined, in one retailer, against similar"
                " customers. Those who write gain most; less is assumed because joiners differ."
            ),
            digits=1,
            least=-50,
        ),
        Assumption(
            key="creators",
            label=mark("Customers who ever create"),
            unit=mark("% of active customers"),
            low=0.2,
            high=2,
            source=mark("No source; about a tenth of those who join"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
            claim=Claim(
                15,
                15,
                "S4 K11",
                mark(
                    "15 % take part in co-creation, without a source; counted up to those who join."
                ),
            ),
        ),
        Assumption(
            key="again",
            label=mark("Change in the chance that they come back within a year"),
            unit=mark("points, of those who create"),
            low=-2,
            high=4,
            source=mark("No study separates creating from joining"),
            grade="guessed",
            caveat=mark(
                "Only what comes on top of the further orders. Ideas that are turned down can"
                " disappoint."
            ),
            digits=1,
            least=-100,
            most=100,
            claim=Claim(
                20,
                20,
                "S4 K11",
                mark(
                    "20 points more repurchase of those who took part, without a source; who"
                    " volunteers was probably loyal before."
                ),
            ),
        ),
        Assumption(
            key="build_up",
            label=mark("Months until they have joined"),
            unit=mark("months, mean"),
            low=4,
            high=12,
            source=mark("No source; slow at first, because few meet few"),
            grade="guessed",
            least=0,
            most=120,
        ),
        Assumption(
            key="fading",
            label=mark("Months it is felt after the end"),
            unit=mark("months, mean"),
            low=1,
            high=6,
            source=mark("No source; only used when it ends"),
            grade="guessed",
            least=0,
            most=120,
        ),
        Assumption(
            key="care_cost",
            label=mark("Care for each who joined, a month"),
            unit=mark("% of an average order"),
            low=0.5,
            high=2,
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
