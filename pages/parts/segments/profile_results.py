"""The profile of a segment of the draft, whole or as it may be shared; what is said of it."""

import pandas as pd

from loyalty import labels, scoring, segmentation
from loyalty.indicators import BY_KEY
from loyalty.report.profiles import suppressed
from loyalty.segmentation.profile import Profile, profile
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.segments import why_words


def found(position: int, shared: bool) -> Profile:
    """The profile of the segment at a position; suppressed where it is to be shared."""
    study = session.study()
    parts = (position, *results.segment_parts(study), *results.index_parts(study), study.levels)
    whole = session.cached("profile", lambda: _profile(position), *parts)
    return session.cached("shared_profile", lambda: suppressed(whole), *parts) if shared else whole


def _profile(position: int) -> Profile:
    study = session.study()
    index, _share = results.index()
    with_value = results.with_value()
    levels = pd.Categorical.from_codes(results.level_codes(), pd.Index(scoring.level_names(study)))
    return profile(
        results.base().customers,
        results.segment_codes(),
        position,
        segmentation.segment_names(study),
        [key for key in BY_KEY if with_value.get(key)],
        index,
        pd.Series(levels),
    )


def mean(column: str, value: float) -> str:
    """A mean with its unit; a share as per cent."""
    if why_words.unit(column).startswith("share of "):
        return words.percent(value, 1)
    if why_words.unit(column) == "money":
        return words.money(value)
    counted = why_words.unit(column) in why_words.ONE
    digits = 1 if counted or column.startswith("score.") else 2
    return why_words.measured(words.number(value, digits), column)


def others(found: Profile, shown: int) -> pd.DataFrame:
    """The averages after the first `shown` and answers no indicator holds, the strongest first."""
    asked = {f"answer.{BY_KEY[key].question}" for key in BY_KEY if BY_KEY[key].question}
    numbers = found.numbers[~found.numbers["column"].isin(asked)]
    rows = pd.concat([found.indicators[shown:], numbers], ignore_index=True)
    known = rows[rows["standardised"].notna()]
    order = known["standardised"].abs().sort_values(ascending=False, kind="stable").index
    return known.loc[order]


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of averages as differences in standard deviations of everybody, ready to draw."""
    per_unit = (rows["standardised"] / rows["difference"]).abs()
    per_unit = per_unit.where((rows["difference"] != 0) & (per_unit > 0))
    here = [mean(*row) for row in zip(rows["column"], rows["mean"], strict=True)]
    everybody = [mean(*row) for row in zip(rows["column"], rows["base_mean"], strict=True)]
    template = _("{name}: {here} (all {everybody})")
    names = [labels.column(column, _) for column in rows["column"]]
    return pd.DataFrame(
        {
            "label": [
                template.format(name=name, here=one, everybody=other)
                for name, one, other in zip(names, here, everybody, strict=True)
            ],
            "value": rows["standardised"],
            "low": rows["low"] * per_unit,
            "high": rows["high"] * per_unit,
            "here": here,
            "all": everybody,
            "known": rows["known"],
            "base_known": rows["base_known"],
        }
    )


def lifted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of categories as times as frequent as among everybody, ready to draw."""
    here = [words.percent(share) for share in rows["share"]]
    everybody = [words.percent(share) for share in rows["base_share"]]
    template = _("{name} = {value}: {here} (all {everybody})")
    names = [labels.column(column, _) for column in rows["column"]]
    texts = zip(names, rows["value"], here, everybody, strict=True)
    return pd.DataFrame(
        {
            "label": [
                template.format(name=name, value=value, here=one, everybody=other)
                for name, value, one, other in texts
            ],
            "value": rows["lift"],
            "low": rows["low"] / rows["base_share"],
            "high": rows["high"] / rows["base_share"],
            "here": here,
            "all": everybody,
            "known": rows["known"],
            "base_known": rows["base_known"],
        }
    )
