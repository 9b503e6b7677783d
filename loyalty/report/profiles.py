"""The profile of a segment as it may be shared; by the rules of `loyalty.report.published`.

A segment of 1 to 9 customers has no profile. An average is left out for fewer than ten customers
with a value, and for the segments whose averages would give those away. Willingness to recommend
is shown whole or not at all: with one of its counts hidden, the score would give it away. Averages
have three digits, counts are rounded to 5, and shares are computed from the rounded counts.
"""

from dataclasses import replace

import pandas as pd

from loyalty.intervals import wilson
from loyalty.report.published import count, counts, groups, significant
from loyalty.segmentation.profile import Profile, Recommend

STRENGTH_DIGITS = 1
LIFT_DIGITS = 1


def suppressed(found: Profile) -> Profile:
    """The profile without what tells single people apart; missing where it is left out."""
    hidden = pd.Series(
        {
            str(name): bool(_hidden(known).iloc[found.position])
            for name, known in found.known.items()
        },
        dtype=bool,
    )
    return Profile(
        position=found.position,
        ids=found.ids[:0],
        groups=groups(found.groups),
        known=found.known.apply(counts),
        indicators=_averages(found.indicators, hidden),
        numbers=_averages(found.numbers, hidden),
        categories=_categories(found.categories),
        levels=_levels(found),
        recommend=_recommend(found.recommend, bool(hidden["recommend"])),
        base_recommend=_recommend(
            found.base_recommend, bool(pd.isna(count(found.base_recommend.answers)))
        ),
    )


def _hidden(known: pd.Series) -> pd.Series:
    """Segments whose figures over so many customers each must be left out."""
    shown = groups(pd.DataFrame({"customers": known, "spend": 0.0, "spend_share": 0.0}))
    return shown["spend"].isna()


def _averages(rows: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    out = rows["column"].map(hidden).astype(bool)
    base_out = counts(rows["base_known"]).isna()
    own, base = ["mean", "median", "low", "high"], ["base_mean", "base_median"]
    safe = rows.assign(
        known=counts(rows["known"]),
        base_known=counts(rows["base_known"]),
        standardised=rows["standardised"].round(STRENGTH_DIGITS).mask(out),
        **{name: significant(rows[name]).mask(out) for name in own},
        **{name: significant(rows[name]).mask(base_out) for name in base},
    )
    safe["difference"] = safe["mean"] - safe["base_mean"]
    return pd.concat([safe[~out], safe[out].sort_values("column")], ignore_index=True)


def _categories(rows: pd.DataFrame) -> pd.DataFrame:
    """Values with enough customers in the segment, beside it, and with other values."""
    others = (rows["base_customers"] - rows["customers"], rows["known"] - rows["customers"])
    enough = counts(rows["customers"]).notna()
    for rest in others:
        enough &= counts(rest).notna()
    safe = rows[enough]
    names = ("customers", "known", "base_customers", "base_known")
    safe = safe.assign(**{name: counts(safe[name]) for name in names})
    share, base = safe["customers"] / safe["known"], safe["base_customers"] / safe["base_known"]
    low, high = wilson(safe["customers"], safe["known"])
    lift = (share / base).round(LIFT_DIGITS)
    safe = safe.assign(share=share, base_share=base, lift=lift, low=low, high=high)
    return safe.reset_index(drop=True)


def _levels(found: Profile) -> pd.DataFrame:
    rows = found.levels
    base, members = counts(rows["base_customers"]), counts(rows["customers"])
    if pd.isna(count(found.size["customers"])):
        members *= float("nan")
    return rows.assign(
        customers=members,
        share=members / max(1.0, count(rows["customers"].sum())),
        base_customers=base,
        base_share=base / max(1.0, count(rows["base_customers"].sum())),
    )


def _recommend(found: Recommend, hidden: bool) -> Recommend:
    parts = counts(pd.Series([found.promoters, found.passives, found.detractors]))
    if hidden or parts.isna().any():
        nan = float("nan")
        return Recommend(nan, nan, nan, nan, nan, nan)
    return replace(
        found,
        promoters=parts[0],
        passives=parts[1],
        detractors=parts[2],
        score=round(found.score, 0),
        low=round(found.low, 0),
        high=round(found.high, 0),
    )
