"""How journeys flow from step to step: the first steps, touchpoint by touchpoint."""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey import steps
from loyalty.journey.log import Log
from loyalty.journey.moves import END
from loyalty.journey.steps import Steps

OTHER = "(other)"
DEPTH, TOP = 6, 8
COLUMNS = ["step", "source", "target", "journeys"]


def of_log(
    log: Log, depth: int = DEPTH, top: int = TOP, by_stage: bool = False, merged: bool = False
) -> pd.DataFrame:
    """Journeys that are at `source` with a step (1 to `depth`) and at `target` with the next.

    The `top` names most frequent among these steps stand for themselves, in the order of the log,
    all others together are `OTHER`; the target of a journey that is over is `END`.
    """
    walked = steps.of_log(log, by_stage, merged)
    everyone = np.arange(len(walked.begin))
    codes = [walked.at(step, everyone) for step in range(depth + 1)]
    known, names = _known(walked, codes[:depth], top)
    tables = [
        _step(known[source[source >= 0]], known[target[source >= 0]], names).assign(step=step)
        for step, (source, target) in enumerate(pairwise(codes), start=1)
    ]
    return pd.concat(tables, ignore_index=True)[COLUMNS]


def _step(
    source: NDArray[np.int32], target: NDArray[np.int32], names: NDArray[np.object_]
) -> pd.DataFrame:
    size = len(names)
    count = np.bincount(source.astype(np.int64) * size + target, minlength=size * size)
    some = np.flatnonzero(count)
    return pd.DataFrame(
        {"source": names[some // size], "target": names[some % size], "journeys": count[some]}
    )


def _known(
    walked: Steps, codes: list[NDArray[np.int32]], top: int
) -> tuple[NDArray[np.int32], NDArray[np.object_]]:
    """The place of each code among the names shown, `END` (by -1) the last; and these names."""
    size = len(walked.names)
    count = sum((np.bincount(code[code >= 0], minlength=size) for code in codes), np.zeros(size))
    present = int((count > 0).sum())
    shown = present if present <= top + 1 else top  # one other would be hidden for nothing
    chosen = np.sort(np.argsort(-count, kind="stable")[:shown])
    known = np.full(size + 1, len(chosen), dtype=np.int32)
    known[chosen], known[-1] = np.arange(len(chosen)), len(chosen) + 1
    names = [*(walked.names[code] for code in chosen), OTHER, END]
    return known, np.array(names, dtype=object)
