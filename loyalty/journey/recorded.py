"""Orders that an event records, found on arrays: another stage map costs no query.

`loyalty.journey.sources.moments` says the same of lazy rows.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from loyalty.journey.cut import DAY
from loyalty.journey.sources import buying
from loyalty.study import Study

Ints = NDArray[np.int32]


def recorded(
    order: NDArray[np.bool_],
    customer: Ints,
    time: NDArray[np.int64],
    touchpoint: Ints,
    names: Sequence[str],
    study: Study,
) -> NDArray[np.bool_]:
    """(n,) the orders on whose day, the day before or the day after an event records one.

    Args:
        order: (n,) which moments are orders; the others are events. time: microseconds.
        touchpoint: (n,) places in `names`.
    """
    events = [names[place] for place in np.unique(touchpoint[~order])]
    buys = np.isin(np.array(names, dtype=object), buying(events, study))
    if not len(time):
        return order
    day = time // DAY
    span = int(np.ptp(day)) + 3
    key = customer * np.int64(span) + (day - day.min() + 1)
    near = np.unique(key[~order & buys[touchpoint]])
    return order & np.isin(key, np.concatenate([near - 1, near, near + 1]))


def left(code: Ints, names: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Codes and names of those names alone that still have a code; a negative code stays."""
    some = np.bincount(code[code >= 0], minlength=len(names)) > 0
    place = np.append(np.cumsum(some) - 1, -1).astype(np.int32)
    return place[np.maximum(code, -1)], tuple(np.array(names, dtype=object)[some])
