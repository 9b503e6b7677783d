"""A price cut for everybody for some months: more orders now, some of them borrowed from later."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies.base import Assumption, Baseline, Draws, Effect, Span, Strategy, course

PAYBACK_MONTHS = 3  # orders pulled forward are missing in the months right after
LATER_MONTHS = 12
MOST_MISSING = 0.95  # of a month's orders


def effect(draws: Draws, _base: Baseline, span: Span) -> Effect:
    """Lift while it runs, orders missing right after, and a slightly changed base for a year.

    First orders of new customers follow the same course as the others.
    """
    depth, length = draws["depth"] / 100, np.minimum(draws["duration"], span.lasts)
    lift = draws["elasticity"] * -depth
    pulled, payback = lift * draws["pulled_forward"] / 100, np.maximum(length, PAYBACK_MONTHS)
    during = course(span.months, 0, length)
    right_after = course(span.months, length, length + payback)
    year_after = course(span.months, length, length + LATER_MONTHS)
    orders = (
        np.log1p(during * lift)
        + np.log1p(-right_after * np.minimum(pulled * length / payback, MOST_MISSING))
        + np.log1p(year_after * draws["later"] / 100)
    )
    return Effect(orders=orders, arrivals=orders, discount=during * depth)


def cumulative_purchases(months: float, cycle: float, lift: float = 0.0) -> float:
    """Purchases of a customer until `months` after a first one, raised by `lift`, every `cycle`.

    The arithmetic of the source document S4 (lift 25 %, cycle 12 -> 18 months), not a default.
    """
    return (1 + lift) * (1 + months / cycle)


STRATEGY = Strategy(
    key="price_promotion",
    label=mark("Price promotion"),
    meaning=mark(
        "Everything is cheaper for some months, for everybody, also for those who would have"
        " bought anyway. Part of the extra orders is missing later."
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
            most=0,
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
            source="Pauwels et al. 2002; DelVecchio et al. 2006; Mela et al. 1997",
            grade="borrowed",
            caveat=mark(
                "Lasting effects are nearly absent on average; the width is our judgement."
            ),
            digits=1,
            least=-90,
        ),
    ),
    effect=effect,
)
