"""The months to come, for all draws at once.

Each month, in every cell: who stays active (`thin`), what they order, what that brings and costs;
then customers move to their next cell and new ones come. Arrays are (cells, draws). Draws go
through in blocks that fit a core's cache, on as many cores as there are; the blocks are the same
on any machine, so the same study gives the same numbers.
"""

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from loyalty.simulation import budget, draws, pilot
from loyalty.simulation.actions import Plan, plan
from loyalty.simulation.assumptions import (
    ARRIVALS_LEVEL,
    GENERALS,
    MARGIN,
    ORDERS_LEVEL,
    ranges,
    resolve,
    shelf,
)
from loyalty.simulation.block import Rates, Trajectory, live
from loyalty.simulation.cells import Cells
from loyalty.simulation.result import METRICS, Result
from loyalty.strategies import Strategy
from loyalty.strategies.base import Baseline
from loyalty.study import FIRST_DAY, Range, Scenario, Study

BASE = Scenario(strategy="do_nothing")
BLOCK = 500  # draws
MOST_KEPT = 20_000_000  # cells x months x draws


def run(cells: Cells, study: Study, strategies: Sequence[Strategy | Scenario]) -> Result:
    """Simulate each strategy (with the study's assumptions) or scenario, beside doing nothing."""
    base, luck, without = usual(cells, study)
    found = {
        name: simulate(cells, base, planned(scenario, study, cells, base, luck, without), luck)
        if scenario != BASE
        else without
        for name, scenario in named(study, strategies).items()
    }
    return Result(
        paths={name: one.path for name, one in found.items()},
        start=float(base.customers[base.active].sum()),
        mix={name: one.mix for name, one in found.items()},
        segments=cells.segments,
    )


def usual(cells: Cells, study: Study) -> tuple[Baseline, draws.Luck, Trajectory]:
    """The world of a study and what doing nothing brings in it; the last ones are kept."""
    general = tuple(sorted(study.general.items()))
    size = len(cells.table) * study.months * study.draws
    find = _usual if size <= MOST_KEPT else _usual.__wrapped__
    return find(cells, study.months, study.draws, study.seed, general)


@lru_cache(maxsize=2)
def _usual(
    cells: Cells, months: int, size: int, seed: int, general: tuple[tuple[str, Range], ...]
) -> tuple[Baseline, draws.Luck, Trajectory]:
    study = Study(as_of=FIRST_DAY, months=months, draws=size, seed=seed, general=dict(general))
    base, luck = world(cells, study)
    return base, luck, simulate(cells, base, Plan(), luck)


def world(cells: Cells, study: Study) -> tuple[Baseline, draws.Luck]:
    """What all scenarios of a study share: the drawn business and its luck."""
    return business(cells, study), draws.luck(cells, study)


def business(cells: Cells, study: Study) -> Baseline:
    """The business as it is drawn, at the level of a usual month."""
    chosen = ranges(resolve(GENERALS, study.general, cells))
    general = {key: one / 100 for key, one in draws.of_all(study, GENERALS, chosen).items()}
    base = draws.baseline(cells, study, general[MARGIN.key])
    return replace(
        base,
        orders=base.orders * (1 + general[ORDERS_LEVEL.key]),
        new_customers=base.new_customers * (1 + general[ARRIVALS_LEVEL.key]),
        word_of_mouth=base.word_of_mouth * (1 + general[ARRIVALS_LEVEL.key]),
    )


def planned(
    scenario: Scenario, study: Study, cells: Cells, base: Baseline, luck: draws.Luck,
    without: Trajectory, share: float | None = None,
) -> Plan:  # fmt: skip
    """What a scenario does, within its budget and, after its pilot, by its stop rule.

    With `share`, that share of its reach is taken and no budget looked at.
    """
    whole = plan(scenario, study, cells, base)
    if share is None:
        whole = budget.within(whole, scenario.budget, cells, base, luck)
    else:
        whole = budget.carried(whole, share)
    if not scenario.phases or scenario.phases.stop_below is None:
        return whole
    piloted = simulate(cells, base, pilot.only(whole, study), luck)
    seen = pilot.seen_return(whole, scenario, study, cells, base, piloted, without)
    return pilot.gated(whole, scenario, seen)


def named(study: Study, strategies: Sequence[Strategy | Scenario]) -> dict[str, Scenario]:
    """Scenarios by the name they have in the result, their strategies without one of their own.

    Doing nothing comes first; the later of two of the same name has a number.
    """
    found = {BASE.strategy: BASE}
    for one in strategies:
        scenario = one if isinstance(one, Scenario) else shelf(study, [one])[0]
        name = scenario.name or "+".join(action.strategy for action in scenario.actions)
        if scenario.name or scenario.strategy != BASE.strategy or scenario.also:
            found[free_name(name, found)] = scenario
    return found


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    tries = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)


def simulate(cells: Cells, base: Baseline, chosen: Plan, luck: draws.Luck) -> Trajectory:
    """The path of every metric and of the customers of each segment under one plan."""
    months, _cells, size = luck.stay.shape
    rates = Rates.of(cells, base)
    path = np.zeros((len(METRICS), months, size))
    mix = np.zeros((len(cells.segments), months, size), dtype=np.float32)

    def one(start: int) -> None:
        part = slice(start, min(start + BLOCK, size))
        live(rates, chosen, luck.part(part), part, Trajectory(path[..., part], mix[..., part]))

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        for _done in pool.map(one, range(0, size, BLOCK)):
            pass
    return Trajectory(path, mix)
