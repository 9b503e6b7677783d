"""The index as it is with these weights, and how levels move against the saved definition."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import glance, labels, scoring, weights
from loyalty.charts import index_histogram
from loyalty.language import sentences
from loyalty.move_reasons import Moves
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import level_moves, no_index


def answer() -> None:
    """The page's sentence: how many are good or better, and what the index rests on."""
    if no_index.without():
        st.title(no_index.title())
        return
    study = session.study()
    value, _share = results.index()
    levels = results.level_codes()
    scored = levels < len(study.levels)
    top = (levels == len(study.levels) - 1) & scored
    st.title(
        _("{share} of customers have a high loyalty index; the mean is {mean}.").format(
            share=words.percent(top.sum() / max(1, len(levels))),
            mean=words.mean(value.mean(where=scored) if scored.any() else None),
        )
    )
    st.markdown(sentences([_carried(study), _left_out(int((~scored).sum()))], _))


def _carried(study: Study) -> str:
    available = results.scores().keys
    return _("The data carry {indicators} of {all} indicators and {share} of your weights.").format(
        indicators=len(weights.effective(study, available)),
        all=len(weights.base(study)),
        share=words.percent(weights.coverage(study, available)),
    )


def _left_out(count: int) -> str:
    """How many have no level; nothing where everybody has one."""
    if not count:
        return ""
    return _(
        "{count} customers have too little data for a level (less than half of the weight) and are"
        " left out of the mean."
    ).format(count=words.number(count))


def show(saved: Study) -> None:
    """Histogram and the level table before -> after, against the saved definition."""
    names = scoring.level_names(session.study())
    value, _share = results.index()
    levels = results.level_codes()
    bars = glance.histogram(value, levels, names)
    bars["label"] = [labels.level(key, _) for key in bars["level"]]
    alt = _("Histogram of the loyalty index, coloured by level")
    session.chart(index_histogram.draw, bars, "index", alt, levels=tuple(names), height=260)
    _before_after(level_moves.against(saved, session.study()))


def _before_after(found: Moves) -> None:
    old, new = (np.bincount(one, minlength=len(found.names)) for one in (found.before, found.after))
    frame = pd.DataFrame(
        {
            "level": [labels.level(name, _) for name in found.names],
            "before": old,
            "after": new,
            "change": pd.Series(new - old).replace(0, None),
            "share": 100 * new / max(1, new.sum()),
        }
    )
    config = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "level": config.TextColumn(_("Level")),
            "before": config.NumberColumn(_("Saved"), format="localized"),
            "after": config.NumberColumn(_("Now"), format="localized"),
            "change": config.NumberColumn(_("Change"), format="%+,d"),
            "share": config.NumberColumn(
                _("Share"), format="%.1f%%", help=_("Share of all customers, as it is now")
            ),
        },
        placeholder="–",
        alt=_("Customers per level, saved definition and now"),
    )
