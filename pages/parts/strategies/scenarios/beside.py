"""Up to four scenarios side by side: what is chosen and assumed, what differs, what it brings."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies.scenarios import choices
from pages.parts.strategies.scenarios.choices import Row

DIFFERS, NOTHING = "≠", "–"
WIDTH, MARK, UNIT = 816, 30, 150  # pixels of a table, of the mark and of the unit
POINT, FEW = 250, 290  # pixels of what is told, and where at most two stand side by side
Told = Mapping[str, list[Row]]  # of each scenario, by its letter
HIGHLIGHT = "background-color: rgba(230, 159, 0, 0.30); font-weight: 600"


def show(found: pd.DataFrame) -> None:
    """Which of the compared stand here, how they differ, and what each brings (`found`)."""
    st.subheader(_("Side by side"), anchor=False)
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    with left:
        letters = _letters()
    with right:
        whole = _whole()
    _choices(letters, whole or len(letters) < 2)
    _results(found, letters)


def apart(told: Told) -> tuple[Told, Told]:
    """The rows to compare, and those of assumptions there is nothing to compare of.

    These are the ones that not all scenarios have, and on which those that have them agree: they
    only say that the strategies are not the same.
    """
    held: dict[tuple[str, str, str], list[Row]] = {}
    for row in (row for rows in told.values() for row in rows):
        held.setdefault(row.name, []).append(row)

    def alone(row: Row) -> bool:
        same = held[row.name]
        some = len(same) < len(told)
        return row.rank >= choices.DECISION and some and all(one.value == row.value for one in same)

    return tuple(
        {letter: [row for row in rows if alone(row) == own] for letter, rows in told.items()}
        for own in (False, True)
    )


def compared(told: Told) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of several scenarios by letter -> one row per point, and where a cell differs.

    The first frame has the columns mark, point, a text for each letter, and unit; the second says
    of each letter whether it differs from the first one.
    """
    by_name = {letter: {row.name: row for row in rows} for letter, rows in told.items()}
    every = sorted((row for rows in told.values() for row in rows), key=lambda row: row.rank)
    named = {row.name: row for row in every}
    there = [{letter: rows.get(name) for letter, rows in by_name.items()} for name in named]
    differ = [_unlike(one) for one in there]
    lines = [
        _line(row, here, any(unlike.values()))
        for row, here, unlike in zip(named.values(), there, differ, strict=True)
    ]
    return pd.DataFrame(lines), pd.DataFrame(differ)


def _unlike(here: Mapping[str, Row | None]) -> dict[str, bool]:
    """Which letters say something else on a point than the first one."""
    said = {letter: (one.value,) if one else None for letter, one in here.items()}
    first = next(iter(said.values()))
    return {letter: one != first for letter, one in said.items()}


def _line(row: Row, here: Mapping[str, Row | None], differs: bool) -> dict[str, str]:
    texts = {letter: one.text if one else NOTHING for letter, one in here.items()}
    mark = DIFFERS if differs else ""
    said = _("{group}: {point}").format(group=row.group, point=row.point)
    return {"mark": mark, "point": said if row.group else row.point, **texts, "unit": row.unit}


def _letters() -> list[str]:
    names = simulated.names()
    asked = session.linked("beside")
    shown = [letter for letter in names if letter in asked] or list(names)
    st.pills(
        _("Scenarios side by side"),
        list(names),
        selection_mode="multi",
        format_func=lambda letter: escape(names[letter]),
        key=session.bind("beside", shown),
        on_change=lambda: session.link("beside", "".join(session.chosen("beside"))),
        label_visibility="collapsed",
        wrap=True,
    )
    return shown


def _whole() -> bool:
    chosen = session.linked("whole") == "1"
    st.toggle(
        _("Also what does not differ"),
        key=session.bind("beside_whole", chosen),
        on_change=lambda: session.link("whole", "1" if session.chosen("beside_whole") else ""),
    )
    return chosen


def _choices(letters: list[str], whole: bool) -> None:
    own = simulated.scenarios()
    shared, alone = apart({letter: choices.rows(own[letter]) for letter in letters})
    frame, differ = compared(shared)
    if not whole:
        keep = frame["mark"] == DIFFERS
        frame, differ = frame[keep].reset_index(drop=True), differ[keep].reset_index(drop=True)
    if frame.empty:
        st.info(_("These scenarios do not differ in any choice or assumption."))
    else:
        _differing(frame, differ, letters)
    if any(alone.values()):
        _alone(alone, letters)


def _differing(frame: pd.DataFrame, differ: pd.DataFrame, letters: list[str]) -> None:
    styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    styles[letters] = differ[letters].replace({True: HIGHLIGHT, False: ""})
    styled = frame.style.apply(lambda _whole: styles, axis=None)
    _table(frame, letters, "beside_table", styled)
    if len(letters) > 1:
        said = _(
            "{mark} and colour: differs from {first}. Two numbers are a range that holds the true"
            " value in nine of ten cases; “–” is no part of the scenario."
        )
        first = escape(simulated.names()[letters[0]])
        st.caption(said.format(mark=DIFFERS, first=first))


def _alone(told: Told, letters: list[str]) -> None:
    frame, _differ = compared(told)
    said = _("Assumptions that not all of them have ({count})").format(count=len(frame))
    with st.expander(said):
        _table(frame.assign(mark=""), letters, "beside_alone")


def _results(found: pd.DataFrame, letters: list[str]) -> None:
    """What each brings, in the same columns."""
    rows = found.iloc[[simulated.LETTERS.index(letter) for letter in letters]]
    lines = [
        {"point": point} | dict(zip(letters, rows[name].map(told), strict=True))
        for point, name, told in _points()
    ]
    frame = pd.DataFrame(lines).assign(unit="")
    frame.insert(0, "mark", "")
    said = _("What it brings within {months} months, against doing nothing:")
    st.markdown(said.format(months=session.study().months))
    _table(frame, letters, "beside_results")


def _points() -> list[tuple[str, str, Callable[[float], str]]]:
    """Name, column and words of each result."""
    return [
        (_("Gain"), "gain_p50", words.amount),
        (_("Low (5%)"), "gain_p05", words.amount),
        (_("High (95%)"), "gain_p95", words.amount),
        (_("Chance"), "chance", words.percent),
        (_("Worst tenth"), "worst_decile", words.amount),
        (_("Cost"), "cost", words.amount),
        (_("Ahead from"), "break_even", words.number),
    ]


def _table(frame: pd.DataFrame, letters: list[str], key: str, styled: Styler | None = None) -> None:
    config, names = st.column_config, simulated.names()
    units = ["unit"] if frame["unit"].any() else []
    marks = ["mark"] if frame["mark"].any() else []
    point = FEW if len(letters) < 3 else POINT
    each = (WIDTH - MARK * len(marks) - point - UNIT * len(units)) // len(letters)
    columns: dict[str, object] = {
        "mark": config.TextColumn("", width=MARK, pinned=True),
        "point": config.TextColumn(_("What"), width=point, pinned=True),
        "unit": config.TextColumn(_("Unit"), width=UNIT),
    }
    columns |= {letter: config.TextColumn(names[letter], width=each) for letter in letters}
    st.dataframe(
        frame if styled is None else styled,
        hide_index=True,
        height=min(38 + 35 * len(frame), 500),
        column_order=[*marks, "point", *letters, *units],
        column_config=columns,
        alt=_("Scenarios side by side"),
        key=key,
    )
