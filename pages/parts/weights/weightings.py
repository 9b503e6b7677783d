"""Compare: up to three sets of weights kept beside those in use, and what each would change."""

import streamlit as st

from loyalty import level_moves
from loyalty.level_moves import Comparison
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import in_effect, keeping, kept_moves, kept_pictures


def show() -> None:
    """Keep and add, the answer, the kept sets, pictures and tables, and who would move."""
    keeping.add()
    kept = session.study().weightings
    if not kept:
        st.caption(
            _(
                "Nothing is kept yet. Keep the weights you have, change them or add a ready-made"
                " set, and see all of them side by side: weights, mean index, levels, and who would"
                " change level."
            )
        )
        return
    studies = [session.study(), *_variants()]
    with st.spinner(_("Levels by every set of weights …"), show_time=True):
        found = _compare(studies)
    st.subheader(_answer(found))
    keeping.cards()
    names = _unique([_("Now"), *map(keeping.name, kept)])
    kept_pictures.show(found, names, studies)
    kept_moves.show(names[1:], studies[1:])


def _variants() -> list[Study]:
    """The draft with each kept set as the one set of weights for all."""
    study = session.study()
    return [
        study.model_copy(
            update={
                "family_weights": one.family_weights,
                "indicator_weights": one.indicator_weights,
                "group_by": None,
                "group_weights": {},
            }
        )
        for one in study.weightings
    ]


def _compare(studies: list[Study]) -> Comparison:
    """The weights in use ("0") and those kept ("1" ...) over the same customers and levels."""
    study, scored = session.study(), results.scores()
    sets = {str(place): in_effect.weights_of(one) for place, one in enumerate(studies)}
    return session.cached(
        "weightings",
        lambda: level_moves.side_by_side(scored, sets, study.levels, study.aggregation),
        *[results.index_parts(one) for one in studies],
        study.levels,
    )


def _answer(found: Comparison) -> str:
    same = found.pairs.query("first == '0'")["agreement"]
    least, most = words.percent(same.min()), words.percent(same.max())
    if least == most:
        return _("{share} of customers have the same level by the kept weights as now.").format(
            share=least
        )
    return _("{low} to {high} of customers have the same level by the kept weights as now.").format(
        low=least, high=most
    )


def _unique(names: list[str]) -> list[str]:
    """The names, those that stand before already with their place behind them."""
    return [f"{one} ({place})" if one in names[:place] else one for place, one in enumerate(names)]
