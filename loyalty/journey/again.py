"""Buying again as a stage of its own, the last: what a journey is for.

The stage repurchase may hold offers and newsletters, which are asked for and sent, not bought. The
second and every later order of a customer is told apart here, wherever the stage map puts the
touchpoint that records it; the maps and files keep the stages as they are chosen.
"""

from dataclasses import replace

import numpy as np

from loyalty.journey.log import Log
from loyalty.journey.runs import firsts
from loyalty.journey.sources import buying
from loyalty.journey.stage_map import AGAIN
from loyalty.study import Study


def with_again(log: Log, study: Study) -> Log:
    """The log with every later order in the stage `AGAIN`; as it is where nobody orders twice."""
    names = set(buying(list(log.names), study))
    order = np.array([name in names for name in log.names], dtype=bool)[log.touchpoint]
    rows = np.flatnonzero(order)
    later = np.ones(len(rows), dtype=bool)
    later[firsts(log.customer[rows], np.zeros(len(rows), dtype=np.int32), 1)] = False
    later |= np.array([name == "order 2+" for name in log.names], dtype=bool)[log.touchpoint[rows]]
    if not later.any():
        return log
    unassigned = len(log.stages) - 1
    stages = (*log.stages[:-1], AGAIN, log.stages[-1])
    moved = np.where(log.stage == unassigned, unassigned + 1, log.stage)
    moved[rows[later]] = unassigned
    stage_of = np.where(log.stage_of == unassigned, unassigned + 1, log.stage_of)
    return replace(
        log,
        stages=stages,
        stage_of=stage_of.astype(np.int32),
        stage_at=moved.astype(np.int32),
    )
