"""What a simulation gives: bands per month, and each strategy against doing nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.language import mark
from loyalty.strategies.base import Array

METRICS = {  # key: (label, unit, decimals in every table)
    "customers": (mark("Customers"), mark("active customers at the month's end"), 1),
    "retention": (mark("Retention"), mark("share of today's active customers still active"), 4),
    "orders": (mark("Orders"), mark("orders a month"), 1),
    "revenue": (mark("Revenue"), mark("money a month, net of discounts and returns"), 2),
    "margin": (
        mark("Margin"),
        mark("money a month, sales at list price less the cost of goods"),
        2,
    ),
    "cost": (mark("Cost"), mark("money a month: discounts, redeemed points, service, running"), 2),
    "cash": (mark("Cash"), mark("money since the start: margin less cost"), 2),
    "liability": (mark("Liability"), mark("money: points owed at the month's end"), 2),
    "nps": (mark("NPS"), mark("net promoter score of active customers, -100 to 100"), 2),
}
MIX = "customers:"  # and a segment: its active customers
PLACE = {metric: place for place, metric in enumerate(METRICS)}
PERCENTILES = (5, 25, 50, 75, 95)
BANDS = tuple(f"p{percentile:02d}" for percentile in PERCENTILES)
BASE = "do_nothing"
TRACKS = {"sales": "revenue", "loyalty": "retention"}  # goal: its metric
LEAST = 1e-6  # less money is none


@dataclass(frozen=True)
class Result:
    """Paths of every strategy, (metrics, months, draws), under the same luck.

    `start` is the number of active customers in month 0; `mix` holds the active customers of each
    of the `segments`, (segments, months, draws).
    """

    paths: Mapping[str, Array]
    start: float
    mix: Mapping[str, Array] = field(default_factory=dict)
    segments: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        """Months simulated."""
        return int(self.paths[BASE].shape[1])

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of everything simulated but doing nothing."""
        return tuple(name for name in self.paths if name != BASE)

    @property
    def metrics(self) -> dict[str, int]:
        """What is known of every strategy, and its decimals."""
        known = {key: digits for key, (_label, _unit, digits) in METRICS.items()}
        if np.isnan(self.metric(BASE, "nps")).any():
            known.pop("nps")
        return known | {f"{MIX}{segment}": 1 for segment in self.segments}

    def until(self, month: int) -> "Result":
        """The first months of it, up to and with `month`."""
        paths = {name: path[:, :month] for name, path in self.paths.items()}
        return replace(
            self, paths=paths, mix={name: one[:, :month] for name, one in self.mix.items()}
        )

    def metric(self, name: str, metric: str) -> Array:
        """One metric of one strategy: (months, draws)."""
        if metric.startswith(MIX):
            return self.mix[name][self.segments.index(metric.removeprefix(MIX))]
        return self.paths[name][PLACE[metric]]

    def table(self) -> pd.DataFrame:
        """Bands: strategy, month (from 1), metric, p05 ... p95; sorted and rounded."""
        digits = dict(sorted(self.metrics.items()))
        frames = [
            _bands_of([self.metric(name, one) for one in digits], digits).assign(strategy=name)
            for name in sorted(self.paths)
        ]
        return pd.concat(frames, ignore_index=True)[["strategy", "month", "metric", *BANDS]]

    def differences(self) -> pd.DataFrame:
        """Bands of each metric's change, draw by draw: strategy, month, metric, p05 ... p95."""
        digits = self.metrics
        frames = [
            _bands_of(
                [self.metric(name, one) - self.metric(BASE, one) for one in digits], digits
            ).assign(strategy=name)
            for name in self.strategies
        ]
        rows = pd.concat(frames, ignore_index=True) if frames else _no_bands()
        return rows.reindex(columns=["strategy", "month", "metric", *BANDS])

    def changes(self) -> pd.DataFrame:
        """The `differences` at the end: strategy, metric, p05 ... p95."""
        rows = self.differences().query("month == @self.months")
        return rows.drop(columns="month").reset_index(drop=True)

    def gain(self, name: str) -> Array:
        """Cash less the points still owed, above doing nothing, draw by draw: (months, draws)."""
        return self._worth(name) - self._worth(BASE)

    def gains(self) -> pd.DataFrame:
        """Bands of `gain` by month: strategy, month, p05 ... p95."""
        frames = [_bands(self.gain(name), 2).assign(strategy=name) for name in self.strategies]
        rows = pd.concat(frames, ignore_index=True) if frames else _no_bands()
        return rows[["strategy", "month", *BANDS]]

    def decision(self) -> pd.DataFrame:
        """One row per strategy: gain_p05 ... gain_p95 and gain_mean at the end, chance of beating

        doing nothing, cost (median of all months), break_even (month from which the median gain
        stays above 0; missing when it does not), turn (month from which it stays below 0, if above
        before), regret (see `regrets`; everything in this result is compared), worst_decile (mean
        gain in the worst tenth of the draws) and return (mean gain for each unit of mean cost above
        doing nothing: 0.5 brings the money back and half of it again; missing without such cost).
        """
        columns = [f"gain_{band}" for band in BANDS]
        regret = regrets(self._gains())
        rows = [[*self._decide(name), regret[name], *self._risk(name)] for name in self.strategies]
        names = ["strategy", *columns, "gain_mean", "chance", "cost", "break_even", "turn"]
        return pd.DataFrame(rows, columns=[*names, "regret", "worst_decile", "return"])

    def nothing(self) -> pd.DataFrame:
        """Doing nothing as a row of `decision`: it gains nothing; its regret is not to have acted.

        Chance, break_even, turn and return compare it with itself and are missing.
        """
        gains = [f"gain_{band}" for band in (*BANDS, "mean")]
        sure = dict.fromkeys([*gains, "worst_decile"], 0.0)
        cost = round(float(np.median(self.metric(BASE, "cost").sum(axis=0))), 2)
        regret = regrets({BASE: np.zeros(1)} | self._gains())[BASE]
        row = {"strategy": BASE, **sure, "cost": cost, "regret": regret}
        return pd.DataFrame([row]).reindex(columns=self.decision().columns)

    def tracks(self) -> pd.DataFrame:
        """What each strategy does for sales and for loyalty, as shares of doing nothing.

        Columns strategy, sales (change of the revenue of all months) and loyalty (change of the
        customers of today who are still active at the end): medians of the paired changes.
        """
        rows = [[name, *(self._relative(name, one) for one in TRACKS)] for name in self.strategies]
        return pd.DataFrame(rows, columns=["strategy", *TRACKS])

    def _gains(self) -> dict[str, Array]:
        return {name: self.gain(name)[-1] for name in self.strategies}

    def _worth(self, name: str) -> Array:
        return self.metric(name, "cash") - self.metric(name, "liability")

    def _decide(self, name: str) -> list[object]:
        gain = self.gain(name)
        median = np.median(gain, axis=1)
        ends = np.percentile(gain[-1], PERCENTILES).round(2)
        mean, chance = round(float(gain[-1].mean()), 2), round(float((gain[-1] > 0).mean()), 4)
        cost = round(float(np.median(self.metric(name, "cost").sum(axis=0))), 2)
        return [name, *ends, mean, chance, cost, _stays(median > 0), _turns(median)]

    def _risk(self, name: str) -> tuple[float, float]:
        gain = self.gain(name)[-1]
        worst = np.sort(gain)[: max(1, round(len(gain) / 10))].mean()
        spent = (self.metric(name, "cost") - self.metric(BASE, "cost")).sum(axis=0).mean()
        back = gain.mean() / spent if spent > LEAST else np.nan
        return round(float(worst), 2), round(float(back), 4)

    def _relative(self, name: str, track: str) -> float:
        def size(of: str) -> Array:
            path = self.metric(of, TRACKS[track])
            return path.sum(axis=0) if track == "sales" else path[-1]

        change = size(name) / np.maximum(size(BASE), LEAST) - 1
        return round(float(np.median(change)), 6)


