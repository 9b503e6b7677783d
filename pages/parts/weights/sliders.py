"""Weights: a slider per family, level cuts, and how scores are put together."""

import streamlit as st

from loyalty import labels, weights
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.weights.family_shares import opened
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import aggregated, by_hand


def show() -> None:
    """Families, level cuts, aggregation."""
    _families()
    _levels()
    aggregated.show()


def _families() -> None:
    shares = _percents(session.study().family_weights)
    for family in FAMILIES:
        st.slider(
            labels.family(family, _),
            0,
            100,
            key=session.bind(f"family_{family}", shares.get(family, 0)),
            on_change=_set_family,
            args=(family,),
        )
    st.caption(_rests_on())


def _set_family(family: str) -> None:
    shares = _percents(session.study().family_weights)
    by_hand.change(
        family_weights=shares | {family: session.chosen(f"family_{family}")},
        indicator_weights=opened(session.study().indicator_weights, family),
        preset="own",
    )


def _percents(family_weights: dict[str, float]) -> dict[str, int]:
    """Weights as whole numbers: per cent when they add up to less than 100, else as they are."""
    total = sum(family_weights.values())
    factor = 100 / total if total and not 90 <= total <= 500 else 1
    return {key: min(100, round(value * factor)) for key, value in family_weights.items()}


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
    return _("The index rests on: {parts}.").format(parts=" · ".join(parts))


def _levels() -> None:
    study = session.study()
    cuts = study.levels[1:]
    st.markdown(_("**Levels start at**"))
    for column, (place, level) in zip(st.columns(len(cuts)), enumerate(cuts, 1), strict=True):
        column.number_input(
            labels.level(level.key, _),
            0,
            100,
            key=session.bind(f"level_{place}", round(level.start)),
            on_change=_set_level,
            args=(place,),
        )


def _set_level(place: int) -> None:
    """Move one cut; its neighbours give way so that cuts keep rising."""
    start = float(session.chosen(f"level_{place}"))
    levels = list(session.study().levels)
    below = [min(level.start, start) for level in levels[:place]]
    above = [max(level.start, start) for level in levels[place + 1 :]]
    starts = [*below, start, *above]
    session.change(
        levels=[{"key": one.key, "start": cut} for one, cut in zip(levels, starts, strict=True)]
    )
