"""The paths of the shown journeys, each figure once per choice."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from loyalty.journey import dwell, flow, loops, moves, variants
from loyalty.journey.log import Log
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.paths import choices as path_choices


def journeys() -> int:
    """How many journeys there are."""
    return int(results.log().first.sum())


def paths() -> pd.DataFrame:
    """The most frequent paths, as chosen."""
    chosen = how()
    return kept("paths", lambda log: variants.named(log, **chosen), *chosen.values())


def first_steps() -> pd.DataFrame:
    """The flow of the first steps, as chosen."""
    chosen = how()
    return kept("path_flow", lambda log: flow.of_log(log, **chosen), *chosen.values())


def found_moves() -> pd.DataFrame:
    """Moves between touchpoints or stages, as chosen."""
    if not path_choices.by_stage():
        return results.found_moves()
    return kept("stage_moves", lambda log: moves.between(log, log.stage, log.stages))


def kinds() -> pd.DataFrame:
    """Self-moves, loops and back-steps."""
    return kept("loops", loops.of_log)


def back_pairs() -> pd.DataFrame:
    """The moves to an earlier stage made most often."""
    return kept("back_pairs", loops.back_pairs)


def returns() -> pd.DataFrame:
    """Touchpoints that journeys come back to."""
    return kept("returns", loops.touchpoints)


def ends() -> pd.DataFrame:
    """Where journeys begin and end."""
    return kept("journey_ends", loops.ends)


def stays() -> pd.DataFrame:
    """How long customers stay."""
    return kept("stays", dwell.of_log)


def how() -> dict[str, bool]:
    """How paths are read."""
    return {"by_stage": path_choices.by_stage(), "merged": path_choices.merged()}


def kept(name: str, count: Callable[[Log], pd.DataFrame], *choices: bool | str) -> pd.DataFrame:
    """`count` of the shown journeys, once per these and the `choices`."""

    def build() -> pd.DataFrame:
        with st.spinner(_("Counting paths …")):
            return count(results.log())

    return session.cached(name, build, *results.parts(), *choices)
