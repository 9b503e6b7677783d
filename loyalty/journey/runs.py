"""Counting within groups of a sorted log, on arrays.

Owners (customers or journeys) rise along the log, so every pair of owner and group has a cell of
a small table; the log is taken in blocks of owners, so that the table stays in the processor's
cache. Where most cells would be empty, the pairs are sorted instead.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Whole = NDArray[np.int64]
Quartiles = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

CELLS = 250_000  # of the table of a block
SPARSE = 20  # cells per row beyond which sorting is faster
DENSE = 16  # keys per row up to which they are counted in a table
MANY = 5000  # groups beyond which sorting all at once is faster
QUARTERS = (0.25, 0.5, 0.75)


def firsts(owner: Ints, group: Ints, size: int) -> Whole:
    """Places of the first row of every pair of owner and group (0 to `size` - 1), owners rising."""
    return visits(owner, group, size)[0]


def visits(owner: Ints, group: Ints, size: int) -> tuple[Whole, Whole]:
    """`firsts`, and how many rows each of these pairs has."""
    if len(owner) and (int(owner[-1]) - int(owner[0]) + 1) * size > SPARSE * len(owner):
        return _by_sorting(owner, group, size)
    found = [_of_block(owner[rows], group[rows], size, rows.start) for rows in _blocks(owner, size)]
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    first, count = zip(*found, strict=True)
    return np.concatenate(first), np.concatenate(count)


def _by_sorting(owner: Ints, group: Ints, size: int) -> tuple[Whole, Whole]:
    key = owner.astype(np.int64) * size + group
    order = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.diff(key[order], prepend=-1))
    return order[begins], np.diff(begins, append=len(order))


def _of_block(owner: Ints, group: Ints, size: int, start: int) -> tuple[Whole, Whole]:
    key = (owner - owner[0]).astype(np.int64) * size + group
    count = np.bincount(key)
    place = np.empty(len(count), dtype=np.int64)
    place[key[::-1]] = np.arange(start + len(key) - 1, start - 1, -1)  # the last written stays
    some = np.flatnonzero(count)
    return place[some], count[some]


def _blocks(owner: Ints, size: int) -> Iterator[slice]:
    """Slices of rows whose owners span few enough cells, or are one."""
    start, wide = 0, max(1, CELLS // max(size, 1))
    while start < len(owner):
        beyond = min(int(owner[start]) + wide, np.iinfo(owner.dtype).max)
        end = int(np.searchsorted(owner, owner.dtype.type(beyond)))
        yield slice(start, end)
        start = end


def quartiles(group: Ints, value: Whole, size: int) -> Quartiles:
    """(size,) linear quartiles of each group: first, median, third; NaN without rows."""
    low, median, high = quantiles(group, value, size, QUARTERS)
    return low, median, high


def quantiles(
    group: Ints, value: Whole, size: int, shares: Sequence[float]
) -> list[NDArray[np.float64]]:
    """(size,) for each share the linear quantile of each group; NaN without rows."""
    count = np.bincount(group, minlength=size)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    if size > MANY:
        ordered = value[np.lexsort((value, group))]
    else:
        ordered = value[_by_group(group, size)]
        _partition(ordered, start, count, shares)
    return [_quantile(ordered, start[:-1], count, share) for share in shares]


def _partition(ordered: Whole, start: Whole, count: Whole, shares: Sequence[float]) -> None:
    """Bring the values that quantiles need to their places in each group."""
    for place in np.flatnonzero(count > 1):
        run = ordered[start[place] : start[place + 1]]
        at = (count[place] - 1) * np.array(shares)
        run.partition(np.unique(np.concatenate([np.floor(at), np.ceil(at)]).astype(np.int64)))


def _quantile(ordered: Whole, start: Whole, count: Whole, share: float) -> NDArray[np.float64]:
    """The linear quantile of each run of partitioned values."""
    found = np.full(len(count), np.nan)
    some = count > 0
    place = (count[some] - 1) * share
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, count[some] - 1)
    low, high = ordered[start[some] + below], ordered[start[some] + above]
    weight = place - below
    found[some] = np.where(weight > 0, low + (high - low) * weight, low)
    return found


def extremes(
    group: Ints, value: NDArray[np.float64], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(size,) least and largest value of each group; NaN without rows."""
    least, most = np.full(size, np.nan), np.full(size, np.nan)
    if len(group):
        order = _by_group(group, size)
        ordered, grouped = value[order], group[order]
        start = np.flatnonzero(np.diff(grouped, prepend=-1))
        least[grouped[start]] = np.minimum.reduceat(ordered, start)
        most[grouped[start]] = np.maximum.reduceat(ordered, start)
    return least, most


def _by_group(group: Ints, size: int) -> NDArray[np.intp]:
    """Rows by their group, in the order they have."""
    small = group.astype(np.int16) if size <= np.iinfo(np.int16).max else group
    return np.argsort(small, kind="stable")  # a radix sort where small


def numbered(key: Whole, size: int) -> tuple[Whole, Ints]:
    """Distinct keys (0 to `size` - 1), sorted, and the place of each row's key among them."""
    if size > DENSE * len(key) + CELLS:
        found, at = np.unique(key, return_inverse=True)
        return found, at.astype(np.int32)
    found = np.flatnonzero(np.bincount(key, minlength=size))
    place = np.zeros(size, dtype=np.int32)
    place[found] = np.arange(len(found), dtype=np.int32)
    return found, place[key]
