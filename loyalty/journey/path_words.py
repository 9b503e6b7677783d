"""What the paths of journeys say, in one sentence each."""

from collections.abc import Sequence

import pandas as pd

from loyalty.journey import steps
from loyalty.journey.findings import OPTIONAL
from loyalty.journey.loops import BACK
from loyalty.journey.measures import stage_rows
from loyalty.journey.stage_map import shown, stage_label
from loyalty.journey.units import duration
from loyalty.language import Translate, number, percent, sentences

SPELLED = 7  # steps of a path that a sentence or a table spells out
FIRST = 5  # paths whose coverage is told


def answer(
    paths: pd.DataFrame, kinds: pd.DataFrame, back: pd.DataFrame, by_stage: bool, _: Translate = str
) -> str:
    """The most frequent path, what the first ones cover, and where customers walk back."""
    parts = (path_sentence(paths, by_stage, _), coverage_sentence(paths, _))
    return sentences([*parts, back_sentence(kinds, back, _)], _)


def path_sentence(paths: pd.DataFrame, by_stage: bool, _: Translate = str) -> str:
    """The most frequent path; and the most frequent of more than one step, if that is another."""
    if paths.empty:
        return ""
    first = paths.iloc[0]
    said = _("The most frequent path is {path}: {journeys} journeys ({share} of all).")
    if first["steps"] > 1:
        return _path(said, first, by_stage, _)
    alone = _("Most often a journey is {path} and nothing more: {journeys} journeys ({share}).")
    longer = paths[paths["steps"] > 1]
    then = _("The most frequent path of more than one step is {path}: {journeys} ({share}).")
    more = _path(then, longer.iloc[0], by_stage, _) if len(longer) else ""
    return sentences([_path(alone, first, by_stage, _), more], _)


def coverage_sentence(paths: pd.DataFrame, _: Translate = str) -> str:
    """What the five most frequent paths cover; empty where there are no more."""
    if len(paths) <= FIRST:
        return ""
    return _("The {count} most frequent paths cover {share} of all journeys.").format(
        count=FIRST, share=percent(paths["coverage"].iloc[FIRST - 1])
    )


def back_sentence(kinds: pd.DataFrame, back: pd.DataFrame, _: Translate = str) -> str:
    """How many journeys walk back to an earlier stage, and between which touchpoints most."""
    row = kinds[kinds["kind"] == BACK].iloc[0]
    if back.empty:
        return _("Nobody walks back to an earlier stage.") if kinds["share"].notna().any() else ""
    pair = back.iloc[0]
    return _(
        "{share} of the journeys ({low} to {high}) walk back to an earlier stage, most often from"
        " {source} to {target} ({moves} moves)."
    ).format(
        share=percent(row["journey_share"]),
        low=percent(row["journey_share_low"]),
        high=percent(row["journey_share_high"]),
        source=shown(pair["source"], _),
        target=shown(pair["target"], _),
        moves=number(pair["moves"]),
    )


def slowest_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """Between which stages of a journey map it takes longest; empty where nobody gets on.

    Nobody has to need service or to recommend, so the way there is not counted.
    """
    rows = stage_rows(table)
    rows = rows[rows["median_hours"].notna() & ~rows["next_stage"].isin(OPTIONAL)]
    if rows.empty:
        return ""
    row = rows.iloc[rows["median_hours"].argmax()]
    return _(
        "It takes longest from {stage} to {next_stage}: of the {reached} customers who have got"
        " there, half took {time} or more."
    ).format(
        stage=stage_label(row["stage"], _),
        next_stage=stage_label(row["next_stage"], _),
        reached=number(row["reached"]),
        time=duration(row["median_hours"], _),
    )


def written(path: Sequence[str], by_stage: bool, _: Translate = str, most: int = SPELLED) -> str:
    """A path as people read it: its first steps, and how many more there are."""
    write = steps.label(by_stage)
    more = len(path) - most
    rest = [_("{count} more steps").format(count=number(more))] if more > 0 else []
    return " → ".join([*(write(name, _) for name in path[:most]), *rest])


def _path(text: str, row: pd.Series, by_stage: bool, _: Translate) -> str:
    return text.format(
        path=written(row["path"], by_stage, _),
        journeys=number(row["journeys"]),
        share=percent(row["share"]),
    )
