"""When an action runs, and how far it reaches in each month: preparation, pilot, roll-out, end.

A scenario has one preparation, pilot and roll-out, from the start of the action that starts first;
an action that starts later has the reach of the phase it comes into.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loyalty.study import Action, Phases, Scenario


class Times(NamedTuple):
    """Months of an action, from 0.

    Its fixed costs begin in `start`, its effect after the preparation in `begins`; `ends` is the
    first month in which it no longer runs.
    """

    start: int
    begins: int
    ends: int

    def until(self, month: int) -> "Times":
        """Stopped in a month, if it runs longer."""
        return self._replace(ends=max(self.begins, min(self.ends, month)))


def opening(scenario: Scenario) -> int:
    """The month, from 0, in which the first action of a scenario starts: phases begin there."""
    return min(one.start for one in scenario.actions) - 1


def ready(scenario: Scenario) -> int:
    """Months until the preparation is over and the pilot, or else the roll-out, begins."""
    return opening(scenario) + (scenario.phases.preparation if scenario.phases else 0)


def times(scenario: Scenario, months: int) -> list[Times]:
    """When each action runs; none before the preparation of the scenario is over.

    One that would begin after the months simulated begins at their end.
    """
    return [_times(one, ready(scenario), months) for one in scenario.actions]


def _times(action: Action, prepared: int, months: int) -> Times:
    start = min(action.start - 1, months)
    begins = min(max(start, prepared), months)
    left = max(months - begins, 1)
    return Times(start, begins, begins + min(action.lasts or left, left))


def end(scenario: Scenario) -> int:
    """Months until the roll-out would begin."""
    return ready(scenario) + (scenario.phases.pilot if scenario.phases else 0)


def course(phases: Phases | None, start: int, months: int) -> NDArray[np.float64]:
    """Share of the audience that is reached in each month: none, the pilot's, then rising to 1."""
    if phases is None:
        return np.ones(months)
    month = np.arange(months) - start - phases.preparation
    pilot = phases.pilot_reach / 100 if phases.pilot else 0.0
    rising = (month - phases.pilot + 1) / max(phases.roll_out, 1)
    return np.select(
        [month < 0, month < phases.pilot],
        [0.0, pilot],
        pilot + (1 - pilot) * np.clip(rising, 0, 1),
    )


def reached(scenario: Scenario, when: Times, months: int) -> NDArray[np.float64]:
    """Share of its audience that an action reaches; once it has ended, nobody is added."""
    rising = course(scenario.phases, opening(scenario), months)
    return rising[np.minimum(np.arange(months), max(when.ends, 1) - 1)]
