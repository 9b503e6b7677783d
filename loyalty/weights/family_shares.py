"""Family weights as shares of one whole, changed one at a time."""

from collections.abc import Mapping

from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.study import WeightSet


def family_shares(weights: Mapping[str, float]) -> dict[str, float]:
    """The share (0-1) of every family; all 0 where every weight is."""
    total = sum(weights.values())
    return {key: weights.get(key, 0.0) / total if total else 0.0 for key in FAMILIES}


def with_share(weights: Mapping[str, float], family: str, share: float) -> dict[str, float]:
    """The shares with one family's set; the others keep their proportions, or are equal at zero.

    Args:
        share: 0-1; what lies outside is cut off.
    """
    wanted = min(1.0, max(0.0, share))
    now = family_shares(weights)
    others = {key: value for key, value in now.items() if key != family}
    total = sum(others.values())
    left = {
        key: (1 - wanted) * (value / total if total else 1 / len(others))
        for key, value in others.items()
    }
    return {key: wanted if key == family else left[key] for key in FAMILIES}


def opened(indicator_weights: Mapping[str, float], family: str) -> dict[str, float]:
    """The indicator weights; equal in the family where all are 0, so that the family can count."""
    inside = [key for key, one in BY_KEY.items() if one.family == family]
    if any(indicator_weights.get(key, 0.0) > 0 for key in inside):
        return dict(indicator_weights)
    return {**indicator_weights, **dict.fromkeys(inside, 1.0)}


def with_family(chosen: WeightSet, family: str, share: float) -> WeightSet:
    """The set with this share (0-1) of a family, which counts with its indicators."""
    return WeightSet(
        family_weights=with_share(chosen.family_weights, family, share),
        indicator_weights=opened(chosen.indicator_weights, family),
    )
