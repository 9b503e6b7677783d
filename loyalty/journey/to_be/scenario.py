"""A to-be journey as a scenario of the strategy that changes the journey."""

import numpy as np
from scipy.special import betaincinv

from loyalty.journey.cut import DAY
from loyalty.journey.log import Log
from loyalty.journey.to_be.chain import Mask
from loyalty.journey.to_be.knock_on import JEFFREYS
from loyalty.journey.to_be.model import ToBe, bands
from loyalty.strategies.journey_change import KEY
from loyalty.study import Range, Scenario, Study

LONGEST = 200
ENDS = (0.05, 0.95)
DIGITS = 2


def scenario(found: ToBe, log: Log, study: Study, active: Mask) -> Scenario | None:
    """The change in coming back with its band, and how many active customers it reaches.

    The name is that of the touchpoints. None when the targets change nobody's coming back, or
    when there is no active customer.

    Args:
        found: of the same log and study. active: (customers,) by place in `log.ids`.
    """
    if not found.chance.any() or not active.any():
        return None
    names = dict.fromkeys(one.target.touchpoint for one in found.moving)
    ends = bands(100 * found.chance)
    measured = {
        "change": Range(low=round(ends["p05"], DIGITS), high=round(ends["p95"], DIGITS)),
        "days": Range(low=found.days, high=found.days),
        "reach": reach(found, log, study, active),
    }
    return Scenario(
        name=", ".join(names)[:LONGEST], strategy=KEY, assumptions=measured, handed_over=measured
    )


def reach(found: ToBe, log: Log, study: Study, active: Mask) -> Range:
    """Per cent of the active customers who passed the touchpoints in the last `days`.

    Ends of the 90 % Beta interval (Jeffreys).
    """
    names = {one.target.touchpoint for one in found.moving}
    end = np.datetime64(study.as_of.isoformat(), "us").astype(np.int64) + DAY
    there = np.isin(log.names, list(names))[log.touchpoint] & (log.time >= end - found.days * DAY)
    passed = np.zeros(len(log.ids), dtype=bool)
    passed[log.customer[there]] = True
    some, size = int((passed & active).sum()), int(active.sum())
    low, high = (
        round(100 * float(betaincinv(some + JEFFREYS, size - some + JEFFREYS, end)), DIGITS)
        for end in ENDS
    )
    return Range(low=low, high=high)
