"""Learn the scale once; apply scale and weights to get a loyalty index and a level.

A score runs from 0 to 1 between the indicator's frozen 5th and 95th percentile, turned so that
1 is good. A missing value is left out and its weight shared among the customer's other scores;
the index says what share of the weight it rests on, and below `ENOUGH` there is no level.

Groups of customers may have weights of their own (`loyalty.weights.groups`). The scale is one and
every set of weights sums to 1, so 0 and 100 mean the same in each group: every indicator of the
set at the low end, or at the high end, of the frozen scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty import aggregation, weights
from loyalty.aggregation import NO_WEIGHT, PRECISION
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.study import Caps, Level, Study
from loyalty.weights import groups

CAPS = (5, 95)
ENOUGH = 0.5
NOT_ENOUGH = "not enough data"


@dataclass(frozen=True)
class Scores:
    """Scores of all customers, made for fast products with weights.

    Attributes:
        keys: the k scored indicators.
        values: (k, n) scores 0-1, one contiguous row per indicator, 0 where missing.
        missing: rows of `values` with gaps -> their (n,) array, 1.0 where missing.
    """

    keys: tuple[str, ...]
    values: np.ndarray
    missing: Mapping[int, np.ndarray]


def learn(customers: pd.DataFrame) -> dict[str, Caps]:
    """The scale of each indicator that has any value: its 5th and 95th percentile.

    Where nine of ten customers share one value (most have no complaint), the scale runs from the
    lowest to the highest value instead: with equal caps nobody could stand out.
    """
    known = {key: customers[key].dropna().to_numpy() for key in BY_KEY if key in customers}
    return {key: _caps(values) for key, values in known.items() if len(values)}


def _caps(values: np.ndarray) -> Caps:
    low, high = np.percentile(values, CAPS)
    if low == high:
        low, high = values.min(), values.max()
    return Caps(low=float(low), high=float(high))


def scores(customers: pd.DataFrame, scale: Mapping[str, Caps]) -> Scores:
    """Scores of every indicator that has a scale and any value here."""
    known = [key for key in BY_KEY if key in scale and key in customers]
    keys = tuple(key for key in known if customers[key].notna().any())
    values = np.empty((len(keys), len(customers)))
    missing = {}
    for row, key in enumerate(keys):
        values[row] = score(customers[key].to_numpy(), scale[key], BY_KEY[key].better)
        gaps = np.isnan(values[row])
        if gaps.any():
            missing[row] = gaps.astype(float)
            values[row, gaps] = 0.0
    return Scores(keys, values, missing)


def score(values: np.ndarray, caps: Caps, better: str) -> np.ndarray:
    """Scores 0-1 of one indicator; NaN stays NaN; on a zero-width scale equal values score 0.5."""
    if caps.high > caps.low:
        scored = np.clip((values - caps.low) / (caps.high - caps.low), 0.0, 1.0)
    else:
        scored = np.where(np.isnan(values), np.nan, (np.sign(values - caps.low) + 1) / 2)
    return scored if better == "high" else 1.0 - scored


def index(scored: Scores, weight: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Loyalty index 0-100 (NaN without any score) and the share of the weight it rests on."""
    vector = np.array([weight.get(key, 0.0) for key in scored.keys])
    value: np.ndarray = vector @ scored.values
    share = np.full(len(value), vector.sum())
    gaps = [row for row in scored.missing if vector[row]]
    for row in gaps:
        share -= vector[row] * scored.missing[row]
    if gaps:
        share[share < NO_WEIGHT] = 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        value *= 100.0 / (share if gaps else vector.sum())
    return np.round(value, PRECISION, out=value), np.round(share, PRECISION, out=share)


def take(scored: Scores, rows: slice | np.ndarray) -> Scores:
    """The scores of some customers only."""
    missing = {row: gap[rows] for row, gap in scored.missing.items()}
    return Scores(scored.keys, scored.values[:, rows], missing)


