"""Results of the draft (or of another study over the same data), computed once and shared.

Pages read the arrays here; a change of one threshold recomputes only what depends on it.
"""

import numpy as np

from loyalty import analysis, scoring, segmentation, weights
from loyalty.study import Study
from pages import _session as session


def base(of: Study | None = None) -> analysis.Base:
    """Every indicator of every customer, at the day of the study."""
    as_of = (of or session.study()).as_of
    return session.cached("base", lambda: analysis.base(session.tables(), as_of), as_of)


def scores(of: Study | None = None) -> scoring.Scores:
    """Scores by the study's frozen scale."""
    chosen = of or session.study()
    frame = base(chosen).customers
    return session.cached(
        "scores", lambda: scoring.scores(frame, chosen.scale), chosen.as_of, chosen.scale
    )


def index(of: Study | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Loyalty index and weight share of all customers."""
    chosen = of or session.study()
    scored = scores(chosen)
    weight = weights.effective(chosen, scored.keys)
    return session.cached(
        "index", lambda: scoring.index(scored, weight), chosen.as_of, chosen.scale, weight
    )


def level_codes(of: Study | None = None) -> np.ndarray:
    """Positions in ``scoring.level_names(study)``."""
    chosen = of or session.study()
    value, share = index(chosen)
    weight = weights.effective(chosen, scores(chosen).keys)
    return session.cached(
        "levels",
        lambda: scoring.level_codes(value, share, chosen.levels),
        chosen.as_of,
        chosen.scale,
        weight,
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


def segment_codes(of: Study | None = None) -> np.ndarray:
    """Positions in ``segmentation.segment_names``; of the draft unless told otherwise."""
    chosen = of or session.study()
    frame = base(chosen).customers
    return session.cached(
        "segments",
        lambda: segmentation.codes(frame, chosen),
        chosen.as_of,
        segmentation.thresholds(chosen),
        chosen.segments,
    )


def saved() -> Study | None:
    """The saved definition at the day of the draft, so that a comparison shows only the edit."""
    state = session.state()
    if not (state and state.saved and state.draft):
        return None
    return state.saved.model_copy(update={"as_of": state.draft.as_of})
