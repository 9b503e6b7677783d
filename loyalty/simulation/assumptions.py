"""Which range holds for each assumption: the user's, else the measured one, else the default.

A range that still is as a section handed it over counts as measured, though the scenario holds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from loyalty.language import mark
from loyalty.simulation.cells import Cells
from loyalty.strategies import BY_KEY, CATALOGUE, HANDED_OVER, Assumption, Strategy
from loyalty.strategies.base import Grade
from loyalty.study import Range, Scenario, Study

GENERAL = "general"
MARGIN = Assumption(
    key="margin_share",
    label=mark("Margin"),
    unit=mark("% of sales"),
    low=20,
    high=50,
    source=mark("No source; bring a margin or cost column to measure it"),
    grade="guessed",
    caveat=mark("Sales less the cost of goods, before the cost of the strategy."),
    digits=1,
    least=-100,
    most=100,
)
LEVEL = mark(
    "Fewer than two years of orders cannot tell a season or a trend from the usual: enter what you"
    " know of the months to come. The back-test is made without it."
)
COUNTED = mark("No source; the months counted are taken to be usual ones")


def _level(key: str, label: str) -> Assumption:
    unit = mark("% above or below the months counted")
    least, most = -95.0, 400.0
    return Assumption(
        key, label, unit, 0, 0, COUNTED, "guessed", caveat=LEVEL, least=least, most=most
    )


ORDERS_LEVEL = _level("orders_level", mark("Repeat orders in a usual month"))
ARRIVALS_LEVEL = _level("arrivals_level", mark("New customers in a usual month"))
GENERALS = (MARGIN, ORDERS_LEVEL, ARRIVALS_LEVEL)
OWN, DATA = mark("Your entry"), mark("Your data")
TO_BE = mark("Association measured on your data, from the To-be section")


@dataclass(frozen=True)
class Chosen:
    """An assumption with the range in force, where it comes from and whether the user set it."""

    assumption: Assumption
    range: Range
    source: str
    grade: Grade
    changed: bool


def resolve(
    assumptions: Sequence[Assumption],
    own: Mapping[str, Range],
    cells: Cells | None = None,
    handed_over: Mapping[str, Range] | None = None,
    claims: bool = False,
) -> list[Chosen]:
    """The range in force of each assumption; `handed_over` as in `Action`.

    With `claims`, what a source document claims stands in for what was neither edited nor measured.
    """
    found = [_one(each, own, cells.measured if cells else {}, claims) for each in assumptions]
    return [_untouched(one, handed_over or {}) for one in found]


def ranges(chosen: Sequence[Chosen]) -> dict[str, Range]:
    """The ranges in force by key."""
    return {one.assumption.key: one.range for one in chosen}


def assumptions(study: Study, cells: Cells | None = None) -> pd.DataFrame:
    """Every assumption of every strategy as the study has it; texts are English, to translate.

    Columns strategy, assumption (keys), label, low, high, unit, source, grade, changed, caveat.
    """
    rows = [_row(GENERAL, one) for one in resolve(GENERALS, study.general, cells)]
    for scenario in shelf(study):
        wanted = BY_KEY[scenario.strategy].assumptions
        chosen = resolve(wanted, scenario.assumptions, cells, scenario.handed_over, study.claims)
        rows += [_row(scenario.strategy, one) for one in chosen]
    return pd.DataFrame(rows)


def of_scenarios(
    study: Study, scenarios: Mapping[str, Scenario], cells: Cells | None = None
) -> pd.DataFrame:
    """What named scenarios rest on: as `assumptions`, with the column scenario before it.

    Assumptions of all strategies stand in the scenario `GENERAL`.
    """
    rows = [
        {"scenario": GENERAL, **_row(GENERAL, one)}
        for one in resolve(GENERALS, study.general, cells)
    ]
    for name, scenario in scenarios.items():
        for action in scenario.actions:
            wanted = BY_KEY[action.strategy].assumptions
            own, measured = action.assumptions, action.handed_over
            chosen = resolve(wanted, own, cells, measured, study.claims)
            rows += [{"scenario": name, **_row(action.strategy, one)} for one in chosen]
    return pd.DataFrame(rows)


def shelf(study: Study, strategies: Sequence[Strategy] | None = None) -> list[Scenario]:
    """One scenario per strategy, with the assumptions the study's first such scenario changed.

    Without `strategies`: the catalogue, and those handed over that a scenario names.
    """
    own = {one.strategy: one for one in reversed(study.scenarios)}
    if strategies is None:
        strategies = known(study)
    plain = [own.get(one.key, Scenario(strategy=one.key)) for one in strategies]
    return [one.model_copy(update={"name": ""}) for one in plain]


def known(study: Study) -> list[Strategy]:
    """The strategies a study can choose from."""
    named = {one.strategy for one in study.scenarios}
    return [*CATALOGUE, *(one for one in HANDED_OVER if one.key in named)]


def _one(
    each: Assumption, own: Mapping[str, Range], measured: Mapping[str, Range], claims: bool
) -> Chosen:
    if each.key in own:
        return Chosen(each, own[each.key], OWN, "guessed", changed=True)
    if each.key in measured:
        return Chosen(each, measured[each.key], DATA, "measured", changed=False)
    if claims and each.claim:
        claim = each.claim
        plain = replace(each, caveat=claim.caveat)
        return Chosen(plain, Range(low=claim.low, high=claim.high), claim.source, "claimed", False)
    return Chosen(each, Range(low=each.low, high=each.high), each.source, each.grade, False)


def _untouched(one: Chosen, handed_over: Mapping[str, Range]) -> Chosen:
    """As measured, where the user left what was handed over."""
    if one.changed and handed_over.get(one.assumption.key) == one.range:
        return replace(one, source=TO_BE, grade="measured", changed=False)
    return one


def _row(strategy: str, one: Chosen) -> dict[str, object]:
    return {
        "strategy": strategy,
        "assumption": one.assumption.key,
        "label": one.assumption.label,
        "low": one.range.low,
        "high": one.range.high,
        "unit": one.assumption.unit,
        "source": one.source,
        "grade": one.grade,
        "changed": one.changed,
        "caveat": one.assumption.caveat,
    }
