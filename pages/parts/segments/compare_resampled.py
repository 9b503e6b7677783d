"""Had other customers taught them: which of two definitions would divide alike."""

import pandas as pd
import streamlit as st

from loyalty.segmentation.resampled import Resampled, stability_resampled
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape


def show(names: tuple[str, str], studies: tuple[Study, Study]) -> None:
    """On demand, since it takes seconds: a table of both definitions."""
    kept = session.cached("resampled", dict)
    keys = [_key(study) for study in studies]
    slot = st.empty()
    if not all(key in kept for key in keys):
        if not slot.button(
            _("Under resampling: learn both anew from customers drawn at random"),
            key="resample_both",
            icon=":material/casino:",
        ):
            return
        with slot.container(), st.spinner(_("Learning both definitions anew …")):
            done = session.attempt(lambda: _learn(dict(zip(keys, studies, strict=True))))
        slot.empty()
        if not done:
            st.info(_("The customers drawn are too few to learn from: see the notice above."))
            return
    _table(names, [kept[key] for key in keys])


def _key(study: Study) -> str:
    parts = (*results.segment_parts(study), study.scheme, study.seed, study.scale)
    return session.plain_key({"parts": parts})


def _learn(wanted: dict[str, Study]) -> bool:
    kept = session.cached("resampled", dict)
    for key, study in wanted.items():
        if key not in kept:
            found = results.base(study)
            kept[key] = stability_resampled(found.customers, found.gaps, study)
    return True


def _table(names: tuple[str, str], found: list[Resampled | None]) -> None:
    rows = [_row(name, one) for name, one in zip(names, found, strict=True)]
    st.table(
        pd.DataFrame(rows),
        border="horizontal",
        hide_index=True,
        alt=_("How alike the definitions divide when they are learned from other customers"),
    )
    st.caption(
        _(
            "Customers are drawn anew with replacement, thresholds, cuts or clusters are learned"
            " from the draw, and all are sorted by it; the middle 95% of the draws in brackets."
            " Thresholds that were set by hand stay."
        )
    )


def _row(name: str, found: Resampled | None) -> dict[str, str]:
    same = index = _("does not apply: nothing of it is learned")
    drawn = "–"
    if found:
        same = _("{value} ({low} to {high})").format(
            value=words.percent(found.same, 1),
            low=words.percent(found.low, 1),
            high=words.percent(found.high, 1),
        )
        index = _("{value} ({low} to {high})").format(
            value=words.number(found.rand, 2),
            low=words.number(found.rand_low, 2),
            high=words.number(found.rand_high, 2),
        )
        drawn = _("{draws} of {count}").format(
            draws=words.number(found.draws), count=words.number(found.customers)
        )
    return {
        _("Definition"): escape(name),
        _("In the same segment"): same,
        _("Adjusted Rand index"): index,
        _("Draws of customers"): drawn,
    }
