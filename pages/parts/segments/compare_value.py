"""Which of two definitions separates value better."""

import pandas as pd
import streamlit as st

from loyalty import labels, segmentation
from loyalty.segmentation import compare
from loyalty.segmentation.compare import Value
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape


def show(name: str, other: Study) -> None:
    """A table of both definitions: size, value of the top segment, variance explained."""
    st.subheader(_("Which divides value better?"))
    columns = [_measures(found) for found in (_value(session.study()), _value(other))]
    here, there = columns
    st.table(
        pd.DataFrame(
            {
                _("Measure"): list(here),
                _("Present definition"): list(here.values()),
                escape(_("“{name}”").format(name=name)): list(there.values()),
            }
        ),
        border="horizontal",
        hide_index=True,
        alt=_("How each definition divides customers and spend"),
    )
    st.caption(
        _(
            "Variance explained: eta squared of spend between segments, 0 to 1. The top tenth are"
            " the customers with the highest spend. Rules that name spend divide it by what they"
            " are made of, so a high share is no proof of a better definition."
        )
    )


def _value(study: Study) -> Value:
    codes, names = results.segment_codes(study), segmentation.segment_names(study)
    spend = results.base().customers["spend"].to_numpy()
    return session.cached(
        "value_concentration",
        lambda: compare.value_concentration(codes, names, spend),
        *results.segment_parts(study),
    )


def _measures(found: Value) -> dict[str, str]:
    table = found.table
    largest = table.loc[table["customers"].idxmax()]
    best = table[table["segment"] == found.best]
    one = best.iloc[0] if len(best) else pd.Series(dtype=float)
    return {
        _("Segments with customers"): words.number(
            ((table["customers"] > 0) & (table["segment"] != segmentation.UNASSIGNED)).sum()
        ),
        _("Largest segment"): _share_of(largest["segment"], largest["share"]),
        _("Top segment, by spend per customer"): escape(labels.segment(found.best, _))
        if found.best
        else "–",
        _("Share of customers in the top segment"): words.percent(one.get("share"), 1),
        _("Share of spend in the top segment"): words.percent(one.get("spend_share"), 1),
        _("Of the spend of the top tenth of customers, in the top segment"): words.percent(
            found.captured, 1
        ),
        _("Variance of spend explained by the segments"): words.percent(found.explained, 1),
    }


def _share_of(segment: str, share: float) -> str:
    return _("{segment}: {share}").format(
        segment=escape(labels.segment(segment, _)), share=words.percent(share, 1)
    )
