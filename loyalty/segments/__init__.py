"""The shelf of segment schemes, in display order. How to add one: `loyalty.segments.base`."""

from loyalty.segments import (
    clusters,
    dick_basu,
    life_cycle,
    oliver,
    own,
    price_value,
    rfm_fixed,
    rfm_named,
    rfm_nested,
    rfm_quintiles,
    value_bands,
)
from loyalty.segments.base import Scheme, Segment, Threshold

CATALOGUE: tuple[Scheme, ...] = (
    rfm_named.SCHEME,
    rfm_quintiles.SCHEME,
    rfm_nested.SCHEME,
    rfm_fixed.SCHEME,
    value_bands.SCHEME,
    life_cycle.SCHEME,
    dick_basu.SCHEME,
    oliver.SCHEME,
    price_value.SCHEME,
    clusters.SCHEME,
    own.SCHEME,
)
SCHEMES = {one.key: one for one in CATALOGUE}
GROUPS = {group.key: group for scheme in CATALOGUE for group in scheme.groups}
THRESHOLDS = {one.key: one for scheme in CATALOGUE for one in scheme.thresholds}

__all__ = ["CATALOGUE", "GROUPS", "SCHEMES", "THRESHOLDS", "Scheme", "Segment", "Threshold"]
