"""What sets a segment apart: means against everybody's, and values that are frequent in it.

A difference is the segment's mean less that of all customers, itself included. Its interval is
Welch's for the segment against the rest, shrunk by the share of the rest: with n of N customers
in the segment the one difference is (N - n) / N of the other.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from loyalty.intervals import welch, wilson

AVERAGES = (
    "column", "known", "mean", "median", "base_known", "base_mean", "base_median", "difference",
    "low", "high", "standardised",
)  # fmt: skip
CATEGORIES = (
    "column", "value", "customers", "known", "share", "low", "high", "base_customers",
    "base_known", "base_share", "lift",
)  # fmt: skip
TOP = 10


def averages(columns: Iterable[tuple[str, np.ndarray]], inside: np.ndarray) -> pd.DataFrame:
    """Each column's mean in the segment and in the base, the strongest difference first.

    Args:
        columns: names and (n,) values, NaN where missing.
        inside: (n,) True for the members.

    Returns:
        Columns `AVERAGES`. known counts values, standardised is the difference in standard
        deviations of the base (0 where all are equal). NaN where nobody has a value, and for the
        interval where the segment or the rest has fewer than two.
    """
    found = pd.DataFrame([_average(*one, inside) for one in columns], columns=list(AVERAGES))
    strength = found["standardised"].abs()
    return found.loc[strength.sort_values(ascending=False, kind="stable").index].reset_index(
        drop=True
    )


def _average(name: str, values: np.ndarray, inside: np.ndarray) -> tuple[object, ...]:
    known = np.isfinite(values)
    base, members, rest = values[known], values[known & inside], values[known & ~inside]
    mean, base_mean = _mean(members), _mean(base)
    difference = mean - base_mean
    low, high = welch(
        (mean, _mean(rest)), (_variance(members), _variance(rest)), (len(members), len(rest))
    )
    shrink = len(rest) / max(1, len(base))
    spread = float(base.std()) if len(base) else np.nan
    return (
        name, len(members), mean, _median(members), len(base), base_mean, _median(base),
        difference, float(low) * shrink, float(high) * shrink,
        difference / spread if spread > 0 else difference * 0.0,
    )  # fmt: skip


def categories(
    customers: pd.DataFrame, names: Iterable[str], inside: np.ndarray, top: int = TOP
) -> pd.DataFrame:
    """The values of category columns that are most over-represented in the segment.

    Ordered by how often as frequent as in the base they are at least: the low end of the share's
    Wilson interval over the share in the base, so that a value of two customers does not come
    first. Where `low` is below `base_share` it may be chance, and of many values some are.

    Args:
        names: columns of categories. inside: (n,) True for the members.

    Returns:
        Columns `CATEGORIES`, at most `top` rows, those with a lift (share / base_share) above 1;
        shares are of the customers with a value.
    """
    parts = [_shares(customers[name], inside) for name in names]
    if not parts:
        return pd.DataFrame(columns=list(CATEGORIES))
    found = pd.concat(parts, ignore_index=True)
    found = found[found["lift"] > 1]
    order = (found["low"] / found["base_share"]).sort_values(ascending=False, kind="stable")
    return found.loc[order.index].head(top).reset_index(drop=True)


def _shares(values: pd.Series, inside: np.ndarray) -> pd.DataFrame:
    codes, size = values.cat.codes.to_numpy(), len(values.cat.categories)
    known = codes >= 0
    base = np.bincount(codes[known], minlength=size)
    members = np.bincount(codes[known & inside], minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, base_share = members / members.sum(), base / base.sum()
        lift = share / base_share
    low, high = wilson(members, members.sum())
    return pd.DataFrame(
        {
            "column": values.name,
            "value": values.cat.categories.to_numpy(),
            "customers": members,
            "known": members.sum(),
            "share": share,
            "low": low,
            "high": high,
            "base_customers": base,
            "base_known": base.sum(),
            "base_share": base_share,
            "lift": lift,
        }
    )


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else np.nan


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else np.nan


def _variance(values: np.ndarray) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else np.nan
