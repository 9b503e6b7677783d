"""Size against threshold: the exact size of every segment for every value a threshold can have.

For a customer whose value is v, all that matters is whether the threshold lies below, at or above
v. The rules are therefore evaluated three times, each time with the comparisons with the threshold
replaced by their outcome; sorting by v and cumulating who changes gives all sizes at once. A
threshold compared with k columns cuts its line into 2k + 1 pieces for each customer instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np
import pandas as pd

from loyalty.segmentation.domains import DATE, domain
from loyalty.segmentation.pieces import FOLLOWED, STATE, outcomes
from loyalty.segmentation.round_numbers import Intervals
from loyalty.segmentation.rules import columns, segment_names, thresholds
from loyalty.study import Study

MOST_DAYS = 36_500


@dataclass(frozen=True)
class Curve:
    """Pieces of the line of a threshold's values, within each of which all sizes stay the same.

    Attributes:
        starts: (m,) where each piece begins, rising from minus infinity; it ends at the next start.
        open: (m,) True where a piece begins just above its start.
        sizes: m rows, a column of customers for each segment in its order, the unassigned last.
        moved: (m,) customers who change segment where the piece begins.
        customers: how many there are.
        now: the value the threshold has.
        whole: only whole numbers make sense. least, most: what the study allows.
        days: values are days since 1970.
        exact: False when scores depend on the threshold too, which the sizes leave out.
    """

    starts: np.ndarray
    open: np.ndarray
    sizes: pd.DataFrame
    moved: np.ndarray
    customers: int
    now: float
    whole: bool = False
    least: float = -inf
    most: float = inf
    days: bool = False
    exact: bool = True

    def piece(self, value: float) -> int:
        """The row of the piece a value lies in."""
        row = int(np.searchsorted(self.starts, value, "left"))
        here = row < len(self.starts) and self.starts[row] == value and not self.open[row]
        return row if here else row - 1

    def size(self, segment: str, value: float | None = None) -> int:
        """Customers in a segment at a value of the threshold, by default the one it has."""
        return int(self.sizes[segment].iloc[self.piece(self.now if value is None else value)])

    def intervals(self) -> Intervals:
        """The pieces with both ends; the outermost are infinite."""
        high, high_open = np.append(self.starts[1:], inf), np.append(~self.open[1:], True)
        return Intervals(self.starts, high, self.open, high_open)


def size_curve(customers: pd.DataFrame, study: Study, name: str) -> Curve:
    """The sizes of all segments for every value of the named threshold.

    `customers` has every column the rules name. Conditions on the life-cycle state follow the
    threshold where the state does.
    """
    values, breaks, pieces = outcomes(customers, study, name)
    starts, opened, sizes, moved = _cumulated(pieces, breaks, len(study.segments) + 1)
    active = name == "active_days"
    return Curve(
        starts,
        opened,
        pd.DataFrame(sizes.T, columns=pd.Index(segment_names(study)), copy=False),
        moved,
        len(customers),
        now=thresholds(study)[name],
        whole=active or (bool(values) and all(domain(one).whole for one in values)),
        least=1 if active else -inf,
        most=MOST_DAYS if active else inf,
        days=any(one.startswith(DATE) for one in values),
        exact=not (name in FOLLOWED and _weighed_by_state(study)),
    )


def _cumulated(
    pieces: Sequence[np.ndarray], breaks: np.ndarray, segments: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Starts and open of the pieces, (segments, m) sizes, and who moves, from each one's codes.

    Slot 0 lies before all values, slot 2j + 1 at the j-th distinct value and 2j + 2 above it.
    """
    values, above, left, entered = _changes(pieces, breaks)
    distinct, place = _ranks(values)
    slot, slots = 2 * place + 1 + above, 2 * len(distinct) + 1
    sizes = np.empty((segments, slots), dtype=np.int32)
    before = np.bincount(pieces[0], minlength=segments)
    gains, losses = _by_code(slot, entered, segments), _by_code(slot, left, segments)
    for code, (gained, lost) in enumerate(zip(gains, losses, strict=True)):
        change = np.bincount(gained, minlength=slots) - np.bincount(lost, minlength=slots)
        change[0] = before[code]
        np.cumsum(change, out=sizes[code])
    moved = np.bincount(slot, minlength=slots)
    starts = np.append(-inf, np.repeat(distinct, 2))
    kept = np.append(0, np.flatnonzero(moved))
    kept = kept[np.flatnonzero(starts[kept] == -inf)[-1] :]
    opened = kept % 2 == 0
    opened[0], moved[kept[0]] = True, 0
    return starts[kept], opened, sizes[:, kept], moved[kept]


def _changes(pieces: Sequence[np.ndarray], breaks: np.ndarray) -> list[np.ndarray]:
    """Where somebody's segment changes: value, above it (1) or at it (0), left, entered."""
    rows = []
    for step, (before, after) in enumerate(pairwise(pieces)):
        at = breaks[step // 2]
        who = np.flatnonzero((before != after) & (at < inf))
        above = np.full(len(who), step % 2)
        rows.append((at[who], above, before[who], after[who]))
    nothing = (np.empty(0), np.empty(0, int), np.empty(0, np.int16), np.empty(0, np.int16))
    return [np.concatenate(parts) for parts in zip(nothing, *rows, strict=True)]


def _ranks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values in rising order and the place of each value among them.

    Whole numbers that lie close together are counted, which is faster than sorting.
    """
    low = values.min(initial=inf)
    spread = values.max(initial=-inf) - low
    if not 0 <= spread <= 4 * len(values) or (values % 1).any():
        return np.unique(values, return_inverse=True)
    offset = (values - low).astype(np.intp)
    present = np.bincount(offset) > 0
    return low + np.flatnonzero(present), (np.cumsum(present) - 1)[offset]


def _by_code(slot: np.ndarray, codes: np.ndarray, segments: int) -> list[np.ndarray]:
    """The slots of each code."""
    ends = np.cumsum(np.bincount(codes, minlength=segments))
    return np.split(slot[np.argsort(codes, kind="stable")], ends[:-1])


def _weighed_by_state(study: Study) -> bool:
    scored = any(name.startswith("score.") for name in columns(study))
    return scored and study.group_by == STATE
