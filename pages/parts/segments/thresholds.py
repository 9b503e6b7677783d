"""The numbers that segment rules share, each on a slider."""

import numpy as np
import streamlit as st

from loyalty import rollup, segmentation
from loyalty.segments import THRESHOLDS, Threshold
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

STEPS = 200


def show() -> None:
    """One slider per threshold; a change goes into the draft at once."""
    st.subheader(_("Thresholds"))
    now = segmentation.thresholds(session.study())
    for key, threshold in THRESHOLDS.items():
        low, high, step = limits(threshold.column, now[key])
        st.slider(
            _label(threshold),
            low,
            high,
            key=session.bind(f"threshold_{key}", type(step)(now[key])),
            step=step,
            format="localized",
            help=_(threshold.meaning),
            on_change=_set,
            args=(key,),
        )
    st.button(
        _("Back to the default thresholds"),
        icon=":material/restart_alt:",
        on_click=_reset,
        type="tertiary",
    )


def limits(column: str, now: float) -> tuple[float, float, float]:
    """Lowest and highest value of the slider and its step; whole numbers, and `now` inside."""
    values = results.base().customers[column].to_numpy()
    top = session.cached("limit", lambda: _top(values), session.study().as_of, column)
    step = max(1, int(10 ** np.floor(np.log10(max(top, 1) / STEPS))))
    high = int(np.ceil(max(top, now, step) / step) * step)
    lowest = 0 if column == "spend" else 1
    return min(lowest, int(np.floor(now))), high, 1 if (now - lowest) % step else step


def _top(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(np.percentile(known, 99)) if len(known) else 1.0


def _label(threshold: Threshold) -> str:
    label = _(threshold.label)
    units = {"recency_days": _("days"), "tenure_days": _("days"), "spend": words.currency()}
    unit = units.get(threshold.column)
    return _("{label} ({unit})").format(label=label, unit=escape(unit)) if unit else label


def _set(key: str) -> None:
    value = session.chosen(f"threshold_{key}")
    if key == "active_days":
        session.change(active_days=max(1, int(value)))
    else:
        session.change(thresholds=session.study().thresholds | {key: float(value)})


def _reset() -> None:
    found = results.base()
    active = rollup.active_days(found.gaps)
    learned = segmentation.learn_thresholds(found.customers, found.gaps, active)
    session.change(thresholds=learned, active_days=active)
