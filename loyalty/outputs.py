"""Results as files to take away, the same bytes for the same inputs and study.

CSV is safe to open in a spreadsheet, but for the journey's touchpoint names, which stand exactly as
in the data; Parquet keeps every value as it is. Names of columns and
groups are our keys in every language. `UNITS` says what each number is measured in.
"""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import pandas as pd

import loyalty
from loyalty import exports, replay
from loyalty.language import Translate
from loyalty.outcome import Outcome, scenarios
from loyalty.problems import Problem
from loyalty.simulation import Cells, Result, backtest, listing, run
from loyalty.simulation.assumptions import of_scenarios
from loyalty.simulation.backtest import Backtest
from loyalty.simulation.model import named
from loyalty.study import Scenario, Study
from loyalty.units import COHORT_SHARES, UNITS

PACKAGES = (
    "duckdb", "narwhals", "numpy", "pandas", "pyarrow", "pydantic", "scikit-learn", "scipy",
)  # fmt: skip
SHARE_DIGITS = 6
BANDS = ("p05", "p25", "p50", "p75", "p95")
SIMULATION = ["strategy", "month", "metric", *BANDS]
DECISIONS = [
    "strategy",
    *(name for name in UNITS["strategies.csv"] if name not in listing.COLUMNS),
    "currency",
    *listing.COLUMNS,
]
MOVEMENT = ["first_day", "last_day", "source", "target", "customers"]
CHANGES = ["customer_id", "segment", "previous_segment", "changed_on"]
TEXTS = ("customer_id", "level", "segment", "previous_segment")
PROBLEMS = ["kind", "file", "column", "count", "rows", "examples", "text"]


@dataclass(frozen=True)
class Provenance:
    """Where results come from.

    Attributes:
        name: what people call the data. inputs: each file as plain data. rows: read, by table.
        synthetic: whether the data are invented, which every output says.
    """

    name: str = ""
    inputs: Sequence[dict[str, Any]] = ()
    rows: dict[str, int] | None = None
    currency: str | None = None
    synthetic: bool = False


# Touchpoint names stand here exactly as in the data, for programs that join on them.
EXACT = {"touchpoints.csv", "journey_transitions.csv", "variants.csv", "handovers.csv"}


def files(found: Outcome, problems: Sequence[Problem], source: Provenance) -> dict[str, bytes]:
    """Name -> content of every file of a run, the manifest last."""
    listed = problem_table([*problems, *found.notes])
    tables = {
        "customers.parquet": found.customers,
        "segments.csv": segments(found),
        "weights.csv": found.weights.round({"weight": SHARE_DIGITS, "consistency_ratio": 4}),
        "cohorts.csv": cohorts(found),
        "journey_stages.csv": found.stages,
        "touchpoints.csv": found.touchpoints,
        "journey_transitions.csv": found.transitions,
        "variants.csv": found.variants,
        "handovers.csv": found.handovers,
        "purchase_path.csv": found.path,
        "simulation.csv": simulation(found),
        "strategies.csv": strategies(found, source.currency),
        "assumptions.csv": found.assumptions,
        "backtest.csv": backtests(found.backtest),
        "problems.csv": listed,
    } | past(found)
    counts = {name: len(table) for name, table in tables.items()}
    content = {name: _written(name, table, source) for name, table in tables.items()}
    content["study.json"] = (found.study.to_json() + "\n").encode()
    content["manifest.json"] = manifest(found, counts, source)
    return content


def _written(name: str, table: pd.DataFrame, source: Provenance) -> bytes:
    if name.endswith(".parquet"):
        return customers_parquet(table, source.synthetic)
    return exports.exact(table) if name in EXACT else exports.plain(table)


def customers_parquet(customers: pd.DataFrame, synthetic: bool) -> bytes:
    """The customers with groups as text; invented data say so in the metadata."""
    texts = [name for name in TEXTS if name in customers]
    plain = customers.astype(dict.fromkeys(texts, "str"))
    return exports.parquet(plain, synthetic="yes" if synthetic else "no")


def past(found: Outcome) -> dict[str, pd.DataFrame]:
    """Segments over time: sizes by day, moves from day to day, each customer's last change."""
    history = found.history
    if history is None:
        return {}
    days = list(pairwise(history.days))
    whole = (history.days[0], history.days[-1])
    moves = [
        replay.movement(history, *pair).assign(first_day=pair[0], last_day=pair[1])
        for pair in (days if whole in days else [*days, whole])
    ]
    changes = replay.per_customer(history).rename(columns={"previous": "previous_segment"})
    return {
        "history.csv": replay.sizes_over(history).round({"share": SHARE_DIGITS}),
        "movement.csv": pd.concat(moves)[MOVEMENT],
        "segment_changes.parquet": changes[CHANGES],
    }


