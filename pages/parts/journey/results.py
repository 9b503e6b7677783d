"""The journeys of the draft: the log once per data and reading, every figure once per choice.

`whole` holds everybody, `log` the customers of the group chosen for the page.
"""

from typing import Any

import pandas as pd

from loyalty import journey
from loyalty.journey import log as logs
from loyalty.journey import measures, moves
from loyalty.journey.log import Log
from pages import _session as session


def has(table: str) -> bool:
    """Whether the data of the workspace hold this table."""
    return table in session.dataset().tables


def whole() -> Log:
    """The journeys of everybody."""
    study = session.study()
    log = session.cached("journey_log", lambda: journey.read(session.tables(), study), *reading())
    return session.cached(
        "journey_staged",
        lambda: logs.recut(logs.staged(log, study), study),
        *parts(),
    )


def log() -> Log:
    """The journeys that the page shows."""
    return whole()


def reading() -> tuple[Any, ...]:
    """The parts of the study that decide what enters the log."""
    study = session.study()
    chosen = study.journey
    bought = sorted(name for name, stage in study.stages.items() if stage == "purchase")
    return study.as_of, chosen.orders, chosen.answers, chosen.window_hours, bought


def parts() -> tuple[Any, ...]:
    """The parts of the study that any figure of the shown journeys depends on."""
    study = session.study()
    chosen = study.journey
    return (*reading(), study.stages, chosen.stages, chosen.cut, chosen.cut_days)


def table() -> pd.DataFrame:
    """Stages and touchpoints."""
    study = session.study()
    return session.cached(
        "journey_map",
        lambda: measures.of_log(log(), study),
        *parts(),
        study.journey.complaint_days,
    )


def found_moves() -> pd.DataFrame:
    """Moves between touchpoints, with quartiles of their hours."""
    return session.cached("journey_moves", lambda: moves.of_log(log()), *parts())


def path() -> pd.DataFrame:
    """From purchase to purchase."""
    study = session.study()
    return session.cached(
        "purchase_path", lambda: journey.purchase_path(session.tables(), study), study.as_of
    )
