"""What it is worth to learn an assumption before deciding (value of partial perfect information).

Deciding now means the scenario if its mean gain is above zero, else nothing. Knowing one
assumption, one would decide by the gain expected at its value: the mean of max(0, that) less what
deciding now brings is what the knowledge is worth at most. The gain expected at a value is a cubic
regression of the drawn gains on the drawn assumption (Strong, Oakley & Brennan 2014), so no
further simulation is needed. Regression also finds value in an assumption without any; the mean
of as many shuffled assumptions is taken off.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.decision.levers import GENERAL, Lever, levers
from loyalty.simulation import Cells
from loyalty.simulation.draws import of_range, stream
from loyalty.strategies.base import Array
from loyalty.study import Scenario, Study

DEGREE = 3
SHUFFLES = 20


def value_of_learning(scenario: Scenario, study: Study, cells: Cells, gain: Array) -> pd.DataFrame:
    """One row per uncertain assumption, the most valuable first: action, assumption, value.

    `gain` holds the gain at the end by draw, as `Result.gain(name)[-1]`; value is money.
    """
    rng = stream(study, "learning")
    order = [rng.permutation(study.draws) for _shuffle in range(SHUFFLES)]
    uncertain = [
        one
        for one in levers(scenario, study, cells)
        if one.chosen.range.low < one.chosen.range.high
    ]
    rows = [
        (one.action, one.key, _value(_known(one, scenario, study), gain, order))
        for one in uncertain
    ]
    frame = pd.DataFrame(rows, columns=["action", "assumption", "value"])
    return frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def perfect(known: Array, gain: Array) -> float:
    """Mean gain of deciding at the known value, above deciding now; `known` is per draw."""
    spread = known.std()
    if spread < 1e-12:
        return 0.0
    powers = np.vander((known - known.mean()) / spread, DEGREE + 1)
    expected = powers @ np.linalg.lstsq(powers, gain, rcond=None)[0]
    return float(np.maximum(expected, 0).mean() - max(gain.mean(), 0))


def _known(lever: Lever, scenario: Scenario, study: Study) -> Array:
    """The draws of an assumption in the simulation."""
    owner = "" if lever.action == GENERAL else scenario.actions[lever.action].strategy
    return of_range(study, lever.chosen.assumption, lever.chosen.range, owner)


def _value(known: Array, gain: Array, order: list[NDArray[np.int64]]) -> float:
    by_chance = np.mean([perfect(known[one], gain) for one in order])
    return max(0.0, round(perfect(known, gain) - float(by_chance), 2))
