"""What broken hand-overs say, in a few sentences."""

import pandas as pd

from loyalty.journey.handovers import ENOUGH, FEW, PURCHASE, UNKNOWN, YES
from loyalty.journey.pain_findings import day_span, points
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, mark, number, sentences
from loyalty.study import Study

COMPARED = {
    YES: mark("compared"),
    FEW: mark("too few to compare"),
    PURCHASE: mark("not compared: the second is or holds a purchase"),
    UNKNOWN: mark("not known"),
}


def worst(rows: pd.DataFrame) -> pd.Series | None:
    """Of rows of `loyalty.journey.handovers.of_log` of one level: most customers surely lost.

    Without any that is certain, where most do not come, and where those do not surely buy more if
    there is one; None without rows.
    """
    if rows.empty:
        return None
    certain = rows[rows["lost_low"] > 0]
    if len(certain):
        return certain.iloc[0]
    open_rows = rows[~(rows["lost_high"] < 0)]
    rest = open_rows if len(open_rows) else rows
    return rest.iloc[int(rest["broken"].argmax())]


def handover_sentence(rows: pd.DataFrame, study: Study, _: Translate = str) -> str:
    """The worst hand-over of one level: who did not come, what they buy, how many are at stake."""
    row, days = worst(rows), day_span(study.journey.handover_days, _)
    if row is None:
        return _("No touchpoint normally follows another within {days}.").format(days=days)
    parts = (_broken(row, days, _), _split(row, _), _bought(row, study, _), _lost(row, _))
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
            "{broken} of {customers} customers of {source} did not come to {target} within {days}."
        ).format(source=source, target=shown(row["target"], _), **counts)
    counts |= {"source": source, "source_channel": row["source_channel"]}
    if pd.isna(row["target_channel"]):
        return _(
            "{broken} of {customers} customers of {source} ({source_channel}) did not go on in any"
            " other channel within {days}."
        ).format(**counts)
    return _(
        "{broken} of {customers} customers of {source} ({source_channel}) did not go on in the"
        " channel “{target_channel}” within {days}."
    ).format(target_channel=row["target_channel"], **counts)


def _split(row: pd.Series, _: Translate) -> str:
    """Of who did not come, who bought by then and who did neither; nothing where not known."""
    if pd.isna(row["bought_anyway"]) or not row["broken"]:
        return ""
    return _(
        "{bought} of them bought all the same within these days, {nothing} did neither."
    ).format(bought=number(row["bought_anyway"]), nothing=number(row["nothing"]))


def _bought(row: pd.Series, study: Study, _: Translate) -> str:
    low, high = row["lost_low"], row["lost_high"]
    within = day_span(study.journey.within_days, _)
    if pd.isna(row["lost_conversion"]):
        return _not_compared(row, within, _)
    if low <= 0 <= high:
        return _(
            "Whether all who did not come buy less within {within} than those who came cannot be"
            " told ({low} to {high} points)."
        ).format(within=within, low=points(low), high=points(high))
    said = (
        _(
            "Of all who did not come {points} points fewer buy within {within} than of those who"
            " came ({low} to {high})."
        )
        if low > 0
        else _(
            "Nothing is lost by it: of all who did not come {points} points more buy within"
            " {within} than of those who came ({low} to {high})."
        )
    )
    ends = sorted((abs(low), abs(high)))
    return said.format(
        points=points(abs(row["lost_conversion"])), within=within,
        low=points(ends[0]), high=points(ends[1]),
    )  # fmt: skip


def _not_compared(row: pd.Series, within: str, _: Translate) -> str:
    if row["compared"] == UNKNOWN:
        return _("Whether they buy less is not known: these data do not tell when customers buy.")
    if row["compared"] == FEW:
        return _(
            "What they buy is not compared: fewer than {enough} of them, or of those who did, have"
            " been watched for {within}."
        ).format(enough=ENOUGH, within=within)
    if row["compared"] == PURCHASE:
        return _(
            "What they buy is not compared: who goes on is at a purchase, or where purchases are"
            " made."
        )
    return ""


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
