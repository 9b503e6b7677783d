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

import numpy as np
import pandas as pd

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

Scale = tuple[float, float]


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
    rows = touchpoint_rows(table)
    rows = rows[rows["scored"] > 0].reset_index(drop=True)
    ends = scale or _scale(rows)
    line = usual_feeling(rows, ends) if usual else sum(ends) / 2
    found = _with_effects(rows, effects)
    room = line - ends[0] if line > ends[0] else 1.0
    below = ((line - found["feeling"]) / room).clip(0, 1)
    low = (found["scored"] >= ENOUGH) & (found["feeling_high"] < line)
    pain = found["customers"] * below * found["effect"].clip(lower=0).fillna(1)
    found = found.assign(
        line=line, below=below, pain=pain.where(below > 0, 0.0),
        low=low, sure=low & (found["why"] == ""),
    )  # fmt: skip
    return _ranked(found)


def _ranked(found: pd.DataFrame) -> pd.DataFrame:
    shares = ["below", "effect", "effect_low", "effect_high", "pain"]
    order = found.sort_values(
        ["pain", "below", "customers", "touchpoint"],
        ascending=[False, False, False, True],
        ignore_index=True,
    )
    return order.round(dict.fromkeys(shares, SHARE_DIGITS))[COLUMNS]


def usual_feeling(rows: pd.DataFrame, scale: Scale) -> float:
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
    rows = of(table) if found is None else found
    rows = rows[rows["scored"] >= ENOUGH]
    glad = rows[rows["feeling_low"] > rows["line"]]
    above = (glad["feeling"] - glad["line"]) * glad["customers"]
    kinds = {
        "pain": rows.loc[rows["low"] & (rows["pain"] > 0), "touchpoint"].head(MARKED),
        "delight": glad.loc[above.nlargest(MARKED).index, "touchpoint"],
        "high": _extreme(rows, highest=True),
        "low": _extreme(rows, highest=False),
        "end": _end(rows["touchpoint"], _last(table) if ends is None else ends),
    }
    marked = [(name, kind) for kind, names in kinds.items() for name in names]
    return pd.DataFrame(marked, columns=["touchpoint", "kind"])


def _last(table: pd.DataFrame) -> pd.Series:
    """Touchpoint -> customers, of the last stage with any."""
    rows = touchpoint_rows(table)
    last = rows[rows["stage"] == rows["stage"].iloc[-1]] if len(rows) else rows
    return last.set_index("touchpoint")["customers"]


def _extreme(rows: pd.DataFrame, highest: bool) -> pd.Series:
    """The touchpoint of the highest or the lowest mean; none when all are equal."""
    ordered = rows.sort_values(["feeling", "touchpoint"], ascending=[not highest, True])
    return ordered["touchpoint"].head(1 if rows["feeling"].nunique() > 1 else 0)


def _end(names: pd.Series, ends: pd.Series) -> pd.Series:
    count = names.map(ends).fillna(0).sort_values(ascending=False, kind="stable")
    return names.loc[count[count > 0].index].head(1)


def _scale(rows: pd.DataFrame) -> Scale:
    return scale_of(rows[["feeling_least", "feeling_most"]].to_numpy(float).ravel())


def _with_effects(rows: pd.DataFrame, effects: pd.DataFrame | None) -> pd.DataFrame:
    """The rows with effect, its ends, what it is of, whether it is its own, why none is sure."""
    own = _repurchase(rows, effects)
    certain = own["why"] == ""
    if not certain.any():
        own = own.assign(effect=_drop_off(rows), effect_low=np.nan, effect_high=np.nan)
        own["effect_of"] = DROP_OFF if own["effect"].notna().any() else NOTHING
    measured = own["effect"].notna()
    weight = rows["customers"].where(certain if certain.any() else measured, 0)
    mean = (own["effect"] * weight).sum() / weight.sum() if weight.sum() else np.nan
    found = own.assign(effect=own["effect"].fillna(mean), measured=measured)
    return pd.concat([rows, found], axis=1)


def _drop_off(rows: pd.DataFrame) -> pd.Series:
    """Who has not reached the next stage, missing where nobody has to."""
    return rows["drop_off"].astype("float64").where(~rows["next_stage"].isin(OPTIONAL))


def _repurchase(rows: pd.DataFrame, effects: pd.DataFrame | None) -> pd.DataFrame:
    names = ["touchpoint", "difference", "low", "high", "significant", "enough"]
    known = pd.DataFrame(columns=names) if effects is None else effects[effects["enough"]]
    known = known.set_index("touchpoint").reindex(rows["touchpoint"]).reset_index(drop=True)
    effect = known["difference"].astype("float64")
    certain = known["significant"].eq(True) & (effect > 0)
    few = UNKNOWN if effects is None else FEW
    return pd.DataFrame(
        {
            "effect": effect,
            "effect_low": known["low"].astype("float64"),
            "effect_high": known["high"].astype("float64"),
            "effect_of": REPURCHASE,
            "why": np.select([certain, effect.notna()], ["", CHANCE], few),
        }
    )
