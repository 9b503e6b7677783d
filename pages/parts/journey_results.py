"""The journey of the draft, computed once per day and stage map."""

import pandas as pd

from loyalty import journey
from pages import _session as session


def has(table: str) -> bool:
    """Whether the data of the workspace hold this table."""
    return table in session.dataset().tables


def table() -> pd.DataFrame:
    """Stages and touchpoints."""
    study = session.study()
    return session.cached(
        "journey_map",
        lambda: journey.journey_map(session.tables(), study),
        study.as_of,
        study.stages,
    )


def moves() -> pd.DataFrame:
    """Moves between touchpoints; the stage map does not matter here."""
    study = session.study()
    return session.cached(
        "journey_moves", lambda: journey.transitions(session.tables(), study), study.as_of
    )


def path() -> pd.DataFrame:
    """From purchase to purchase."""
    study = session.study()
    return session.cached(
        "purchase_path", lambda: journey.purchase_path(session.tables(), study), study.as_of
    )
