"""How sure the order of segments is: each one's rank by mean index over the draws."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels, segmentation, weights
from loyalty.charts import acceptability
from loyalty.weights import perturbation
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape


def show(chosen: int, draws: int) -> None:
    """The segment that ranks first most often, and the heat map of all ranks."""
    with st.spinner(_("Ranking the segments in every draw …"), show_time=True):
        ranks = _ranks(chosen, draws).dropna()
    if len(ranks) < 2:
        st.caption(_("Fewer than two segments have an index, so there is no order of segments."))
        return
    first = ranks[1].idxmax()
    st.markdown(_("**Rank of each segment by its mean index**"))
    st.markdown(
        _("{segment} ranks first in {share} of the draws.").format(
            segment=escape(labels.segment(first, _)), share=words.percent(ranks.loc[first, 1])
        )
    )
    _heat_map(ranks[ranks.columns[: len(ranks)]])
    if session.study().group_by:
        st.caption(_("Ranks are by the study's own weights for all: segments mix the groups."))


def _heat_map(ranks: pd.DataFrame) -> None:
    """Segments in the order of their mean rank."""
    order = ranks.mul(ranks.columns).sum(axis=1).sort_values(kind="stable").index
    names = {key: labels.segment(key, _) for key in order}
    session.chart(
        acceptability.draw,
        acceptability.layout(ranks.rename(index=names), session.language()),
        "rank_acceptability",
        _("Share of draws in each rank, by segment"),
        rows=tuple(names.values()),
        columns=tuple(str(rank) for rank in ranks.columns),
        row_title=_("Segment"),
        column_title=_("Rank by mean index (1 is the highest)"),
    )


def _ranks(chosen: int, draws: int) -> pd.DataFrame:
    """`rank_acceptability` of the segments that have customers."""
    study, scored = session.study(), results.scores()
    codes = results.segment_codes()

    def build() -> pd.DataFrame:
        weight = weights.effective(study, scored.keys)
        sets = perturbation.draw(scored, weight, chosen, draws)
        present, places = np.unique(codes, return_inverse=True)
        names = [segmentation.segment_names(study)[code] for code in present]
        return perturbation.rank_acceptability(
            scored, sets, places, names, aggregation=study.aggregation
        )

    parts = results.index_parts(study), results.segment_parts(study)
    return session.cached("rank_acceptability", build, *parts, chosen, draws)
