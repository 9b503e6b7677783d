"""Everything a study says about its tables: what the report and the written files are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from loyalty import (
    analysis,
    cohorts,
    journey,
    replay,
    rollup,
    scoring,
    segmentation,
    simulation,
    study_notes,
)
from loyalty.engine import Tables
from loyalty.indicators import BY_KEY
from loyalty.journey.removal import Effects
from loyalty.journey.results import journeys, nothing
from loyalty.problems import Problem, Refused
from loyalty.simulation.assumptions import of_scenarios
from loyalty.simulation.backtest import DRAWS, Backtest, backtest
from loyalty.simulation.cells import Cells
from loyalty.simulation.model import named
from loyalty.strategies import CATALOGUE
from loyalty.study import Scenario, Study
from loyalty.weights.listing import listing

Part = TypeVar("Part")
MONTHS = ["month", "orders", "spend", "customers", "new", "returning"]
COHORTS = [
    "cohort", "age", "size", "active", "repurchased", "retention", "retention_low",
    "retention_high", "repurchase", "repurchase_low", "repurchase_high",
]  # fmt: skip
PATH = [
    "purchase", "customers", "reached", "conversion", "conversion_low", "conversion_high",
    "gap_low", "gap_median", "gap_high",
]  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """Results as frames, each empty with its columns where the data cannot give it.

    Attributes:
        study: the study they come from. unavailable: indicator -> reason.
        customers: customer_id, every indicator, loyalty_index, level, segment, weight_share;
            sorted by customer_id, level and segment as categories in their order.
        weights: see `loyalty.weights.listing`.
        families: mean score 0-100 of each family. months: see `loyalty.rollup.monthly`.
        cohorts: see `loyalty.cohorts`. history: the rules on past days; None where not asked for.
        stages, touchpoints, transitions, variants, handovers, removal, experience: see
            `loyalty.journey.results`.
        path: see `loyalty.journey.purchases`.
        simulated: None without a simulation. backtest: None without, or when the history is short.
        assumptions: see `loyalty.simulation.assumptions.of_scenarios`.
        notes: why a part is empty.
    """

    study: Study
    unavailable: dict[str, str]
    customers: pd.DataFrame
    weights: pd.DataFrame
    families: dict[str, float]
    months: pd.DataFrame
    cohorts: pd.DataFrame
    history: replay.History | None
    stages: pd.DataFrame
    touchpoints: pd.DataFrame
    transitions: pd.DataFrame
    variants: pd.DataFrame
    handovers: pd.DataFrame
    experience: pd.DataFrame
    removal: Effects
    path: pd.DataFrame
    simulated: simulation.Result | None
    assumptions: pd.DataFrame
    backtest: Backtest | None
    notes: list[Problem]

    def segments(self) -> pd.DataFrame:
        """Sizes of all segments, in priority order: see `loyalty.segmentation.sizes`."""
        return self._sizes("segment", segmentation.segment_names(self.study))

    def levels(self) -> pd.DataFrame:
        """Sizes of all levels from low to high, customers without a level last."""
        found = self._sizes("level", scoring.level_names(self.study))
        return found.rename(columns={"segment": "level"})

    def codes(self, column: str) -> np.ndarray:
        """Each customer's place among the names of a category column."""
        return self.customers[column].cat.codes.to_numpy()

    def _sizes(self, column: str, names: list[str]) -> pd.DataFrame:
        return segmentation.sizes(self.codes(column), names, self.customers["spend"].to_numpy())


def outcome(tables: Tables, study: Study, found: analysis.Base, past: int = 0) -> Outcome:
    """Apply a complete study (see `loyalty.adoption`) to tables whose `base` is `found`.

    `past` is how many month-ends before the day its rules are replayed on; 0 for no replay.
    """
    notes = study_notes.in_vain(found, study)
    notes += study_notes.without_past(tables, study) if past else []
    results = analysis.results(found, study)
    scored = scoring.scores(found.customers, study.scale)
    paths = _journey(tables, study, notes) | _in_time(tables, study, past, notes)
    cells = _or_note(lambda: simulation.cells(tables, results, study), None, notes)
    return Outcome(
        study=study,
        unavailable=found.unavailable,
        customers=customer_table(results),
        weights=listing(study, scored.keys),
        families=scoring.family_means(scored, study),
        months=_months(tables, results, study),
        simulated=_simulated(cells, study),
        assumptions=of_scenarios(study, scenarios(study), cells),
        backtest=_backtest(tables, results, study, cells, notes),
        notes=notes,
        **paths,
    )


def _journey(tables: Tables, study: Study, notes: list[Problem]) -> dict[str, Any]:
    """Where customers go and what they feel there."""
    found = _or_note(lambda: journeys(tables, study), nothing(), notes)
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _or_note(build: Callable[[], Part], empty: Part, notes: list[Problem]) -> Part:
    """What `build` gives; `empty`, and the reason as a note, where the data cannot give it."""
    try:
        return build()
    except Refused as refusal:
        notes.append(Problem("note", refusal.text, values=refusal.values))
        return empty


def _in_time(tables: Tables, study: Study, past: int, notes: list[Problem]) -> dict[str, Any]:
    """What customers do from order to order, month to month, and between replayed days."""
    days = replay.month_ends(tables, study.as_of, past) if past else []
    path, joined = pd.DataFrame(columns=PATH), pd.DataFrame(columns=COHORTS)
    return {
        "path": _or_note(lambda: journey.purchase_path(tables, study), path, notes),
        "cohorts": _or_note(lambda: cohorts.cohorts(tables, study.as_of), joined, notes),
        "history": replay.replay(tables, study, days) if past else None,
    }


def _months(tables: Tables, customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    if not customers["order_count"].gt(0).any():
        return pd.DataFrame(columns=MONTHS)
    return rollup.monthly(tables, study.as_of)


def scenarios(study: Study) -> dict[str, Scenario]:
    """What is simulated, by its name in the results: the study's scenarios, else the shelf."""
    return named(study, study.scenarios or CATALOGUE)


def _simulated(cells: Cells | None, study: Study) -> simulation.Result | None:
    return simulation.run(cells, study, study.scenarios or CATALOGUE) if cells else None


def _backtest(
    tables: Tables, results: pd.DataFrame, study: Study, cells: Cells | None, notes: list[Problem]
) -> Backtest | None:
    """Forecasts of the past; None, and why as a note, where the history is too short for one."""
    if cells is None:
        return None
    fewer = study.change(draws=min(study.draws, DRAWS))
    return _or_note(lambda: backtest(tables, results, fewer), None, notes)


def customer_table(results: pd.DataFrame) -> pd.DataFrame:
    """The columns of `loyalty.analysis.results` in the order they are written."""
    columns = ["customer_id", *BY_KEY, "loyalty_index", "level", "segment", "weight_share"]
    return results[columns]
