"""Rules as sets of boxes: which customers a rule could ever take, whoever the customers are.

A box allows each column some of its atoms (see `loyalty.segmentation.axes`); a rule is the boxes
in which it holds, and what earlier rules leave of it is found by cutting theirs out. Columns are
taken as independent: what is proven empty is empty, but a box may be left that no customer can be
in, such as a first order after the last. Work is bounded; beyond the bound nothing is claimed.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from loyalty.segmentation.axes import Axis, axis
from loyalty.segmentation.rules import columns, conditions, thresholds
from loyalty.study import Condition, Rule, Study, Test

Box = tuple[int, ...]
Region = list[Box]

MOST_BOXES = 5_000
MOST_WORK = 1_000_000  # comparisons of one column of two boxes


class Unproven(Exception):
    """The rules are too entangled for the bounds."""


class Space:
    """All customers there could be, as far as the rules of a study tell them apart."""

    def __init__(self, customers: pd.DataFrame, study: Study):
        self.named = thresholds(study)
        tests = conditions(study.segments)
        self.axes: dict[str, Axis] = {
            name: axis(customers[name], [one for one in tests if one.column == name], self.named)
            for name in columns(study)
        }
        self.places = {name: place for place, name in enumerate(self.axes)}
        self.full: Box = tuple(one.full for one in self.axes.values())
        self._work = 0

    def rule(self, rule: Rule) -> Region:
        """Where every condition of a rule holds; Unproven beyond the bounds."""
        return self._every(map(self.holds, rule.conditions))

    def holds(self, test: Test) -> Region:
        """Where a test holds."""
        if isinstance(test, Condition):
            return self._slab(test, self.axes[test.column].holds(test, self.named))
        if test.match == "none":
            return self._every(map(self.fails, test.conditions))
        whole = self._every if test.match == "all" else self._some
        return whole(map(self.holds, test.conditions))

    def fails(self, test: Test) -> Region:
        """Where a test is known not to hold."""
        if isinstance(test, Condition):
            return self._slab(test, self.axes[test.column].fails(test, self.named))
        if test.match == "none":
            return self._some(map(self.holds, test.conditions))
        whole = self._some if test.match == "all" else self._every
        return whole(map(self.fails, test.conditions))

    def minus(self, region: Region, others: Iterable[Box]) -> Region:
        """What is left of a region without other boxes."""
        for other in others:
            self._bounded(len(region))
            region = [part for box in region for part in _cut(box, other)]
        return region

    def _slab(self, test: Condition, atoms: int) -> Region:
        place = self.places[test.column]
        return [(*self.full[:place], atoms, *self.full[place + 1 :])] if atoms else []

    def _every(self, regions: Iterable[Region]) -> Region:
        found = [self.full]
        for region in regions:
            self._bounded(len(found) * len(region))
            found = [met for one in found for two in region if (met := meet(one, two))]
        return found

    def _some(self, regions: Iterable[Region]) -> Region:
        return joined(box for region in regions for box in region)

    def _bounded(self, boxes: int) -> None:
        self._work += boxes * len(self.full)
        if boxes > MOST_BOXES or self._work > MOST_WORK:
            raise Unproven


def meet(one: Box, two: Box) -> Box | None:
    """What lies in both boxes; None when nothing does."""
    both = tuple(a & b for a, b in zip(one, two, strict=True))
    return both if all(both) else None


def joined(boxes: Iterable[Box]) -> Region:
    """The same boxes, those that differ in one column only made one."""
    found = list(dict.fromkeys(boxes))
    for place in range(len(found[0]) if len(found) > 1 else 0):
        merged: dict[Box, int] = {}
        for box in found:
            rest = (*box[:place], *box[place + 1 :])
            merged[rest] = merged.get(rest, 0) | box[place]
        found = [(*rest[:place], atoms, *rest[place:]) for rest, atoms in merged.items()]
    return found


def _cut(box: Box, other: Box) -> Region:
    """A box without another: apart pieces, one for each column in which it reaches further."""
    if not meet(box, other):
        return [box]
    pieces, rest = [], list(box)
    for place, atoms in enumerate(other):
        if beyond := rest[place] & ~atoms:
            pieces.append((*rest[:place], beyond, *rest[place + 1 :]))
        rest[place] &= atoms
    return pieces


def left_over(space: Space, rules: Sequence[Rule], place: int) -> Region:
    """Where a rule takes customers after all earlier rules; Unproven beyond the bounds.

    At the place after the last rule: where none takes them.
    """
    region = space.rule(rules[place]) if place < len(rules) else [space.full]
    for earlier in rules[:place]:
        region = space.minus(region, space.rule(earlier))
    return region


def unreachable(customers: pd.DataFrame, study: Study) -> dict[int, tuple[int, ...]]:
    """Rules that can take nobody: place -> places of the earlier rules that take all together.

    A rule that contradicts itself has none of them. The last place is the rule that takes the rest.
    """
    space = Space(customers, study)
    earlier: list[Region] = []
    found = {}
    for place, rule in enumerate(study.segments):
        region: Region = []
        try:
            region = space.rule(rule)
            cover = _cover(space, region, earlier)
        except Unproven:
            cover = None
        if cover is not None:
            found[place] = cover
        earlier.append(region)
    return found


def _cover(space: Space, region: Region, earlier: Sequence[Region]) -> tuple[int, ...] | None:
    """The first regions that hold all of a region together; None where something is left."""
    left = region
    for place, other in enumerate(earlier):
        if not left:
            break
        left = space.minus(left, other)
        if not left:
            return _needed(space, region, earlier[: place + 1])
    return None if left else ()


def _needed(space: Space, region: Region, earlier: Sequence[Region]) -> tuple[int, ...]:
    """Those of the covering regions that are needed: one if one is enough."""
    for place, other in enumerate(earlier):
        if not space.minus(region, other):
            return (place,)
    places = list(range(len(earlier)))
    for place in list(places):
        others = [one for one in places if one != place]
        if not space.minus(region, [box for one in others for box in earlier[one]]):
            places = others
    return tuple(places)
