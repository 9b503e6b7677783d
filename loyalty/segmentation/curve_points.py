"""What a picture of a size curve needs: the steps that can be seen, and those that stand out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from loyalty.segmentation.curve import Curve
from loyalty.segmentation.round_numbers import Intervals
from loyalty.segmentation.solve import round_values

OF_BASE = 0.05
OF_SEGMENT = 0.2
FEWEST = 10
MOST_CLIFFS = 20
TAIL = 0.01
EDGE = 0.03
NARROWEST = 1 / 300  # of the picture: what a pointer can hit
COLUMNS = (
    "start", "end", "value", "size", "change", "tied", "now", "cliff", "left", "right",
)  # fmt: skip


def thin(
    curve: Curve, segment: str, points: int = 400, window: tuple[float, float] | None = None
) -> pd.DataFrame:
    """The curve of one segment as a picture `points` pixels wide can show it.

    Each pixel keeps its first, last, smallest and largest size, so that no step that can be seen
    is lost (M4: Jugel et al., VLDB 2014); the present value and the cliffs are always kept.

    Returns one row for each step kept, in rising order: start and end (between which the size
    holds, within the window), value (a round threshold there), size, change (at the start), tied
    (customers who change segment at the start), now, cliff; left and right: where a pointer reads
    the step, missing where it reads a rounder value of the same pixel.
    """
    steps = _steps(curve, segment)
    low, high = window or visible(steps)
    pieces = steps.intervals().within(max(low, steps.least), min(high, steps.most))
    found = _described(steps, segment, pieces)
    inside = np.flatnonzero(pieces.some(steps.whole))
    pixel = ((pieces.low[inside] - low) / (high - low) * points).astype(int)
    read = _read(steps, pieces, found, inside, np.linspace(low, high, points + 1))
    always = found["now"] | found["cliff"] | found["cliff"].shift(-1, fill_value=False)
    seen = inside[_seen(found["size"].to_numpy()[inside], pixel)]
    rows = np.unique(np.concatenate([seen, inside[always.iloc[inside]], read.index]))
    kept = found.iloc[rows].assign(value=round_values(steps, pieces.take(rows)))
    kept = kept.assign(end=np.append(kept["start"].iloc[1:], high), left=np.nan, right=np.nan)
    kept.loc[read.index, ["value", "left", "right"]] = read
    return kept[list(COLUMNS)].reset_index(drop=True)


def _described(steps: Curve, segment: str, pieces: Intervals) -> pd.DataFrame:
    """Every step with its size, its change and whether it stands out."""
    size = steps.sizes[segment].to_numpy()
    return pd.DataFrame(
        {
            "start": pieces.low,
            "size": size,
            "change": np.diff(size, prepend=size[0]),
            "tied": steps.moved,
            "now": _marked(len(size), [steps.piece(steps.now)]),
            "cliff": _marked(len(size), _cliffs(steps, segment)),
        }
    )


def _read(
    steps: Curve, pieces: Intervals, found: pd.DataFrame, inside: np.ndarray, edges: np.ndarray
) -> pd.DataFrame:
    """What a pointer reads: value, left and right by row.

    A step that reaches into the next pixel is read by itself. Of steps within one pixel it is the
    present value, else the cliff, else the roundest value.
    """
    own = pieces.take(inside)
    pixel, ends = (np.searchsorted(edges, one, "right") for one in (own.low, own.high))
    first = np.flatnonzero((np.diff(pixel, prepend=-1) != 0) | (ends > pixel))
    last = np.append(first[1:], len(inside)) - 1
    joint = Intervals(own.low[first], own.high[last], own.low_open[first], own.high_open[last])
    value = round_values(steps, joint)
    cliff = np.flatnonzero(found["cliff"].iloc[inside])
    group = np.searchsorted(first, cliff, "right") - 1
    free = value[group] != steps.now
    value[group[free]] = round_values(steps, own.take(cliff[free]))
    left = np.where(first == last, own.low[first], edges[pixel[first] - 1])
    some = ~np.isnan(value)
    rows = [steps.piece(one) for one in value[some]]
    left, right = _apart(left[some], edges[-1], (joint.low == joint.high)[some])
    return pd.DataFrame({"value": value[some], "left": left, "right": right}, index=rows)


def _apart(left: np.ndarray, end: float, single: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Left and right of each column; one for a single value takes some of its neighbours."""
    bounds = np.append(left, end)
    half = NARROWEST * (end - bounds[0]) / 2
    bounds[:-1][single] -= half
    bounds[1:][single] += half
    return bounds[:-1], bounds[1:]


