"""Do customers come back after a good experience more often than after a bad one, by touchpoint?

Compared are, at each touchpoint, the customers whose first scored moment there was good (above the
middle of the feeling scale) and those whose first was bad (below it; exactly in the middle counts
for neither). Only moments whose `within_days` are over by the end of the study's day enter, so that
everybody is watched equally long. Who buys again has a purchase after the moment and within so many
days. Where the moment is itself a purchase (of the stages purchase and repurchase, or by its name),
purchases of its own day belong to it.

Customers with more purchases behind them both feel better and come back more: the difference is
taken among customers with equally many earlier purchases (0, 1, 2 to 3, 4 and more; Mantel-Haenszel
weights, `loyalty.journey.risk_difference`). It stays an observed difference, not an effect proven.
As many touchpoints are compared, significance is told by Benjamini & Hochberg's q, over those with
enough customers.
"""

from typing import NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey.answered import scale_of
from loyalty.journey.cut import BOUGHT, DAY
from loyalty.journey.findings import ENOUGH
from loyalty.journey.log import Log, in_order
from loyalty.journey.risk_difference import false_discovery, mantel_haenszel
from loyalty.journey.runs import firsts
from loyalty.journey.sources import buying
from loyalty.journey.units import SHARE_DIGITS
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

Ints = NDArray[np.int32]
Whole = NDArray[np.int64]
EARLIER = (1, 2, 4)  # purchases behind a customer at which a new stratum begins
ALPHA = 0.05
COLUMNS = [
    "touchpoint", "stage", "good", "bad", "good_share", "bad_share", "raw", "difference", "low",
    "high", "p", "q", "significant", "enough",
]  # fmt: skip


class Purchases(NamedTuple):
    """Purchases sorted by customer and time: (m,) places in `Log.ids`, microseconds since 1970."""

    customer: Ints
    time: Whole