def frame(scored: Scores) -> pd.DataFrame:
    """(n, k) scores 0-1 with NaN where missing, one column per indicator."""
    values = scored.values.T.copy()
    for row, gap in scored.missing.items():
        values[gap > 0, row] = np.nan
    return pd.DataFrame(values, columns=list(scored.keys))


def study_index(
    customers: pd.DataFrame, scored: Scores, study: Study
) -> tuple[np.ndarray, np.ndarray]:
    """Index and weight share of each customer by the weights of the customer's group.

    Scores are put together as `study.aggregation` says; see `loyalty.aggregation`.

    Raises:
        Refused: the customers have no column `study.group_by`.
    """
    if study.group_by is None and study.aggregation == "sum":
        return index(scored, weights.effective(study, scored.keys))
    own = groups.grouped(customers, study, scored.keys)
    return aggregation.by_codes(
        scored.values, scored.missing, own.weights, own.codes, study.aggregation
    )


def level_codes(value: np.ndarray, share: np.ndarray, levels: Sequence[Level]) -> np.ndarray:
    """Position of each customer's level; ``len(levels)`` means not enough data."""
    codes = np.zeros(value.shape, dtype=np.int8)
    for level in levels[1:]:
        codes += value >= level.start
    codes[(share < ENOUGH) | np.isnan(value)] = len(levels)
    return codes


def level_names(study: Study) -> list[str]:
    """The levels from low to high, then the name for not enough data."""
    return [level.key for level in study.levels] + [NOT_ENOUGH]


def apply(customers: pd.DataFrame, scored: Scores, study: Study) -> pd.DataFrame:
    """The customers with loyalty_index, weight_share and level."""
    value, share = study_index(customers, scored, study)
    codes = level_codes(value, share, study.levels)
    level = pd.Categorical.from_codes(codes, pd.Index(level_names(study)), ordered=True)
    return customers.assign(loyalty_index=value, weight_share=share, level=level)


def explain(customer: pd.Series, study: Study, available: Sequence[str]) -> pd.DataFrame:
    """One customer's index taken apart: indicator, family, value, score, weight, contribution.

    Contributions are points of the index and add up to it; a missing value has none, and its
    weight stands on the others. The weights are those of the customer's group. With TOPSIS the
    points are those of the weighted sum, which only come near the index, and
    ``attrs["adds_up"]`` of the frame is False.
    """
    weight = groups.set_of(customer, study, available)
    rows = pd.DataFrame({"indicator": list(weight), "weight": list(weight.values())})
    rows["family"] = [BY_KEY[key].family for key in weight]
    rows["value"] = [float(customer[key]) for key in weight]
    rows["score"] = [
        float(score(np.array([customer[key]]), study.scale[key], BY_KEY[key].better)[0])
        for key in weight
    ]
    rows["weight"] = rows["weight"].where(rows["score"].notna(), 0.0)
    rows["weight"] /= rows["weight"].sum() or 1.0
    rows["contribution"] = 100 * rows["weight"] * rows["score"]
    rows.attrs["adds_up"] = study.aggregation == "sum"
    return rows


def family_means(scored: Scores, study: Study) -> dict[str, float]:
    """Mean score (0-100) of each family over all customers, by the weights within it."""
    return {
        family: float(np.nanmean(value)) for family, value in family_scores(scored, study).items()
    }


def family_scores(scored: Scores, study: Study) -> dict[str, np.ndarray]:
    """Score (n,) 0-100 of each weighted family, NaN without any value in it.

    By the study's own weights within the family, for every group of customers.
    """
    weight = weights.effective(study, scored.keys)
    found: dict[str, np.ndarray] = {}
    for family in FAMILIES:
        inside = {key: value for key, value in weight.items() if BY_KEY[key].family == family}
        if inside:
            found[family] = index(scored, inside)[0]
    return found
