"""Everything the command line and the report say of journeys, from one reading of the tables."""

from dataclasses import dataclass

import pandas as pd

from loyalty.engine import Tables
from loyalty.journey import experience, handovers, measures, moves, removal, variants
from loyalty.journey.log import Log, read
from loyalty.study import Study

VARIANTS = 1000
FIRST = ["touchpoint", "stage", "customers", "events", "feeling", "feeling_low", "feeling_high"]
EFFECTS = {
    "removal_effect": "removal_effect", "low": "removal_low", "high": "removal_high",
}  # fmt: skip
DIFFERENCES = {
    "difference": "repurchase_difference", "low": "repurchase_low", "high": "repurchase_high",
}  # fmt: skip
TOUCHPOINTS = list(
    dict.fromkeys([*FIRST, *EFFECTS.values(), *DIFFERENCES.values(), *measures.COLUMNS])
)


@dataclass(frozen=True)
class Journeys:
    """Frames of a journey; see `measures`, `moves`, `variants` and `handovers`.

    Attributes:
        stages, transitions, variants, handovers: as these modules give them.
        touchpoints: the measures of touchpoints, with the removal effect (see `removal`) and the
            adjusted difference of repurchase after a good and a bad experience (see `experience`).
    """

    stages: pd.DataFrame
    touchpoints: pd.DataFrame
    transitions: pd.DataFrame
    variants: pd.DataFrame
    handovers: pd.DataFrame


def nothing() -> Journeys:
    """The frames without rows."""
    stages = [name for name in measures.COLUMNS if name != "touchpoint"]
    return Journeys(
        *(
            pd.DataFrame(columns=names)
            for names in (stages, TOUCHPOINTS, moves.PLAIN, variants.COLUMNS, handovers.COLUMNS)
        )
    )


def journeys(tables: Tables, study: Study) -> Journeys:
    """All frames of these tables; Refused when there are neither events nor orders."""
    log = read(tables, study)
    table = measures.of_log(log, study)
    return Journeys(
        stages=measures.stage_rows(table),
        touchpoints=_touchpoints(measures.touchpoint_rows(table), log, tables, study),
        transitions=moves.of_log(log)[moves.PLAIN],
        variants=variants.of_log(log, VARIANTS),
        handovers=handovers.of_log(log, study),
    )


def _touchpoints(rows: pd.DataFrame, log: Log, tables: Tables, study: Study) -> pd.DataFrame:
    effects = removal.of_log(log, study)
    bought = experience.purchases(log, study, tables)
    differences = (
        experience.of_log(log, study, bought)
        if bought
        else pd.DataFrame(columns=experience.COLUMNS)
    )
    for found, names in ((effects, EFFECTS), (differences, DIFFERENCES)):
        of = found.set_index("touchpoint")
        rows = rows.assign(
            **{
                new: rows["touchpoint"].map(of[name]).astype("float64")
                for name, new in names.items()
            }
        )
    return rows[TOUCHPOINTS]
