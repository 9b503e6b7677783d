"""Back-test: stop the history some months early, simulate doing nothing, compare with what came.

Cells are estimated from the orders up to each origin alone (every month's end from `months` back
to the last), and their forecast is held against the months after it: active customers, retention,
orders and revenue. Naive is that nothing changes: the last month before the origin again; for
retention, the share that the customers of as many months before the origin kept until then.

pit    share of draws below what happened (Dawid 1984); even between 0 and 1 where bands are right
crps   continuous ranked probability score, in the metric's unit; of one number without bands it is
       the absolute error (Gneiting & Raftery 2007)
ratio  mean absolute error of the median over that of naive (Hyndman & Koehler 2006)

Origins overlap: each month of a metric is one outcome, however many origins forecast it, and the
interval of a coverage (Wilson 1927) counts outcomes.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.engine import Tables
from loyalty.intervals import wilson
from loyalty.simulation import model
from loyalty.simulation.cells import cells, history
from loyalty.simulation.cells.history import Floats, History
from loyalty.simulation.result import BANDS, METRICS, PERCENTILES, Result
from loyalty.study import Study

TESTED = ("customers", "retention", "orders", "revenue")
COLUMNS = ("origin", "month", "metric", "actual", "naive", *BANDS, "pit", "crps")
FEWEST_MONTHS = 3
DRAWS = 1000  # enough to tell a coverage to the per cent
LEAST = {90: 0.8, 50: 0.3}  # share of points a band must hold, whatever chance allows


@dataclass(frozen=True)
class Backtest:
    """Forecasts of the past beside what happened.

    Attributes:
        points: one row per origin, month (of the forecast, from 1) and metric: see `frame`.
        past: what was counted before the first origin: month (0 is the last), metric, actual.
        scores: one row per metric, see `_score`. together: the coverage of all metrics.
        months: months held back at most. draws: futures of each forecast.
    """

    points: pd.DataFrame
    past: pd.DataFrame
    scores: pd.DataFrame
    together: pd.Series
    months: int
    draws: int

    @property
    def verdict(self) -> str:
        """calibrated when the bands held about as often as they say, else illustrative."""
        return "illustrative" if self.reasons else "calibrated"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is illustrative: "few" months, "narrow" bands, or "vague" (wide, little said)."""
        vague = self.wide and self.said >= 1
        found = {"few": self.months < FEWEST_MONTHS, "narrow": self.narrow, "vague": vague}
        return tuple(reason for reason, holds in found.items() if holds)

    @property
    def narrow(self) -> bool:
        """Bands held less often than they say: by `LEAST`, or by more than so few outcomes allow.

        Overlapping forecasts move together, so this is stricter than chance alone would ask for.
        """
        rows = pd.concat([self.scores, self.together.to_frame().T])
        beyond = [(rows[f"high{band}"] < band / 100).any() for band in LEAST]
        below = [self.together[f"inside{band}"] < least for band, least in LEAST.items()]
        return bool(any(beyond) or any(below))

    @property
    def said(self) -> float:
        """CRPS over the error of naive, on average of the metrics: below 1 the bands tell more."""
        known = self.scores[self.scores["naive_error"] > 0]
        return float((known["crps"] / known["naive_error"]).mean())

    @property
    def wide(self) -> bool:
        """The 50 % bands held more often than so few outcomes allow."""
        return bool(self.together["low50"] > 0.5)


def backtest(tables: Tables, customers: pd.DataFrame, study: Study, months: int = 6) -> Backtest:
    """Test the forecasts of the last `months` months, or of half the history if that is less.

    `customers` holds customer_id. What the user knows of the months to come (`study.general`) is
    not used: it was not known then. Refused without orders or with less than three months of them.
    """
    orders = {name: tables[name] for name in ("orders", "customers") if name in tables}
    ids = customers[["customer_id"]]
    known = history.read(orders, study.as_of, ids["customer_id"])
    months = min(months, known.months)
    happened = _happened(known, study.active_days)
    points = []
    for back in range(months, 0, -1):
        then = study.as_of - timedelta(days=history.days(back))
        stopped = study.change(as_of=then, months=back, general={})
        result = model.run(cells(orders, ids, stopped), stopped, [])
        points.append(_points(result, happened, back).assign(origin=then))
    found = pd.concat(points, ignore_index=True)[list(COLUMNS)]
    return judged(found, _past(happened, months, known.months), months, study.draws)


def judged(points: pd.DataFrame, past: pd.DataFrame, months: int, draws: int) -> Backtest:
    """Scores of the points, metric by metric and together."""
    scores = pd.DataFrame(
        [
            {"metric": metric, **_score(points[points["metric"] == metric])}
            for metric in TESTED
            if (points["metric"] == metric).any()
        ]
    )
    return Backtest(points, past, scores, pd.Series(_coverage(points)), months, draws)


