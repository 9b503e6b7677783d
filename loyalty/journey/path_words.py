"""What the paths of journeys say, in one sentence each."""

from collections.abc import Sequence

import pandas as pd

from loyalty.journey import steps
from loyalty.journey.findings import ENOUGH, OPTIONAL, aside_sentence
from loyalty.journey.measures import stage_rows
from loyalty.journey.stage_map import stage_label
from loyalty.journey.units import duration
from loyalty.language import Translate, number, percent, sentences

SPELLED = 7  # steps of a path that a sentence or a table spells out
FIRST = 5  # paths whose coverage is told


def answer(paths: pd.DataFrame, by_stage: bool, _: Translate = str) -> str:
    """The most frequent path and what the first ones cover.

    Moves to an earlier stage are no answer: the delivery of a further order is one.
    """
    return sentences([path_sentence(paths, by_stage, _), coverage_sentence(paths, _)], _)


def path_sentence(paths: pd.DataFrame, by_stage: bool, _: Translate = str) -> str:
    """The most frequent path; and the most frequent of more than one step, if that is another."""
    if paths.empty:
        return ""
    first = paths.iloc[0]
    one = first["journeys"] == 1
    said = (
        _("The most frequent path is {path}: 1 journey ({share} of all).")
        if one
        else _("The most frequent path is {path}: {journeys} journeys ({share} of all).")
    )
    if first["steps"] > 1:
        return _path(said, first, by_stage, _)
    alone = (
        _("Most often a journey is {path} and nothing more: 1 journey ({share}).")
        if one
        else _("Most often a journey is {path} and nothing more: {journeys} journeys ({share}).")
    )
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


def slowest_sentence(table: pd.DataFrame, _: Translate = str) -> str:
    """Between which stages of a journey map it takes longest; empty where nobody gets on.

    Nobody has to need service or to recommend, so the way there is not counted.
    """
    rows = stage_rows(table)
    rows = rows[rows["median_hours"].notna() & ~rows["next_stage"].isin(OPTIONAL)]
    if rows.empty:
        return ""
    row = rows.iloc[rows["median_hours"].argmax()]
    if row["median_hours"] == 0:
        return _("Times are equal or too coarse to tell how long it takes from stage to stage.")
    took = {duration(hours, _) for hours in rows["median_hours"]}
    if len(rows) > 1 and len(took) == 1:
        return _(
            "It takes equally long from each stage to the next: half of those who have got there"
            " took {time} or more."
        ).format(time=took.pop())
    said = _(
        "It takes longest from {stage} to {next_stage}: of the {reached} customers who have got"
        " there, half took {time} or more."
    ).format(
        stage=stage_label(row["stage"], _),
        next_stage=stage_label(row["next_stage"], _),
        reached=number(row["reached"]),
        time=duration(row["median_hours"], _),
    )
    return sentences([said, aside_sentence(table, _)], _)


def stay_sentence(rows: pd.DataFrame, by_stage: bool, _: Translate = str) -> str:
    """Where customers stay longest and shortest; why it cannot be told.

    Args:
        rows: of `loyalty.journey.dwell.of_log`, those of touchpoints or of stages.
    """
    sure = rows[rows["moves"] >= ENOUGH]
    if sure.empty:
        return _("Too few moves to say how long customers stay.")
    longest = sure.iloc[sure["median_hours"].argmax()]
    shortest = sure.iloc[sure["median_hours"].argmin()]
    long, short = (duration(row["median_hours"], _) for row in (longest, shortest))
    name, write = "stage" if by_stage else "touchpoint", steps.label(by_stage)
    if longest["median_hours"] == 0:
        said = _("Times are equal or too coarse to tell how long customers stay.")
    elif len(sure) == 1:
        said = _("In {longest}, half of the stays last {long} or more; elsewhere too few end.")
    elif long == short:
        said = _("Customers stay equally long everywhere: half of the stays last {long} or more.")
    else:
        said = _(
            "Customers stay longest in {longest} (half of them for {long} or more) and shortest in"
            " {shortest} ({short})."
        )
    return said.format(
        longest=write(longest[name], _), long=long, shortest=write(shortest[name], _), short=short
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
