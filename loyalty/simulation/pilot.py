"""Phases with a stop rule: the roll-out begins only where the pilot was seen to pay.

The pilot is lived through in every draw. What is seen of it is its true gain in that draw and the
noise of comparing a pilot group with an equal group without it: twice the variance of the sales of
so many orders. Where the gain seen for each unit spent is below the limit, everything stops, as if
it had been meant to last so long: what the pilot leaves behind, such as orders pulled forward and
effects that fade, stays with those who were in it.
"""

from dataclasses import replace

import numpy as np

from loyalty.simulation import draws
from loyalty.simulation.actions import Plan
from loyalty.simulation.block import Trajectory
from loyalty.simulation.cells import Cells
from loyalty.simulation.result import PLACE
from loyalty.simulation.timing import end
from loyalty.strategies.base import Array, Baseline
from loyalty.study import Scenario, Study

LEAST = 1e-4  # of the sales to the pilot group; less is almost nothing spent


def only(plan: Plan, study: Study) -> Plan:
    """The plan that is stopped at the end of the pilot in every draw."""
    return replace(plan, go=np.zeros(study.draws, dtype=np.float32))


def seen_return(
    scenario: Scenario,
    study: Study,
    cells: Cells,
    base: Baseline,
    piloted: Trajectory,
    without: Trajectory,
) -> Array:
    """Gain in margin seen in the pilot for each unit spent on it, per draw.

    Where almost nothing is spent it is infinite, with the sign of the gain: whatever the limit, the
    gain is compared with zero. Without a pilot nothing is seen that could stop anything: infinite.
    """
    if scenario.phases and not scenario.phases.pilot:
        return np.full(study.draws, np.inf)
    months = slice(0, max(end(scenario), 1))
    gain = _sum(piloted, "margin", months) - _sum(without, "margin", months)
    spent = _sum(piloted, "cost", months)
    share = scenario.phases.pilot_reach / 100 if scenario.phases else 1.0
    orders = share * _sum(without, "orders", months)
    each = np.square(base.order_value) + cells.amount_noise**2
    noise = np.abs(base.margin) * np.sqrt(2 * orders * each)
    luck = draws.stream(study, "pilot").standard_normal(study.draws)
    return _each(gain + noise * luck, spent, LEAST * share * _sum(without, "revenue", months))


def gated(plan: Plan, scenario: Scenario, seen: Array) -> Plan:
    """The plan that stops, in every draw whose pilot was seen below the limit, at its end."""
    limit = scenario.phases.stop_below if scenario.phases else None
    if limit is None:
        return plan
    return replace(plan, go=(seen >= limit).astype(np.float32))


def _each(gain: Array, spent: Array, least: Array) -> Array:
    """Gain for each unit spent; infinite with the sign of the gain where less than `least` is."""
    enough = spent > least
    each = np.where(gain < 0, -np.inf, np.inf)
    return np.divide(gain, spent, out=each, where=enough)


def _sum(one: Trajectory, metric: str, months: slice) -> Array:
    return one.path[PLACE[metric], months].sum(axis=0)
