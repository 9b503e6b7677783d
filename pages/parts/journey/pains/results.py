"""The pain points of the shown journeys, each figure once per choice."""

import numpy as np
import pandas as pd

from loyalty.journey import comments as said
from loyalty.journey import pains, visitors
from pages import _session as session
from pages.parts.journey import effects, results, segment_source

LINE = "pains_line"
USUAL, MIDDLE = "usual", "middle"
COMMENTS = 200


def usual() -> bool:
    """Whether pain is measured from what is usual, or from the middle of the scale."""
    return session.linked(LINE) != MIDDLE


def known_effects() -> pd.DataFrame | None:
    """Good against bad experience by touchpoint; None when nothing tells when customers buy."""
    bought = effects.purchases()
    return None if bought is None else effects.of_shown(bought)


def found(from_usual: bool | None = None) -> pd.DataFrame:
    """`loyalty.journey.pains.of` the shown journeys, from the line that is chosen."""
    line = usual() if from_usual is None else from_usual
    table, known = results.table(), known_effects()
    return session.cached(
        "pains",
        lambda: pains.of(table, known, segment_source.scale(), line),
        *(*results.parts(), session.study().journey.within_days, line),
    )


def marks() -> pd.DataFrame:
    """Pains, delights, high and low points and the end of the shown journeys, for the map."""
    table, worst, log = results.table(), found(from_usual=True), results.log()
    return session.cached(
        "pain_marks",
        lambda: pains.marks(table, worst, visitors.ends(log)),
        *(*results.parts(), session.study().journey.within_days),
    )


def comments(touchpoint: str) -> pd.DataFrame:
    """What the shown customers said there, the lowest feelings first."""
    log, study = results.log(), session.study()
    return session.cached(
        "journey_comments",
        lambda: said.of(session.tables(), study, touchpoint, COMMENTS, log),
        *(*results.parts(), touchpoint),
    )


def felt() -> bool:
    """Whether any shown moment has a feeling."""
    return not np.isnan(results.log().feeling).all()
