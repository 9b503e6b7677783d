"""The usual named RFM groups, in priority order. How to add one: `loyalty.segments.base`."""

from loyalty.segments import (
    at_risk,
    big_spenders,
    cannot_lose,
    champions,
    hibernating,
    lost,
    loyal,
    new,
    no_orders,
    potential_loyal,
    promising,
)
from loyalty.segments.base import THRESHOLDS, Segment, Threshold

CATALOGUE: tuple[Segment, ...] = (
    champions.SEGMENT,
    loyal.SEGMENT,
    big_spenders.SEGMENT,
    new.SEGMENT,
    potential_loyal.SEGMENT,
    promising.SEGMENT,
    cannot_lose.SEGMENT,
    at_risk.SEGMENT,
    hibernating.SEGMENT,
    lost.SEGMENT,
    no_orders.SEGMENT,
)
BY_KEY = {one.key: one for one in CATALOGUE}

__all__ = ["BY_KEY", "CATALOGUE", "THRESHOLDS", "Segment", "Threshold"]
