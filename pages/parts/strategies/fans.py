"""Every metric at once as small pictures over the months, and one of them large."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty import labels
from loyalty.charts import fan, segment_mix, theme
from loyalty.language import sentences
from loyalty.segmentation.schemes import colours
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies import metrics

COLUMNS, HEIGHT = 4, 190  # small pictures in a row; pixels of the large one
LEVELS, DIFFERENCES = "levels", "differences"


def show(place: DeltaGenerator) -> None:
    """The metric looked at in its place, then all of them; a click on a small one enlarges it."""
    with place.container(gap="xsmall"):
        large(simulated.current(), looked_at())
    letter, shown = simulated.current(), metrics.shown()
    with st.container(gap="xxsmall"):
        for start in range(0, len(shown), COLUMNS):
            columns = st.columns(COLUMNS, gap="xsmall")
            for metric, column in zip(shown[start : start + COLUMNS], columns, strict=False):
                with column.container(gap=None):
                    _stamp(letter, metric)
    st.caption(_reading(looked_at()))


def first(place: DeltaGenerator) -> None:
    """The metric looked at in the first few futures, labelled, while all are simulated."""
    letter = simulated.current()
    picture = simulated.first_look(simulated.scenarios()[letter])
    if picture is None:
        return
    metric = looked_at() if looked_at() != metrics.SEGMENTS else metrics.GAIN
    few, all_of = simulated.FIRST_DRAWS, session.study().draws
    with place.container(gap="xsmall"):
        said = _("First picture from {few} of {all} possible futures; the rest is on its way …")
        st.markdown(said.format(few=words.number(few), all=words.number(all_of)))
        alt = _("{metric} by month, a first picture").format(metric=metrics.label(metric))
        _fan(
            "first_picture",
            letter,
            metric,
            metrics.first_rows(metric, picture, _differences()),
            alt,
        )


def looked_at() -> str:
    """The metric that is shown large; the link remembers it."""
    asked = session.linked("metric")
    return asked if asked in metrics.shown() else metrics.GAIN


def large(letter: str, metric: str) -> None:
    """One metric with its axis titles and what it comes to at the end."""
    st.markdown(_at_the_end(letter, metric))
    if metric == metrics.SEGMENTS:
        title = _("Active customers")
        _segments(letter, segment_mix.draw, "large_segments", title=title, height=HEIGHT)
        return
    alt = _("{metric} by month under {scenario}, against doing nothing").format(
        metric=metrics.label(metric), scenario=simulated.label(letter)
    )
    _fan("large", letter, metric, metrics.rows(metric, letter, _differences()), alt)


def _fan(key: str, letter: str, metric: str, rows: pd.DataFrame, alt: str) -> None:
    title = metrics.axis(metric)
    style = _style(letter, metric)
    session.chart(fan.draw, rows, key, alt, title=title, height=HEIGHT, **style)


def _reading(metric: str) -> str:
    unit = _("{metric}: {unit}.").format(metric=metrics.label(metric), unit=metrics.unit(metric))
    if metric == metrics.SEGMENTS:
        return unit
    how = _("Line: median; dark: 50 %, pale: 90 % of futures; thin lines: the other scenarios.")
    if _differences() or metric == metrics.GAIN:
        against = _("Zero: the same future without the strategy, future by future.")
    else:
        against = _(
            "Grey: doing nothing. Both share one uncertain future, so the bands overlap; judge by"
            " the difference."
        )
    beside = _("Beside a name: its median in the last month; gain and cash since the start.")
    return sentences([unit, how, against, beside], _)


def controls() -> None:
    """The metric that is large; differences from doing nothing, or levels."""
    left, right = st.columns(2, vertical_alignment="center")
    key = f"large_metric_{session.language()}"
    left.selectbox(
        _("Metric"),
        metrics.shown(),
        format_func=metrics.label,
        key=session.bind(key, looked_at()),
        on_change=lambda: session.link("metric", session.chosen(key)),
        label_visibility="collapsed",
    )
    names = {DIFFERENCES: _("Difference"), LEVELS: _("With / without")}
    right.segmented_control(
        _("Against doing nothing"),
        list(names),
        format_func=names.get,
        key=session.bind("fan_view", DIFFERENCES if _differences() else LEVELS),
        on_change=lambda: session.link("fans", session.chosen("fan_view")),
        required=True,
        label_visibility="collapsed",
    )


def _differences() -> bool:
    return session.linked("fans") != LEVELS


def _stamp(letter: str, metric: str) -> None:
    """A small picture under its name and its median change at the end."""
    is_large = metric == looked_at()
    st.button(
        f"{metrics.label(metric)} {_at_last(letter, metric)}",
        key=f"enlarge_{metric}",
        type="tertiary",
        help=_("See it large: {unit}").format(unit=metrics.unit(metric)),
        on_click=session.link,
        args=("metric", metric),
        disabled=is_large,
    )
    key = f"stamp_{metric}_{is_large}"
    if metric == metrics.SEGMENTS:
        _segments(letter, segment_mix.small, key)
        return
    alt = _("{metric} by month, small").format(metric=metrics.label(metric))
    session.pick_chart(
        fan.small,
        metrics.rows(metric, letter, _differences()),
        key,
        alt,
        on_pick=_enlarge,
        **_style(letter, metric),
    )


def _enlarge(point: dict[str, Any]) -> None:
    session.link("metric", str(point.get("metric", "")))


def _style(letter: str, metric: str) -> dict[str, Any]:
    return {
        "place": simulated.LETTERS.index(letter),
        "share": metrics.is_share(metric),
        "zero": _differences() or metric == metrics.GAIN,
    }


def _segments(letter: str, draw: Any, key: str, **options: Any) -> None:
    mapping = colours(session.study())
    keys = list(simulated.cells().segments)
    alt = _("Active customers of each segment by month")
    shared = {
        "names": tuple(labels.segment(one, _) for one in keys),
        "colours": tuple(theme.colour(mapping, one) for one in keys),
        "zero": _differences(),
    }
    frame = metrics.segment_rows(letter, _differences())
    if draw is segment_mix.small:
        session.pick_chart(draw, frame, key, alt, on_pick=_enlarge, **shared)
    else:
        session.chart(draw, frame, key, alt, **shared, **options)


def _at_last(letter: str, metric: str) -> str:
    """The median change at the end in a few letters; nothing where nothing changes."""
    if metric == metrics.SEGMENTS:
        return ""
    last = metrics.at_the_end(metric, letter)
    return "" if last is None else escape(metrics.short(metric, last["p50"]))


def _at_the_end(letter: str, metric: str) -> str:
    """The metric at the end without and with the scenario; paired, so medians add up."""
    if metric == metrics.SEGMENTS:
        return escape(simulated.label(letter))
    months = session.study().months
    last = metrics.at_the_end(metric, letter)
    if last is None:
        return _("{letter} does nothing.").format(letter=letter)
    change = metrics.change(metric, last["p50"])
    low, high = (metrics.short(metric, last[one]) for one in ("p05", "p95"))
    if metric == metrics.GAIN:
        return _("{letter}: **{change}** by month {month} (90 %: {low} to {high})").format(
            letter=letter, change=change, month=months, low=low, high=high
        )
    base = simulated.picture(simulated.BASE).table
    before = base.query("metric == @metric and month == @months")["p50"].iloc[0]
    return _(
        "{letter}, month {month}: {before} → **{after}** ({change}; 90 %: {low} to {high})"
    ).format(
        letter=letter,
        month=months,
        before=metrics.value(metric, before),
        after=metrics.value(metric, before + last["p50"]),
        change=change,
        low=low,
        high=high,
    )
