"""Two definitions beside each other, and how well and how lastingly one separates customers.

`cross_table` and `agreement` set one grouping against another; `value_concentration` says how well
segments separate value; `stability_over_time` and `stability_resampled` how many customers would
be where they are on another day, or had other customers taught the thresholds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from loyalty import clustering
from loyalty.intervals import wilson
from loyalty.language import mark
from loyalty.segmentation.moves import sizes

if TYPE_CHECKING:
    from loyalty.replay import History

EVERYBODY = "everybody"
EVERYBODY_LABEL = mark("Everybody")
BEST_SHARE = 0.1


def cross_table(
    codes_a: np.ndarray, names_a: Sequence[str], codes_b: np.ndarray, names_b: Sequence[str]
) -> pd.DataFrame:
    """Who is where in both: first, second, customers, share_of_first, share_of_second.

    One row for every pair of a segment of the one and a segment of the other, those without
    customers too. The codes are of the same n customers; the share of an empty segment is NaN.
    """
    pair = codes_a.astype(np.int64) * len(names_b) + codes_b
    count = np.bincount(pair, minlength=len(names_a) * len(names_b))
    table = count.reshape(len(names_a), len(names_b))
    with np.errstate(invalid="ignore"):
        of_first = table / table.sum(axis=1, keepdims=True)
        of_second = table / table.sum(axis=0, keepdims=True)
    return pd.DataFrame(
        {
            "first": np.repeat(np.array(names_a, dtype=object), len(names_b)),
            "second": np.tile(np.array(names_b, dtype=object), len(names_a)),
            "customers": count,
            "share_of_first": of_first.ravel(),
            "share_of_second": of_second.ravel(),
        }
    )


@dataclass(frozen=True)
class Agreement:
    """How far two definitions agree.

    Attributes:
        customers: how many were sorted by both.
        same: share of them in a segment of the same name; NaN where no rule of the one has a name
            of the other, since the names then say nothing.
        rand: adjusted Rand index, which needs no names; see `loyalty.clustering.agreement`.
    """

    customers: int
    same: float
    rand: float


def agreement(
    codes_a: np.ndarray, names_a: Sequence[str], codes_b: np.ndarray, names_b: Sequence[str]
) -> Agreement:
    """Agreement of two definitions over the same n customers.

    The last name of each is that of customers in no segment, as `segment_names` gives them.
    """
    place = {name: number for number, name in enumerate(names_b)}
    translated = np.array([place.get(name, -1) for name in names_a])
    share = len(codes_a) and set(names_a[:-1]) & set(names_b[:-1])
    return Agreement(
        customers=len(codes_a),
        same=float((translated[codes_a] == codes_b).mean()) if share else float("nan"),
        rand=clustering.agreement(codes_a, codes_b),
    )


@dataclass(frozen=True)
class Value:
    """How well segments separate value.

    Attributes:
        table: see `loyalty.segmentation.sizes`, with the mean spend of a customer, from the
            segment with the highest mean down; customers_so_far and spend_so_far add the shares up.
        explained: share of the variance of spend between segments (eta squared, 0-1); NaN where
            spend does not vary.
        best: the segment with the highest mean, "" without customers.
        captured: of the spend of the tenth of customers who spend most, the share of those in
            `best`. Set it against that segment's share of customers: a large one captures much.
    """

    table: pd.DataFrame
    explained: float
    best: str
    captured: float


def value_concentration(codes: np.ndarray, names: Sequence[str], spend: np.ndarray) -> Value:
    """Value by segment; customers without a known spend count as customers only.

    Args:
        codes: (n,) positions in `names`. spend: (n,).
    """
    known = np.isfinite(spend)
    money = np.where(known, spend, 0.0)
    table = sizes(codes, names, money)
    counted = np.bincount(codes[known], minlength=len(names))
    table["mean"] = np.divide(
        np.bincount(codes, weights=money, minlength=len(names)),
        counted,
        out=np.full(len(names), np.nan),
        where=counted > 0,
    )
    table = table.sort_values("mean", ascending=False, kind="stable", ignore_index=True)
    best = table["segment"].iloc[0] if counted.any() else ""
    return Value(
        table.assign(
            customers_so_far=table["share"].cumsum(), spend_so_far=table["spend_share"].cumsum()
        ),
        _explained(codes[known], spend[known]),
        best,
        _captured(codes[known] == list(names).index(best), spend[known]) if best else float("nan"),
    )


def _explained(codes: np.ndarray, spend: np.ndarray) -> float:
    """Sum of squares between the groups over that of all."""
    if not len(spend):
        return float("nan")
    centred = spend - spend.mean()
    count = np.bincount(codes)
    total = np.bincount(codes, weights=centred)
    every = float(centred @ centred)
    between = float((total[count > 0] ** 2 / count[count > 0]).sum())
    return between / every if every > 0 else float("nan")


def _captured(inside: np.ndarray, spend: np.ndarray) -> float:
    """Share of the top tenth's spend; of customers with equal spend at its border a part counts."""
    top = BEST_SHARE * len(spend)
    border = np.sort(spend)[::-1][min(int(top), len(spend) - 1)]
    above, level = spend > border, spend == border
    weight = above + level * (top - above.sum()) / level.sum()
    every = float(weight @ spend)
    return float((weight * inside) @ spend) / every if every > 0 else float("nan")


def stability_over_time(history: "History") -> pd.DataFrame:
    """From one replayed day to the next: who stays in the segment, by segment and overall.

    Returns:
        since, until, segment (`EVERYBODY` for all), customers (known on the first of the two
        days), stayed, share, low, high (Wilson interval; NaN without customers).
    """
    names = [*history.names, EVERYBODY]
    parts = [
        _stayed(history.codes[:, place], history.codes[:, place + 1], len(history.names))
        for place in range(len(history.days) - 1)
    ]
    days = pd.to_datetime(np.array(history.days, dtype="datetime64[s]"))
    counts = np.concatenate(parts, axis=0) if parts else np.zeros((0, 2), dtype=np.int64)
    customers, stayed = counts[:, 0], counts[:, 1]
    low, high = wilson(stayed, customers)
    return pd.DataFrame(
        {
            "since": np.repeat(days[:-1], len(names)),
            "until": np.repeat(days[1:], len(names)),
            "segment": names * len(parts),
            "customers": customers,
            "stayed": stayed,
            "share": np.divide(
                stayed, customers, out=np.full(len(customers), np.nan), where=customers > 0
            ),
            "low": low,
            "high": high,
        }
    )


def _stayed(then: np.ndarray, now: np.ndarray, size: int) -> np.ndarray:
    """(size + 1, 2) customers of each segment and how many are still there; all of them last."""
    here = then >= 0
    customers = np.bincount(then[here], minlength=size)
    stayed = np.bincount(then[here & (then == now)], minlength=size)
    table = np.column_stack([customers, stayed])
    return np.vstack([table, table.sum(axis=0)])