def frame(found: Backtest) -> pd.DataFrame:
    """The points for a file: origin, month, metric, actual, naive, p05 ... p95, pit, crps; rounded.

    origin is the day the history was stopped; month counts from there.
    """
    points = found.points.sort_values(["origin", "month", "metric"], ignore_index=True)
    digits = points["metric"].map({key: digits for key, (_label, _unit, digits) in METRICS.items()})
    for name in ("actual", "naive", *BANDS, "crps"):
        points[name] = [
            round(value, places) + 0.0 for value, places in zip(points[name], digits, strict=True)
        ]
    return points.round({"pit": 4})


@dataclass(frozen=True)
class Happened:
    """What was counted: totals of each month back (row 0 the last), and who was active at ends."""

    orders: Floats
    revenue: Floats
    active: NDArray[np.bool_]

    def actual(self, metric: str, back: int, month: int) -> float:
        """The metric in the month after `back` months back, or naive at month 0."""
        row = back - month
        if metric == "customers":
            return float(self.active[row].sum())
        if metric == "retention":
            return self.kept(back, row)
        return float(getattr(self, metric)[row])

    def naive(self, metric: str, back: int, month: int) -> float:
        """The last value known at the origin."""
        if metric == "retention":
            return self.kept(back + month, back)
        return self.actual(metric, back, 0)

    def kept(self, start: int, end: int) -> float:
        """Share of those active `start` months back who were active `end` months back."""
        if start >= len(self.active) or not self.active[start].any():
            return np.nan
        return float(self.active[end][self.active[start]].mean())


def _happened(known: History, active_days: int) -> Happened:
    return Happened(
        known.orders.sum(axis=1).astype(float),
        known.revenue,
        known.silent() <= active_days,
    )


def _past(happened: Happened, back: int, months: int) -> pd.DataFrame:
    """So many months before the first origin."""
    rows = [
        {"month": month, "metric": metric, "actual": happened.actual(metric, back, month)}
        for metric in ("customers", "orders", "revenue")
        for month in range(1 - months, 1)
        if back - month < len(happened.orders) - 1
    ]
    return pd.DataFrame([*rows, {"month": 0, "metric": "retention", "actual": 1.0}])


def _points(result: Result, happened: Happened, back: int) -> pd.DataFrame:
    """The forecasts of one origin beside what happened."""
    rows = []
    for metric in TESTED:
        for month, draws in enumerate(result.metric(model.BASE.strategy, metric), start=1):
            actual = happened.actual(metric, back, month)
            bands = dict(zip(BANDS, np.percentile(draws, PERCENTILES), strict=True))
            rows.append(
                {"month": month, "metric": metric, "actual": actual, **bands}
                | {"naive": happened.naive(metric, back, month)}
                | {"pit": pit(draws, actual), "crps": crps(draws, actual)}
            )
    return pd.DataFrame(rows)


def pit(draws: Floats, actual: float) -> float:
    """Share of draws below `actual`, half of those equal to it."""
    return float((draws < actual).mean() + (draws == actual).mean() / 2)


def crps(draws: Floats, actual: float) -> float:
    """Mean distance of draws to `actual` less half their mean distance to each other."""
    ordered, size = np.sort(draws), len(draws)
    weight = 2 * np.arange(1, size + 1) - size - 1
    return float(np.abs(ordered - actual).mean() - weight @ ordered / size**2)


def _score(points: pd.DataFrame) -> dict[str, float]:
    """points, bias (relative), error and naive_error (mean absolute), ratio, crps, coverage."""
    error, naive = points["p50"] - points["actual"], points["naive"] - points["actual"]
    usual = naive.abs().mean()
    return {
        "points": len(points),
        "bias": error.sum() / max(points["actual"].sum(), 1e-12),
        "error": error.abs().mean(),
        "naive_error": usual,
        "ratio": error.abs()[naive.notna()].mean() / usual if usual > 0 else np.nan,
        "crps": points["crps"].mean(),
        **_coverage(points),
    }


def _coverage(points: pd.DataFrame) -> dict[str, float]:
    """Share of points inside each band, and its interval: inside90, low90, high90, inside50 ..."""
    outcomes = len(points.assign(end=_ends(points)).drop_duplicates(["end", "metric"]))
    found: dict[str, float] = {"outcomes": outcomes}
    for band, low, high in ((90, "p05", "p95"), (50, "p25", "p75")):
        share = float(points["actual"].between(points[low], points[high]).mean())
        ends = wilson(share * outcomes, outcomes)
        found |= {
            f"inside{band}": share,
            f"low{band}": float(ends[0]),
            f"high{band}": float(ends[1]),
        }
    return found


def _ends(points: pd.DataFrame) -> pd.Series:
    """Which calendar month each point is of: the same whatever the origin."""
    order = points["origin"].rank(method="dense")
    return order + points["month"]
