"""Survey answers as feelings: each attaches to the customer's nearest moment within a window.

A moment that has a feeling of its own keeps it. Scores are read on the scale of their question
(NPS 0 to 10; any other by the least and largest score given) and written on the scale of the
data's own feelings, or on -1 to 1 where there are none. Effort (CES) is turned: less is better.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey.units import HOUR
from loyalty.questions import RANGE
from loyalty.rollup import CUSTOMER

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
FAR = np.iinfo(np.int64).max
SCALES = ((-1.0, 1.0), (0.0, 1.0), (1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0))
OWN = (-1.0, 1.0)
LESS_IS_BETTER = ("ces",)


def attach(
    ids: NDArray[np.object_],
    customer: Ints,
    time: NDArray[np.int64],
    feeling: Floats,
    answers: pd.DataFrame,
    window_hours: int,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Feelings with those of answers, and which come from answers.

    Args:
        ids: sorted customer ids. customer, time, feeling: of the moments, sorted by both.
        answers: customer_id, time, item, score. window_hours: the longest time in between.
    """
    place = pd.Index(ids).get_indexer(pd.Index(answers[CUSTOMER]))
    told = answers[place >= 0].assign(value=_rescaled(answers, scale_of(feeling))[place >= 0])
    asked = told["time"].to_numpy("datetime64[us]").astype(np.int64)
    near = nearest(customer, time, place[place >= 0].astype(np.int32), asked, window_hours * HOUR)
    found = near >= 0
    count = np.bincount(near[found], minlength=len(time))
    total = np.bincount(near[found], told["value"].to_numpy()[found], minlength=len(time))
    answered = np.isnan(feeling) & (count > 0)
    mean = np.divide(total, count, out=np.full(len(time), np.nan), where=count > 0)
    return np.where(answered, mean, feeling), answered


def nearest(
    customer: Ints, time: NDArray[np.int64], whose: Ints, asked: NDArray[np.int64], window: int
) -> NDArray[np.int64]:
    """The moment nearest to each answer of the same customer, -1 without any within the window.

    Of two equally near the earlier; of several at one time the last.
    """
    size = len(time)
    who, when = np.concatenate([customer, whose]), np.concatenate([time, asked])
    order = np.lexsort((np.repeat([0, 1], [size, len(asked)]), when, who))
    before = np.maximum.accumulate(np.where(order < size, order, -1))
    after = np.minimum.accumulate(np.where(order < size, order, size)[::-1])[::-1]
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    earlier, later = before[back[size:]], after[back[size:]]
    past = _distance(customer, time, earlier, whose, asked)
    ahead = _distance(customer, time, later, whose, asked)
    near = np.where(past <= ahead, earlier, later)
    return np.where(np.minimum(past, ahead) <= window, near, -1)


def _distance(
    customer: Ints,
    time: NDArray[np.int64],
    place: NDArray[np.int64],
    whose: Ints,
    asked: NDArray[np.int64],
) -> NDArray[np.int64]:
    inside = (place >= 0) & (place < len(time))
    safe = np.where(inside, place, 0)
    return np.where(inside & (customer[safe] == whose), np.abs(time[safe] - asked), FAR)


def scale_of(values: Floats) -> tuple[float, float]:
    """The first usual scale that holds all values; their own ends when none does."""
    known = values[np.isfinite(values)]
    if not len(known):
        return OWN
    low, high = float(known.min()), float(known.max())
    return next((one for one in SCALES if one[0] <= low and high <= one[1]), (low, high))


def _rescaled(answers: pd.DataFrame, scale: tuple[float, float]) -> Floats:
    shares = np.full(len(answers), np.nan)
    for item, rows in answers.groupby("item").indices.items():
        scores = answers["score"].to_numpy(float)[rows]
        low, high = RANGE.get(str(item)) or scale_of(scores)
        share = (scores - low) / (high - low) if high > low else np.full(len(rows), 0.5)
        shares[rows] = 1 - share if item in LESS_IS_BETTER else share
    return scale[0] + shares * (scale[1] - scale[0])
