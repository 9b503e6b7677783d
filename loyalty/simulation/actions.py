"""Actions -> placed effects: whom each reaches, from which month on, beside which others.

A strategy says what happens to everybody it is for, from its own start (`Effect`). Here its
audience, start, length, phases and the contact limit become one weight for every month and cell,
between 0 and 1, and actions of one scenario are put together: shifts add up on their scale, and
`Scenario.together` says by how much more or less than the sum where several change the same in the
same cell and month; its default is nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from loyalty.language import mark
from loyalty.simulation import changes, contacts, draws
from loyalty.simulation.assumptions import ranges, resolve
from loyalty.simulation.cells import Cells
from loyalty.simulation.timing import Times, end, reached, times
from loyalty.strategies import BY_KEY, Assumption, Baseline, Effect, Span
from loyalty.strategies.base import EVERYBODY, Array, Change
from loyalty.study import Action, Audience, Scenario, Study

TOGETHER = Assumption(
    key="together",
    label=mark("Joint effect"),
    unit=mark("% of the sum of the effects"),
    low=0,
    high=0,
    source=mark("No source; 0 takes the effects as independent"),
    grade="guessed",
    least=-100,
    most=300,
)
MOST_MONTHS = 1000  # longer than any study


@dataclass(frozen=True)
class Placed:
    """An effect with its weight for every month and cell, (months, cells, 1), and its start.

    `start` is the month, from 0, in which the months of the effect begin; `new` is the share of new
    customers that is reached in each month, (months,): 0 where not everybody is its audience.
    Fixed costs begin `ahead` months before the effect, with the preparation.
    """

    effect: Effect
    weight: Array
    start: int
    new: Array
    ahead: int = 0

    def named(self, name: str, month: int, part: slice) -> Array | None:
        """The change called `name` in one month; as `at`."""
        early = self.ahead if name == "fixed" else 0
        return self.at(getattr(self.effect, name), month + early, part)

    def at(self, change: Change, month: int, part: slice) -> Array | None:
        """A change in one month as (cells or 1, draws or 1), not weighted; None for no change."""
        if change is None or month < self.start:
            return None
        return changes.of_month(change, month - self.start, part)

    def weighted(self, change: Array, month: int) -> Array:
        """A change of the month by the weight of each cell."""
        return change if self.whole[month] else change * self.weight[month]

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """In which months everybody is reached fully."""
        return (self.weight == 1).all(axis=(1, 2))


@dataclass(frozen=True)
class Plan:
    """The placed effects of a scenario and, with several, the factor of their joint shifts.

    The factor is for cells in which at least two of them make the same change in the month.

    From the month `gate` on they go on only in draws where `go` is 1; None: in all. Elsewhere the
    effects are those of the same actions `ended` there: what they leave behind.
    """

    placed: tuple[Placed, ...] = ()
    joint: Array | None = None
    go: Array | None = None
    gate: int = 0
    ended: tuple[Placed, ...] = ()

    def shift(self, name: str, month: int, part: slice, new: bool = False) -> Array | None:
        """The sum of all changes called `name`; with `new`, of those that reach new customers."""
        shifts = [
            change * one.new[month] if new else one.weighted(change, month)
            for one, change in self.changes(name, month, part)
            if one.new[month] > 0 or not new
        ]
        if not shifts:
            return None
        total = sum(shifts[1:], shifts[0])
        if self.joint is not None and len(shifts) > 1:
            meeting = sum(one != 0 for one in shifts) > 1
            total = np.where(meeting, total * self.joint[part], total)
        return total.astype(np.float32, copy=False)

    def mean_shift(self, name: str, month: int) -> Array:
        """The shift of each cell on average of the draws, (cells,) or (1,); 0 without a change."""
        found = self.shift(name, month, slice(None))
        return np.zeros(1) if found is None else found.mean(axis=-1)

    def changes(self, name: str, month: int, part: slice) -> Iterator[tuple[Placed, Array]]:
        """Each effect that changes `name` in the month, with its change."""
        for one, share in self._acting(month, part):
            change = one.named(name, month, part)
            if change is not None:
                yield one, change if share is None else change * share

    def _acting(self, month: int, part: slice) -> Iterator[tuple[Placed, Array | None]]:
        """Each effect with 1 for the draws it acts in; None: in all."""
        going = None if self.go is None or month < self.gate else self.go[part]
        if going is None or going.any():
            yield from ((one, going) for one in self.placed)
        if going is not None and not going.all():
            yield from ((one, 1 - going) for one in self.ended)

    def going(self, month: int, part: slice) -> Array | float:
        """1 where the actions go on in the month, 0 where they were stopped."""
        return 1.0 if self.go is None or month < self.gate else self.go[part]


def plan(scenario: Scenario, study: Study, cells: Cells, base: Baseline) -> Plan:
    """What a scenario does under the drawn assumptions."""
    run = times(scenario, study.months)
    gate = end(scenario)
    placed = _placed(scenario, run, study, cells, base)
    stopped = [one.until(gate) for one in run]
    ended = _placed(scenario, stopped, study, cells, base) if scenario.phases else ()
    if len(placed) == 1:
        return Plan(placed, gate=gate, ended=ended)
    joint = 1 + draws.of_range(study, TOGETHER, scenario.together) / 100
    return Plan(placed, joint if (joint != 1).any() else None, gate=gate, ended=ended)


def _placed(
    scenario: Scenario, run: list[Times], study: Study, cells: Cells, base: Baseline
) -> tuple[Placed, ...]:
    """All actions of a scenario, each in the months it runs."""
    placed = [
        place(action, scenario, when, study, cells, base)
        for action, when in zip(scenario.actions, run, strict=True)
    ]
    placed = _fixed_once(placed, scenario.actions, run, study, cells, base)
    return tuple(contacts.within(placed, scenario.contacts))


def place(
    action: Action, scenario: Scenario, when: Times, study: Study, cells: Cells, base: Baseline
) -> Placed:
    """One action on its audience and months; its own time begins after the preparation."""
    effect = _effect(action, study, cells, base, when)
    audience = action.audience or BY_KEY[action.strategy].audience
    inside = within(audience, base) * action.reach / 100
    months_on = reached(scenario, when.until(when.begins + _offered(effect)), study.months)
    weight = months_on[:, None, None] * inside[:, None]
    new = months_on * action.reach / 100 * (audience == EVERYBODY)
    ahead = when.begins - when.start
    return Placed(changes.single(effect), weight.astype(np.float32), when.begins, new, ahead)


def _effect(action: Action, study: Study, cells: Cells, base: Baseline, when: Times) -> Effect:
    """The effect from the month it begins in, with its fixed costs from the start.

    Stopped before it begins it has none.
    """
    if when.ends == when.begins:
        return Effect()
    strategy = BY_KEY[action.strategy]
    chosen = ranges(resolve(strategy.assumptions, action.assumptions, cells, claims=study.claims))
    drawn = draws.of_all(study, strategy.assumptions, chosen)
    months, lasts = max(study.months - when.begins, 1), when.ends - when.begins
    effect = strategy.effect(drawn, base, Span(months, lasts))
    ahead = when.begins - when.start
    if not ahead:
        return effect
    prepared = strategy.effect(drawn, base, Span(months + ahead, lasts + ahead))
    return replace(effect, fixed=prepared.fixed)


def _offered(effect: Effect) -> int:
    """Months until its offer is over in all draws, if it has one: nobody joins it later."""
    if not isinstance(effect.discount, np.ndarray) or not effect.discount.any():
        return MOST_MONTHS
    return int(np.flatnonzero(effect.discount.any(axis=(1, 2)))[-1]) + 1


def within(audience: Audience, base: Baseline) -> NDArray[np.float64]:
    """1 for each cell of the audience, else 0."""
    kinds = (
        (audience.segments, base.segment),
        (audience.life_cycle, base.life_cycle),
        (audience.value, base.value_band),
    )
    inside = [np.isin(cell, wanted) for wanted, cell in kinds if wanted]
    return np.logical_and.reduce([np.ones(len(base.active), dtype=bool), *inside]).astype(float)


def _fixed_once(
    placed: list[Placed], actions: tuple[Action, ...], run: list[Times], study: Study,
    cells: Cells, base: Baseline,
) -> list[Placed]:  # fmt: skip
    """The same strategy for several audiences pays its fixed costs once.

    The action that begins first pays them, in all months in which one of them runs.
    """
    found = list(placed)
    for strategy in {one.strategy for one in actions}:
        same = [number for number, one in enumerate(actions) if one.strategy == strategy]
        first, *others = sorted(same, key=lambda number: run[number].start)
        for number in others:
            found[number] = _paying(placed[number], None)
        if others:
            paid = _fixed(actions[first], [run[one] for one in same], study, cells, base)
            found[first] = _paying(placed[first], paid)
    return found


def _fixed(
    action: Action, run: list[Times], study: Study, cells: Cells, base: Baseline
) -> Array | None:
    """Fixed costs of an action in the months in which one of `run` is on, (months, 1, draws)."""
    when = min(run)
    ends = max(one.ends for one in run)
    paid = _effect(action, study, cells, base, when._replace(ends=ends)).fixed
    month = np.arange(when.start, max(study.months, when.start + 1))[:, None, None]
    on = np.any([(one.start <= month) & (month < one.ends) for one in run], axis=0)
    return paid * on if isinstance(paid, np.ndarray) else None


def _paying(one: Placed, fixed: Array | None) -> Placed:
    return replace(one, effect=replace(one.effect, fixed=fixed))
