"""What the pain points say, in a few sentences."""

import pandas as pd

from loyalty.journey.findings import score
from loyalty.journey.pains import DROP_OFF
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, number, percent, sentences


def worst(found: pd.DataFrame) -> pd.Series | None:
    """The row of `loyalty.journey.pains.of` to begin with: the worst certain one, else the worst.

    None where nothing hurts.
    """
    rows = found[found["pain"] > 0]
    certain = rows[rows["sure"]]
    first = certain if len(certain) else rows
    return first.iloc[0] if len(first) else None


def pain_sentence(found: pd.DataFrame, days: int, usual: bool = True, _: Translate = str) -> str:
    """Where it hurts most and by what figures; or why nothing can be said.

    Args:
        found: `loyalty.journey.pains.of`. days: of the study's repurchase. usual: the line of it.
    """
    row = worst(found)
    if found.empty:
        return _("No touchpoint has a feeling, so nothing can be said to hurt.")
    if row is None:
        return _(
            "No touchpoint hurts: none feels worse than {line} on average and loses customers."
        ).format(line=score(found["line"].iloc[0]))
    parts = (_head(row, found, _), _feeling(row, usual, _), _effect(row, days, _))
    return sentences(parts, _)


def points(value: float) -> str:
    """A share as percentage points with one decimal and a real minus sign."""
    return f"{value * 100:,.1f}".replace("-", "−")


def _head(row: pd.Series, found: pd.DataFrame, _: Translate) -> str:
    if not row["sure"]:
        said = _("No pain point is certain; by what is known, {touchpoint} hurts most.")
    elif row["touchpoint"] != found["touchpoint"].iloc[0]:
        said = _("Of the certain pain points, {touchpoint} hurts most.")
    else:
        said = _("{touchpoint} hurts most.")
    return said.format(touchpoint=shown(row["touchpoint"], _))


def _feeling(row: pd.Series, usual: bool, _: Translate) -> str:
    said = (
        _(
            "{customers} customers come there; their mean feeling is {feeling} ({low} to {high},"
            " {scored} scores), {line} is usual."
        )
        if usual
        else _(
            "{customers} customers come there; their mean feeling is {feeling} ({low} to {high},"
            " {scored} scores), {line} is the middle of the scale."
        )
    )
    ends = {name: score(row[f"feeling_{name}"]) for name in ("low", "high")}
    return said.format(
        customers=number(row["customers"]), feeling=score(row["feeling"]),
        scored=number(row["scored"]), line=score(row["line"]), **ends,
    )  # fmt: skip


def _effect(row: pd.Series, days: int, _: Translate) -> str:
    if row["effect_of"] == DROP_OFF:
        return _("{share} of them have not reached the next stage so far.").format(
            share=percent(row["effect"])
        )
    if not row["measured"]:
        return _(
            "Too few good or bad experiences tell what one does to repurchase; the mean of the"
            " other touchpoints stands in: {points} points."
        ).format(points=points(row["effect"]))
    return _(
        "After a bad experience there {points} points fewer buy again within {days} days than"
        " after a good one ({low} to {high})."
    ).format(
        points=points(row["effect"]), days=number(days),
        low=points(row["effect_low"]), high=points(row["effect_high"]),
    )  # fmt: skip
