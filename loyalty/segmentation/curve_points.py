"""What a picture of a size curve needs: the steps that can be seen, and those that stand out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from loyalty.segmentation.curve import Curve
from loyalty.segmentation.solve import finite, round_values

OF_BASE = 0.05
OF_SEGMENT = 0.2
FEWEST = 10
MOST_CLIFFS = 20
TAIL = 0.01
EDGE = 0.03


def thin(
    curve: Curve, segment: str, points: int = 400, window: tuple[float, float] | None = None
) -> pd.DataFrame:
    """The curve of one segment as a picture `points` pixels wide can show it.

    Each pixel keeps its first, last, smallest and largest size, so that no step that can be seen
    is lost (M4: Jugel et al., VLDB 2014); the present value and the cliffs are always kept.

    Returns one row for each step kept, in rising order: start and end (between which the size
    holds, within the window), value (a round threshold there), size, change (at the start), tied
    (customers who change segment at the start), now, cliff.
    """
    steps = _steps(curve, segment)
    low, high = window or visible(steps)
    pieces = finite(steps).within(low, high)
    size = steps.sizes[segment].to_numpy()
    found = pd.DataFrame(
        {
            "start": pieces.low,
            "size": size,
            "change": np.diff(size, prepend=size[0]),
            "tied": steps.moved,
            "now": _marked(len(size), [steps.piece(steps.now)]),
            "cliff": _marked(len(size), _cliffs(steps, segment)),
        }
    )
    inside = np.flatnonzero(pieces.some(steps.whole))
    pixel = ((pieces.low[inside] - low) / (high - low) * points).astype(int)
    always = found["now"] | found["cliff"] | found["cliff"].shift(-1, fill_value=False)
    rows = np.union1d(inside[_seen(size[inside], pixel)], inside[always.iloc[inside]])
    kept = found.iloc[rows].reset_index(drop=True)
    kept.insert(1, "end", np.append(kept["start"].iloc[1:], high))
    kept.insert(2, "value", round_values(steps, pieces.take(rows)))
    return kept


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
