"""What a comparison of two groups says, in one sentence for each measure."""

from collections.abc import Callable, Mapping

import pandas as pd

from loyalty.intervals import LEVEL
from loyalty.journey.findings import score
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate, mark, number, percent

Names = tuple[str, str]

LABELS = {
    "feeling": mark("Feeling"),
    "conversion": mark("Reach next stage"),
    "complaint_share": mark("Share who complain"),
    "journey_share": mark("Share of journeys"),
    "median_hours": mark("Time to next stage"),
}
MORE = {
    "feeling": mark(
        "At {place}, “{first}” feel {difference} better than “{second}” ({low} to {high})."
    ),
    "conversion": mark(
        "After {place}, {one} of “{first}” later reach {next_stage}, {two} of “{second}”:"
        " {difference} percentage points more ({low} to {high})."
    ),
    "complaint_share": mark(
        "At {place}, {one} of “{first}” complain, {two} of “{second}”: {difference} percentage"
        " points more ({low} to {high})."
    ),
    "journey_share": mark(
        "{one} of the journeys of “{first}” come to {place}, {two} of those of “{second}”:"
        " {difference} percentage points more ({low} to {high})."
    ),
    "median_hours": mark(
        "From {place} to {next_stage}, “{first}” take {one} days (median), “{second}” {two}:"
        " {difference} more ({low} to {high})."
    ),
}
LESS = {
    "feeling": mark(
        "At {place}, “{first}” feel {difference} worse than “{second}” ({low} to {high})."
    ),
    "conversion": mark(
        "After {place}, {one} of “{first}” later reach {next_stage}, {two} of “{second}”:"
        " {difference} percentage points less ({low} to {high})."
    ),
    "complaint_share": mark(
        "At {place}, {one} of “{first}” complain, {two} of “{second}”: {difference} percentage"
        " points less ({low} to {high})."
    ),
    "journey_share": mark(
        "{one} of the journeys of “{first}” come to {place}, {two} of those of “{second}”:"
        " {difference} percentage points less ({low} to {high})."
    ),
    "median_hours": mark(
        "From {place} to {next_stage}, “{first}” take {one} days (median), “{second}” {two}:"
        " {difference} less ({low} to {high})."
    ),
}
UNIT = {"feeling": 1.0, "median_hours": 1 / 24}  # of a number people read; shares: per cent
PER_CENT = 100.0


def unit(measure: str) -> float:
    """What a measure is multiplied with to be read: points, percentage points or days."""
    return UNIT.get(measure, PER_CENT)


def place(row: pd.Series, _: Translate = str) -> str:
    """The touchpoint of a row as people read it, or its stage."""
    if isinstance(row["touchpoint"], str):
        return shown(row["touchpoint"], _)
    return stage_label(row["stage"], _)


def ranked(differences: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of a measure that both groups have: significant ones first, then the largest.

    Those without an interval come last. A stage with one touchpoint says what the touchpoint
    says, and is left out.
    """
    rows = differences[(differences["measure"] == measure) & differences["difference"].notna()]
    points = differences[differences["measure"] == measure].groupby("stage")["touchpoint"].count()
    alone = rows["touchpoint"].isna() & (rows["stage"].map(points) == 1)
    rows = rows[~alone].assign(size=rows["difference"].abs(), told=rows["low"].notna())
    order = rows.sort_values(["significant", "told", "size"], ascending=False, kind="stable")
    return order.drop(columns=["size", "told"]).reset_index(drop=True)


def by_measure(differences: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The measures that can be compared anywhere, each `ranked`."""
    found = {key: ranked(differences, key) for key in LABELS}
    return {key: rows for key, rows in found.items() if not rows.empty}


def significant(found: Mapping[str, pd.DataFrame]) -> tuple[int, int, int]:
    """How many differences of a `by_measure` have an interval, how many of them are significant,
    and how many would be by chance alone."""
    told = sum(int(rows["low"].notna().sum()) for rows in found.values())
    sure = sum(int(rows["significant"].sum()) for rows in found.values())
    return told, sure, round((1 - LEVEL) * told)


def answer(found: Mapping[str, pd.DataFrame], names: Names, _: Translate = str) -> str:
    """The sentence of the first measure of a `by_measure` with a significant difference.

    Where no more are significant than chance alone would bring, that is said instead.
    """
    told, sure, chance = significant(found)
    if sure > chance:
        key = next(key for key, rows in found.items() if rows["significant"].any())
        return sentence(found[key], key, names, _)
    return _(
        "“{first}” and “{second}” differ no more than by chance: {sure} of {count} differences are"
        " significant, about {chance} would be by chance alone."
    ).format(
        first=names[0], second=names[1], sure=number(sure), count=number(told),
        chance=number(chance),
    )  # fmt: skip


def sentence(rows: pd.DataFrame, measure: str, names: Names, _: Translate = str) -> str:
    """The largest significant difference among the `ranked` rows of a measure, or that none is."""
    row = rows.iloc[0]
    if not row["significant"]:
        return _(
            "{measure}: none of {count} differences between “{first}” and “{second}” is"
            " significant."
        ).format(
            measure=_(LABELS[measure]), count=number(len(rows)), first=names[0], second=names[1]
        )
    return _said(row, measure, names, _)


def _said(row: pd.Series, measure: str, names: Names, _: Translate) -> str:
    more = row["difference"] > 0
    ends = sorted(abs(row[end]) for end in ("low", "high"))
    (size, own), following = _writers(measure), row["next_stage"]
    return _((MORE if more else LESS)[measure]).format(
        place=place(row, _),
        next_stage=stage_label(following, _) if isinstance(following, str) else "",
        first=names[0],
        second=names[1],
        one=own(row["first"]),
        two=own(row["second"]),
        difference=size(abs(row["difference"])),
        low=size(ends[0]),
        high=size(ends[1]),
    )


def _writers(measure: str) -> tuple[Callable[[float], str], Callable[[float], str]]:
    """How differences of a measure are written, and its own values."""
    if measure == "feeling":
        return score, score
    factor = unit(measure)

    def scaled(value: float) -> str:
        return number(value * factor, digits=1)

    return scaled, scaled if measure == "median_hours" else percent