def cohorts(found: Outcome) -> pd.DataFrame:
    """Cohorts with shares rounded to 0.000001."""
    shares = [name for name in UNITS["cohorts.csv"] if name.startswith(COHORT_SHARES)]
    return found.cohorts.round(dict.fromkeys(shares, SHARE_DIGITS))


def segments(found: Outcome) -> pd.DataFrame:
    """Segment sizes with shares rounded to 0.000001."""
    return found.segments().round({"share": SHARE_DIGITS, "spend_share": SHARE_DIGITS})


def simulation(found: Outcome) -> pd.DataFrame:
    """Bands per strategy, month and metric; no rows without a simulation."""
    return found.simulated.table() if found.simulated else pd.DataFrame(columns=SIMULATION)


def strategies(found: Outcome, currency: str | None = None) -> pd.DataFrame:
    """What each simulated strategy brings in all, one line each; no rows without a simulation."""
    if not found.simulated:
        return pd.DataFrame(columns=DECISIONS)
    return decisions(found.simulated, scenarios(found.study), currency)


def decisions(
    result: Result, compared: Mapping[str, Scenario], currency: str | None = None
) -> pd.DataFrame:
    """What doing nothing and each strategy of a result bring in all, one line each.

    `gain` is the median; `months` and `currency` (empty where unknown) say of what money is;
    what each does (`compared` by its name in the result) stands last: see `listing.listing`.
    """
    decision = pd.concat([result.nothing(), result.decision()], ignore_index=True)
    renamed = {"gain_p50": "gain", "chance": "chance_to_win", "break_even": "break_even_month",
               "turn": "turn_month", "return": "return_per_unit"}  # fmt: skip
    whole = decision.assign(months=result.months, currency=currency or "")
    done = listing.listing(compared)
    return whole.rename(columns=renamed).join(done, on="strategy")[DECISIONS]


def backtests(tested: Backtest | None) -> pd.DataFrame:
    """Forecasts of the past beside what happened; no rows where there is no back-test."""
    return backtest.frame(tested) if tested else pd.DataFrame(columns=list(backtest.COLUMNS))


def of_cells(cells: Cells, study: Study, currency: str | None = None) -> dict[str, pd.DataFrame]:
    """Name -> table of what a study's own scenarios bring on cells, and what that rests on."""
    result = run(cells, study, study.scenarios)
    compared = named(study, study.scenarios)
    return {
        "simulation.csv": result.table(),
        "strategies.csv": decisions(result, compared, currency),
        "assumptions.csv": of_scenarios(study, compared, cells),
    }


def problem_table(problems: Sequence[Problem], _: Translate = str) -> pd.DataFrame:
    """The findings about files as a table; row numbers and examples as text."""
    rows = [
        (
            one.kind, one.file, one.column, one.count,
            " ".join(map(str, one.rows)), " | ".join(one.examples), one.sentence(_),
        )
        for one in problems
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=PROBLEMS)


def versions() -> dict[str, str]:
    """Versions of Python, of this package and of those that compute the results."""
    found = {"python": platform.python_version(), "loyalty-lab": loyalty.__version__}
    return found | {name: version(name) for name in PACKAGES}


def manifest(found: Outcome, counts: dict[str, int], source: Provenance) -> bytes:
    """What was read, with what and how; no time and no path, so equal runs give equal bytes."""
    study = found.study
    tested = found.backtest
    content = {
        "as_of": study.as_of.isoformat(),
        "backtest": tested
        and {
            "verdict": tested.verdict,
            "months": tested.months,
            "inside90": round(float(tested.together["inside90"]), 4),
            "inside50": round(float(tested.together["inside50"]), 4),
        },
        "currency": source.currency,
        "draws": study.draws,
        "inputs": list(source.inputs),
        "months": study.months,
        "rows": {"read": source.rows or {}, "written": counts},
        "seed": study.seed,
        "synthetic": source.synthetic,
        "unavailable": found.unavailable,
        "units": {name: UNITS[name] for name in sorted(counts) if name in UNITS},
        "versions": versions(),
    }
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
