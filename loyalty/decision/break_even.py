"""What must be true: the value of each assumption at which the scenario just pays for itself.

Each assumption is held at values across and beyond its range while all others keep their draws;
the median gain at the end is followed from value to value. Where it changes sign, the break-even
lies between (straight line). How far the evidence reaches it is the share of the assumption's own
distribution on the side of a gain. Fixed decisions of the business cannot turn out otherwise:
nothing is tried for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from loyalty.decision.levers import Bench, Lever, levers
from loyalty.simulation import Cells
from loyalty.simulation.draws import Z90
from loyalty.strategies.base import Array
from loyalty.study import Scenario, Study

DRAWS = 250
BEYOND = 2.0  # widths tried on either side of the range


@dataclass(frozen=True)
class BreakEven:
    """One assumption: values tried, the median gain at each, and where it is zero.

    `value` is None when the gain has one sign all over, and for a decision, which is only at its
    own value; `reached` is the share of the assumption's distribution with a gain.
    """

    lever: Lever
    values: tuple[float, ...]
    gains: tuple[float, ...]
    value: float | None
    reached: float

    @property
    def at_low(self) -> float:
        """Median gain at the low end of the range."""
        return float(np.interp(self.lever.chosen.range.low, self.values, self.gains))

    @property
    def at_high(self) -> float:
        """Median gain at its high end."""
        return float(np.interp(self.lever.chosen.range.high, self.values, self.gains))


def break_even(
    scenario: Scenario, study: Study, cells: Cells, draws: int = DRAWS
) -> Iterator[BreakEven]:
    """Each assumption of the scenario in turn, so that progress can be shown."""
    small = study.change(draws=min(draws, study.draws))
    bench = Bench(scenario, small, cells)
    for lever in levers(scenario, study, cells):
        values = (lever.middle,) if lever.decided else tried(lever)
        gains = [float(np.median(one)) for one in _gains(bench, lever, values)]
        value = crossing(values, gains, lever.middle)
        yield BreakEven(lever, values, tuple(gains), value, _reached(lever, values, gains))


def _gains(bench: Bench, lever: Lever, values: tuple[float, ...]) -> list[Array]:
    """Gain by draw at each value; a decision is as it is."""
    if lever.decided:
        return [bench.as_is]
    return [bench.gain(lever, value) for value in values]


def tried(lever: Lever) -> tuple[float, ...]:
    """The ends of the range, its middle, and values beyond, within what is possible; rising."""
    about, low, high = lever.chosen.assumption, lever.chosen.range.low, lever.chosen.range.high
    width = (high - low) or abs(lever.middle) or 1.0
    wanted = [low - BEYOND * width, low - width / 2, low, lever.middle, high]
    wanted += [high + width / 2, high + BEYOND * width]
    return tuple(float(one) for one in np.unique(np.clip(wanted, about.least, about.most)))


def crossing(values: tuple[float, ...], gains: list[float], near: float) -> float | None:
    """Where the gain is zero, nearest to `near`; None where it never is."""
    found = [
        low + (high - low) * (0 - first) / (second - first)
        for low, high, first, second in zip(
            values[:-1], values[1:], gains[:-1], gains[1:], strict=True
        )
        if first != second and min(first, second) <= 0 <= max(first, second)
    ]
    return min(found, key=lambda one: abs(one - near)) if found else None


def tornado(found: list[BreakEven]) -> pd.DataFrame:
    """One row per uncertain assumption, the widest first: action, assumption, at_low, at_high."""
    rows = [
        {"action": one.lever.action, "assumption": one.lever.key, "at_low": one.at_low,
         "at_high": one.at_high}
        for one in found
        if one.lever.chosen.range.low < one.lever.chosen.range.high
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["action", "assumption", "at_low", "at_high"])
    widest = (frame["at_high"] - frame["at_low"]).abs().sort_values(ascending=False, kind="stable")
    return frame.loc[widest.index].reset_index(drop=True)


def _reached(lever: Lever, values: tuple[float, ...], gains: list[float]) -> float:
    """Share of the assumption's normal distribution where the gain is above zero."""
    low, high = lever.chosen.range.low, lever.chosen.range.high
    if low == high:
        return float(np.interp(low, values, gains) > 0)
    centre, deviation = lever.middle, (high - low) / 2 / Z90
    points = centre + deviation * np.linspace(-4, 4, 801)
    about = lever.chosen.assumption
    gain = np.interp(np.clip(points, about.least, about.most), values, gains)
    edges = np.append(-np.inf, (points[:-1] + points[1:]) / 2)
    weight = np.diff(ndtr((np.append(edges, np.inf) - centre) / deviation))
    return float(weight[gain > 0].sum())
