"""Two groups of journeys side by side, and their differences with 95 % intervals.

`Comparison.table`: one row per stage with moments in either group (touchpoint missing), then one
per touchpoint; every other column twice, with the ending _first and _second:

events, customers, journeys, scored, complained   as in `loyalty.journey.measures`
heard            customers, or nobody where no touchpoint is a complaint: then none is known of
asked, reached   customers where there is a next stage, and those of them who come to it
waited           journeys in which the time to it is known
feeling (_low, _high), journey_share, complaint_share, conversion, median_hours   `MEASURES`

The next stage is the next one with moments in either group, so that both are asked the same.
Where a purchase ends journeys, its stages have no next one (`loyalty.journey.onward`).

`Comparison.differences`: one row per measure and row of the table with first, second, difference =
first less second, low, high, first_base and second_base (what each rests on) and significant =
whether the interval leaves 0 out. Shares by Newcombe (1998), feelings by Welch (1947), medians by
Bonett and Price (2002). They take both groups, and the moments within each, as independent. An
interval without any width, where nothing varies, is no evidence of a difference; below `FEWEST`
values no interval of a median has 95 % without an assumption about its distribution.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.indicators.complaint_count import WORDS
from loyalty.intervals import bonett_price, median_error, newcombe, welch
from loyalty.journey import measures
from loyalty.journey.cut import closing
from loyalty.journey.log import Log
from loyalty.journey.onward import following
from loyalty.journey.runs import firsts, quartiles
from loyalty.journey.units import FEELING_DIGITS, HOUR, HOUR_DIGITS, SHARE_DIGITS, shares
from loyalty.study import Study

SHARES = {
    "journey_share": ("journeys", "all_journeys"),
    "conversion": ("reached", "asked"),
    "complaint_share": ("complained", "heard"),
}
BASES = {"feeling": "scored", "median_hours": "waited"} | {
    key: whole for key, (_part, whole) in SHARES.items()
}
MEASURES = ("feeling", "conversion", "complaint_share", "journey_share", "median_hours")
DIGITS = {"feeling": FEELING_DIGITS, "median_hours": HOUR_DIGITS}
COUNTS = ["events", "customers", "journeys", "scored", "complained"]
OF_LOG = [*COUNTS, "feeling_low", "feeling_high"]
KEYS = ["stage", "touchpoint", "next_stage"]
SHOWN = [
    *COUNTS, "heard", "asked", "reached", "waited", "feeling", "feeling_low", "feeling_high",
    "journey_share", "complaint_share", "conversion", "median_hours",
]  # fmt: skip
SIDES = ("first", "second")
FEWEST = 6

Ends = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Comparison:
    """Two groups compared; see the module.

    Attributes:
        customers: of the first and of the second group. journeys: likewise.
        both: how many customers are in both, so that the groups are not independent.
    """

    table: pd.DataFrame
    differences: pd.DataFrame
    customers: tuple[int, int]
    journeys: tuple[int, int]
    both: int


def of_logs(first: Log, second: Log, study: Study) -> Comparison:
    """Compare two parts of one log."""
    order = following((first, second), study)
    return of_sides((first, second), (side(first, study, order), side(second, study, order)), order)


def of_sides(
    logs: tuple[Log, Log], sides: tuple[pd.DataFrame, pd.DataFrame], order: Mapping[str, str]
) -> Comparison:
    """`of_logs` where the `side` of each is known; `order`: of both (`onward.following`)."""
    keys = _keys(logs[0], order)
    shown = _in_order(keys[(sides[0]["events"] > 0) | (sides[1]["events"] > 0)])
    keys = keys.loc[shown, KEYS].reset_index(drop=True)
    one, two = (rows.loc[shown].reset_index(drop=True) for rows in sides)
    wide = [rows[SHOWN].add_suffix(f"_{end}") for rows, end in zip((one, two), SIDES, strict=True)]
    there = [np.bincount(log.customer, minlength=len(log.ids)) > 0 for log in logs]
    return Comparison(
        table=pd.concat([keys, *wide], axis=1),
        differences=pd.concat(
            [_difference(key, keys, one, two) for key in MEASURES], ignore_index=True
        ),
        customers=(int(there[0].sum()), int(there[1].sum())),
        journeys=(int(logs[0].first.sum()), int(logs[1].first.sum())),
        both=int((there[0] & there[1]).sum()),
    )


def _in_order(keys: pd.DataFrame) -> pd.Index:
    """Stages as they follow each other, then touchpoints by stage and name."""
    rows = keys.assign(level=keys["touchpoint"].notna())
    return rows.sort_values(["level", "place", "touchpoint"]).index


def _keys(log: Log, order: Mapping[str, str]) -> pd.DataFrame:
    """Every stage, then every touchpoint, as `side` has them; place = of the stage."""
    place = np.concatenate([np.arange(len(log.stages)), log.stage_of])
    stage = np.array(log.stages, dtype=object)[place]
    return pd.DataFrame(
        {
            "stage": stage,
            "touchpoint": np.array([None] * len(log.stages) + list(log.names), dtype=object),
            "next_stage": pd.Series(stage).map(dict(order)).astype(object),
            "place": place,
        }
    )


def side(log: Log, study: Study, order: Mapping[str, str]) -> pd.DataFrame:
    """All numbers of one log: a row for every stage, then for every touchpoint."""
    found, ahead = measures.of_log(log, study), _ahead(log, order)
    stage = measures.stage_rows(found).set_index("stage").reindex(list(log.stages))
    point = measures.touchpoint_rows(found).set_index("touchpoint").reindex(list(log.names))
    asks = np.isin(log.stages, list(order))
    going = asks[log.stage_of] & ~closing(log.names, log.stage_of, log.stages, study)
    parts = ((stage, log.stage, asks), (point, log.touchpoint, going))
    table = pd.concat(
        [
            rows[OF_LOG].assign(
                **_timed(log, group, len(rows), ahead), **_felt(log, group, len(rows)), asks=asks
            )
            for rows, group, asks in parts
        ],
        ignore_index=True,
    )
    table[COUNTS] = table[COUNTS].fillna(0).astype("int64")
    table["asked"] = table["customers"].where(table["asks"], 0)
    table["heard"] = table["customers"] if _hears(log) else 0
    table["all_journeys"] = int(log.first.sum())
    return table.assign(**{key: shares(table[a], table[b]) for key, (a, b) in SHARES.items()})


def _hears(log: Log) -> bool:
    """Whether a touchpoint of the data is a complaint."""
    return any(word in name.lower() for name in log.names for word in WORDS)


def _ahead(log: Log, order: Mapping[str, str]) -> NDArray[np.int64]:
    """(n,) place of the next moment in the stage that follows one's own; -1 without one."""
    codes = {key: place for place, key in enumerate(log.stages)}
    ahead = np.full(len(log.time), -1, dtype=np.int64)
    for stage, target in order.items():
        here = log.stage == codes[stage]
        if here.any():
            ahead[here] = measures.later(log, log.stage == codes[target])[here]
    return ahead


