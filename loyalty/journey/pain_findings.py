"""What the pain points say, in a few sentences."""

import pandas as pd

from loyalty.journey.findings import score
from loyalty.journey.pains import DROP_OFF, FEW, REPURCHASE, UNKNOWN
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, number, percent, sentences


def worst(found: pd.DataFrame) -> pd.Series | None:
    """The row of `loyalty.journey.pains.of` to begin with: the worst certain one, else the worst.

    Without any pain the one where most customers feel lowest; None where none lies below the line.
    """
    rows = found[found["below"] > 0]
    for some in (rows[rows["sure"]], rows[rows["pain"] > 0]):
        if len(some):
            return some.iloc[0]
    return rows.iloc[int((rows["customers"] * rows["below"]).argmax())] if len(rows) else None


def pain_sentence(found: pd.DataFrame, days: int, usual: bool = True, _: Translate = str) -> str:
    """Where it hurts most and by what figures; or why nothing can be said.

    Args:
        found: `loyalty.journey.pains.of`. days: of the study's repurchase. usual: the line of it.
    """
    row = worst(found)
    if found.empty:
        return _("No touchpoint has a feeling, so nothing can be said to hurt.")
    if row is None:
        return _("No touchpoint hurts: none feels worse than {line} on average.").format(
            line=score(found["line"].iloc[0])
        )
    effect = _measured(row, days, _) if row["effect_of"] == REPURCHASE else _stand_in(row, _)
    parts = (_head(row, found, _), _feeling(row, usual, _), effect)
    return sentences(parts, _)


def points(value: float) -> str:
    """A share as percentage points with one decimal and a real minus sign."""
    return f"{value * 100:,.1f}".replace("-", "−")


def day_span(days: int, _: Translate = str) -> str:
    """So many days as people read them, one of them in the singular."""
    return _("1 day") if days == 1 else _("{count} days").format(count=number(days))


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


def _stand_in(row: pd.Series, _: Translate) -> str:
    """Why no effect on repurchase is sure in these data, and what ranks instead."""
    if row["why"] == UNKNOWN:
        said = _("What a bad experience costs is not known: these data do not tell who buys when.")
    elif row["why"] == FEW:
        said = _(
            "What a bad experience there costs cannot be measured in these data: too few scores of"
            " good or of bad ones."
        )
    else:
        said = _(
            "Whether a bad experience there costs repurchases cannot be told: it may be chance."
        )
    return sentences((said, _ranking(row, _)), _)


def _ranking(row: pd.Series, _: Translate) -> str:
    if row["effect_of"] != DROP_OFF:
        return _("The ranking is by customers and feeling alone.")
    if not row["measured"]:
        return _("The ranking is by customers, feeling and who has not gone on so far.")
    return _("{share} of them have not reached the next stage so far.").format(
        share=percent(row["effect"])
    )


def _measured(row: pd.Series, days: int, _: Translate) -> str:
    known = {name: points(row[f"effect_{name}"]) for name in ("low", "high")}
    known |= {"days": day_span(days, _), "points": points(row["effect"])}
    if not row["measured"]:
        said = _(
            "Too few good or bad experiences tell what one does to repurchase; the mean of the"
            " touchpoints where it is sure stands in: {points} points."
        )
    elif row["why"]:
        said = _(
            "Whether fewer buy again within {days} after a bad experience there than after a good"
            " one cannot be told ({low} to {high} points)."
        )
    else:
        said = _(
            "After a bad experience there {points} points fewer buy again within {days} than after"
            " a good one ({low} to {high})."
        )
    return said.format(**known)
