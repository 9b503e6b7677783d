"""Results of the draft (or of another study over the same data), computed once and shared.

Pages read the arrays here; a change of one threshold recomputes only what depends on it.
"""

from typing import Any

import numpy as np
import pandas as pd

from loyalty import analysis, features, scoring, segmentation, visits, weights
from loyalty.study import Study
from pages import _session as session


def base(of: Study | None = None) -> analysis.Base:
    """Every indicator of every customer at the day of the study, and the visits it names."""
    chosen = of or session.study()
    as_of, names = chosen.as_of, visits.named(segmentation.columns(chosen))
    found = session.cached("base", lambda: analysis.base(session.tables(), as_of), as_of)
    if not names:
        return found
    return session.cached(
        "visits",
        lambda: analysis.with_visits(found, session.tables(), as_of, names),
        *(as_of, names),
    )


def scores(of: Study | None = None) -> scoring.Scores:
    """Scores by the study's frozen scale."""
    chosen = of or session.study()
    frame = base(chosen).customers
    return session.cached(
        "scores", lambda: scoring.scores(frame, chosen.scale), chosen.as_of, chosen.scale
    )


def index(of: Study | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Loyalty index and weight share of all customers, each by the weights of its group."""
    chosen = of or session.study()
    customers, scored = grouped(chosen), scores(chosen)
    return session.cached(
        "index",
        lambda: scoring.study_index(customers, scored, chosen),
        *index_parts(chosen),
    )


def grouped(of: Study | None = None) -> pd.DataFrame:
    """The customers with the column that chooses their weights, where the study has one."""
    chosen = of or session.study()
    customers, column = base(chosen).customers, features.grouping(chosen)
    if not column:
        return customers
    return session.cached(
        "grouped",
        lambda: features.frame(customers, chosen, column),
        chosen.as_of,
        chosen.group_by,
        segmentation.thresholds(chosen),
    )


def index_parts(of: Study) -> tuple[Any, ...]:
    """The parts of a study that its index depends on."""
    grouped = (of.group_by, of.group_weights, segmentation.thresholds(of)) if of.group_by else ()
    weight = weights.effective(of, scores(of).keys)
    return of.as_of, of.scale, weight, of.aggregation, of.indicators, grouped


def level_codes(of: Study | None = None) -> np.ndarray:
    """Positions in ``scoring.level_names(study)``."""
    chosen = of or session.study()
    value, share = index(chosen)
    return session.cached(
        "levels",
        lambda: scoring.level_codes(value, share, chosen.levels),
        *index_parts(chosen),
        chosen.levels,
    )


def with_value() -> dict[str, int]:
    """How many customers have a value of each indicator."""
    frame = base().customers
    return session.cached(
        "with_value",
        lambda: frame.drop(columns="customer_id").notna().sum().to_dict(),
        session.study().as_of,
    )


def frame(of: Study | None = None) -> pd.DataFrame:
    """The customers with every column the study's rules and weight groups name."""
    chosen = of or session.study()
    customers = base(chosen).customers
    return session.cached(
        "frame", lambda: features.frame(customers, chosen), chosen.as_of, *_derived(chosen)
    )


def segment_parts(of: Study) -> tuple[Any, ...]:
    """The parts of a study that its segments depend on."""
    return of.as_of, segmentation.thresholds(of), of.segments, *_derived(of)


def _derived(of: Study) -> tuple[Any, ...]:
    """The parts that the columns derived from the study depend on."""
    named = features.needed(of)
    kinds = {name.partition(".")[0] for name in named}
    states = segmentation.thresholds(of) if "life_cycle" in kinds else {}
    scale = of.scale if "cluster" in kinds else {}
    scores = index_parts(of) if "score" in kinds else ()
    return named, of.cuts, of.clusters, scale, states, scores


def segment_codes(of: Study | None = None) -> np.ndarray:
    """Positions in ``segmentation.segment_names``; of the draft unless told otherwise."""
    chosen = of or session.study()
    return session.cached(
        "segments", lambda: segmentation.codes(frame(chosen), chosen), *segment_parts(chosen)
    )


def saved() -> Study | None:
    """The saved definition at the day of the draft, so that a comparison shows only the edit."""
    state = session.state()
    if not (state and state.saved and state.draft):
        return None
    return state.saved.model_copy(update={"as_of": state.draft.as_of})
