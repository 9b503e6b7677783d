"""The shelf of segment schemes, in display order. How to add one: `loyalty.segments.base`."""

from loyalty.segments import life_cycle, own, rfm_named
from loyalty.segments.base import Scheme, Segment, Threshold

CATALOGUE: tuple[Scheme, ...] = (
    rfm_named.SCHEME,
    life_cycle.SCHEME,
    own.SCHEME,
)
SCHEMES = {one.key: one for one in CATALOGUE}
GROUPS = {group.key: group for scheme in CATALOGUE for group in scheme.groups}
THRESHOLDS = {one.key: one for scheme in CATALOGUE for one in scheme.thresholds}

__all__ = ["CATALOGUE", "GROUPS", "SCHEMES", "THRESHOLDS", "Scheme", "Segment", "Threshold"]
