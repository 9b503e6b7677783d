"""A slider per family: writes the moved weight alone, and gives back what was there before.

Sliders show whole points. What a slider did not write keeps its exact weight, and a slider moved
back to where it began writes the exact weight it had then.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from loyalty import labels, weights
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.language import listed, sentences
from loyalty.study import Study
from loyalty.weights.family_shares import opened
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import by_hand

MOVES, REMEMBERED = "family_moves", 40

Written = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True)
class Moves:
    """What the sliders started from, and what they wrote since, the newest last."""

    start: dict[str, Any]
    written: tuple[Written, ...] = ()


def show() -> None:
    """The sliders, and what the index rests on."""
    now = _now(session.study())
    for family in FAMILIES:
        st.slider(
            labels.family(family, _),
            0,
            100,
            key=session.bind(f"family_{family}", round(now.get(family, 0))),
            on_change=_set,
            args=(family,),
        )
    st.caption(sentences([_rests_on(), _without_data()], _))


def points(family_weights: dict[str, float]) -> dict[str, float]:
    """Weights on the scale of the sliders: as they are where they look like per cent, else that."""
    total = sum(family_weights.values())
    factor = 100 / total if total and not 90 <= total <= 500 else 1.0
    return {key: value * factor for key, value in family_weights.items()}


def _now(study: Study) -> dict[str, float]:
    """The draft's weights in points: what a slider wrote is in points, however little is left."""
    kept = session.picked(MOVES)
    wrote = kept and _weights(study) in kept.written
    return study.family_weights if wrote else points(study.family_weights)


def _set(family: str) -> None:
    study, chosen = session.study(), session.chosen(f"family_{family}")
    moves = _moves(study)
    start, begun = moves.start, points(moves.start["family_weights"])
    exact = begun.get(family, 0.0) if round(begun.get(family, 0.0)) == chosen else float(chosen)
    moved = _now(study) | {family: exact}
    if all(moved.get(key, 0.0) == begun.get(key, 0.0) for key in FAMILIES):
        session.change(**start)
    else:
        inside = opened(study.indicator_weights, family)
        by_hand.change(family_weights=moved, indicator_weights=inside, preset="own")
        written = (*moves.written, _weights(session.study()))
        session.bind(MOVES, Moves(start, written[-REMEMBERED:]))


def _moves(study: Study) -> Moves:
    """The moves so far; none yet where the draft is not what a slider wrote."""
    kept = session.picked(MOVES)
    if kept and _weights(study) in kept.written:
        return kept
    fields = ("family_weights", "indicator_weights", "preset", "weighting")
    return Moves({name: getattr(study, name) for name in fields})


def _weights(study: Study) -> Written:
    return study.family_weights, study.indicator_weights


def _rests_on() -> str:
    """What the index really rests on, after the weights of missing sources are shared."""
    weight = weights.effective(session.study(), results.scores().keys)
    if not weight:
        return _("All weights of available indicators are zero: there is no index.")
    shares = {
        family: sum(value for key, value in weight.items() if BY_KEY[key].family == family)
        for family in FAMILIES
    }
    parts = [
        f"{labels.family(key, _)} {words.percent(share)}" for key, share in shares.items() if share
    ]
    common = _("The index rests on: {parts}.")
    others = _("Where a group has no weights of its own, the index rests on: {parts}.")
    said = others if session.study().group_by and session.study().group_weights else common
    return said.format(parts=" · ".join(parts))


def _without_data() -> str:
    """The families that a slider cannot bring into the index."""
    carried = {BY_KEY[key].family for key in results.scores().keys}
    lacking = [labels.family(key, _) for key in FAMILIES if key not in carried]
    if not lacking:
        return ""
    return _("No data: {families}. These sliders do not change the index.").format(
        families=listed(lacking, _)
    )
