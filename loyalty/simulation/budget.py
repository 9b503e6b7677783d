"""A budget: how far the actions of a scenario can be carried for the money there is.

Cost grows with reach, media and field work too; fixed costs do not. The reach of all actions is cut
by one factor so that the expected cost of all months meets the budget. It is found on the first
`DRAWS` draws.
"""

from dataclasses import replace

import numpy as np

from loyalty.simulation import draws
from loyalty.simulation.actions import Placed, Plan
from loyalty.simulation.block import Rates, Trajectory, live
from loyalty.simulation.cells import Cells
from loyalty.simulation.result import METRICS, PLACE
from loyalty.strategies.base import Baseline

DRAWS = 250
CLOSE = 1e-3  # of the budget
STEPS = 8


def within(
    plan: Plan, budget: float | None, cells: Cells, base: Baseline, luck: draws.Luck
) -> Plan:
    """The plan with its reach cut to the budget; the plan itself where the money is enough."""
    if budget is None:
        return plan
    return carried(plan, Purse(cells, base, luck).affordable(plan, budget))


def carried(plan: Plan, share: float) -> Plan:
    """The plan at a share of its reach; nothing is done where not even its fixed costs are paid."""
    return scaled(plan, share) if share > 0 else Plan()


class Purse:
    """What plans cost in one world."""

    def __init__(self, cells: Cells, base: Baseline, luck: draws.Luck) -> None:
        self.rates, self.luck = Rates.of(cells, base), luck
        self.segments = len(cells.segments)

    def affordable(self, plan: Plan, budget: float) -> float:
        """The share of its reach that the budget pays; 0 when it does not pay the fixed costs.

        False position on the cost, which is nearly linear in the reach.
        """
        low, high, at_high = 0.0, 1.0, self.cost(plan)
        if at_high <= budget:
            return 1.0
        at_low = self.cost(scaled(plan, low))
        if at_low >= budget:
            return 0.0
        share = low
        for _step in range(STEPS):
            share = low + (high - low) * (budget - at_low) / max(at_high - at_low, 1e-12)
            spent = self.cost(scaled(plan, share))
            if abs(spent - budget) <= CLOSE * budget:
                break
            low, at_low, high, at_high = (
                (share, spent, high, at_high) if spent < budget else (low, at_low, share, spent)
            )
        return float(np.clip(share, 0, 1))

    def cost(self, plan: Plan) -> float:
        """Expected cost of all months."""
        months, _cells, size = self.luck.stay.shape
        part = slice(0, min(DRAWS, size))
        path = np.zeros((len(METRICS), months, part.stop))
        mix = np.zeros((self.segments, months, part.stop), dtype=np.float32)
        live(self.rates, plan, self.luck.part(part), part, Trajectory(path, mix))
        return float(path[PLACE["cost"]].sum(axis=0).mean())


def scaled(plan: Plan, share: float) -> Plan:
    """The plan carried to a share of its reach."""

    def cut(placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
        return tuple(
            replace(one, weight=one.weight * np.float32(share), new=one.new * share)
            for one in placed
        )

    if share == 1:
        return plan
    return replace(plan, placed=cut(plan.placed), ended=cut(plan.ended))