def _timed(
    log: Log, group: NDArray[np.int32], size: int, ahead: NDArray[np.int64]
) -> dict[str, Any]:
    """Customers who come to the next stage, and how long journeys take to it, in hours."""
    first = firsts(log.journey, group, size)
    first = first[ahead[first] >= 0]
    who, where = log.customer[first], group[first]
    wait = log.time[ahead[first]] - log.time[first]
    _low, median, _high = quartiles(where, wait, size)
    waited = np.bincount(where, minlength=size)
    error = median_error(wait / HOUR, where, size)
    return {
        "reached": np.bincount(where[firsts(who, where, size)], minlength=size),
        "waited": waited,
        "median": median / HOUR,
        "median_hours": (median / HOUR).round(HOUR_DIGITS),
        "error": np.where(waited < FEWEST, np.nan, error),
    }


def _felt(log: Log, group: NDArray[np.int32], size: int) -> dict[str, Any]:
    """Mean and sample variance of the known feelings."""
    known = ~np.isnan(log.feeling)
    value, where = log.feeling[known], group[known]
    count = np.bincount(where, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(where, value, minlength=size) / count
        spread = np.bincount(where, (value - mean[where]) ** 2, minlength=size) / (count - 1)
    return {
        "mean": mean,
        "feeling": mean.round(FEELING_DIGITS),
        "spread": np.where(count > 1, spread, np.nan),
    }


def _difference(
    key: str, keys: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame
) -> pd.DataFrame:
    """The rows of one measure."""
    exact = {"feeling": "mean", "median_hours": "median"}.get(key, key)
    low, high = _ends(key, first, second)
    digits = DIGITS.get(key, SHARE_DIGITS)
    return keys.assign(
        measure=key,
        first=first[key],
        second=second[key],
        difference=(first[exact] - second[exact]).round(digits),
        low=np.round(low, digits),
        high=np.round(high, digits),
        first_base=first[BASES[key]],
        second_base=second[BASES[key]],
        significant=((low > 0) | (high < 0)) & (low < high),
    )


def _ends(key: str, first: pd.DataFrame, second: pd.DataFrame) -> Ends:
    if key in SHARES:
        part, whole = SHARES[key]
        return newcombe(first[part], first[whole], second[part], second[whole])
    if key == "feeling":
        columns = [(first[name], second[name]) for name in ("mean", "spread", "scored")]
        return welch(columns[0], columns[1], columns[2])
    return bonett_price((first["median"], second["median"]), (first["error"], second["error"]))
