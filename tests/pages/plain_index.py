"""The loyalty index and level of each customer, by loops over plain numbers."""

import math

import pandas as pd

from loyalty.indicators import BY_KEY

NONE = "not enough data"


def weights(families: dict, indicators: dict, known: list[str]) -> dict[str, float]:
    """Weight of every indicator that has data: of its family, shared within it; sum 1."""
    inside = {
        key: sum(indicators.get(other, 0) for other in BY_KEY if BY_KEY[other].family == one.family)
        for key, one in BY_KEY.items()
    }
    raw = {
        key: families.get(BY_KEY[key].family, 0) * indicators.get(key, 0) / inside[key]
        for key in BY_KEY
        if inside[key] and indicators.get(key, 0)
    }
    found = {key: one for key, one in raw.items() if key in known and one > 0}
    return {key: one / sum(found.values()) for key, one in found.items()}


def score(value: float, key: str, scale: dict) -> float:
    low, high = scale[key].low, scale[key].high
    if high > low:
        part = min(1, max(0, (value - low) / (high - low)))
    else:
        part = 0.5 + 0.5 * ((value > low) - (value < low))
    return part if BY_KEY[key].better == "high" else 1 - part


def results(customers: pd.DataFrame, study, sets=None) -> pd.DataFrame:
    """index, level, share and scores of each customer; `sets`: one (families, indicators) each."""
    known = [key for key in BY_KEY if key in study.scale and customers[key].notna().any()]
    same = study.family_weights, study.indicator_weights
    rows = []
    for place, (_, one) in enumerate(customers.iterrows()):
        weight = weights(*(sets[place] if sets else same), known)
        scores = {
            key: score(one[key], key, study.scale) for key in weight if not math.isnan(one[key])
        }
        share = sum(weight[key] for key in scores)
        index = closeness(weight, scores) if study.aggregation == "topsis" else None
        if index is None and share:
            index = 100 * sum(weight[key] * scores[key] for key in scores) / share
        rows.append({"index": index, "level": level(index, share, study), "share": share})
    return pd.DataFrame(rows)


def closeness(weight: dict, scores: dict) -> float | None:
    away = math.sqrt(sum((weight[key] * one) ** 2 for key, one in scores.items()))
    near = math.sqrt(sum((weight[key] * (1 - one)) ** 2 for key, one in scores.items()))
    return 100 * away / (away + near) if away + near else None


def level(index: float | None, share: float, study) -> str:
    if index is None or round(share, 6) < 0.5:
        return NONE
    return [one.key for one in study.levels if round(index, 6) >= one.start][-1]
