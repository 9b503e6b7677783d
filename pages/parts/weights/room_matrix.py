"""Judgements entered: a row of odds for each pair, and the matrix that fills its mirror side."""

from itertools import combinations

import numpy as np
import pandas as pd
import streamlit as st

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Participant
from pages import _session as session
from pages._session import _
from pages.parts.weights import room_people, room_words

STEPS = (9.0, 7.0, 5.0, 3.0, 1.0, 1 / 3, 1 / 5, 1 / 7, 1 / 9)
EDITS = "room_edits"

UNREAD = mark("“{value}” is no judgement: type 1 to 9, or 1/2 to 1/9.")
DIAGONAL = mark("An item against itself is always 1.")


def pairs(person: Participant) -> None:
    """One row of odds per pair; a click on the chosen one takes the judgement back."""
    items, values = room_people.items(), room_people.matrix(person)
    for i, j in combinations(range(len(items)), 2):
        _pair(person.name, items[i], items[j], values[i, j])
    st.caption(
        _(
            "1:1 equal, 3:1 moderately, 5:1 strongly, 7:1 very strongly, 9:1 extremely more (Saaty"
            " 1980). Click the chosen one again to take it back. Steps between: in the matrix."
        )
    )


def _pair(name: str, first: str, second: str, value: float) -> None:
    known = not np.isnan(value)
    key = f"pair_{first}_{second}"
    said = room_words.strength(first, second, value) if known else _("not judged yet")
    st.segmented_control(
        _("{first} : {second} – {said}").format(
            first=room_words.item(first), second=room_words.item(second), said=said
        ),
        _options(value),
        format_func=room_words.odds,
        key=session.bind(key, value if known else None),
        wrap=True,
        on_change=lambda: room_people.judge(name, {(first, second): session.chosen(key)}),
    )


def _options(value: float) -> list[float]:
    """The steps of the scale, with the judgement itself where it lies between two."""
    kept = [step for step in STEPS if not np.isclose(step, value)]
    return sorted([*kept, value], reverse=True) if not np.isnan(value) else list(STEPS)


def table(person: Participant) -> None:
    """Both sides of the matrix; either may be edited, the other follows."""
    items, values = room_people.items(), room_people.matrix(person)
    frame = pd.DataFrame(
        [[room_words.written(value) for value in row] for row in values], columns=list(items)
    )
    frame.insert(0, "item", [room_words.item(key) for key in items])
    key = _editor_key()
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height="content",
        disabled=["item"],
        on_change=_edit,
        args=(key, person.name, items),
        column_config=_columns(items),
        alt=_("Matrix of pairwise judgements, row against column"),
    )
    st.caption(
        _(
            "Row against column: 5 means that the row matters five times as much, 1/5 the other way"
            " round. The mirror cell fills itself; an empty cell is not judged."
        )
    )


def _columns(items: tuple[str, ...]) -> dict[str, object]:
    config = st.column_config
    cells = {
        key: config.TextColumn(
            room_words.item(key), validate=room_words.WRITTEN, alignment="center"
        )
        for key in items
    }
    return {"item": config.TextColumn("", pinned=True), **cells}


def _editor_key() -> str:
    """A new editor for every version of the draft and every refused edit."""
    edits = session.picked(EDITS) or 0
    return f"room_matrix_{session.state().version}_{edits}_{session.language()}"


def _edit(key: str, name: str, items: tuple[str, ...]) -> None:
    """Take the edited cells; what cannot be read is said and taken back."""
    session.bind(EDITS, (session.picked(EDITS) or 0) + 1)
    edits = {}
    for row, cells in session.chosen(key)["edited_rows"].items():
        for column, text in cells.items():
            first = items[int(row)]
            try:
                value = room_words.read(text)
            except ValueError:
                room_people.refuse(Refused(UNREAD, value=text))
                continue
            if first == column:
                room_people.refuse(Refused(DIAGONAL))
                continue
            edits[first, column] = value
    if edits:
        room_people.judge(name, edits)
