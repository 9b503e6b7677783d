"""Where one journey of a customer ends and the next begins."""

import numpy as np
from numpy.typing import NDArray

from loyalty.study import Study

DAY = 86_400_000_000  # microseconds
BOUGHT = ("purchase", "repurchase")


def journeys(
    customer: NDArray[np.int32],
    time: NDArray[np.int64],
    stage: NDArray[np.int32],
    stages: tuple[str, ...],
    study: Study,
) -> NDArray[np.int32]:
    """(n,) number of the journey of each moment; moments are sorted by customer and time.

    A new journey begins with a new customer; by inactivity, after more than `cut_days` without any
    moment; by purchase cycle, with the first moment after one in the stage purchase or repurchase.
    """
    begins = np.diff(customer, prepend=-1) != 0
    if study.journey.cut == "inactivity":
        begins |= np.diff(time, prepend=time[:1]) > study.journey.cut_days * DAY
    if study.journey.cut == "purchase":
        bought = np.isin(stage, [place for place, key in enumerate(stages) if key in BOUGHT])
        begins[1:] |= bought[:-1]
    return (np.cumsum(begins) - 1).astype(np.int32)
