"""Durations from minutes to years on one scale: places by the logarithm, ticks people know."""

import json
from collections.abc import Iterable

import altair as alt
import numpy as np
import pandas as pd

from loyalty.language import Translate, mark

MINUTE, DAY = 1 / 60, 24.0
TICKS = {
    mark("1 minute"): MINUTE,
    mark("1 hour"): 1.0,
    mark("1 day"): DAY,
    mark("1 week"): 7 * DAY,
    mark("1 month"): 30 * DAY,
    mark("1 year"): 365 * DAY,
    mark("10 years"): 3650 * DAY,
}
Domain = tuple[float, float]


def place(hours: pd.Series) -> pd.Series:
    """Where durations stand; below a minute, at the minute."""
    return pd.Series(np.log10(hours.clip(lower=MINUTE)), index=hours.index)


def domain(places: Iterable[float]) -> Domain:
    """Ends that lie on ticks and hold all places; a day to a year without any."""
    known = [one for one in places if one == one]
    ticks = np.log10(list(TICKS.values()))
    low, high = (min(known), max(known)) if known else (ticks[2], ticks[5])
    below, above = ticks[ticks <= low + 1e-9], ticks[ticks > low]
    start = float(below.max(initial=ticks[0]))
    beyond = above[above >= high - 1e-9]
    return start, float(beyond.min()) if len(beyond) else max(high, start + 1)


def tick_rows(ends: Domain, field: str, _: Translate = str) -> pd.DataFrame:
    """Rows part = tick: a place (0 to 1 of the domain) in `field`, and its name as label."""
    inside = _inside(ends)
    shares = [(at - ends[0]) / (ends[1] - ends[0]) for at in inside.values()]
    return pd.DataFrame({"part": "tick", field: shares, "label": [_(name) for name in inside]})


def axis(ends: Domain, _: Translate = str) -> alt.Axis:
    """An axis of places with the names of the ticks within the domain."""
    inside = _inside(ends)
    names = json.dumps([_(name) for name in inside], ensure_ascii=False)
    found = f"{names}[indexof({list(inside.values())}, datum.value)]"
    return alt.Axis(values=list(inside.values()), labelExpr=found, orient="top", labelOverlap=True)


def _inside(ends: Domain) -> dict[str, float]:
    """The ticks within the domain with their places."""
    places = {name: round(float(np.log10(hours)), 6) for name, hours in TICKS.items()}
    return {name: at for name, at in places.items() if ends[0] - 1e-5 <= at <= ends[1] + 1e-5}
