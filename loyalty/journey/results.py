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
    "good": "repurchase_good", "bad": "repurchase_bad",
}  # fmt: skip
SIGNIFICANT = "repurchase_significant"
TOUCHPOINTS = list(
    dict.fromkeys(
        [*FIRST, *EFFECTS.values(), *DIFFERENCES.values(), SIGNIFICANT, *measures.COLUMNS]
    )
)


@dataclass(frozen=True)
class Journeys:
    """Frames of a journey; see `measures`, `moves`, `variants` and `handovers`.

    Attributes:
        stages, transitions, variants, handovers: as these modules give them.
        touchpoints: the measures of touchpoints, with the removal effect (see `removal`) and the
            adjusted difference of repurchase after a good and a bad experience (see `experience`).
        removal, experience: all that these two modules tell of them; what is lost without a
            touchpoint is told of buying again, where anybody does (see `again`).
    """

    stages: pd.DataFrame
    touchpoints: pd.DataFrame
    transitions: pd.DataFrame
    variants: pd.DataFrame
    handovers: pd.DataFrame
    experience: pd.DataFrame
    removal: removal.Effects


def nothing() -> Journeys:
    """The frames without rows."""
    stages = [name for name in measures.COLUMNS if name != "touchpoint"]
    return Journeys(
        stages=pd.DataFrame(columns=stages),
        touchpoints=pd.DataFrame(columns=TOUCHPOINTS),
        transitions=pd.DataFrame(columns=moves.PLAIN),
        variants=pd.DataFrame(columns=variants.COLUMNS),
        handovers=pd.DataFrame(columns=handovers.COLUMNS),
        experience=pd.DataFrame(columns=experience.COLUMNS),
        removal=removal.Effects(pd.DataFrame(columns=removal.COLUMNS)),
    )


def journeys(tables: Tables, study: Study) -> Journeys:
    """All frames of these tables; Refused when there are neither events nor orders."""
    log = read(tables, study)
    table = measures.of_log(log, study)
    effects = removal.effects_of(again.with_again(log, study), study)
    compared = _compared(log, tables, study)
    return Journeys(
        stages=measures.stage_rows(table),
        touchpoints=_touchpoints(measures.touchpoint_rows(table), effects.table, compared),
        transitions=moves.of_log(log)[moves.PLAIN],
        variants=variants.of_log(log, VARIANTS),
        handovers=handovers.of_log(log, study),
        experience=compared,
        removal=effects,
    )


def _compared(log: Log, tables: Tables, study: Study) -> pd.DataFrame:
    bought = experience.purchases(log, study, tables)
    if bought is None:
        return pd.DataFrame(columns=experience.COLUMNS)
    return experience.of_log(log, study, bought)


def _touchpoints(rows: pd.DataFrame, effects: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """The measures with effects and differences; a difference of too few customers is missing."""
    enough = compared["enough"].astype(bool)
    told = compared.assign(
        **{name: compared[name].where(enough) for name in ("difference", "low", "high")}
    )
    for found, names in ((effects, EFFECTS), (told, DIFFERENCES)):
        of = found.set_index("touchpoint")
        rows = rows.assign(
            **{
                new: rows["touchpoint"].map(of[name]).astype("float64")
                for name, new in names.items()
            }
        )
    sure = compared[enough].set_index("touchpoint")["significant"].astype("boolean")
    significant = sure.reindex(rows["touchpoint"]).array
    return rows.assign(**{SIGNIFICANT: significant})[TOUCHPOINTS]
