"""Phases: what a pilot with a stop rule brings, for any limit of the rule.

A draw is stopped or it is not: where the pilot is seen below the limit its gain is that of stopping
after the pilot, elsewhere that of going on. So three simulations under the same luck (doing
nothing, the pilot alone, all phases) tell the gain under every limit, draw by draw, as simulating
the scenario with that limit would.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.simulation import Cells, Result, pilot, timing
from loyalty.simulation.model import BASE, planned, simulate, usual
from loyalty.strategies.base import Array
from loyalty.study import Phases, Scenario, Study

NAMES = ("before", "preparation", "pilot", "roll_out", "whole")
LIMITS = 41


@dataclass(frozen=True)
class Ruled:
    """What a stop rule does: share of draws stopped, mean gain and chance of a loss with it."""

    stopped: float
    gain: float
    loss: float


@dataclass(frozen=True)
class Piloted:
    """Per draw: what is seen of the pilot, and the gain at the end if stopped, and if gone on with.

    `seen` is the margin gained for each unit of money spent in preparation and pilot; 1 brings
    the money back. It is infinite, with the sign of the gain, where almost nothing is spent.
    """

    seen: Array
    stopped: Array
    whole: Array

    def under(self, limit: float | None) -> Array:
        """The gain at the end under a limit, (draws); without one nothing is stopped."""
        if limit is None:
            return self.whole
        return np.where(self.seen >= limit, self.whole, self.stopped)

    def ruled(self, limit: float | None) -> Ruled:
        """The figures of a limit."""
        gain = self.under(limit)
        stopped = 0.0 if limit is None else float((self.seen < limit).mean())
        return Ruled(stopped, float(gain.mean()), float((gain < 0).mean()))

    def worth(self, limit: float) -> Array:
        """What the rule gains over never stopping, (draws)."""
        return self.under(limit) - self.whole

    @property
    def unpriced(self) -> float:
        """Share of draws in which almost nothing is spent: the sign of the gain decides."""
        return float(np.isinf(self.seen).mean())

    def limits(self) -> pd.DataFrame:
        """Limits over the finite range of what is seen: limit, stopped, worth (mean), loss."""
        finite = self.seen[np.isfinite(self.seen)]
        ends = np.percentile(finite, [1, 99]) if len(finite) else [0.0, 1.0]
        low, high = min(0.0, float(ends[0])), max(1.0, float(ends[1]))
        found = [(one, self.ruled(one)) for one in np.linspace(low, high, LIMITS)]
        rows = [
            (limit, one.stopped, one.gain - float(self.whole.mean()), one.loss)
            for limit, one in found
        ]
        return pd.DataFrame(rows, columns=["limit", "stopped", "worth", "loss"])


def piloted(scenario: Scenario, study: Study, cells: Cells) -> Piloted:
    """The pilot of a scenario with phases, whatever its own limit is."""
    free = scenario.model_copy(
        update={"phases": (scenario.phases or Phases()).model_copy(update={"stop_below": None})}
    )
    base, luck, without = usual(cells, study)
    plan = planned(free, study, cells, base, luck, without)
    whole = simulate(cells, base, plan, luck)
    ended = simulate(cells, base, pilot.only(plan, study), luck)
    paths = {BASE.strategy: without.path, "stopped": ended.path, "whole": whole.path}
    result = Result(paths, start=float(base.customers[base.active].sum()))
    seen = pilot.seen_return(plan, free, study, cells, base, ended, without)
    return Piloted(seen, result.gain("stopped")[-1], result.gain("whole")[-1])


def months(scenario: Scenario, count: int) -> pd.DataFrame:
    """Reach of the first action in each month, in per cent: month (from 1), reach, phase.

    Phases are `NAMES`: before the start, preparation, pilot, roll-out, and at full reach.
    """
    when = timing.times(scenario, count)[0]
    reach = timing.reached(scenario, when, count) * scenario.reach
    month = np.arange(count)
    phases = scenario.phases or Phases(preparation=0, pilot=0, roll_out=0)
    lengths = [timing.opening(scenario), phases.preparation, phases.pilot, phases.roll_out]
    place = np.searchsorted(np.cumsum(lengths), month, side="right")
    on = (month >= when.begins) & (month < when.ends)
    return pd.DataFrame(
        {"month": month + 1, "reach": reach * on, "phase": [NAMES[one] for one in place]}
    )
