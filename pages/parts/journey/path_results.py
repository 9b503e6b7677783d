"""The paths of the shown journeys, each figure once per choice."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from loyalty.journey import dwell, flow, loops, moves, variants
from loyalty.journey.log import Log
from pages import _session as session
from pages._session import _
from pages.parts.journey import path_choices, results


def journeys() -> int:
    """How many journeys there are."""
    return int(results.log().first.sum())


def paths() -> pd.DataFrame:
    """The most frequent paths, as chosen."""
    how = _how()
    return _kept("paths", lambda log: variants.named(log, **how), *how.values())


def first_steps() -> pd.DataFrame:
    """The flow of the first steps, as chosen."""
    how = _how()
    return _kept("path_flow", lambda log: flow.of_log(log, **how), *how.values())


def found_moves() -> pd.DataFrame:
    """Moves between touchpoints or stages, as chosen."""
    if not path_choices.by_stage():
        return results.found_moves()
    return _kept("stage_moves", lambda log: moves.between(log, log.stage, log.stages))


def kinds() -> pd.DataFrame:
    """Self-moves, loops and back-steps."""
    return _kept("loops", loops.of_log)


def back_pairs() -> pd.DataFrame:
    """The moves to an earlier stage made most often."""
    return _kept("back_pairs", loops.back_pairs)


def returns() -> pd.DataFrame:
    """Touchpoints that journeys come back to."""
    return _kept("returns", loops.touchpoints)


def ends() -> pd.DataFrame:
    """Where journeys begin and end."""
    return _kept("journey_ends", loops.ends)


def stays() -> pd.DataFrame:
    """How long customers stay."""
    return _kept("stays", dwell.of_log)


def _how() -> dict[str, bool]:
    return {"by_stage": path_choices.by_stage(), "merged": path_choices.merged()}


def _kept(name: str, count: Callable[[Log], pd.DataFrame], *choices: bool) -> pd.DataFrame:
    def build() -> pd.DataFrame:
        with st.spinner(_("Counting paths …")):
            return count(results.log())

    return session.cached(name, build, *results.parts(), *choices)
