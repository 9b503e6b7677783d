"""Why not there: the smallest change of a customer's values that leads to another segment.

A segment is the boxes that earlier rules leave of its rule (see `loyalty.segmentation.boxes`); the
nearest box is the one for which the fewest columns change, then the one least far away in spreads
of the customers. Columns are changed by themselves: what follows from them, such as a score from a
spend, is not worked out. What can no longer come about, such as fewer orders, can be left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from loyalty.segmentation.axes import Axis, number_of
from loyalty.segmentation.boxes import Box, Space, Unproven, left_over, meet
from loyalty.segmentation.corners import closest
from loyalty.segmentation.domains import DATE
from loyalty.segmentation.pieces import day_numbers
from loyalty.segmentation.rules import codes, columns, segment_names
from loyalty.segmentation.ways import AGES, ORDERS, Way, ways
from loyalty.study import Study


@dataclass(frozen=True)
class Change:
    """One value that would have to be another.

    Attributes:
        column: its name.
        now, to: the value and the one needed: a number, day or text; None where missing.
        difference: in the column's unit, days for days; None for texts and missing values.
        relative: the difference in spreads of the customers; 1 for texts and missing values.
        ordered: the value is days since an order that is still to come: the difference counts
            from that order, which itself counts as one order.
    """

    column: str
    now: Any
    to: Any
    difference: float | None
    relative: float
    ordered: bool = False


def distance(
    customer: pd.DataFrame,
    study: Study,
    target: str,
    spread: Mapping[str, float] | None = None,
    ahead: bool = False,
) -> list[Change] | None:
    """The smallest set of changes that puts the customer into the target segment.

    Args:
        customer: a frame of one row with every column the rules name.
        study: its rules and thresholds.
        target: key of a segment, or of those whom no rule takes.
        spread: of each column over all customers; see `spreads`. Differences count as they are
            without one.
        ahead: only changes that can still come about; see `loyalty.segmentation.ways`.

    Returns:
        Nothing to change when the customer is in; None when no change is found: the segment cannot
        be reached, only by forgetting a value, or the rules are too entangled.
    """
    place = segment_names(study).index(target)
    if codes(customer, study)[0] == place:
        return []
    space = Space(customer, study)
    try:
        region = left_over(space, study.segments, place)
    except Unproven:
        return None
    open_ways = ways(space, customer) if ahead else (Way(space.full, customer),)
    found = [
        _changes(customer, space, met, spread or {}, way)
        for way in open_ways
        for box in region
        if (met := meet(box, way.box))
    ]
    return min((one for one in found if one is not None), key=size, default=None)


def nearest(
    customer: pd.DataFrame,
    study: Study,
    spread: Mapping[str, float] | None = None,
    ahead: bool = False,
) -> tuple[str, list[Change]] | None:
    """The other segment with the smallest distance, and the changes that lead there."""
    found = [
        (rule.key, changes)
        for rule in study.segments
        if (changes := distance(customer, study, rule.key, spread, ahead))
    ]
    return min(found, key=lambda one: size(one[1]), default=None)


def size(changes: Sequence[Change]) -> tuple[int, float]:
    """How far changes go: the number of columns, then the sum of relative differences."""
    return len(changes), sum(one.relative for one in changes)


def changed(customer: pd.DataFrame, changes: Sequence[Change]) -> pd.DataFrame:
    """The customer with these changes made."""
    made = {}
    for one in changes:
        old = customer[one.column]
        kind = "datetime64[s]" if one.column.startswith(DATE) else None
        text = isinstance(one.to, str)
        made[one.column] = pd.Series([one.to], index=old.index, dtype="object" if text else kind)
    return customer.assign(**made)


def spreads(customers: pd.DataFrame, study: Study) -> dict[str, float]:
    """The spread of each column of numbers or days that the rules name.

    The distance between the quartiles; the standard deviation where that is 0, and 1 where both
    are. Days count as numbers of days.
    """
    return {
        name: _spread(customers[name])
        for name in columns(study)
        if customers[name].dtype.kind in "Mbif"
    }


def _spread(column: pd.Series) -> float:
    values = day_numbers(column) if column.dtype.kind == "M" else column.to_numpy(dtype=float)
    known = values[np.isfinite(values)]
    if not len(known):
        return 1.0
    low, high = np.percentile(known, (25, 75))
    return float(high - low) or float(known.std()) or 1.0


def _changes(
    customer: pd.DataFrame, space: Space, box: Box, spread: Mapping[str, float], way: Way
) -> list[Change] | None:
    """What has to change for the customer to lie in a box; None when it cannot be done."""
    found = []
    for axis, atoms in zip(space.axes.values(), box, strict=True):
        column = customer[axis.column]
        value, start = column.iloc[0], way.start[axis.column].iloc[0]
        there = axis.atom(start) & atoms
        if there and axis.atom(value) & atoms:
            continue
        texts = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else ()
        to = start if there else closest(axis, atoms, start, texts)
        if to is None:
            return None
        ordered = way.ordered and axis.column in AGES and start != value
        found.append((_ordered if ordered else _change)(axis, value, to, spread))
    return found


def _change(axis: Axis, value: Any, to: Any, spread: Mapping[str, float]) -> Change:
    if pd.isna(value) or axis.kind == "text":
        return Change(axis.column, None if pd.isna(value) else value, to, None, 1.0)
    now = value.date() if axis.kind == "day" else float(value)
    difference = round(number_of(to) - number_of(now), 6)
    return Change(axis.column, now, to, difference, abs(difference) / spread.get(axis.column, 1.0))


def _ordered(axis: Axis, value: Any, to: float, spread: Mapping[str, float]) -> Change:
    """Days since an order to come: none, or so many without another one."""
    relative = to / spread.get(axis.column, 1.0) + 1 / spread.get(ORDERS, 1.0)
    now = None if pd.isna(value) else float(value)
    return Change(axis.column, now, to, to, relative, ordered=True)
