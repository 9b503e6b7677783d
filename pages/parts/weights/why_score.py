"""One customer's index taken apart, found by id."""

import pandas as pd
import streamlit as st

from loyalty import labels, scoring, segmentation
from loyalty.charts import contributions
from loyalty.indicators import BY_KEY
from loyalty.language import listed, sentences
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

FOUND = 50


def show() -> None:
    """Search by id, then the points each indicator adds."""
    st.subheader(_("Why does a customer have this index?"))
    left, right = st.columns([2, 3], gap="large")
    with left:
        row = _search()
    with right:
        if row is not None:
            _explain(row)


def _search() -> int | None:
    ids = results.base().customers["customer_id"]
    text = st.text_input(
        _("Customer id"), placeholder=_("Type part of an id"), key="why_id", max_chars=100
    )
    hits = ids.index[ids.str.contains(text, case=False, regex=False)][:FOUND] if text else []
    if text and len(hits) == 0:
        st.info(_("No customer id contains this text."))
    if len(hits) == 0:
        st.caption(_("Without a search, the customer with the most spend is shown."))
        return _biggest()
    return st.selectbox(_("Found"), list(hits), format_func=ids.get, key="why_hit")


def _biggest() -> int:
    spend = results.base().customers["spend"]
    day = session.study().as_of
    return session.cached("biggest", lambda: int(spend.fillna(0).to_numpy().argmax()), day)


def _explain(row: int) -> None:
    study = session.study()
    customer = results.base().customers.iloc[row]
    value, share = results.index()
    names = scoring.level_names(study)
    st.markdown(
        _("Customer **{id}**: index **{index}**, level **{level}**, segment **{segment}**").format(
            id=escape(customer["customer_id"]),
            index=words.number(value[row], 1),
            level=labels.level(names[results.level_codes()[row]], _),
            segment=labels.segment(
                segmentation.segment_names(study)[results.segment_codes()[row]], _
            ),
        )
    )
    parts = scoring.explain(customer, study, results.scores().keys)
    st.caption(_rests_on(parts, float(share[row])))
    alt = _("Points each indicator adds to the customer's index")
    session.chart(contributions.draw, _rows(parts), "contributions", alt)
    st.caption(_("Solid: points won; pale: points possible. Colour: family of the indicator."))


def _rests_on(parts: pd.DataFrame, share: float) -> str:
    """The share of the weight behind the index, and which indicators have no value."""
    said = _("It rests on {share} of the weight.").format(share=words.percent(share))
    gaps = parts.loc[parts["score"].isna(), "indicator"]
    missing = listed((labels.indicator(key, _) for key in gaps), _)
    lacks = _("No value: {indicators}.").format(indicators=missing) if missing else ""
    return sentences([said, lacks], _)


def _rows(parts: pd.DataFrame) -> pd.DataFrame:
    known = parts[parts["score"].notna()].sort_values("contribution", ascending=False)
    shown = [
        f"{words.number(value, BY_KEY[key].digits)} {_(BY_KEY[key].unit)}"
        for key, value in zip(known["indicator"], known["value"], strict=True)
    ]
    return pd.DataFrame(
        {
            "label": [labels.indicator(key, _) for key in known["indicator"]],
            "family": known["family"].tolist(),
            "contribution": known["contribution"].tolist(),
            "possible": (100 * known["weight"]).tolist(),
            "place": range(len(known)),
            "shown": shown,
        }
    )