def cliffs(curve: Curve, segment: str) -> pd.DataFrame:
    """Values at which the size of a segment jumps, the largest jumps first, at most `MOST_CLIFFS`.

    A jump is a cliff above 5 % of all customers or 20 % of the segment as it is now, and of at
    least `FEWEST` customers. Columns value, jump, tied: customers who change segment there.
    """
    steps = _steps(curve, segment)
    rows = _cliffs(steps, segment)
    jump = np.diff(steps.sizes[segment].to_numpy())[rows - 1]
    return pd.DataFrame({"value": steps.starts[rows], "jump": jump, "tied": steps.moved[rows]})


def _marked(size: int, rows: Sequence[int] | np.ndarray) -> np.ndarray:
    marked = np.zeros(size, dtype=bool)
    marked[rows] = True
    return marked


def visible(curve: Curve) -> tuple[float, float]:
    """From where to where the sizes change, but for 1 % of the moves at each end; `now` inside."""
    moved = np.cumsum(curve.moved)
    rows = np.searchsorted(moved, np.array([TAIL, 1 - TAIL]) * moved[-1])
    ends = np.append(curve.starts[rows[rows > 0]], curve.now)
    low, high = float(ends.min()), float(ends.max())
    edge = EDGE * (high - low) or max(1.0, abs(high) / 10)
    low, high = max(low - edge, min(low, 0.0), curve.least), min(high + edge, curve.most)
    return (float(np.floor(low)), float(np.ceil(high))) if curve.whole else (low, high)


def _steps(curve: Curve, segment: str) -> Curve:
    """The curve with the pieces of one segment only: neighbours of equal size are joined."""
    sizes = curve.sizes[[segment]]
    rows = np.append(0, 1 + np.flatnonzero(np.diff(sizes[segment].to_numpy())))
    return replace(
        curve,
        starts=curve.starts[rows],
        open=curve.open[rows],
        sizes=sizes.iloc[rows],
        moved=curve.moved[rows],
    )


def _cliffs(steps: Curve, segment: str) -> np.ndarray:
    """Rows of the pieces that begin with a cliff, the largest jumps first."""
    size = steps.sizes[segment].to_numpy()
    jump = np.abs(np.diff(size, prepend=size[0]))
    least = min(OF_BASE * steps.customers, OF_SEGMENT * steps.size(segment))
    order = np.argsort(-jump, kind="stable")[:MOST_CLIFFS]
    return order[(jump[order] > least) & (jump[order] >= FEWEST)]


def _seen(size: np.ndarray, pixel: np.ndarray) -> np.ndarray:
    """Rows that a picture shows: first, last, smallest and largest of each pixel."""
    first = np.flatnonzero(np.diff(pixel, prepend=-1))
    last = np.append(first[1:], len(pixel)) - 1
    group = np.cumsum(np.diff(pixel, prepend=-1) != 0) - 1
    extremes = []
    for extreme in (np.minimum, np.maximum):
        rows = np.flatnonzero(size == extreme.reduceat(size, first)[group])
        extremes.append(rows[np.unique(group[rows], return_index=True)[1]])
    return np.unique(np.concatenate([first, last, *extremes]))
