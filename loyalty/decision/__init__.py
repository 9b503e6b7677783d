"""What a decision about strategies hangs on: what must be true, what to learn, how to split money.

Pure functions on `loyalty.simulation`; nothing here draws other luck than the simulation's.
"""

from loyalty.decision.break_even import BreakEven, break_even, tornado
from loyalty.decision.learning import value_of_learning
from loyalty.decision.levers import Lever, levers
from loyalty.decision.trial import Trial, trial

__all__ = [
    "BreakEven",
    "Lever",
    "Trial",
    "break_even",
    "levers",
    "tornado",
    "trial",
    "value_of_learning",
]
