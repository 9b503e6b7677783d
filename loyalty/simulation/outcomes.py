"""Many scenarios on one screen: what each brings, without keeping its paths."""

from collections.abc import Sequence
from itertools import islice

import pandas as pd

from loyalty.simulation.cells import Cells
from loyalty.simulation.model import BASE, run
from loyalty.study import Scenario, Study

AT_ONCE = 4  # scenarios whose paths are held in memory


def outcomes(cells: Cells, study: Study, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """`Result.decision` of each scenario in the order given; missing where it does nothing.

    Every scenario has the same luck, so its row does not depend on the others; there is therefore
    no regret.
    """
    acting = [(place, one) for place, one in enumerate(scenarios) if acts(one)]
    rows, left = [], iter(acting)
    while some := list(islice(left, AT_ONCE)):
        numbered = [one.model_copy(update={"name": str(place)}) for place, one in some]
        rows.append(run(cells, study, numbered).decision())
    found = pd.concat(rows) if rows else run(cells, study, []).decision()
    found = found.assign(place=found["strategy"].astype(int)).set_index("place")
    return found.drop(columns=["strategy", "regret"]).reindex(range(len(scenarios)))


def acts(scenario: Scenario) -> bool:
    """Whether a scenario does anything at all."""
    return any(one.strategy != BASE.strategy for one in scenario.actions)
