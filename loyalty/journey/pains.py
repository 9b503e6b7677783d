"""Where it hurts: many customers, a low feeling, and what a bad experience does to repurchase.

    pain = customers x how far the mean feeling lies below the line x effect on repurchase

How far below is a share of the way from the line to the lower end of the scale. The line is what
is usual in these journeys, the mean of all scores, or the middle of the scale where that is higher:
scores crowd on the good side, so importance-performance analysis (Martilla and James 1977) sets its
cross at the mean. The effect is the difference in repurchase between a good and a bad experience
(`loyalty.journey.experience`), at least 0; a touchpoint with too few of either takes the mean of
the differences that surely cost repurchases and is told as uncertain. Where no difference is
sure, the share of the touchpoint's customers who do not reach the next stage stands in for all of
them (nobody has to come to service or advocacy), and where that is not known either, the product
is of customers and feeling alone. All of these are uncertain: what cannot be measured is not 0.

The product ranks; it is no number of customers who would stay.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey.answered import scale_of
from loyalty.journey.findings import ENOUGH, OPTIONAL
from loyalty.journey.measures import touchpoint_rows
from loyalty.journey.units import SHARE_DIGITS

MARKED = 3  # pains and delights on a map
REPURCHASE, DROP_OFF, NOTHING = "repurchase", "drop_off", "nothing"
UNKNOWN, FEW, CHANCE = "unknown", "few", "chance"
COLUMNS = [
    "touchpoint", "stage", "customers", "scored", "feeling", "feeling_low", "feeling_high", "line",
    "below", "effect", "effect_low", "effect_high", "effect_of", "measured", "why",
    "pain", "low", "sure",
]  # fmt: skip

TEXTS = ("touchpoint", "stage")
READ = (
    *TEXTS, "customers", "scored", "feeling", "feeling_low", "feeling_high", "feeling_least",
    "feeling_most", "next_stage", "drop_off",
)  # fmt: skip
MARKED_BY = (
    "touchpoint", "customers", "feeling", "feeling_low", "line", "pain", "low",
)  # fmt: skip
SHARES = ("below", "effect", "effect_low", "effect_high", "pain")

Scale = tuple[float, float]
Values = dict[str, NDArray[Any]]  # name -> (rows,): a handful of rows, where frames are slow


def of(
    table: pd.DataFrame,
    effects: pd.DataFrame | None = None,
    scale: Scale | None = None,
    usual: bool = True,
) -> pd.DataFrame:
    """One row per touchpoint with a feeling, the worst pain first; see `COLUMNS`.

    below: 0 to 1; effect: the difference with the ends of its interval; effect_of: "repurchase",
    "drop_off" or "nothing" (effect missing); measured: whether the effect is the touchpoint's own;
    why: why no loss of repurchases is sure there, "unknown" (when customers buy), "few" (good or
    bad experiences), "chance" (it may be), or "" where one is; low: at least `ENOUGH` scores and a
    feeling whose interval lies below the line; sure: low, and a loss of repurchases of its own that
    is hardly chance. A touchpoint above the line has no pain.

    Args:
        table: `loyalty.journey.measures.of_log`. effects: `loyalty.journey.experience.of_log`.
        scale: ends of the feeling scale; without it the usual scale that holds the table.
        usual: whether the line is what is usual; otherwise the middle of the scale.
    """
    rows = _felt(table)
    ends = scale or _scale(rows)
    line = usual_feeling(rows, ends) if usual else sum(ends) / 2
    found = rows | _with_effects(rows, effects)
    room = line - ends[0] if line > ends[0] else 1.0
    below = np.clip((line - rows["feeling"]) / room, 0, 1)
    low = (rows["scored"] >= ENOUGH) & (rows["feeling_high"] < line)
    effect = np.clip(found["effect"], 0, None)
    pain = rows["customers"] * below * np.where(np.isnan(effect), 1, effect)
    found |= {
        "line": np.full(len(below), float(line)), "below": below,
        "pain": np.where(below > 0, pain, 0.0), "low": low, "sure": low & (found["why"] == ""),
    }  # fmt: skip
    return _ranked(found, table)


def _felt(table: pd.DataFrame) -> Values:
    """The touchpoint rows with a feeling."""
    there = table["touchpoint"].notna().to_numpy() & (table["scored"].to_numpy() > 0)
    return {name: table[name].to_numpy()[there] for name in READ}


def _ranked(found: Values, table: pd.DataFrame) -> pd.DataFrame:
    """The worst first, texts as they are held in the table."""
    _names, place = np.unique(found["touchpoint"].astype(str), return_inverse=True)
    order = np.lexsort((place, -found["customers"], -found["below"], -found["pain"]))
    ranked: dict[str, Any] = {name: found[name][order] for name in COLUMNS}
    ranked |= {name: pd.Series(ranked[name], dtype=table[name].dtype) for name in TEXTS}
    ranked |= {name: ranked[name].round(SHARE_DIGITS) for name in SHARES}
    return pd.DataFrame(ranked)


def usual_feeling(rows: pd.DataFrame | Values, scale: Scale) -> float:
    """The mean of all scores of touchpoint rows, at least the middle of the scale."""
    middle, count = sum(scale) / 2, rows["scored"].sum()
    if not count:
        return middle
    return max(middle, float((rows["feeling"] * rows["scored"]).sum() / count))


def marks(
    table: pd.DataFrame, found: pd.DataFrame | None = None, ends: pd.Series | None = None
) -> pd.DataFrame:
    """Touchpoint and kind of what stands out on a map, the most important first.

    pain: up to `MARKED` of the worst whose feeling is low; delight: as many whose feeling surely
    lies above the line, by customers x distance; high and low: the best and the worst mean feeling;
    end: where most journeys end. Peaks, good or bad, and the end are what people remember
    (Kahneman and others 1993). All of them have at least `ENOUGH` scores.

    Args:
        table: `loyalty.journey.measures.of_log`. found: `of` it, with effects where they are known.
        ends: `loyalty.journey.visitors.ends`; without it the customers in the last stage.
    """
    frame = of(table) if found is None else found
    told = frame["scored"].to_numpy() >= ENOUGH
    rows = {name: frame[name].to_numpy()[told] for name in MARKED_BY}
    kinds: dict[str, Iterable[str]] = {
        "pain": rows["touchpoint"][rows["low"] & (rows["pain"] > 0)][:MARKED],
        "delight": _delights(rows),
        "high": _extreme(rows, highest=True),
        "low": _extreme(rows, highest=False),
        "end": _end(rows["touchpoint"], _last(table) if ends is None else ends),
    }
    marked = [(name, kind) for kind, names in kinds.items() for name in names]
    return pd.DataFrame(marked, columns=["touchpoint", "kind"])


def _delights(rows: Values) -> NDArray[Any]:
    glad = rows["feeling_low"] > rows["line"]
    above = (rows["feeling"] - rows["line"]) * rows["customers"]
    return rows["touchpoint"][glad][np.argsort(-above[glad], kind="stable")[:MARKED]]


def _last(table: pd.DataFrame) -> pd.Series:
    """Touchpoint -> customers, of the last stage with any."""
    rows = touchpoint_rows(table)
    last = rows[rows["stage"] == rows["stage"].iloc[-1]] if len(rows) else rows
    return last.set_index("touchpoint")["customers"]


def _extreme(rows: Values, highest: bool) -> list[str]:
    """The touchpoint of the highest or the lowest mean; none when all are equal."""
    felt = rows["feeling"]
    if not len(felt) or felt.min() == felt.max():
        return []
    return [min(rows["touchpoint"][felt == (felt.max() if highest else felt.min())])]


def _end(names: NDArray[Any], ends: pd.Series) -> list[str]:
    """The first touchpoint with most journeys that end there; none without any."""
    known = {name: count for name, count in ends.items() if count > 0}
    there = [name for name in names if name in known]
    return [max(there, key=known.__getitem__)] if there else []


def _scale(rows: Values) -> Scale:
    return scale_of(np.concatenate([rows["feeling_least"], rows["feeling_most"]]))


def _with_effects(rows: Values, effects: pd.DataFrame | None) -> Values:
    """Effect with its ends, what it is of, whether it is the row's own, why none is sure."""
    own = _repurchase(rows, effects)
    certain, kind = own["why"] == "", REPURCHASE
    if not certain.any():
        nothing = np.full(len(certain), np.nan)
        own |= {"effect": _drop_off(rows), "effect_low": nothing, "effect_high": nothing}
        kind = NOTHING if np.isnan(own["effect"]).all() else DROP_OFF
    measured = ~np.isnan(own["effect"])
    weight = np.where(certain if certain.any() else measured, rows["customers"], 0)
    mean = np.nansum(own["effect"] * weight) / weight.sum() if weight.sum() else np.nan
    own["effect"] = np.where(measured, own["effect"], mean)
    return own | {"measured": measured, "effect_of": np.full(len(certain), kind)}


