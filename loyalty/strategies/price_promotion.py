"""A price cut for everybody for some months: more orders now, some of them borrowed from later."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Claim,
    Draws,
    Effect,
    Span,
    Strategy,
    course,
)

PAYBACK_MONTHS = 3  # orders pulled forward are missing in the months right after
LATER_MONTHS = 12
MOST_MISSING = 0.95  # of a month's orders


def effect(draws: Draws, _base: Baseline, span: Span) -> Effect:
    """Lift while it runs, orders missing right after, and a slightly changed base for a year.

    First orders of new customers follow the same course; only customers who were there get used
    to low prices and take longer till they order again.
    """
    depth, length = draws["depth"] / 100, np.minimum(draws["duration"], span.lasts)
    lift = draws["elasticity"] * -depth
    during = course(span.months, 0, length)
    moved = _course(draws, lift, length, span.months)
    stretched = (1 - during) * np.sign(depth * length) * np.log1p(draws["cycle"] / 100)
    used_to_it = _used_to_it(draws["sensitivity"] / 100, lift, length, span.months)
    return Effect(orders=moved + used_to_it - stretched, arrivals=moved, discount=during * depth)


def _course(draws: Draws, lift: Array, length: Array, months: int) -> Array:
    """Lift, what was pulled forward, and the year after, on the logarithm of orders."""
    payback = np.maximum(length, PAYBACK_MONTHS)
    missing = np.minimum(lift * draws["pulled_forward"] / 100 * length / payback, MOST_MISSING)
    return (
        np.log1p(course(months, 0, length) * lift)
        + np.log1p(-course(months, length, length + payback) * missing)
        + np.log1p(course(months, length, length + LATER_MONTHS) * draws["later"] / 100)
    )


def _used_to_it(rise: Array, lift: Array, length: Array, months: int) -> Array:
    """What a price sensitivity that rises by `rise` a year on offer adds to `_course`.

    While it runs the price cut lifts more. For a year after it, the list price deters as much more
    as the cut attracted more (Mela, Gupta & Lehmann 1997).
    """
    so_far = np.minimum(np.arange(months)[:, None, None] + 0.5, length)
    more = lift * rise * so_far / 12
    after = course(months, length, length + LATER_MONTHS)
    lifted = course(months, 0, length) * (np.log1p(lift + more) - np.log1p(lift))
    return lifted + np.log1p(-after * np.minimum(more, MOST_MISSING))


STRATEGY = Strategy(
    key="price_promotion",
    label=mark("Price promotion"),
    meaning=mark(
        "Everything is cheaper for some months, for everybody, also for those who would have"
        " bought anyway. Part of the extra orders is missing later, and customers get used to low"
        " prices."
    ),
    assumptions=(
        Assumption(
            key="depth",
            label=mark("Price cut"),
            unit=mark("% of the price"),
            low=10,
            high=10,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
            most=90,
        ),
        Assumption(
            key="duration",
            label=mark("Months on offer"),
            unit=mark("months"),
            low=3,
            high=3,
            source=mark("Your decision"),
            grade="guessed",
            least=0,
            most=120,
        ),
        Assumption(
            key="elasticity",
            label=mark("Promotional price elasticity"),
            unit=mark("% orders per % of price"),
            low=-5,
            high=-2,
            source="Bijmolt, van Heerde & Pieters 2005",
            grade="borrowed",
            caveat=mark(
                "Mean -3.63 over single brands in shops, one third taken from other brands; a"
                " promotion on a whole range lifts less."
            ),
            digits=2,
            least=-20,
            most=0,
            claim=Claim(
                -3,
                -2,
                "S4 K8",
                mark(
                    "20 to 30 % more sales without saying how deep the cut was; taken as 10 %. With"
                    " the published mean it would be a cut of 5.5 to 8.3 %."
                ),
            ),
        ),
        Assumption(
            key="pulled_forward",
            label=mark("Extra orders pulled forward"),
            unit=mark("% of extra orders"),
            low=5,
            high=45,
            source="van Heerde, Leeflang & Wittink 2004; Leeflang et al. 2008",
            grade="borrowed",
            caveat=mark("One third on average in four shop data sets, 6 % in another one."),
            least=0,
            most=100,
        ),
        Assumption(
            key="later",
            label=mark("Orders in the 12 months after"),
            unit=mark("% change"),
            low=-5,
            high=2,
            source="Pauwels et al. 2002; DelVecchio et al. 2006",
            grade="borrowed",
            caveat=mark(
                "Lasting effects are nearly absent on average; the width is our judgement."
            ),
            digits=1,
            least=-90,
        ),
        Assumption(
            key="sensitivity",
            label=mark("Rise of price sensitivity"),
            unit=mark("% a year on offer"),
            low=0,
            high=10,
            source="Mela, Gupta & Lehmann 1997",
            grade="borrowed",
            caveat=mark(
                "Seen over eight years of frequent promotions for one product; the width is our"
                " judgement. It grows with the months on offer and lasts a year."
            ),
            digits=1,
            least=-50,
            most=100,
        ),
        Assumption(
            key="cycle",
            label=mark("Longer time between orders afterwards"),
            unit=mark("% longer"),
            low=0,
            high=0,
            source=mark("Zero: orders pulled forward and the year after hold it already"),
            grade="guessed",
            caveat=mark("Lasts to the end of the months simulated."),
            digits=1,
            least=0,
            most=500,
            claim=Claim(
                50,
                50,
                "S4 K8",
                mark(
                    "A cycle of 18 instead of 12 months, an extreme case without source; it does"
                    " not fit the 12 % who buy again within three years in the same text."
                ),
            ),
        ),
    ),
    effect=effect,
)
