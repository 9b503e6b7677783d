"""What the page shows of a scenario month by month: the metrics, their words and their rows."""

import pandas as pd

from loyalty import labels
from loyalty.language import mark
from loyalty.simulation import METRICS
from loyalty.simulation.result import MIX
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

GAIN, SEGMENTS = "gain", "segments"
LABELS = {GAIN: mark("Gain"), SEGMENTS: mark("Segment mix")}
UNITS = {
    GAIN: mark("money since the start: cash less points owed, above doing nothing"),
    SEGMENTS: mark("active customers of each segment at the month's end, medians"),
}
SINCE_START = (GAIN, "cash")  # the others are of one month, or as it ends
TEN, SMALL, LONG = 10, 1_000, 100_000  # below: with a decimal; in full; from: levels shortened
BANDS = ["p05", "p25", "p50", "p75", "p95"]


def shown() -> list[str]:
    """Gain first, then every metric the data allow, then the segments."""
    table = simulated.picture(simulated.BASE).table
    known = set(table["metric"])
    segments = [SEGMENTS] if any(key.startswith(MIX) for key in known) else []
    return [GAIN, *(key for key in METRICS if key in known), *segments]


def label(metric: str) -> str:
    """The name of a metric."""
    return _(LABELS[metric] if metric in LABELS else METRICS[metric][0])


def unit(metric: str) -> str:
    """What it counts."""
    return _(UNITS[metric] if metric in UNITS else METRICS[metric][1])


def axis(metric: str) -> str:
    """The title of its axis, with the currency where it is money."""
    counted = metric in (*simulated.COUNTED, SEGMENTS)
    return label(metric) if counted else words.in_currency(label(metric))


def is_share(metric: str) -> bool:
    """Whether it is written in per cent."""
    return metric == "retention"


def value(metric: str, number: float) -> str:
    """A level as people read it."""
    if is_share(metric):
        return words.percent(number, 1)
    if metric == "nps":
        return words.number(number, 1)
    if metric in simulated.COUNTED:
        return words.number(number) if abs(number) < LONG else words.compact(number)
    return words.amount(number)


def change(metric: str, number: float) -> str:
    """A difference as people read it, with its sign and unit."""
    size, code = short(metric, number), words.currency()
    if is_share(metric):
        return _("{number} points").format(number=_signed(100 * number, 2))
    return size if metric in simulated.COUNTED or not code else f"{code} {size}"


def short(metric: str, number: float) -> str:
    """A difference in a few letters, without its currency."""
    if is_share(metric):
        return _("{number} pt").format(number=_signed(100 * number, 2))
    if metric == "nps" or (metric in simulated.COUNTED and abs(number) < SMALL):
        return _signed(number, 1 if metric == "nps" or abs(number) < TEN else 0)
    return ("+" if number > 0 else "") + words.compact(number)


def _signed(number: float, digits: int) -> str:
    return ("+" if number > 0 else "") + words.number(number, digits)


def rows(metric: str, letter: str, differences: bool) -> pd.DataFrame:
    """Rows of a fan: the scenario `letter`, doing nothing, and medians of the others."""
    found = [_of(metric, letter, differences).assign(part="strategy")]
    if not differences and metric != GAIN:
        base = simulated.picture(simulated.BASE).table
        found.append(base[base["metric"] == metric].assign(part="base"))
    for other in simulated.scenarios():
        if other != letter:
            medians = _of(metric, other, differences)[["month", "p50"]]
            found.append(medians.assign(part=other))
    return pd.concat(found)[["month", "part", *BANDS]].assign(metric=metric)


def first_rows(metric: str, picture: simulated.Picture, differences: bool) -> pd.DataFrame:
    """Rows of a fan from one picture alone: its scenario, and doing nothing."""
    if metric == GAIN:
        found = picture.gains.assign(part="strategy")
    elif differences:
        found = picture.differences.query("metric == @metric").assign(part="strategy")
    else:
        found = picture.table.query("metric == @metric")
        base = found["strategy"] == simulated.BASE.strategy
        found = found.assign(part=base.map({True: "base", False: "strategy"}))
    return found[["month", "part", *BANDS]].assign(metric=metric)


def segment_rows(letter: str, differences: bool) -> pd.DataFrame:
    """Rows of the mix: the segments of one scenario."""
    table = _frame(letter, differences)
    parts = table[table["metric"].astype(str).str.startswith(MIX)]
    names = parts["metric"].str.removeprefix(MIX).map(lambda key: labels.segment(key, _))
    wanted = parts.assign(segment=names, metric=SEGMENTS)
    return wanted[["month", "segment", "p05", "p50", "p95", "metric"]]


def at_the_end(metric: str, letter: str) -> pd.Series | None:
    """Bands of the scenario's difference in the last month; None where it does nothing."""
    found = _of(metric, letter, differences=True)
    return None if found.empty else found.loc[found["month"].idxmax()]


def _of(metric: str, letter: str, differences: bool) -> pd.DataFrame:
    picture = simulated.picture(simulated.scenarios()[letter])
    if metric == GAIN:
        return picture.gains
    table = _frame(letter, differences)
    return table[table["metric"] == metric]


def _frame(letter: str, differences: bool) -> pd.DataFrame:
    """Levels (of the scenario alone) or differences, of all metrics."""
    picture = simulated.picture(simulated.scenarios()[letter])
    if differences:
        return picture.differences
    name = simulated.BASE.strategy
    own = picture.table[picture.table["strategy"] != name]
    return own if len(own) else picture.table
