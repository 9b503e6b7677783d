"""How far two ways to group the same customers agree."""

from typing import Any

import numpy as np
import pandas as pd


def crosstab(codes_a: Any, codes_b: Any) -> pd.DataFrame:
    """How many customers are in each group of the one and of the other.

    Args:
        codes_a: n group codes, numbers or texts; missing means in no group.
        codes_b: the same customers in the other definition.

    Returns:
        Counts, groups of `codes_a` by groups of `codes_b`, both sorted (a categorical keeps its
        order); customers without a group in either are left out.
    """
    a, b = pd.Categorical(codes_a), pd.Categorical(codes_b)
    both = (a.codes >= 0) & (b.codes >= 0)
    pair = a.codes[both].astype(np.int64) * len(b.categories) + b.codes[both]
    counts = np.bincount(pair, minlength=len(a.categories) * len(b.categories))
    shape = (len(a.categories), len(b.categories))
    return pd.DataFrame(counts.reshape(shape), index=a.categories, columns=b.categories)


def agreement(codes_a: Any, codes_b: Any) -> float:
    """Adjusted Rand index of two groupings of the same customers (Hubert & Arabie 1985).

    The share of pairs of customers both treat alike, set against chance: 1 for the same groups
    under any names, about 0 for groups unrelated, at least -0.5. Customers without a group in
    either are left out; NaN when fewer than two are left. Groupings that are alike because
    neither separates anybody, or both separate everybody, score 1.
    """
    counts = crosstab(codes_a, codes_b).to_numpy()
    together = _pairs(counts).sum()
    in_a, in_b = _pairs(counts.sum(axis=1)).sum(), _pairs(counts.sum(axis=0)).sum()
    every = _pairs(counts.sum())
    if not every:
        return float("nan")
    expected, most = in_a * in_b / every, (in_a + in_b) / 2
    return float((together - expected) / (most - expected)) if most != expected else 1.0


def _pairs(counts: Any) -> Any:
    """How many pairs can be made of so many customers."""
    as_float = np.asarray(counts, dtype=float)
    return as_float * (as_float - 1) / 2
