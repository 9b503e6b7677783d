"""In the room: people compare pairs, see at once what their judgements say, and use the result."""

import streamlit as st

from loyalty.indicators import FAMILIES
from loyalty.problems import LoyaltyError
from loyalty.study import Participant
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.weights import room_group, room_matrix, room_people, room_result, room_words

PAIRS_FIRST = 5
PERSON = "room_person"


def show() -> None:
    """What is compared and by whom; the judgements beside what they say; the group."""
    _what()
    room_people.refusal()
    person = _who()
    if person is None:
        st.info(
            _(
                "Add the people in the room. Each compares two things at a time; the weights follow"
                " from the comparisons, and contradictions are named."
            ),
            icon=":material/group_add:",
        )
        return
    st.subheader(_("Judgements of {name}").format(name=escape(person.name)))
    show_judgements = _by_pairs if _view() == "pairs" else _by_matrix
    try:
        show_judgements(person)
        room_group.show()
    except LoyaltyError as error:
        st.warning(escape(error.sentence(_)), icon=":material/info:")


def _by_pairs(person: Participant) -> None:
    left, right = st.columns([5, 2], gap="small")
    with left:
        room_matrix.pairs(person)
    with right:
        room_result.consistency(person)
        room_result.bars(person)
    room_matrix.table(person)


def _by_matrix(person: Participant) -> None:
    room_matrix.table(person)
    left, right = st.columns([4, 3], gap="medium")
    with left:
        room_result.bars(person)
    with right:
        room_result.consistency(person)


def _what() -> None:
    """Families or indicators, and which of them."""
    chosen = room_people.items()
    kind = "families" if room_people.is_families(chosen) else "indicators"
    names = {"families": _("Families"), "indicators": _("Indicators")}
    st.segmented_control(
        _("Compare"),
        list(names),
        format_func=names.get,
        key=session.bind("room_kind", kind),
        on_change=lambda: room_people.choose_kind(session.chosen("room_kind")),
        required=True,
    )
    st.pills(
        _("Items"),
        _choices(kind, chosen),
        selection_mode="multi",
        format_func=room_words.item,
        key=session.bind("room_items", list(chosen)),
        on_change=lambda: room_people.choose_items(session.chosen("room_items")),
        label_visibility="collapsed",
        wrap=True,
    )
    st.caption(
        _("Two to {most} items. What is not compared weighs nothing.").format(most=room_people.MOST)
    )


def _choices(kind: str, chosen: tuple[str, ...]) -> list[str]:
    """Every family, or the indicators that the data carry; always those chosen."""
    if kind == "families":
        return list(FAMILIES)
    carried = [key for key in results.scores().keys if key in session.study().indicators]
    return [*carried, *(key for key in chosen if key not in carried)]


def _who() -> Participant | None:
    """The participants, and the one who judges now; None while there is none."""
    people = {one.name: one for one in room_people.weighting().participants}
    left, right = st.columns([4, 3], gap="medium", vertical_alignment="bottom")
    with right:
        _add()
    if not people:
        return None
    kept = session.picked(PERSON)
    name = kept if kept in people else next(iter(people))
    with left, st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            _("Who judges now"),
            list(people),
            format_func=escape,
            key=session.bind("room_person_pills", name),
            on_change=lambda: session.bind(PERSON, session.chosen("room_person_pills")),
            required=True,
            wrap=True,
        )
        st.button(
            _("Remove"),
            key="room_remove",
            icon=":material/person_remove:",
            type="tertiary",
            help=_("Takes this participant and all their judgements away. Undo brings them back."),
            on_click=room_people.remove,
            args=(name,),
        )
    return people[name]


def _add() -> None:
    with (
        st.form("room_add", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            _("New participant"),
            key="room_name",
            help=_("At most {most} characters.").format(most=room_people.LONGEST),
            placeholder=_("Name or role"),
        )
        st.form_submit_button(_("Add"), icon=":material/person_add:", on_click=_added)


def _added() -> None:
    name = session.chosen("room_name")
    room_people.add(name)
    session.bind(PERSON, room_people.spelled(name))


def _view() -> str:
    """One pair at a time, or the whole matrix; pairs first while they are few."""
    few = len(room_people.items()) <= PAIRS_FIRST
    names = {"pairs": _("Pair by pair"), "matrix": _("Matrix")}
    return st.segmented_control(
        _("Judge by"),
        list(names),
        format_func=names.get,
        key=f"room_view_{'few' if few else 'many'}",
        default="pairs" if few else "matrix",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
