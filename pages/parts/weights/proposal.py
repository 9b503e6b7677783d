"""Weights proposed beside those in use: what they would change, and the button that takes them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels, scoring, weights
from loyalty.charts import weights_found
from loyalty.language import sentences
from loyalty.study import Study, Weighting
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

SAME = 1e-9


@dataclass(frozen=True)
class Effect:
    """What weights would change, or have changed since the definition was saved.

    Attributes:
        before, after: customers per level, "not enough data" last.
        counted: customers with a level both times; the means are over these, NaN without any.
        moved: how many of these have another level. gained, lost: who gets or loses a level.
        since_saved: whether the weights are in use, so that `before` is the saved definition.
    """

    before: np.ndarray
    after: np.ndarray
    counted: int
    mean_before: float
    mean_after: float
    moved: int
    gained: int
    lost: int
    since_saved: bool = False


def effect(how: Weighting, fields: dict[str, object]) -> Effect:
    """From the draft to these weights; from the saved definition where they are in use."""
    draft, saved = session.study(), results.saved()
    if saved and in_use(how, fields):
        return _between(saved, draft, since_saved=True)
    return _between(draft, draft.change(**fields), since_saved=False)


def _between(before: Study, after: Study, since_saved: bool) -> Effect:
    old, new = results.level_codes(before), results.level_codes(after)
    none = len(after.levels)
    had, has = old < len(before.levels), new < none
    both = had & has
    return Effect(
        before=np.bincount(old, minlength=none + 1),
        after=np.bincount(new, minlength=none + 1),
        counted=int(both.sum()),
        mean_before=_mean(before, both),
        mean_after=_mean(after, both),
        moved=int((both & (old != new)).sum()),
        gained=int((has & ~had).sum()),
        lost=int((had & ~has).sum()),
        since_saved=since_saved,
    )


def _mean(study: Study, chosen: np.ndarray) -> float:
    value = results.index(study)[0][chosen]
    return float(value.mean()) if len(value) else float("nan")


def sentence(found: Effect) -> str:
    """The mean index before -> after of the same customers, and who changes or loses a level."""
    would = _(
        "Mean index {before} → {after} of the {counted} customers with a level both times; {moved}"
        " of them would change level."
    )
    have = _(
        "Since the saved definition: mean index {before} → {after} of the {counted} customers with"
        " a level both times; {moved} of them changed level."
    )
    said = (have if found.since_saved else would).format(
        before=words.mean(found.mean_before),
        after=words.mean(found.mean_after),
        counted=words.number(found.counted),
        moved=words.number(found.moved),
    )
    return sentences([said, _gain_or_lose(found)], _)


def _gain_or_lose(found: Effect) -> str:
    if not found.gained + found.lost:
        return ""
    return _("{gained} gain a level, {lost} lose it.").format(
        gained=words.number(found.gained), lost=words.number(found.lost)
    )


def levels(found: Effect) -> None:
    """Customers per level as they are and with the weights proposed."""
    names = scoring.level_names(session.study())
    names_of = (_("Saved"), _("Now")) if found.since_saved else (_("Now"), _("Proposed"))
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
            "level": config.TextColumn(_("Level"), width=140),
            "before": config.NumberColumn(names_of[0], format="localized", width=70),
            "after": config.NumberColumn(names_of[1], format="localized", width=76),
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
