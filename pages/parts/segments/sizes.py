"""How big each segment is, what it brings, what it means and what to do."""

import pandas as pd
import streamlit as st

from loyalty import glance, labels, segmentation
from loyalty.language import listed
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.glance import show_shares
from pages.parts.safe import escape


def groups() -> pd.DataFrame:
    """Sizes of the segments of the draft."""
    study, spend = session.study(), results.base().customers["spend"].to_numpy()
    names, codes = segmentation.segment_names(study), results.segment_codes()
    return session.cached(
        "sizes",
        lambda: glance.groups(codes, names, spend),
        *results.segment_parts(study),
    )


def answer() -> None:
    """The page's sentence: the segment that brings most."""
    found = groups()
    if nobody_sorted(found):
        st.title(
            _("No rule takes anybody: all {count} customers are in no segment.").format(
                count=words.number(int(found["customers"].sum()))
            )
        )
    elif found["spend_share"].notna().any():
        best = found.loc[found["spend_share"].idxmax()]
        st.title(
            _("{segment}: {share} of customers, {spend} of all spend so far.").format(
                segment=escape(labels.segment(best["key"], _)),
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


def nobody_sorted(found: pd.DataFrame) -> bool:
    """Whether there are customers and no rule takes any."""
    total = found["customers"].sum()
    return bool(total > 0 and found["customers"].iloc[-1] == total)


def show() -> None:
    """The picture of sizes and spend."""
    alt = _("Segments by share of customers and share of spend")
    found = groups()
    present = found.query("customers > 0")
    colours = segmentation.colours(session.study())
    show_shares(present, "segment_sizes", colours, labels.segment, alt)
    minimum = session.study().minimum_size
    own = found[found["key"].isin([rule.key for rule in session.study().segments])]
    empty = own["customers"] == 0
    _named(own[empty], _("Nobody is in: {segments}."))
    few = _("Fewer than the minimum of {minimum} customers are in: {segments}.")
    _named(own[~empty & (own["customers"] < minimum)], few, minimum=words.number(minimum))


def _named(found: pd.DataFrame, text: str, **values: str) -> None:
    """A caption that names segments, when there are any."""
    if len(found):
        names = listed((escape(labels.segment(key, _)) for key in found["key"]), _)
        st.caption(text.format(segments=names, **values))


def no_rules() -> None:
    """What stands in place of a table of rules when there is none, and the way to make one."""
    st.info(_("There are no rules, so every customer is in no segment."))
    st.button(
        _("Make rules"),
        key="make_rules",
        icon=":material/add:",
        on_click=session.open_section,
        args=("segments", "rules"),
    )


def meanings() -> None:
    """The table of rules in their order: who, how many, what it means, what to do."""
    st.subheader(_("Rules, in their order"))
    study = session.study()
    if not study.segments:
        no_rules()
        return
    found = groups().set_index("key")
    rows = [
        {
            _("Segment"): f"**{escape(labels.segment(rule.key, _))}**",
            _("Customers"): words.number(found.loc[rule.key, "customers"]),
            words.in_currency(_("Spend")): words.number(found.loc[rule.key, "spend"]),
            _("Rule"): escape(labels.rule(rule, study, _, session.language())),
            _("Meaning"): escape(labels.meaning(rule.key, study, _)),
            _("Suggested action"): escape(labels.action(rule.key, study, _)),
        }
        for rule in study.segments
    ]
    st.table(
        pd.DataFrame(rows),
        border="horizontal",
        hide_index=True,
        alt=_("Segments with their rules, meanings and suggested actions"),
    )
