"""Columns derived from the customers and the study, made only when something names them.

score.loyalty_index, score.<family>   0-100, by the study's scale and weights
rfm.recency, rfm.frequency, rfm.monetary   1-5 by the study's frozen cuts, 5 best; rfm.value: mean
    of frequency and monetary
cluster       1..k by the study's frozen clusters
life_cycle    key of the life-cycle state, by the study's thresholds
date.first_order, date.last_order   days

Columns of the data, among them visits to touchpoints (see `loyalty.visits`), must be there already;
one that these data cannot give is added, with every value missing.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from loyalty import attributes, clustering, rfm, scoring, segmentation, visits
from loyalty.indicators import FAMILIES
from loyalty.segments import life_cycle
from loyalty.study import Study

INDEX = "score.loyalty_index"
AGES = {"date.first_order": "tenure_days", "date.last_order": "recency_days"}
STATE, CLUSTER = "life_cycle", "cluster"
DERIVED = (INDEX, *(f"score.{key}" for key in FAMILIES), *rfm.COLUMNS, *AGES, STATE, CLUSTER)
OF_TABLES = (attributes.GAP, "date.joined")
OF_DATA = ("attribute.", "answer.", visits.VISITS, visits.FELT)


def is_known(column: str) -> bool:
    """Whether a column other than an indicator can be named: some data may have it."""
    return column.startswith(OF_DATA) or column in DERIVED or column in OF_TABLES


def can_group(column: str) -> bool:
    """Whether weights may differ by this column."""
    return column.startswith("attribute.") or column == STATE


def needed(study: Study) -> tuple[str, ...]:
    """The columns the study's rules and weight groups name."""
    return tuple(dict.fromkeys((*segmentation.columns(study), *grouping(study))))


def grouping(study: Study) -> tuple[str, ...]:
    """The column that chooses a customer's weights, where the study has one."""
    return (study.group_by,) if study.group_by else ()


def frame(
    customers: pd.DataFrame, study: Study, names: Iterable[str] | None = None
) -> pd.DataFrame:
    """The customers with every column in `names`, by default those the study needs."""
    asked = needed(study) if names is None else names
    wanted = [name for name in asked if name not in customers]
    if not wanted:
        return customers
    if any(name.startswith("score.") for name in wanted):
        customers = frame(customers, study, grouping(study))
    return customers.assign(**_made(customers, study, wanted))


def _made(customers: pd.DataFrame, study: Study, wanted: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if set(wanted) & set(rfm.COLUMNS):
        made |= rfm.ratings(customers, study.cuts)
    if STATE in wanted:
        made[STATE] = states(customers, study)
    if CLUSTER in wanted or any(name.startswith("score.") for name in wanted):
        made |= _scored(customers, study, wanted)
    today = np.datetime64(study.as_of, "D")
    for name, age in AGES.items():
        days = customers[age].to_numpy() if age in customers else np.full(len(customers), np.nan)
        made[name] = _before(today, days)
    return {name: made.get(name, np.full(len(customers), np.nan)) for name in wanted}


def _scored(customers: pd.DataFrame, study: Study, wanted: list[str]) -> dict[str, Any]:
    scored = scoring.scores(customers, study.scale)
    made: dict[str, Any] = {}
    if INDEX in wanted:
        made[INDEX] = scoring.study_index(customers, scored, study)[0]
    if any(name.startswith("score.") and name != INDEX for name in wanted):
        families = scoring.family_scores(scored, study)
        made |= {f"score.{key}": values for key, values in families.items()}
    if CLUSTER in wanted and study.clusters:
        made[CLUSTER] = clustering.assign(scored, study.clusters)
    return made


def states(customers: pd.DataFrame, study: Study) -> "pd.Categorical[Any]":
    """Each customer's life-cycle state, whatever scheme the study uses."""
    rules = segmentation.default_rules("life_cycle")
    own = study.model_copy(update={"segments": rules})
    known = (
        customers if life_cycle.GAP in customers else customers.assign(**{life_cycle.GAP: np.nan})
    )
    names = pd.Index([rule.key for rule in rules])
    return pd.Categorical.from_codes(segmentation.codes(known, own), names)


def _before(today: np.datetime64, days: np.ndarray) -> np.ndarray:
    known = ~np.isnan(days)
    ages = np.where(known, days, 0).astype("timedelta64[D]")
    found = np.where(known, today - ages, np.datetime64("NaT", "D"))
    return found.astype("datetime64[s]")
