"""How long customers stay: the time from the first moment in a stage or at a touchpoint to the
next moment elsewhere in the same journey.
"""

import numpy as np
import pandas as pd

from loyalty.journey import steps
from loyalty.journey.log import Log
from loyalty.journey.runs import quantiles
from loyalty.journey.units import hours

SHARES = {"hours_10": 0.1, "hours_low": 0.25, "median_hours": 0.5, "hours_high": 0.75,
          "hours_90": 0.9}  # fmt: skip
COLUMNS = ["stage", "touchpoint", "moves", "last", *SHARES]


def of_log(log: Log) -> pd.DataFrame:
    """Stage rows (touchpoint missing), then touchpoint rows, in stage order, of those that occur.

    moves = stays that end with a move elsewhere, on which the quantiles of hours rest (0.1, 0.25,
    0.5, 0.75, 0.9; NaN without any); last = stays that a journey ends with, whose length nobody
    knows. Moments in a row in one place are one stay.
    """
    stages, points = _stays(log, by_stage=True), _stays(log, by_stage=False)
    stages = stages.assign(stage=log.stages, touchpoint=None, place=range(len(log.stages)))
    names = [log.stages[place] for place in log.stage_of]
    points = points.assign(stage=names, touchpoint=log.names, place=log.stage_of)
    found = [
        table[table["moves"] + table["last"] > 0].sort_values(["place", "touchpoint"])
        for table in (stages, points)
    ]
    return pd.concat(found, ignore_index=True)[COLUMNS]


def _stays(log: Log, by_stage: bool) -> pd.DataFrame:
    walked = steps.of_log(log, by_stage, merged=True)
    size = len(walked.names)
    last = np.zeros(len(walked.code), dtype=bool)
    last[walked.begin + walked.length - 1] = True
    left = np.flatnonzero(~last)
    spent = log.time[walked.place[left + 1]] - log.time[walked.place[left]]
    found = quantiles(walked.code[left], spent, size, tuple(SHARES.values()))
    columns = {name: hours(pd.Series(value)) for name, value in zip(SHARES, found, strict=True)}
    moves = np.bincount(walked.code[left], minlength=size)
    return pd.DataFrame(
        {"moves": moves, "last": np.bincount(walked.code[last], minlength=size), **columns}
    )
