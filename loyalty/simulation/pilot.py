"""Phases with a stop rule: the roll-out begins only where the pilot was seen to pay.

The pilot is lived through in every draw. What is seen of it is its true gain in that draw and the
noise of comparing a pilot group with an equal group without it: twice the variance of the sales of
as many orders as its customers make in its months. Where the gain seen for each unit spent is below
the limit, everything stops, as if it had been meant to last so long: what the pilot leaves behind,
such as orders pulled forward and effects that fade, stays with those who were in it.
"""

from dataclasses import replace

import numpy as np

from loyalty.simulation import draws
from loyalty.simulation.actions import Plan
from loyalty.simulation.block import Trajectory
from loyalty.simulation.cells import Cells
from loyalty.simulation.result import PLACE
from loyalty.simulation.timing import end, ready
from loyalty.strategies.base import Array, Baseline
from loyalty.study import Scenario, Study

LEAST = 1e-4  # of the sales to the pilot group; less is almost nothing spent


def only(plan: Plan, study: Study) -> Plan:
    """The plan that is stopped at the end of the pilot in every draw."""
    return replace(plan, go=np.zeros(study.draws, dtype=np.float32))


def seen_return(
    plan: Plan,
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
    share = in_pilot(plan, scenario, cells, base)[months, None]
    orders, sales = (_sum(without, name, months, share) for name in ("orders", "revenue"))
    each = np.square(base.order_value) + cells.amount_noise**2
    noise = np.abs(base.margin) * np.sqrt(2 * orders * each)
    luck = draws.stream(study, "pilot").standard_normal(study.draws)
    return _each(gain + noise * luck, spent, LEAST * sales)


def in_pilot(plan: Plan, scenario: Scenario, cells: Cells, base: Baseline) -> Array:
    """Share of each month's orders that comes from customers in the pilot, (months,).

    By the orders that are expected of today's customers and of new ones; 0 outside the pilot.
    """
    whole = base.customers * (base.stay * base.orders).mean(axis=1)
    first = float(np.mean(base.new_customers)) * cells.first_orders
    months = len(plan.placed[0].weight)
    found = np.zeros(months)
    for month in range(min(ready(scenario), months), min(end(scenario), months)):
        acting = [one for one in plan.placed if one.start <= month]
        reached = np.max([one.weight[month, :, 0] for one in acting], axis=0, initial=0)
        new = max((float(one.new[month]) for one in acting), default=0.0)
        found[month] = ((whole * reached).sum() + first * new) / max(whole.sum() + first, 1e-12)
    return found


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


def _sum(one: Trajectory, metric: str, months: slice, share: Array | float = 1.0) -> Array:
    return (share * one.path[PLACE[metric], months]).sum(axis=0)
