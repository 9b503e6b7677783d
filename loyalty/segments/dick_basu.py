"""Loyalty types by relative attitude and repeat patronage (Dick and Basu 1994).

Attitude is the answer on how we compare with competitors. Patronage is the repurchase rate: unlike
the number of orders it does not grow with the time a customer has been here, and it is missing
before there was time to come back. Who never ordered has no patronage.

Around each cut lies an uncertain band. Attitude is cut at the middle of the answer scale, "the
same as competitors", half a step to both sides: a single answer tells no more. Patronage is cut at
the median of those asked; the band holds the median's 95 % interval, and at least half a window of
a customer with the usual number of windows. The interval is that of order statistics: what a
bootstrap of the median comes to, without drawing.
"""

import numpy as np
import pandas as pd
from scipy.stats import binom

from loyalty.indicators.repurchase_rate import WINDOW
from loyalty.language import mark
from loyalty.segments.base import Scheme, Segment, Threshold, answer_scale
from loyalty.study import Condition, Group

ATTITUDE, PATRONAGE = "relative_attitude", "repurchase_rate"


def attitude_band(customers: pd.DataFrame) -> tuple[float, float]:
    """Half a step of the answer scale to both sides of its middle."""
    middle, step = answer_scale(customers.get(ATTITUDE, pd.Series(dtype=float)).to_numpy())
    return middle - step / 2, middle + step / 2


def patronage_band(customers: pd.DataFrame) -> tuple[float, float]:
    """The uncertain band about the median repurchase rate of those asked, within 0 to 1.

    Without anybody asked who has a rate, all of 0 to 1: nothing is certain.
    """
    known = customers[[name for name in (ATTITUDE, PATRONAGE) if name in customers]].notna()
    asked = customers[known.all(axis=1) & (known.shape[1] == 2)]
    if asked.empty:
        return 0.0, 1.0
    rates = asked[PATRONAGE].to_numpy()
    half = 0.5 / float(np.median(asked["tenure_days"] // WINDOW))
    low, high = median_interval(rates)
    cut = float(np.median(rates))
    return max(0.0, min(low, cut - half)), min(1.0, max(high, cut + half))


def median_interval(values: np.ndarray) -> tuple[float, float]:
    """A 95 % interval of the median by order statistics, free of any distribution.

    At least 95 % by the binomial; below six values the lowest and the highest, which cover less.
    """
    ranked = np.sort(values)
    place = max(1, int(binom.ppf(0.025, len(ranked), 0.5)))
    return float(ranked[place - 1]), float(ranked[-place])


THRESHOLDS = (
    Threshold(
        "attitude_low",
        mark("Low attitude: at most"),
        mark("Default: half a step below the middle of the answer scale."),
        ATTITUDE,
        lambda customers, _gaps, _active: attitude_band(customers)[0],
        digits=1,
    ),
    Threshold(
        "attitude_high",
        mark("High attitude: at least"),
        mark("Default: half a step above the middle of the answer scale."),
        ATTITUDE,
        lambda customers, _gaps, _active: attitude_band(customers)[1],
        digits=1,
    ),
    Threshold(
        "patronage_low",
        mark("Low repeat patronage: at most"),
        mark("Default: below the median repurchase rate by its uncertainty."),
        PATRONAGE,
        lambda customers, _gaps, _active: patronage_band(customers)[0],
        digits=2,
    ),
    Threshold(
        "patronage_high",
        mark("High repeat patronage: at least"),
        mark("Default: above the median repurchase rate by its uncertainty."),
        PATRONAGE,
        lambda customers, _gaps, _active: patronage_band(customers)[1],
        digits=2,
    ),
)

FOND = Condition(column=ATTITUDE, op=">=", threshold="attitude_high")
COOL = Condition(column=ATTITUDE, op="<=", threshold="attitude_low")
REPEATS = Condition(column=PATRONAGE, op=">=", threshold="patronage_high")
STAYS_AWAY = Group(
    match="any",
    conditions=(
        Condition(column=PATRONAGE, op="<=", threshold="patronage_low"),
        Condition(column="order_count", op="<=", threshold=0),
    ),
)

GROUPS = (
    Segment(
        key="dick_basu_true",
        label=mark("True loyalty"),
        meaning=mark("Rate us above competitors and come back."),
        action=mark("Thank them, involve them, ask for referrals; no discounts needed."),
        colour="#0072B2",
        conditions=(FOND, REPEATS),
    ),
    Segment(
        key="dick_basu_latent",
        label=mark("Latent loyalty"),
        meaning=mark("Rate us above competitors, yet seldom come back."),
        action=mark("Find what keeps them away - need, price, distance, stock - and remove it."),
        colour="#009E73",
        conditions=(FOND, STAYS_AWAY),
    ),
    Segment(
        key="dick_basu_spurious",
        label=mark("Spurious loyalty"),
        meaning=mark(
            "Come back without rating us above competitors: by habit, convenience or discount."
        ),
        action=mark("Give a reason beyond price; they leave when a competitor is as easy."),
        colour="#E69F00",
        conditions=(COOL, REPEATS),
    ),
    Segment(
        key="dick_basu_none",
        label=mark("No loyalty"),
        meaning=mark("Neither rate us above competitors nor come back."),
        action=mark("Repair what they dislike where it is cheap; otherwise spend elsewhere."),
        colour="#6E6E6E",
        conditions=(COOL, STAYS_AWAY),
    ),
    Segment(
        key="dick_basu_unasked",
        label=mark("Attitude not asked"),
        meaning=mark("No answer on how we compare with competitors."),
        action=mark("Ask them after their next order."),
        colour="#B5B5B5",
        conditions=(Condition(column=ATTITUDE, op="missing"),),
    ),
    Segment(
        key="dick_basu_uncertain",
        label=mark("Uncertain type"),
        meaning=mark("Close to a cut, or too new to have come back: the data do not tell."),
        action=mark("Ask again or wait; treat them as individuals, not as a type."),
        colour="#CC79A7",
    ),
)

SCHEME = Scheme(
    key="dick_basu",
    label=mark("Loyalty types"),
    meaning=mark("Do they come back because they prefer us, or for another reason?"),
    source=mark(
        "Dick and Basu (1994): relative attitude and repeat patronage. The cuts and the uncertain "
        "band are ours."
    ),
    groups=GROUPS,
    thresholds=THRESHOLDS,
    needs=(ATTITUDE, PATRONAGE),
)
