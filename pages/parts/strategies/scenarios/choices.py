"""The choices and assumptions of a scenario as rows of text, to be laid side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loyalty.simulation.actions import TOGETHER
from loyalty.simulation.assumptions import Chosen, resolve
from loyalty.strategies import BY_KEY
from loyalty.study import Action, Phases, Range, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies import audience
from pages.parts.strategies.scenarios import table

ACTION, SCENARIO, DECISION, ASSUMPTION = range(4)  # ranks
DIGITS = 6  # at most: what differs must be seen to differ


@dataclass(frozen=True)
class Row:
    """What a scenario says on one point: `value` is compared, `text` is read.

    Of several scenarios, rows of the same name stand together, in the order of their rank. `group`
    is what the point belongs to, "" for the scenario itself.
    """

    rank: int
    group: str
    point: str
    unit: str
    value: Any
    text: str

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from the other rows of its scenario."""
        return self.group, self.point, self.unit


def rows(scenario: Scenario) -> list[Row]:
    """Every choice, then every assumption; `rank` gives the order they are shown in."""
    found = [row for place, one in enumerate(scenario.actions) for row in _action(place, one)]
    found += _together(scenario)
    found += _phases(scenario.phases) if scenario.phases else []
    for place, one in enumerate(scenario.actions):
        before = [other.strategy for other in scenario.actions[:place]]
        found += _assumptions(one, before.count(one.strategy))
    return found


def _action(place: int, one: Action) -> Iterator[Row]:
    group = _("Action {number}").format(number=place + 1) if place else ""
    label = _(BY_KEY[one.strategy].label)
    yield Row(ACTION, group, _("Strategy"), "", one.strategy, label)
    yield Row(ACTION, group, _("Audience"), "", audience.of(one), audience.told(one))
    yield Row(ACTION, group, _("From month"), "", one.start, words.number(one.start))
    yield Row(ACTION, group, _("Months it runs"), "", one.lasts, table.lasts(one))
    yield Row(ACTION, group, _("Reach"), "", one.reach, table.reach(one))


def _together(one: Scenario) -> Iterator[Row]:
    group, free = "", _("no limit")
    budget = free if one.budget is None else words.money(one.budget)
    yield Row(SCENARIO, group, _("Budget"), "", one.budget, budget)
    contacts = free if one.contacts is None else words.number(one.contacts, 1)
    yield Row(SCENARIO, group, _("Contacts a month"), "", one.contacts, contacts)
    if one.also:
        told, unit = _range(one.together), _(TOGETHER.unit)
        yield Row(SCENARIO, group, _(TOGETHER.label), unit, one.together, told)


def _phases(one: Phases) -> Iterator[Row]:
    group, months = _("Phases"), _("months")
    yield Row(
        SCENARIO, group, _("Preparation"), months, one.preparation, words.number(one.preparation)
    )
    yield Row(SCENARIO, group, _("Pilot"), months, one.pilot, words.number(one.pilot))
    reach = words.percent(one.pilot_reach / 100, 1)
    yield Row(SCENARIO, group, _("Reach of the pilot"), "", one.pilot_reach, reach)
    stop = _("never") if one.stop_below is None else words.number(one.stop_below, DIGITS)
    yield Row(
        SCENARIO, group, _("Stop if the pilot brings less, per 1 spent"), "", one.stop_below, stop
    )


def _assumptions(one: Action, earlier: int) -> Iterator[Row]:
    """Its assumptions; `earlier` actions of the same strategy stand before it."""
    label, wanted = _(BY_KEY[one.strategy].label), BY_KEY[one.strategy].assumptions
    label = f"{label} ({earlier + 1})" if earlier else label
    cells, claims = simulated.cells(), session.study().claims
    for chosen in resolve(wanted, one.assumptions, cells, one.handed_over, claims):
        about = chosen.assumption
        rank = DECISION if about.low == about.high else ASSUMPTION
        yield Row(rank, label, _(about.label), _(about.unit), chosen.range, _held(chosen))


def _held(chosen: Chosen) -> str:
    told = _range(chosen.range)
    return _("{range} ✎ by you").format(range=told) if chosen.changed else told


def _range(one: Range) -> str:
    low, high = words.number(one.low, DIGITS), words.number(one.high, DIGITS)
    return low if one.low == one.high else _("{low} to {high}").format(low=low, high=high)
