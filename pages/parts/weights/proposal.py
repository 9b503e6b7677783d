"""Weights proposed beside those in use: what they would change, and the button that takes them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels, scoring, weights
from loyalty.charts import weights_found
from loyalty.study import Study, Weighting
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

SAME = 1e-9


@dataclass(frozen=True)
class Effect:
    """What weights would change.

    Attributes:
        before, after: customers per level, "not enough data" last.
        mean_before, mean_after: mean index of those with a level, NaN without any.
        moved: customers whose level would change; customers: all of them.
    """

    before: np.ndarray
    after: np.ndarray
    mean_before: float
    mean_after: float
    moved: int
    customers: int


def effect(proposed: Study) -> Effect:
    """The draft's levels and mean index before and after."""
    old, new = results.level_codes(), results.level_codes(proposed)
    size = len(session.study().levels) + 1
    return Effect(
        np.bincount(old, minlength=size),
        np.bincount(new, minlength=size),
        _mean(session.study(), old),
        _mean(proposed, new),
        int((old != new).sum()),
        len(old),
    )


def _mean(study: Study, codes: np.ndarray) -> float:
    value = results.index(study)[0][codes < len(study.levels)]
    return float(value.mean()) if len(value) else float("nan")


def sentence(found: Effect) -> str:
    """The mean index before -> after, and how many customers change level."""
    return _(
        "Mean index {before} → {after}; {moved} of {customers} customers would change level."
    ).format(
        before=words.number(found.mean_before, 1),
        after=words.number(found.mean_after, 1),
        moved=words.number(found.moved),
        customers=words.number(found.customers),
    )


def levels(found: Effect) -> None:
    """Customers per level as they are and with the weights proposed."""
    names = scoring.level_names(session.study())
    frame = pd.DataFrame(
        {
            "level": [labels.level(name, _) for name in names],
            "before": found.before,
            "after": found.after,
            "change": pd.Series(found.after - found.before).replace(0, None),
        }
    )
    config = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "level": config.TextColumn(_("Level"), width=125),
            "before": config.NumberColumn(_("Now"), format="localized", width=62),
            "after": config.NumberColumn(_("Proposed"), format="localized", width=76),
            "change": config.NumberColumn(_("Change"), format="%+,d", width=70),
        },
        placeholder="–",
        alt=_("Customers per level, now and with the weights proposed"),
    )


def beside(found: dict[str, float], key: str) -> None:
    """Bars of the weights in use and of those found, the largest found on top."""
    rows = table(found)
    alt = _("Weights of the indicators, in use and found")
    order = tuple(rows["label"])
    session.chart(weights_found.draw, weights_found.layout(rows), key, alt, labels=order)


def table(found: dict[str, float]) -> pd.DataFrame:
    """Columns key, label, present, found (shares of the index), sorted for display."""
    available = results.scores().keys
    present = weights.effective(session.study(), available)
    shown = [key for key in available if key in found or key in present]
    rows = pd.DataFrame(
        {
            "key": shown,
            "label": [labels.indicator(key, _) for key in shown],
            "present": [present.get(key, 0.0) for key in shown],
            "found": [found.get(key, 0.0) for key in shown],
        }
    )
    return rows.sort_values(["found", "present"], ascending=False, ignore_index=True)


def use(label: str, how: Weighting, fields: dict[str, object], advised: bool = True) -> None:
    """The button that puts weights into the draft, or the word that they are in use."""
    if in_use(how, fields):
        st.success(_("These weights are in use."), icon=":material/check:")
        return
    st.button(
        label,
        key=f"use_{how.method}",
        type="primary" if advised else "secondary",
        icon=":material/check:",
        on_click=_take,
        args=(how, fields),
    )
    if session.study().group_by:
        st.caption(_("Customers whose group has weights of its own keep those."))


def _take(how: Weighting, fields: dict[str, object]) -> None:
    session.change(weighting=how, **fields)


def in_use(how: Weighting, fields: dict[str, object]) -> bool:
    """Whether the draft weighs by this method and has these weights."""
    study = session.study()
    if study.weighting.method != how.method:
        return False
    now, then = weights.base(study), weights.base(study.change(**fields))
    return now.keys() == then.keys() and all(abs(now[key] - then[key]) < SAME for key in now)
