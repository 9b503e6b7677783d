"""Movement between two days: the same rules on the past, who moved, from where to where."""

from datetime import date, timedelta

import streamlit as st

from loyalty import labels
from loyalty.language import listed
from loyalty.replay.timeless import timeless
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import history, moved_customers, movement_flow, rf_grid

FROM, TO = "movement_from", "movement_to"
YEAR = timedelta(days=365)


def show() -> None:
    """Two days, who moved between them, sizes over time, recency by frequency, everybody."""
    days = history.days()
    if len(days) < 2:
        _too_short()
        return
    first, last = _choose(days)
    _timeless()
    found = history.replayed()
    movement_flow.show(found.history, first, last)
    history.show(found)
    rf_grid.show(first, last)
    moved_customers.show(found)


def _choose(days: list[date]) -> tuple[date, date]:
    """Two of the days; the last one and a year before unless chosen or linked."""
    year_ago = min(days[:-1], key=lambda day: abs(days[-1] - YEAR - day))
    key = f"movement_{days[0]}_{days[-1]}"
    return st.select_slider(
        _("From one day to the other (month-ends and the day of the results)"),
        days,
        value=(_linked(FROM, days, year_ago), _linked(TO, days, days[-1])),
        format_func=words.day,
        key=key,
        on_change=_link,
        args=(key,),
        persist_state="session",
    )


def _linked(key: str, days: list[date], default: date) -> date:
    """The day of the link where it is one of the days."""
    return {str(day): day for day in days}.get(session.linked(key), default)


def _link(key: str) -> None:
    for end, day in zip((FROM, TO), session.chosen(key), strict=True):
        session.link(end, str(day))


def _timeless() -> None:
    """What the rules read that is on past days as it is today."""
    names = timeless(session.tables(), session.study())
    if names:
        st.caption(
            _("Without a past, so taken as they are today: {columns}.").format(
                columns=escape(listed((labels.column(name, _) for name in names), _))
            )
        )


def _too_short() -> None:
    st.info(
        _(
            "Movement needs at least one month-end before {day}, the day of the results, with"
            " orders, events or answers until then. Choose a later day on the first page, or add"
            " older records."
        ).format(day=words.day(session.study().as_of)),
        icon=":material/history:",
    )
    left, right, _rest = st.columns([1, 1, 3])
    left.page_link("start.py", label=_("Choose the day"), icon=":material/event:")
    right.page_link("data.py", label=_("Add older records"), icon=":material/table:")
