"""What the scenarios bring beyond doing nothing: over time, and against the rest of the shelf."""

import pandas as pd
import streamlit as st

from loyalty.charts import gain
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _

BANDS = ["p05", "p25", "p50", "p75", "p95"]


def show() -> None:
    """The paired difference by month, and the ranking at the end."""
    left, right = st.columns(2)
    with left:
        st.subheader(_("Gain month by month"))
        _course()
    with right:
        st.subheader(
            _("All strategies after {months} months").format(months=session.study().months)
        )
        _ranking()
    st.caption(
        _(
            "Every future is compared with the same future without the strategy, so the bands of"
            " the gain are narrower than those above. Line: median; dark: 50 %; pale: 90 %."
        )
    )


def _course() -> None:
    labels = tuple(simulated.names().values())
    frames = [
        one.gains.assign(label=label)
        for label, one in zip(labels, simulated.pictures().values(), strict=True)
    ]
    frame = pd.concat(frames, ignore_index=True)[["month", "label", *BANDS]]
    alt = _("Gain over doing nothing by month, with 50 and 90 % bands")
    session.chart(gain.draw, frame, "gain_course", alt, labels=labels)


def _ranking() -> None:
    names = simulated.names()
    rows = simulated.decisions().sort_values("gain_p50", ascending=False, kind="stable")
    labels = [names[name] for name in rows["strategy"]]
    places = {name: place for place, name in enumerate(names)}
    frame = rows[["chance", *[f"gain_{band}" for band in BANDS]]].set_axis(
        ["chance", *BANDS], axis=1
    )
    frame = frame.assign(label=labels, colour=[places.get(name, -1) for name in rows["strategy"]])
    alt = _("Gain of every strategy at the end, with 50 and 90 % ranges")
    session.chart(gain.rank, frame, "gain_rank", alt, labels=tuple(labels))
