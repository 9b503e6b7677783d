"""Durations are kept in minutes: the unit that a column's name states, and how to get there."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from loyalty.language import mark

# (unit in lower-case names, how many of it make a minute, what is reported)
UNITS = tuple(
    (re.compile(rf"(?<![a-z'’])(?:{english})(?![a-z])|{chinese}"), per_minute, report)
    for english, chinese, per_minute, report in (
        ("ms|millis|msecs?|milliseconds?", "毫秒", 60_000.0,
         mark("Milliseconds were converted to minutes.")),
        ("s|secs?|seconds?", "秒", 60.0, mark("Seconds were converted to minutes.")),
        ("h|hrs?|hours?", "小时", 1 / 60, mark("Hours were converted to minutes.")),
    )
)  # fmt: skip


def unit(name: str) -> tuple[float, str]:
    """How many of a column's unit make a minute, and what to report of it.

    A name that states no unit, or minutes, means minutes: 1 and nothing to report.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    found = ((per, report) for pattern, per, report in UNITS if pattern.search(words))
    return next(found, (1.0, ""))


def minutes(values: pa.Array, per_minute: float) -> pa.Array:
    """Numbers of a unit as minutes."""
    return pc.divide(values.cast(pa.float64()), per_minute)
