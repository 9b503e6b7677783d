"""What a journey table says, in one sentence each."""

from collections.abc import Callable

import pandas as pd

from loyalty.journey.measures import stage_rows, touchpoint_rows
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate, number, percent, sentences

OPTIONAL = ("service", "advocacy")  # nobody has to need service or to recommend
ENOUGH = 30  # scored events before a mean feeling is called the worst


def answer(table: pd.DataFrame, _: Translate = str) -> str:
    """The journey map in a few sentences: the largest drop and the worst feeling."""
    parts = (drop_sentence(table, _), share_sentence(table, _), feeling_sentence(table, _))
    return sentences(parts, _)


def largest_drop(table: pd.DataFrame) -> pd.Series | None:
    """The stage row that most customers do not get beyond; None without any.

    Nobody has to need service or to recommend, so not coming there is no drop.
    """
    rows = stage_rows(table)
    rows = rows[rows["next_stage"].notna() & ~rows["next_stage"].isin(OPTIONAL)]
    lost = rows["customers"] - rows["reached"]
    return rows.iloc[lost.argmax()] if (lost > 0).any() else None


def worst_feeling(table: pd.DataFrame) -> pd.Series | None:
    """The touchpoint row with the lowest mean feeling of at least `ENOUGH` scored events."""
    rows = touchpoint_rows(table)
    rows = rows[rows["scored"] >= ENOUGH]
    return rows.iloc[rows["feeling"].argmin()] if len(rows) > 1 else None


def drop_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """Where most customers are lost, or why nothing can be said."""
    row = largest_drop(table)
    if table["customers"].sum() == 0:
        return _("There are no events up to this day.")
    if row is None:
        return _("No customers are lost between recorded stages, service and advocacy aside.")
    stage, following = (stage_label(row[name], _) for name in ("stage", "next_stage"))
    return _(
        "Most customers are lost between {stage} and {next_stage}: {lost} of {customers} have not"
        " got there so far."
    ).format(
        stage=stage,
        next_stage=following,
        lost=number(row["customers"] - row["reached"]),
        customers=number(row["customers"]),
    )


def share_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """The share that does get beyond the largest drop, with its interval; empty without a drop."""
    row = largest_drop(table)
    if row is None:
        return ""
    return _("{share} do (95% interval {low} to {high}).").format(
        share=percent(row["conversion"]),
        low=percent(row["conversion_low"]),
        high=percent(row["conversion_high"]),
    )


def feeling_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """The touchpoint that feels worst; empty without enough scores."""
    row = worst_feeling(table)
    if row is None:
        return ""
    return _("{touchpoint} feels worst: {feeling} ({low} to {high}; {scored} scores).").format(
        touchpoint=shown(row["touchpoint"], _),
        feeling=score(row["feeling"]),
        low=score(row["feeling_low"]),
        high=score(row["feeling_high"]),
        scored=number(row["scored"]),
    )


def path_sentence(path: pd.DataFrame, _: Translate = str) -> str:
    """How many buyers come back, and after how long."""
    first = path.iloc[0]
    if first["customers"] == 0:
        return _("There are no orders up to this day.")
    if first["reached"] == 0:
        return _("None of {customers} buyers has bought a second time yet.").format(
            customers=number(first["customers"])
        )
    return _(
        "{share} of {customers} buyers buy a second time ({low} to {high}), half of those within "
        "{days} days."
    ).format(
        share=percent(first["conversion"]),
        customers=number(first["customers"]),
        low=percent(first["conversion_low"]),
        high=percent(first["conversion_high"]),
        days=number(first["gap_median"]),
    )


def move_sentence(
    moves: pd.DataFrame, _: Translate = str, write: Callable[[str, Translate], str] = shown
) -> str:
    """The most frequent move from one touchpoint to another; empty without any.

    `write` gives a name as people read it.
    """
    inner = moves[moves["median_hours"].notna() & (moves["source"] != moves["target"])]
    if inner.empty:
        return ""
    row = inner.iloc[inner["moves"].argmax()]
    leaving = moves.loc[moves["source"] == row["source"], "moves"].sum()
    return _(
        "The most frequent move goes from {source} to {target}: {moves} of {leaving} moves out of"
        " {source} ({share})."
    ).format(
        source=write(row["source"], _),
        target=write(row["target"], _),
        moves=number(row["moves"]),
        leaving=number(leaving),
        share=percent(row["share"]),
    )


def score(value: float) -> str:
    """A feeling on its own scale with two decimals and a real minus sign."""
    return f"{value:,.2f}".replace("-", "−")
