"""How sure each level is: who stays in it, and where the others go."""

import pandas as pd
import streamlit as st

from loyalty import labels, scoring
from loyalty.charts import acceptability
from loyalty.weights.perturbation import Certainty
from pages import _session as session
from pages._session import _


def show(found: Certainty) -> None:
    """A table of levels beside the heat map of levels now and in the draws."""
    st.markdown(_("**Level now, and level in the draws**"))
    left, right = st.columns([3, 4], gap="large")
    with left:
        _table(found.levels)
    with right:
        _heat_map(found.matrix)


def _table(levels: pd.DataFrame) -> None:
    config = st.column_config
    st.dataframe(
        pd.DataFrame(
            {
                "level": [labels.level(key, _) for key in levels["level"]],
                "customers": levels["customers"],
                "staying": 100 * levels["staying"],
                "stable": 100 * levels["stable"],
            }
        ),
        hide_index=True,
        column_config={
            "level": config.TextColumn(_("Level"), width=70),
            "customers": config.NumberColumn(_("Customers"), format="localized", width=85),
            "staying": config.NumberColumn(
                _("Staying"),
                format="%.0f%%",
                width=78,
                help=_("Share of its customers who stay in it, in an average draw"),
            ),
            "stable": config.NumberColumn(
                _("Stable"),
                format="%.0f%%",
                width=72,
                help=_("Share of its customers who are in it in at least 9 of 10 draws"),
            ),
        },
        placeholder="–",
        alt=_("Levels with the share of customers who stay"),
    )


def _heat_map(matrix: pd.DataFrame) -> None:
    """Levels from high to low on both sides; those without a level never get one by weights."""
    keys = [key for key in reversed(matrix.columns) if key != scoring.NOT_ENOUGH]
    gaps = matrix.loc[keys, scoring.NOT_ENOUGH]
    columns = [*keys, scoring.NOT_ENOUGH] if gaps.gt(0).any() else keys
    rows = [key for key in keys if matrix.loc[key].notna().any()]
    names = {key: labels.level(key, _) for key in columns}
    shown = matrix.loc[rows, columns].rename(index=names, columns=names)
    session.chart(
        acceptability.draw,
        acceptability.layout(shown, session.language()),
        "level_acceptability",
        _("Share of draws in each level, by level now"),
        rows=tuple(names[key] for key in rows),
        columns=tuple(names.values()),
        row_title=_("Level now"),
        column_title=_("Level in the draws"),
    )