def _drop_off(rows: Values) -> NDArray[np.float64]:
    """Who has not reached the next stage, missing where nobody has to."""
    aside = np.isin(rows["next_stage"].astype(str), OPTIONAL)
    return np.where(aside, np.nan, rows["drop_off"].astype(np.float64))


def _repurchase(rows: Values, effects: pd.DataFrame | None) -> Values:
    known = {} if effects is None else _enough(effects)
    found = [known.get(name, (np.nan, np.nan, np.nan, False)) for name in rows["touchpoint"]]
    values = np.array(found, dtype=np.float64).reshape(-1, 4)
    effect, low, high, significant = values.T
    certain = (significant == 1) & (effect > 0)
    few = UNKNOWN if effects is None else FEW
    why = np.select([certain, ~np.isnan(effect)], ["", CHANCE], few)
    return {"effect": effect, "effect_low": low, "effect_high": high, "why": why}


def _enough(effects: pd.DataFrame) -> dict[str, tuple[float, float, float, bool]]:
    """Touchpoint -> difference, its ends, and whether it is hardly chance, of those with enough."""
    rows = effects[["touchpoint", "difference", "low", "high", "significant", "enough"]]
    told = rows.itertuples(index=False, name=None)
    return {name: (mean, low, high, sure) for name, mean, low, high, sure, enough in told if enough}
