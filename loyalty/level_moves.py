"""Who changes level when the weights change, which indicator moved them, and weightings compared.

A change of the index is taken apart by indicator. A weight is a share of one whole, so raising
one lowers the others; what counts is whether it went to scores above or below the customer's own
mean. With w the customer's weights over the known scores s, and m = index before / 100,

    delta_i = 100 (w_after_i - w_before_i) (s_i - m)

The changes of the weights sum to 0, so the deltas sum to the change of the index, and moving
weight to an indicator that scores like the customer's mean changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from loyalty.aggregation import PRECISION, by_codes
from loyalty.scoring import NOT_ENOUGH, Scores, level_codes, take
from loyalty.segmentation import moves
from loyalty.study import Level
from loyalty.weights.groups import Grouped, Weights, for_all

__all__ = ["Comparison", "deltas", "moves", "reasons", "side_by_side"]


def reasons(
    scored: Scores, before_weights: Weights, after_weights: Weights, rows: np.ndarray
) -> pd.DataFrame:
    """Which indicator moved each customer: the largest delta in the direction of the index.

    Deltas are those of the weighted sum, also where the study aggregates by TOPSIS.

    Args:
        scored: n customers, k indicators.
        before_weights, after_weights: by indicator, or the sets of groups.
        rows: positions of the customers asked for.

    Returns:
        row, indicator, delta, before, after (index 0-100). The indicator is missing, and delta
        NaN, where the index does not change or is missing before or after: then only the share
        of the weight on known scores can have changed the level.
    """
    rows = np.asarray(rows, dtype=np.intp)
    change, before, after = deltas(scored, before_weights, after_weights, rows)
    up = np.sign(np.round(after - before, PRECISION))
    directed = np.where(np.isnan(change), -np.inf, change * up[:, None])
    best = directed.argmax(axis=1) if len(scored.keys) else np.zeros(len(rows), dtype=np.intp)
    told = np.isin(up, (-1, 1))
    names = np.array([*scored.keys, None], dtype=object)
    return pd.DataFrame(
        {
            "row": rows,
            "indicator": pd.array(names[np.where(told, best, -1)], dtype="str"),
            "delta": np.where(told, _at(change, best), np.nan),
            "before": before,
            "after": after,
        }
    )


def deltas(
    scored: Scores, before_weights: Weights, after_weights: Weights, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (rows, k) each indicator adds to the change of the index, and the index then and now.

    A missing score adds nothing; all are NaN where the index is missing before or after.
    """
    some = take(scored, rows)
    size = scored.values.shape[1]
    old = _known_weights(some, for_all(before_weights, scored.keys, size), rows)
    new = _known_weights(some, for_all(after_weights, scored.keys, size), rows)
    scores = some.values.T
    before, after = (100 * (weight * scores).sum(axis=1) for weight in (old, new))
    change = (new - old) * (100 * scores - before[:, None])
    return change, before, after


def _known_weights(some: Scores, chosen: Grouped, rows: np.ndarray) -> np.ndarray:
    """Each customer's weights over the known scores, sum 1; NaN without any."""
    weight = chosen.weights[chosen.codes[rows]]
    for column, gap in some.missing.items():
        weight[gap > 0, column] = 0.0
    total = weight.sum(axis=1, keepdims=True)
    return weight / np.where(total > 0, total, np.nan)


def _at(table: np.ndarray, columns: np.ndarray) -> np.ndarray:
    if not table.shape[1]:
        return np.full(len(table), np.nan)
    return table[np.arange(len(table)), columns]


@dataclass(frozen=True)
class Comparison:
    """Named weightings side by side.

    Attributes:
        summary: weighting, mean_index, with_index (customers who have one).
        levels: weighting, level, customers, share (of all customers).
        pairs: first, second, agreement (share of all customers whose level, or lack of one, is
            the same) and spearman (rank correlation of the index over the customers who have one
            under every weighting; NaN where it does not vary).
    """

    summary: pd.DataFrame
    levels: pd.DataFrame
    pairs: pd.DataFrame


def side_by_side(
    scored: Scores,
    sets: Mapping[str, Weights],
    levels: Sequence[Level],
    aggregation: str = "sum",
) -> Comparison:
    """Compare weightings (up to three in a study) over the same customers and levels.

    Args:
        scored: n customers. sets: name -> weights by indicator, or the sets of groups.
        levels: from low to high. aggregation: as in `loyalty.aggregation`.
    """
    size = scored.values.shape[1]
    value, codes = {}, {}
    for name, weight in sets.items():
        own = for_all(weight, scored.keys, size)
        value[name], share = by_codes(
            scored.values, scored.missing, own.weights, own.codes, aggregation
        )
        codes[name] = level_codes(value[name], share, levels)
    return Comparison(
        pd.DataFrame(
            {
                "weighting": list(value),
                "mean_index": [_mean(one[~np.isnan(one)]) for one in value.values()],
                "with_index": [int((~np.isnan(one)).sum()) for one in value.values()],
            }
        ),
        _level_shares(codes, levels),
        _pairs(value, codes),
    )


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _level_shares(codes: Mapping[str, np.ndarray], levels: Sequence[Level]) -> pd.DataFrame:
    names = [*(level.key for level in levels), NOT_ENOUGH]
    found = []
    for weighting, one in codes.items():
        count = np.bincount(one, minlength=len(names))
        share = count / len(one) if len(one) else np.full(len(names), np.nan)
        found.append(
            pd.DataFrame(
                {"weighting": weighting, "level": names, "customers": count, "share": share}
            )
        )
    return pd.concat(found, ignore_index=True)


def _pairs(value: Mapping[str, np.ndarray], codes: Mapping[str, np.ndarray]) -> pd.DataFrame:
    known = ~np.isnan(np.array(list(value.values()))).any(axis=0)
    ranks = {name: rankdata(one[known]) for name, one in value.items()}
    rows = [
        (
            first,
            second,
            _mean(codes[first] == codes[second]),
            _spearman(ranks[first], ranks[second]),
        )
        for first, second in combinations(value, 2)
    ]
    return pd.DataFrame(rows, columns=["first", "second", "agreement", "spearman"])


def _spearman(first: np.ndarray, second: np.ndarray) -> float:
    if len(first) < 2 or not (np.ptp(first) and np.ptp(second)):
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])
