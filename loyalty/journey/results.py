"""Everything the command line and the report say of journeys, from one reading of the tables."""

from dataclasses import dataclass

import pandas as pd

from loyalty.engine import Tables
from loyalty.journey import again, experience, handovers, measures, moves, removal, variants
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
        removal, experience: all that these two modules tell of them.
    """

    stages: pd.DataFrame
    touchpoints: pd.DataFrame
    transitions: pd.DataFrame
    variants: pd.DataFrame
    handovers: pd.DataFrame
    removal: pd.DataFrame
    experience: pd.DataFrame


def nothing() -> Journeys:
    """The frames without rows."""
    stages = [name for name in measures.COLUMNS if name != "touchpoint"]
    return Journeys(
        *(
            pd.DataFrame(columns=names)
            for names in (
                stages, TOUCHPOINTS, moves.PLAIN, variants.COLUMNS, handovers.COLUMNS,
                removal.COLUMNS, experience.COLUMNS,
            )
        )
    )  # fmt: skip


def journeys(tables: Tables, study: Study) -> Journeys:
    """All frames of these tables; Refused when there are neither events nor orders."""
    log = read(tables, study)
    table = measures.of_log(log, study)
    effects, compared = (
        removal.of_log(again.with_again(log, study), study),
        _compared(log, tables, study),
    )
    return Journeys(
        stages=measures.stage_rows(table),
        touchpoints=_touchpoints(measures.touchpoint_rows(table), effects, compared),
        transitions=moves.of_log(log)[moves.PLAIN],
        variants=variants.of_log(log, VARIANTS),
        handovers=handovers.of_log(log, study),
        removal=effects,
        experience=compared,
    )


def _compared(log: Log, tables: Tables, study: Study) -> pd.DataFrame:
    bought = experience.purchases(log, study, tables)
    if bought is None:
        return pd.DataFrame(columns=experience.COLUMNS)
    return experience.of_log(log, study, bought)


def _touchpoints(rows: pd.DataFrame, effects: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    for found, names in ((effects, EFFECTS), (compared, DIFFERENCES)):
        of = found.set_index("touchpoint")
        rows = rows.assign(
            **{
                new: rows["touchpoint"].map(of[name]).astype("float64")
                for name, new in names.items()
            }
        )
    return rows[TOUCHPOINTS]
