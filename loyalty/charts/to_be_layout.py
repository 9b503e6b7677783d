"""Where everything stands in the picture of today's journey beside the one with targets.

`layout` has one row per stage (part = stage), one per target (part = target) and the values of the
feeling axis (part = tick). x counts columns from 0; size, size_to_be, size_low and size_high are
heights of bars, mean, low, high and to_mean, to_low, to_high heights in the feeling lane, all 0 to
1. What is to be is missing where nothing moves: bars without a target from which anything follows,
the line without a moved feeling, arrow_to_be where the share is as today.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loyalty.charts.lanes import Domain, tick_rows
from loyalty.journey.stage_map import shown, stage_label
from loyalty.journey.to_be.model import ToBe
from loyalty.journey.to_be.targets import Change
from loyalty.journey.to_be.words import signed, value
from loyalty.language import Translate, number, percent

BAR = 0.2  # of a column, the width of each bar
SPREAD = 0.6  # of a column, over which the handles of a stage are spread
LINES = (14.0, 33.0)  # pixels: today's share, that of the to-be journey
FEELINGS = ("feeling", "feeling_low", "feeling_high", "to_be", "to_be_low", "to_be_high")


def layout(found: ToBe, _: Translate = str) -> pd.DataFrame:
    """All rows of the picture; see the module."""
    domain = _domain(found)
    stages = _stages(found, domain, _)
    return pd.concat(
        [stages, _targets(found, domain, _), tick_rows(domain, "mean")], ignore_index=True
    )


def _domain(found: ToBe) -> Domain:
    """Ends of the feeling lane: every mean with its interval, and every target; NaN without any."""
    values = found.stages[list(FEELINGS)].to_numpy(float).ravel().tolist()
    for one in _feelings(found.changes):
        values += [one.today, one.value]
    known = [value for value in values if value == value]
    if not known:
        return np.nan, np.nan
    low, high = min(known), max(known)
    pad = 0.12 * (high - low) or 0.5
    return low - pad, high + pad


def _feelings(changes: Sequence[Change]) -> list[Change]:
    return [one for one in changes if one.target.kind == "feeling" and one.today == one.today]


def _stages(found: ToBe, domain: Domain, _: Translate) -> pd.DataFrame:
    rows = found.stages
    column = pd.Series(np.arange(len(rows)), dtype="float64")
    most = max(1.0, rows["customers"].max(), rows["customers_p95"].max()) if len(rows) else 1.0
    heights = {
        "size": "customers", "size_to_be": "customers_p50", "size_low": "customers_p05",
        "size_high": "customers_p95",
    }  # fmt: skip
    wide = domain[1] - domain[0]
    lane = dict(zip(("mean", "low", "high", "to_mean", "to_low", "to_high"), FEELINGS, strict=True))
    levels = {key: (rows[name] - domain[0]) / wide for key, name in lane.items()}
    bars = {key: rows[name] / most for key, name in heights.items()}
    nothing = rows["customers"] * np.nan
    aside = 0.0 if found.moving else BAR / 2  # alone, today's bar stands in the middle
    if rows["to_be"].equals(rows["feeling"]):
        levels |= dict.fromkeys(("to_mean", "to_low", "to_high"), nothing)
    if not found.moving:
        bars |= dict.fromkeys(("size_to_be", "size_low", "size_high"), nothing)
    return rows.assign(
        part="stage", column=column, x=column + 0.5, left=column + 0.5 - BAR + aside,
        left_end=column + 0.5 + aside, right=column + 0.5 + BAR,
        to_x=column + 0.5 + BAR / 2, arrow_x=column + 1.0,
        label=[stage_label(one, _) for one in rows["stage"]],
        count=[number(size) for size in rows["customers"]],
        change=[signed(more) if round(more) else "" for more in rows["more_p50"]],
        arrow=_arrows(rows["conversion"]), arrow_to_be=_arrows(_moved(rows)),
        **bars, **levels,
    )  # fmt: skip


def _moved(rows: pd.DataFrame) -> pd.Series:
    after = rows["conversion_p50"]
    return after.where((after - rows["conversion"]).abs() >= 5e-4)


def _arrows(shares: pd.Series) -> pd.Series:
    texts = [None if share != share else "→ " + percent(share, digits=1) for share in shares]
    return pd.Series(texts, index=shares.index, dtype=object)


def _targets(found: ToBe, domain: Domain, _: Translate) -> pd.DataFrame:
    """Handles of feeling targets: today's value, the target, and a name at it."""
    places = {stage: place for place, stage in enumerate(found.stages["stage"])}
    chosen = [one for one in _feelings(found.changes) if one.stage in places]
    frame = pd.DataFrame(
        {
            "part": "target",
            "column": [float(places[one.stage]) for one in chosen],
            "label": [shown(one.target.touchpoint, _) for one in chosen],
            "from_mean": [(one.today - domain[0]) / (domain[1] - domain[0]) for one in chosen],
            "mean": [(one.value - domain[0]) / (domain[1] - domain[0]) for one in chosen],
            "feeling": [one.today for one in chosen],
            "to_be": [one.value for one in chosen],
            "customers": [one.customers for one in chosen],
            "count": [_from_to(one) for one in chosen],
            "up": [bool(one.value >= one.today) for one in chosen],
            "sure": [one.moves and one.why != "unsure" for one in chosen],
        }
    )
    size = frame.groupby("column")["label"].transform("size")
    place = (frame.groupby("column").cumcount() + 0.5) / size - 0.5
    return frame.assign(x=frame["column"] + 0.5 + SPREAD * place)


def _from_to(one: Change) -> str:
    return f"{value(one, one.today)} → {value(one, one.value)}"
