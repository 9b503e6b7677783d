"""The numbers that segment rules share, each on a slider."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import rollup, segmentation
from loyalty.language import mark
from loyalty.segmentation.domains import domain
from loyalty.segments import SCHEMES, THRESHOLDS, Threshold, life_cycle
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import units

STEPS = 200
ACTIVE = "active_days"
RISING = {
    ("recent_days", ACTIVE): mark(
        "Recent ({lower} days) should be at most Active ({upper} days): otherwise a customer can"
        " be recent but not active."
    ),
    (ACTIVE, "lapsed_days"): mark(
        "Active ({lower} days) should be at most Lapsed ({upper} days): otherwise a customer can"
        " be active and lapsed at once."
    ),
}


def show() -> None:
    """One slider per threshold of the scheme; a change goes into the draft at once."""
    study = session.study()
    shown = of_study(study)
    if not shown:
        return
    st.subheader(_("Thresholds"))
    now = segmentation.thresholds(study)
    for key, threshold in shown.items():
        low, high, step = limits(threshold, now[key])
        st.slider(
            shown_label(threshold),
            low,
            high,
            key=session.bind(f"threshold_{key}", type(step)(now[key])),
            step=step,
            format="localized",
            help=_(threshold.meaning) if threshold.meaning else None,
            on_change=_set,
            args=(key,),
        )
    _contradictions(shown, now)
    if set(shown) & set(THRESHOLDS):
        st.button(
            _("Back to the default thresholds"),
            key="default_thresholds",
            icon=":material/restart_alt:",
            on_click=_reset,
            type="tertiary",
        )


def _contradictions(shown: dict[str, Threshold], now: Mapping[str, float]) -> None:
    """What is wrong with the days of silence when they do not rise."""
    for (lower, upper), text in RISING.items():
        if {lower, upper} <= set(shown) and now[lower] > now[upper]:
            said = _(text).format(
                lower=words.number(now[lower], 2), upper=words.number(now[upper], 2)
            )
            st.warning(said, icon=":material/swap_vert:")


def of_study(study: Study) -> dict[str, Threshold]:
    """The thresholds on sliders: those of the scheme; for own rules those the rules name."""
    if study.scheme in SCHEMES and study.scheme != "own":
        return {one.key: one for one in SCHEMES[study.scheme].thresholds}
    found = {}
    if life_cycle.SCHEME.key in segmentation.columns(study):
        found |= {one.key: one for one in life_cycle.SCHEME.thresholds}
    for one in segmentation.conditions(study.segments):
        if isinstance(one.threshold, str):
            found.setdefault(one.threshold, _named(one.threshold, one.column))
    return found


def _named(key: str, column: str) -> Threshold:
    """A threshold of the shelf, or one that only this study has."""
    own = Threshold(key, key, "", column, lambda _customers, _gaps, _active: 0.0, digits=2)
    return THRESHOLDS.get(key, own)


def label(threshold: Threshold) -> str:
    """What a threshold is called, with its unit."""
    name = _(threshold.label) if threshold.key in THRESHOLDS else threshold.label
    return units.with_unit(name, threshold.column)


def shown_label(threshold: Threshold) -> str:
    """The label where markdown is obeyed: that of the user's own threshold is literal text."""
    name = label(threshold)
    return name if threshold.key in THRESHOLDS else escape(name)


def limits(threshold: Threshold, now: float) -> tuple[float, float, float]:
    """Lowest and highest value of the slider and its step, `now` inside.

    Whole numbers for a threshold without decimals whose value has none.
    """
    low, high = _ends(threshold.column)
    finest = 10.0**-threshold.digits
    step = max(finest, 10 ** np.floor(np.log10(max(high - low, finest) / STEPS)))
    whole = step >= 1 and float(now).is_integer()
    if whole and threshold.column != "spend":
        low = max(low, 1.0)
    low, high = np.floor(min(low, now)), np.ceil(max(high, now, low + step) / step) * step
    return tuple(map(int if whole else float, (low, high, step)))


def _ends(column: str) -> tuple[float, float]:
    """From 0, or less where most values are below, to what all but one in a hundred reach."""
    possible = domain(column)
    if np.isfinite(possible.high):
        return possible.low, possible.high

    def build() -> tuple[float, float]:
        values = results.frame().get(column)
        if values is None or not pd.api.types.is_numeric_dtype(values):
            return 0.0, 1.0
        known = values.to_numpy(dtype=float)
        known = known[np.isfinite(known)]
        low, high = np.percentile(known, (50, 99)) if len(known) else (0.0, 1.0)
        return min(0.0, float(low)), max(0.0, float(high))

    return session.cached("limit", build, session.study().as_of, column)


def _set(key: str) -> None:
    put(key, session.chosen(f"threshold_{key}"))


def put(key: str, value: float) -> None:
    """Set a threshold in the draft."""
    if key == ACTIVE:
        session.change(active_days=max(1, round(value)))
    else:
        session.change(thresholds=session.study().thresholds | {key: float(value)})


def _reset() -> None:
    """Learn the thresholds on the sliders anew from these customers."""
    found, study = results.base(), session.study()
    active = rollup.active_days(found.gaps)
    learned = {
        key: one.learn(found.customers, found.gaps, active)
        for key, one in of_study(study).items()
        if key in THRESHOLDS and key != ACTIVE
    }
    session.change(
        thresholds=study.thresholds | learned,
        active_days=active if ACTIVE in of_study(study) else study.active_days,
    )
