"""One customer's index taken apart, found by id."""

import pandas as pd
import streamlit as st

from loyalty import features, labels, scoring, segmentation
from loyalty.charts import contributions
from loyalty.indicators import BY_KEY
from loyalty.language import listed, sentences
from loyalty.weights import groups
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import customer_search, words
from pages.parts.safe import escape
from pages.parts.weights import group_names
from pages.parts.weights.units import unit


def show() -> None:
    """Search by id, then the points each indicator adds."""
    st.subheader(_("Why does a customer have this index?"))
    left, right = st.columns([2, 3], gap="large")
    with left:
        row = customer_search.choose()
    with right:
        _explain(row)


def _explain(row: int) -> None:
    study = session.study()
    customer = _customer(row)
    value, share = results.index()
    names = scoring.level_names(study)
    st.markdown(
        _("Customer **{id}**: index **{index}**, level **{level}**, segment **{segment}**").format(
            id=escape(customer["customer_id"]),
            index=words.mean(value[row]),
            level=labels.level(names[results.level_codes()[row]], _),
            segment=labels.segment(
                segmentation.segment_names(study)[results.segment_codes()[row]], _
            ),
        )
    )
    parts = scoring.explain(customer, study, results.scores().keys)
    st.caption(sentences([_rests_on(parts, float(share[row])), _weights_of(customer)], _))
    alt = _("Points each indicator adds to the customer's index")
    session.chart(contributions.draw, _rows(parts), "contributions", alt)
    st.caption(_("Solid: points won; pale: points possible. Colour: family of the indicator."))
    if not parts.attrs["adds_up"]:
        st.caption(
            _(
                "The index is put together by closeness (TOPSIS), so the points, which are those of"
                " the weighted mean, add up to {points} and not to the index."
            ).format(points=words.number(parts["contribution"].sum(), 1))
        )


def _customer(row: int) -> pd.Series:
    """The customer with the column that chooses its weights, where the study has one."""
    study = session.study()
    one = results.base().customers.iloc[[row]]
    return features.frame(one, study, features.grouping(study)).iloc[0]


def _weights_of(customer: pd.Series) -> str:
    """Whose weights count, where they differ by group."""
    study = session.study()
    if not study.group_by:
        return ""
    value = customer[study.group_by]
    if pd.isna(value) or groups.text(value) not in study.group_weights:
        return _("The weights are the study's own.")
    name = group_names.name(groups.text(value))
    return _("The weights are those of the group {group}.").format(group=escape(name))


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
        f"{words.number(value, BY_KEY[key].digits)} {unit(BY_KEY[key])}"
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
