"""What a size curve says in words: how to read it, its biggest cliff, whether a size was hit."""

import datetime

import streamlit as st

from loyalty import labels, segmentation
from loyalty.segmentation import Curve, Solution
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

EPOCH = datetime.date(1970, 1, 1)


def show(found: Curve, segment: str, unit: str) -> None:
    """How to read the picture, and the biggest cliff where there is one."""
    st.caption(
        _("Point at the picture to read the size there; click to set that value. Dashed: now.")
    )
    steep = segmentation.cliffs(found, segment)
    if len(steep):
        st.caption(_cliff(found, steep.iloc[0].to_dict(), len(steep), unit))
    if not found.exact:
        st.caption(_("Scores depend on this threshold too; the picture leaves that out."))


def _cliff(found: Curve, row: dict[str, float], count: int, unit: str) -> str:
    return _(
        "Cliffs: {count}. The biggest: {tied} customers have exactly {value}, where the size jumps"
        " by {jump}."
    ).format(
        count=words.number(count),
        tied=words.number(row["tied"]),
        value=value(found, row["value"], unit),
        jump=words.number(abs(row["jump"])),
    )


def value(found: Curve, number: float, unit: str = "") -> str:
    """A value of the threshold with its unit, or the day it stands for."""
    if found.days:
        return words.day(EPOCH + datetime.timedelta(days=round(number)))
    text = words.number(number, 4)
    return _("{value} ({unit})").format(value=text, unit=unit) if unit else text


def achieved(found: Curve, target: int, solution: Solution) -> None:
    """Whether the size asked for was hit, and why not where it was not."""
    text = (
        _("Exactly {size} customers at {value}.")
        if solution.exact
        else _(
            "{target} customers are not possible, because customers with equal values move"
            " together: the nearest is {size}, at {value}."
        )
    )
    st.success(text.format(**_numbers(found, target, solution)), icon=":material/target:")


def out_of_reach(found: Curve, segment: str, target: int, solution: Solution) -> None:
    """The largest or the smallest size there is, where the one asked for lies beyond."""
    text = (
        _(
            "{target} customers are not possible: with the other conditions as they are,"
            " “{segment}” has at most {size}, at {value}."
        )
        if target > solution.size
        else _(
            "{target} customers are not possible: with the other conditions as they are,"
            " “{segment}” has at least {size}, at {value}."
        )
    )
    name = escape(labels.segment(segment, _))
    st.warning(
        text.format(segment=name, **_numbers(found, target, solution)), icon=":material/target:"
    )


def _numbers(found: Curve, target: int, solution: Solution) -> dict[str, str]:
    return {
        "target": words.number(target),
        "size": words.number(solution.size),
        "value": value(found, solution.value),
    }
