"""What a journey table says, in one sentence each."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.intervals import wilson
from loyalty.journey import steps
from loyalty.journey.stage_map import UNASSIGNED, shown, stage_label
from loyalty.language import Translate, listed, number, percent, sentences

OPTIONAL = ("service", "advocacy")  # nobody has to need service or to recommend
SCORE_DIGITS = 2
ENOUGH = 30  # scored events before a mean feeling is called the worst


def answer(table: pd.DataFrame, _: Translate = str) -> str:
    """The journey map in a few sentences: the largest drop and the worst feeling."""
    parts = (drop_sentence(table, _), share_sentence(table, _), feeling_sentence(table, _))
    return sentences(parts, _)


def largest_drop(table: pd.DataFrame) -> pd.Series | None:
    """The stage row from which most customers come to no later stage; None without any.

    Who skips the next stage for a later one is not lost. Nobody has to need service or to
    recommend, so not coming there is no drop.
    """
    places = _followed(table)
    places = places[~np.isin(_next(table, places), OPTIONAL)]
    lost = (table["customers"].to_numpy() - table["beyond"].to_numpy())[places]
    return table.iloc[places[lost.argmax()]] if (lost > 0).any() else None


def staged(table: pd.DataFrame) -> list[str]:
    """The stages with customers, from first to last."""
    stages = table["stage"].to_numpy()[_stages(table)]
    return [stage for stage in stages if stage != UNASSIGNED]


def worst_feeling(table: pd.DataFrame) -> pd.Series | None:
    """The touchpoint row with the lowest mean feeling of at least `ENOUGH` scored events.

    None when others feel as bad to the digits that are told.
    """
    point = table["touchpoint"].notna().to_numpy()
    places = np.flatnonzero(point & (table["scored"].to_numpy() >= ENOUGH))
    if len(places) < 2:
        return None
    told = table["feeling"].to_numpy()[places].round(SCORE_DIGITS)
    lowest = places[told == told.min()]
    return table.iloc[lowest[0]] if len(lowest) == 1 else None


def drop_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """Where most customers are lost, or why nothing can be said."""
    row = largest_drop(table)
    if row is None:
        return silent_sentence(table, _) or _(
            "No customers are lost between recorded stages, service and advocacy aside."
        )
    stage, following = (stage_label(row[name], _) for name in ("stage", "next_stage"))
    return _(
        "Most customers are lost between {stage} and {next_stage}: {lost} of {customers} have come"
        " neither there nor to a later stage so far."
    ).format(
        stage=stage,
        next_stage=following,
        lost=number(row["customers"] - row["beyond"]),
        customers=number(row["customers"]),
    )


def silent_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """Why nothing can be said of customers lost between stages; empty where it can."""
    known, following = staged(table), _next(table, _followed(table))
    if table["customers"].sum() == 0:
        return _("There are no events up to this day.")
    if not known:
        return _("No touchpoint has a stage yet: touchpoints need one before losses can be told.")
    if len(known) == 1:
        return _("Only the stage {stage} has events: nothing can be said about losses.").format(
            stage=stage_label(known[0], _)
        )
    if np.isin(following, OPTIONAL).all():
        return _(
            "No stage with events is followed by one that customers have to reach: nothing can be"
            " said about losses."
        )
    return ""


def share_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """The share that does get beyond the largest drop, with its interval; empty without a drop.

    Then which stages nobody has to reach, so that the funnel does not seem to say otherwise.
    """
    row = largest_drop(table)
    if row is None:
        return ""
    low, high = wilson(row["beyond"], row["customers"])
    said = _("{share} have come there or further (95% interval {low} to {high}).").format(
        share=percent(row["beyond"] / row["customers"]),
        low=percent(float(low)),
        high=percent(float(high)),
    )
    return sentences([said, aside_sentence(table, _)], _)


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


def aside_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """The stages that come next but that nobody has to reach; empty without any."""
    following = _next(table, _followed(table))
    names = [stage_label(key, _) for key in following if key in OPTIONAL]
    if not names:
        return ""
    return _("Not counted, because nobody has to go there: {stages}.").format(
        stages=listed(names, _)
    )


def _stages(table: pd.DataFrame) -> NDArray[np.intp]:
    """Places of the stage rows with customers."""
    stage = table["touchpoint"].isna().to_numpy()
    return np.flatnonzero(stage & (table["customers"].to_numpy() > 0))


def _followed(table: pd.DataFrame) -> NDArray[np.intp]:
    """Places of the stage rows with customers and a next stage."""
    places = _stages(table)
    return places[table["next_stage"].notna().to_numpy()[places]]


def _next(table: pd.DataFrame, places: NDArray[np.intp]) -> NDArray[np.str_]:
    """The next stages of these rows, which have one."""
    return table["next_stage"].to_numpy()[places].astype(str)


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


def move_sentence(moves: pd.DataFrame, _: Translate = str, by_stage: bool = False) -> str:
    """The most frequent move from one touchpoint or stage to another; empty without any."""
    inner = moves[moves["median_hours"].notna() & (moves["source"] != moves["target"])]
    if inner.empty:
        return ""
    row = inner.iloc[inner["moves"].argmax()]
    leaving = moves.loc[moves["source"] == row["source"], "moves"].sum()
    write = steps.label(by_stage)
    point = _(
        "The most frequent move to another touchpoint goes from {source} to {target}: {moves} of"
        " {leaving} moves out of {source} ({share}), repeats and ends of journeys included."
    )
    stage = _(
        "The most frequent move to another stage goes from {source} to {target}: {moves} of"
        " {leaving} moves out of {source} ({share}), repeats and ends of journeys included."
    )
    return (stage if by_stage else point).format(
        source=write(row["source"], _),
        target=write(row["target"], _),
        moves=number(row["moves"]),
        leaving=number(leaving),
        share=percent(row["share"]),
    )


def score(value: float) -> str:
    """A feeling on its own scale with two decimals and a real minus sign."""
    return f"{value:,.{SCORE_DIGITS}f}".replace("-", "−")
