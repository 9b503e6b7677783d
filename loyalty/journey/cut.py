"""Where one journey of a customer ends and the next begins."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from loyalty.journey.sources import buying
from loyalty.study import Study

DAY = 86_400_000_000  # microseconds
BOUGHT = ("purchase", "repurchase")


def closing(
    names: Sequence[str], stage_of: NDArray[np.int32], stages: Sequence[str], study: Study
) -> NDArray[np.bool_]:
    """(names,) the touchpoints that end a journey: by purchase cycle those that record an order.

    Only where none does, all of the stages purchase and repurchase: what follows an order, such as
    its delivery, belongs to the journey it begins.
    """
    if study.journey.cut != "purchase":
        return np.zeros(len(names), dtype=bool)
    found = set(buying(list(names), study))
    if found:
        return np.array([name in found for name in names], dtype=bool)
    bought = np.array([key in BOUGHT for key in stages], dtype=bool)
    return bought[np.asarray(stage_of, dtype=np.int64)]


def journeys(
    customer: NDArray[np.int32],
    time: NDArray[np.int64],
    closes: NDArray[np.bool_],
    study: Study,
) -> NDArray[np.int32]:
    """(n,) number of the journey of each moment; moments are sorted by customer and time.

    A new journey begins with a new customer; by inactivity, after more than `cut_days` without any
    moment; by purchase cycle, with the first moment after one that `closes`.
    """
    begins = np.diff(customer, prepend=-1) != 0
    if study.journey.cut == "inactivity":
        begins |= np.diff(time, prepend=time[:1]) > study.journey.cut_days * DAY
    if study.journey.cut == "purchase":
        begins[1:] |= closes[:-1]
    return (np.cumsum(begins) - 1).astype(np.int32)
