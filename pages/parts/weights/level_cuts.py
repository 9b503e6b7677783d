"""Where levels start: a cut pushes those it would pass, and the page says which gave way."""

from itertools import pairwise

import streamlit as st

from loyalty import labels
from loyalty.language import listed
from pages import _session as session
from pages._session import _
from pages.parts import words

PUSHED = "pushed_cuts"


def show() -> None:
    """A number per cut, what gave way to the last one, and levels without room."""
    cuts = session.study().levels[1:]
    st.markdown(_("**Levels start at**"))
    for column, (place, level) in zip(st.columns(len(cuts)), enumerate(cuts, 1), strict=True):
        column.number_input(
            labels.level(level.key, _),
            0,
            100,
            key=session.bind(f"level_{place}", round(level.start)),
            on_change=_set,
            args=(place,),
        )
    _gave_way()
    _empty()


def _set(place: int) -> None:
    """Move one cut; its neighbours give way so that cuts keep rising."""
    start = float(session.chosen(f"level_{place}"))
    levels = list(session.study().levels)
    below = [min(level.start, start) for level in levels[:place]]
    above = [max(level.start, start) for level in levels[place + 1 :]]
    starts = [*below, start, *above]
    session.change(
        levels=[{"key": one.key, "start": cut} for one, cut in zip(levels, starts, strict=True)]
    )
    gone = [
        one.key
        for at, (one, cut) in enumerate(zip(levels, starts, strict=True))
        if at != place and cut != one.start
    ]
    session.bind(PUSHED, (gone, start, session.study().levels))


def _gave_way() -> None:
    """Which levels the last cut moved too, while the cuts are still as it left them."""
    gone, start, after = session.picked(PUSHED) or ([], 0.0, None)
    if gone and after == session.study().levels:
        st.caption(
            _("Moved to {start} too: {levels}. Undo brings them back.").format(
                start=words.number(start, 1), levels=_named(gone)
            )
        )


def _empty() -> None:
    """Levels that start where the next one does, which nobody can have."""
    levels = session.study().levels
    same = [one.key for one, above in pairwise(levels) if one.start >= above.start]
    if same:
        st.caption(
            _("Nobody can have these levels, as the next one starts at the same index: {levels}.")
            .format(levels=_named(same))
        )  # fmt: skip


def _named(keys: list[str]) -> str:
    return listed((labels.level(key, _) for key in keys), _)
