"""How big each segment is, what it brings, what it means and what to do."""

import pandas as pd
import streamlit as st

from loyalty import glance, labels, segmentation
from loyalty.charts import theme
from loyalty.segments import BY_KEY
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.glance import show_shares


def groups() -> pd.DataFrame:
    """Sizes of the segments of the draft."""
    study, spend = session.study(), results.base().customers["spend"].to_numpy()
    names, codes = segmentation.segment_names(study), results.segment_codes()
    return session.cached(
        "sizes",
        lambda: glance.groups(codes, names, spend),
        study.as_of,
        segmentation.thresholds(study),
        study.segments,
    )


def answer() -> None:
    """The page's sentence: the segment that brings most."""
    found = groups()
    if found["spend_share"].notna().any():
        best = found.loc[found["spend_share"].idxmax()]
        st.title(
            _("{segment}: {share} of customers bring {spend} of the spend.").format(
                segment=labels.segment(best["key"], _),
                share=words.percent(best["share"]),
                spend=words.percent(best["spend_share"]),
            )
        )
    else:
        st.title(_("Which segments do the customers fall into?"))
    st.markdown(
        _("{count} customers on {day}; each belongs to the first segment whose rule holds.").format(
            count=words.number(int(found["customers"].sum())), day=words.day(session.study().as_of)
        )
    )


def show() -> None:
    """The picture of sizes and spend."""
    alt = _("Segments by share of customers and share of spend")
    found = groups().query("customers > 0")
    show_shares(found, "segment_sizes", theme.SEGMENTS, labels.segment, alt)


def meanings() -> None:
    """The table of rules in their order: who, how many, what it means, what to do."""
    st.subheader(_("Rules, in their order"))
    study = session.study()
    found = groups().set_index("key")
    rows = [
        {
            "segment": labels.segment(rule.key, _),
            "customers": int(found.loc[rule.key, "customers"]),
            "spend": float(found.loc[rule.key, "spend"]),
            "rule": labels.rule(rule, study, _, session.language()),
            "meaning": _(BY_KEY[rule.key].meaning) if rule.key in BY_KEY else "",
            "action": _(BY_KEY[rule.key].action) if rule.key in BY_KEY else "",
        }
        for rule in study.segments
    ]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "segment": config.TextColumn(_("Segment"), pinned=True),
            "customers": config.NumberColumn(_("Customers"), format="localized"),
            "spend": config.NumberColumn(_("Spend"), format="localized"),
            "rule": config.TextColumn(_("Rule"), width="medium"),
            "meaning": config.TextColumn(_("Meaning"), width="medium"),
            "action": config.TextColumn(_("Suggested action"), width="large"),
        },
        alt=_("Segments with their rules, meanings and suggested actions"),
    )
