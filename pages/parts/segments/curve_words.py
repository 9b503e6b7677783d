"""What a size curve says in words: how to read it, its biggest cliff, whether a size was hit."""

import datetime

import streamlit as st

from loyalty import segmentation
from loyalty.segmentation import Curve, Solution
from pages._session import _
from pages.parts import words

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


def achieved(
    said: tuple[str, str, int, Solution] | None, name: str, segment: str, now: float, found: Curve
) -> None:
    """What became of the size asked for last, while its threshold still has that value."""
    if not said or said[:2] != (name, segment) or said[3].value != now:
        return
    _name, _segment, target, solution = said
    text = (
        _("Exactly {size} customers at {value}.")
        if solution.exact
        else _(
            "{target} customers are not possible, because customers with equal values move"
            " together: the nearest is {size}, at {value}."
        )
    )
    st.success(
        text.format(
            target=words.number(target),
            size=words.number(solution.size),
            value=value(found, solution.value),
        ),
        icon=":material/target:",
    )
