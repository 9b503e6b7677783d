"""What broken hand-overs say, in a few sentences."""

import pandas as pd

from loyalty.journey.pain_findings import points
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, number, sentences
from loyalty.study import Study


def worst(rows: pd.DataFrame) -> pd.Series | None:
    """Of rows of `loyalty.journey.handovers.of_log` of one level: most customers surely lost.

    Without any that is certain, where most do not come; None without rows.
    """
    if rows.empty:
        return None
    certain = rows[rows["lost_low"] > 0]
    return certain.iloc[0] if len(certain) else rows.iloc[int(rows["broken"].argmax())]


def handover_sentence(rows: pd.DataFrame, study: Study, _: Translate = str) -> str:
    """The worst hand-over of one level: who did not come, what they buy, how many are at stake."""
    row, days = worst(rows), number(study.journey.handover_days)
    if row is None:
        return _("No touchpoint normally follows another within {days} days.").format(days=days)
    parts = (_broken(row, days, _), _bought(row, study, _), _lost(row, _))
    return sentences(parts, _)


def pair_label(row: pd.Series, _: Translate = str) -> str:
    """Source and target as people read them."""
    source = shown(row["source"], _)
    if row["level"] == "touchpoint":
        return f"{source} → {shown(row['target'], _)}"
    return f"{source} ({row['source_channel']}) → {_channel(row, _)}"


def _channel(row: pd.Series, _: Translate) -> str:
    return _("any other channel") if pd.isna(row["target_channel"]) else row["target_channel"]


def _broken(row: pd.Series, days: str, _: Translate) -> str:
    counts = {"broken": number(row["broken"]), "customers": number(row["customers"]), "days": days}
    source = shown(row["source"], _)
    if row["level"] == "touchpoint":
        return _(
            "{broken} of {customers} customers of {source} did not come to {target} within {days}"
            " days."
        ).format(source=source, target=shown(row["target"], _), **counts)
    counts |= {"source": source, "source_channel": row["source_channel"]}
    if pd.isna(row["target_channel"]):
        return _(
            "{broken} of {customers} customers of {source} ({source_channel}) did not go on in any"
            " other channel within {days} days."
        ).format(**counts)
    return _(
        "{broken} of {customers} customers of {source} ({source_channel}) did not go on in the"
        " channel “{target_channel}” within {days} days."
    ).format(target_channel=row["target_channel"], **counts)


def _bought(row: pd.Series, study: Study, _: Translate) -> str:
    if pd.isna(row["lost_conversion"]):
        return ""
    low, high = row["lost_low"], row["lost_high"]
    within = number(study.journey.within_days)
    if low <= 0 <= high:
        return _(
            "Whether they buy less within {within} days than those who do cannot be told"
            " ({low} to {high} points)."
        ).format(within=within, low=points(low), high=points(high))
    fewer = row["lost_conversion"] > 0
    said = (
        _("{points} points fewer of them buy within {within} days ({low} to {high}).")
        if fewer
        else _("{points} points more of them buy within {within} days ({low} to {high}).")
    )
    ends = sorted((abs(low), abs(high)))
    return said.format(
        points=points(abs(row["lost_conversion"])), within=within,
        low=points(ends[0]), high=points(ends[1]),
    )  # fmt: skip


def _lost(row: pd.Series, _: Translate) -> str:
    if not row["lost_low"] > 0:
        return ""
    return _(
        "If that were all due to the break: about {lost} buyers lost ({low} to {high})."
    ).format(
        lost=number(row["lost_customers"]),
        low=number(row["lost_customers_low"]),
        high=number(row["lost_customers_high"]),
    )
