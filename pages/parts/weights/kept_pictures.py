"""Weightings side by side: families, levels, means, agreement, and every indicator."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels, weights
from loyalty.indicators import CATALOGUE
from loyalty.level_moves import Comparison
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.weights import parts_of_whole


def show(found: Comparison, names: list[str], studies: list[Study]) -> None:
    """Pictures and tables; `names` of the `studies`, the one in use first."""
    available = results.scores().keys
    sets = [weights.effective(one, available) for one in studies]
    st.markdown(_("**What counts**"))
    parts_of_whole.families(dict(zip(names, sets, strict=True)), "kept_families", wide=True)
    st.markdown(_("**Levels**"))
    levels = found.levels.assign(label=_named(found.levels["weighting"], names))
    parts_of_whole.levels(levels, "kept_levels", _("Share of all customers"), wide=True)
    _summary(found, names, studies)
    if len(names) > 2:
        _pairs(found, names)
    with st.expander(_("Weights of every indicator")):
        _indicators(names, sets)


def _named(places: pd.Series, names: list[str]) -> list[str]:
    return [names[int(place)] for place in places]


def _summary(found: Comparison, names: list[str], studies: list[Study]) -> None:
    rows = found.summary
    known = [_with_level(one) for one in studies]
    now = found.pairs.query("first == '0'").set_index("second").reindex(rows["weighting"])
    frame = pd.DataFrame(
        {
            "weighting": _named(rows["weighting"], names),
            "mean": [value.mean() if len(value) else None for value in known],
            "customers": [len(value) for value in known],
            "agreement": 100 * now["agreement"].to_numpy(),
            "spearman": now["spearman"].to_numpy(),
        }
    )
    config = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "weighting": config.TextColumn(_("Weights"), pinned=True, width=240),
            "mean": config.NumberColumn(_("Mean index"), format="%.1f"),
            "customers": config.NumberColumn(
                _("With a level"), format="localized", help=_("The means are over these.")
            ),
            **_agreement(_("Same level as now"), _("Rank correlation with now")),
        },
        placeholder="–",
        alt=_("Weightings with their mean index and agreement with now"),
    )


def _with_level(study: Study) -> np.ndarray:
    """The index of those who have a level."""
    return results.index(study)[0][results.level_codes(study) < len(study.levels)]


def _pairs(found: Comparison, names: list[str]) -> None:
    st.markdown(_("**How far they agree with one another**"))
    rows = found.pairs.query("first != '0'")
    frame = pd.DataFrame(
        {
            "first": _named(rows["first"], names),
            "second": _named(rows["second"], names),
            "agreement": 100 * rows["agreement"],
            "spearman": rows["spearman"],
        }
    )
    config = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "first": config.TextColumn(_("Weights"), width=240),
            "second": config.TextColumn(_("and"), width=240),
            **_agreement(_("Same level"), _("Rank correlation")),
        },
        placeholder="–",
        alt=_("Pairs of kept weightings with their agreement"),
    )


def _agreement(share: str, rank: str) -> dict[str, object]:
    config = st.column_config
    return {
        "agreement": config.NumberColumn(
            share,
            format="%.1f%%",
            help=_("Share of all customers whose level, or lack of one, is equal"),
        ),
        "spearman": config.NumberColumn(
            rank, format="%.3f", help=_("Spearman, over customers with an index by all weights")
        ),
    }


def _indicators(names: list[str], sets: list[dict[str, float]]) -> None:
    """Per cent of the index of every indicator that the data can give."""
    available = results.scores().keys
    shown = [one.key for one in CATALOGUE if one.key in available]
    columns = {
        str(place): [100 * one.get(key, 0.0) for key in shown] for place, one in enumerate(sets)
    }
    config = st.column_config
    st.dataframe(
        pd.DataFrame({"indicator": [labels.indicator(key, _) for key in shown], **columns}),
        hide_index=True,
        column_config={
            "indicator": config.TextColumn(_("Indicator"), pinned=True),
            **{
                str(place): config.NumberColumn(name, format="%.1f%%")
                for place, name in enumerate(names)
            },
        },
        placeholder="–",
        alt=_("Weights of the indicators by weighting"),
    )
    if session.study().group_by:
        st.caption(_("Now: the study's own weights, without those of groups."))
