"""The weights of a study as the index uses them.

An indicator's weight is its family's weight times its own share within the family. Weights of
indicators that the data cannot give are shared among the rest in proportion (`effective`).
"""

from collections.abc import Collection, Mapping

from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.study import Study


def base(study: Study) -> dict[str, float]:
    """Weight of each chosen indicator, sum 1; empty when every weight is zero."""
    within = {key: study.indicator_weights.get(key, 0.0) for key in study.indicators}
    totals = dict.fromkeys(FAMILIES, 0.0)
    for key, weight in within.items():
        totals[BY_KEY[key].family] += weight
    raw = {
        key: study.family_weights.get(BY_KEY[key].family, 0.0) * weight / totals[BY_KEY[key].family]
        for key, weight in within.items()
        if weight > 0
    }
    return _normalised(raw)


def effective(study: Study, available: Collection[str]) -> dict[str, float]:
    """`base` over the indicators the data can give, their weights scaled up to sum 1."""
    return _normalised({key: weight for key, weight in base(study).items() if key in available})


def coverage(study: Study, available: Collection[str]) -> float:
    """Share of the study's weight that the available indicators carry (0-1)."""
    return sum(weight for key, weight in base(study).items() if key in available)


def from_flat(weights: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Weights of single indicators as the study fields whose `base` they are.

    A family weighs the sum of its indicators; indicators that are not named weigh nothing.
    """
    flat = _normalised(weights)
    families: dict[str, float] = {family: 0.0 for family in FAMILIES}
    for key, weight in flat.items():
        families[BY_KEY[key].family] += weight
    return {
        "family_weights": families,
        "indicator_weights": {key: flat.get(key, 0.0) for key in BY_KEY},
    }


def _normalised(raw: Mapping[str, float]) -> dict[str, float]:
    total = sum(raw.values())
    return {key: weight / total for key, weight in raw.items() if weight > 0} if total else {}