def purchases(log: Log, study: Study, tables: Tables | None = None) -> Purchases | None:
    """When customers bought; None when nothing tells it.

    The orders table, where there is one: it is complete (returns and cancelled orders are none).
    Else the moments whose touchpoint records an order, by name or by the study; else those of the
    stages purchase and repurchase; several on a day are one purchase.
    """
    if tables is not None and "orders" in tables:
        return _ordered(log, study, tables)
    at = purchasing(log, study)[log.touchpoint]
    if not at.any():
        return None
    customer, time = log.customer[at], log.time[at]
    new = (np.diff(customer, prepend=-1) != 0) | (np.diff(time // DAY, prepend=-1) != 0)
    return Purchases(customer[new], time[new])


def purchasing(log: Log, study: Study) -> NDArray[np.bool_]:
    """(touchpoints,) which record an order, by name or by the study; else those of the stages.

    The stages are purchase and repurchase.
    """
    named = buying(list(log.names), study)
    if not named:
        named = [name for name, stage in log.assigned().items() if stage in BOUGHT]
    return np.isin(np.array(log.names, dtype=object), named)


def of_log(
    log: Log, study: Study, bought: Purchases, scale: tuple[float, float] | None = None
) -> pd.DataFrame:
    """One row per touchpoint with a good or a bad first moment, in stage order; see `COLUMNS`.

    good, bad: customers; good_share, bad_share of them who buy again; raw, their difference, and
    the adjusted difference with 95 % interval (positive: the good come back more); p, q;
    significant: q of at most 0.05; enough: at least `ENOUGH` customers in either group.

    Args:
        log: of the customers to be described. study: gives as_of and within_days.
        bought: `purchases` of the same ids. scale: ends of the feeling scale, else that of the log.
    """
    return staged(counted(log, study, bought, scale), log)


def counted(
    log: Log, study: Study, bought: Purchases, scale: tuple[float, float] | None = None
) -> pd.DataFrame:
    """`of_log` by name and without stages: equal while the same touchpoints are purchases.

    Args:
        log, study, bought, scale: as of `of_log`; of the stages `buying_points` alone matter.
    """
    middle = sum(scale or scale_of(log.feeling)) / 2
    rows = _compared(log, study, middle)
    earlier, again = _around(log, study, bought, rows)
    good, stratum = log.feeling[rows] > middle, np.digitize(earlier, EARLIER)
    table = _tables(log.touchpoint[rows], stratum, good, again, len(log.names))
    sizes, hits = table.sum(axis=3), table[..., 1]
    found = mantel_haenszel(hits[..., 1], sizes[..., 1], hits[..., 0], sizes[..., 0])
    total, came = sizes.sum(axis=1), hits.sum(axis=1)
    share = np.divide(came, total, out=np.full(total.shape, np.nan), where=total > 0)
    enough = (total >= ENOUGH).all(axis=1)
    q = false_discovery(np.where(enough, found.p, np.nan))
    frame = pd.DataFrame(
        {
            "touchpoint": log.names,
            "good": total[:, 1], "bad": total[:, 0], "good_share": share[:, 1],
            "bad_share": share[:, 0], "raw": share[:, 1] - share[:, 0],
            "difference": found.difference, "low": found.low, "high": found.high, "p": found.p,
            "q": q, "significant": q <= ALPHA, "enough": enough,
        }
    )  # fmt: skip
    frame = frame[total.sum(axis=1) > 0].reset_index(drop=True)
    shares = [name for name in COLUMNS if name not in ("p", "q")]
    return frame.round(dict.fromkeys(shares, SHARE_DIGITS))


def staged(found: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Rows of `counted` with the stages of the log, in their order."""
    place = dict(zip(log.names, log.stage_of.tolist(), strict=True))
    places = np.array([place[name] for name in found["touchpoint"]], dtype=np.int64)
    order = np.argsort(places, kind="stable")  # names are sorted
    rows = found.take(order).reset_index(drop=True)
    stages = pd.Series([log.stages[one] for one in places[order]], dtype="str")
    return rows.assign(stage=stages)[COLUMNS]


def buying_points(log: Log, study: Study) -> list[str]:
    """Touchpoints where a moment is itself a purchase: by name, by the study or by its stage."""
    return np.array(log.names, dtype=object)[_buys(log, study)].tolist()


def _ordered(log: Log, study: Study, tables: Tables) -> Purchases:
    orders = until(tables, study.as_of)["orders"].filter(~nw.col("is_return"))
    rows = engine.arrow(orders.drop_nulls([CUSTOMER, "time"]).select(CUSTOMER, "time"))
    coded = rows[CUSTOMER].cast(pa.string()).combine_chunks().dictionary_encode()
    place = pd.Index(log.ids).get_indexer(pd.Index(coded.dictionary.to_pylist(), dtype=object))
    customer = place[coded.indices.to_numpy()].astype(np.int32)
    time = rows["time"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy()
    known = customer >= 0
    customer, time = customer[known], time[known]
    order = in_order(customer, time, np.arange(len(time)))
    return Purchases(customer[order], time[order])


def _compared(log: Log, study: Study, middle: float) -> Whole:
    """Places of the first scored moment of each customer and touchpoint.

    Those in the middle of the scale and those whose days are not over are left out.
    """
    scored = np.flatnonzero(~np.isnan(log.feeling))
    rows = scored[firsts(log.customer[scored], log.touchpoint[scored], len(log.names))]
    end = np.datetime64(study.as_of.isoformat(), "us").astype(np.int64) + DAY
    over = log.time[rows] + study.journey.within_days * DAY <= end
    return rows[over & (log.feeling[rows] != middle)]


def _around(
    log: Log, study: Study, bought: Purchases, rows: Whole
) -> tuple[Whole, NDArray[np.bool_]]:
    """Purchases up to each moment, and whether there is one after it within the days."""
    time = log.time[rows]
    buys = _buys(log, study)[log.touchpoint[rows]]
    since = np.where(buys, time // DAY * DAY + DAY - 1, time)
    earlier = _until(bought, log.customer[rows], since)
    later = _until(bought, log.customer[rows], time + study.journey.within_days * DAY)
    return earlier, later > earlier


def _buys(log: Log, study: Study) -> NDArray[np.bool_]:
    """(touchpoints,) whether a moment there is itself a purchase."""
    named = buying(list(log.names), study)
    assigned = log.assigned()
    return np.array([name in named or assigned[name] in BOUGHT for name in log.names], dtype=bool)


def _until(bought: Purchases, customer: Ints, time: Whole) -> Whole:
    """How many purchases each customer had made by a time, found by halving."""
    begins = np.searchsorted(bought.customer, customer, side="left")
    low, high = begins, np.searchsorted(bought.customer, customer, side="right")
    while (low < high).any():
        middle = (low + high) // 2
        safe = np.minimum(middle, len(bought.time) - 1)
        passed = (low < high) & (bought.time[safe] <= time)
        low, high = np.where(passed, middle + 1, low), np.where(passed, high, middle)
    return low - begins


def _tables(
    point: Ints, stratum: Whole, good: NDArray[np.bool_], again: NDArray[np.bool_], size: int
) -> Whole:
    """(touchpoints, strata, bad or good, not or again) customers."""
    strata = len(EARLIER) + 1
    cell = ((point.astype(np.int64) * strata + stratum) * 2 + good) * 2 + again
    return np.bincount(cell, minlength=size * strata * 4).reshape(size, strata, 2, 2)