def regrets(gains: Mapping[str, Array]) -> dict[str, float]:
    """Expected regret of each choice (Savage 1951): by how much the best one, found out too late,

    would have brought more, on average over the draws. `gains` at the end are per draw; doing
    nothing, whose gain is 0, is always among the choices.
    """
    best = reduce(np.maximum, gains.values(), np.zeros(1))
    return {name: round(float((best - gain).mean()), 2) for name, gain in gains.items()}


def _bands(values: Array, digits: int) -> pd.DataFrame:
    bands = np.percentile(values, PERCENTILES, axis=1).round(digits) + 0.0
    return pd.DataFrame(dict(zip(BANDS, bands, strict=True))).assign(
        month=np.arange(1, values.shape[0] + 1)
    )


def _bands_of(values: list[Array], digits: Mapping[str, int]) -> pd.DataFrame:
    """Bands of several metrics, (months, draws) each, by month and then in their order."""
    found = np.percentile(np.stack(values, axis=1), PERCENTILES, axis=2)
    for place, decimals in enumerate(digits.values()):
        found[:, :, place] = found[:, :, place].round(decimals) + 0.0
    months = found.shape[1]
    columns = dict(zip(BANDS, found.reshape(len(BANDS), -1), strict=True))
    month = np.repeat(np.arange(1, months + 1), len(digits))
    return pd.DataFrame({"month": month, "metric": list(digits) * months, **columns})


def _no_bands() -> pd.DataFrame:
    return pd.DataFrame(columns=["strategy", "month", *BANDS])


def _stays(holds: NDArray[np.bool_]) -> float:
    """The first month from which `holds` is true to the end; NaN when it ends false."""
    if not holds[-1]:
        return np.nan
    broken = np.flatnonzero(~holds)
    return float(broken[-1] + 2) if len(broken) else 1.0


def _turns(median: Array) -> float:
    turn = _stays(median < 0)
    return turn if turn > 1 and (median[: int(turn) - 1] > 0).any() else np.nan
