"""Which single weight decides most: each left out, and each doubled."""

import pandas as pd
import streamlit as st

from loyalty import labels, weights
from loyalty.charts import decisive
from loyalty.indicators import BY_KEY
from loyalty.weights.perturbation import Certainty
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words


def show(found: Certainty) -> None:
    """The sentence and the ranked bars."""
    rows = found.decisive
    first = rows.iloc[0]
    st.markdown(_("**Which single weight decides most**"))
    st.markdown(
        _(
            "{indicator}: without it, {left_out} of customers with a level would have another one"
            " or none; with its weight doubled, {doubled}."
        ).format(
            indicator=labels.indicator(first["indicator"], _),
            left_out=words.percent(first["left_out"], 1),
            doubled=words.percent(first["doubled"], 1),
        )
    )
    frame = _frame(rows)
    session.chart(
        decisive.draw,
        frame,
        "decisive",
        _("Customers who change level when one weight is left out or doubled"),
        labels=tuple(frame["label"]),
    )
    st.caption(_("Colour: family of the indicator. The other weights keep their proportions."))


def _frame(rows: pd.DataFrame) -> pd.DataFrame:
    weight = weights.effective(session.study(), results.scores().keys)
    return rows.assign(
        label=[labels.indicator(key, _) for key in rows["indicator"]],
        family=[BY_KEY[key].family for key in rows["indicator"]],
        weight=[weight.get(key, 0.0) for key in rows["indicator"]],
    ).drop(columns="indicator")
