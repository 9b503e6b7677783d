"""Files that a user brings: choose them, see how each is read, then read all in one step."""

from collections.abc import Sequence

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import file_card, reading, words
from pages.parts.file_card import Card


def show() -> None:
    """The uploader, a card per file, and the button that reads them."""
    st.subheader(_("Bring files") if session.dataset() else _("Your files"))
    st.markdown(
        _(
            "Drop one or several files here: orders or order lines, touchpoint events, survey "
            "answers, customers, campaigns. CSV, XLSX or Parquet, up to 200 MB each."
        )
    )
    files = st.file_uploader(
        _("Files"),
        accept_multiple_files=True,
        key=session.upload_key(),
        label_visibility="collapsed",
    )
    alone = len(files or ()) == 1
    cards = [file_card.show(file, alone) for file in files or ()]
    if cards:
        _read(cards)


def _read(cards: Sequence[Card]) -> None:
    """Where the tables go, and the button; disabled while something is open."""
    new = session.dataset() is not None and _place() == "new"
    waiting = not all(card.ready for card in cards)
    if waiting:
        st.info(
            _("Answer the questions above, or remove the file; then all is read in one step."),
            icon=":material/help:",
        )
    many = _("Read the {count} files").format(count=words.number(len(cards)))
    clicked = st.button(
        many if len(cards) > 1 else _("Read the file"),
        type="primary",
        icon=":material/play_arrow:",
        disabled=waiting,
        key="read_files",
    )
    if clicked:
        reading.run(cards, new)


def _place() -> str:
    names = {
        "new": _("A new workspace"),
        "here": _("This workspace: tables of the same kind are replaced"),
    }
    return st.segmented_control(
        _("Where the tables go"),
        list(names),
        format_func=lambda place: names[place],
        key=session.bind("upload_place", session.picked("upload_place") or _usual()),
        required=True,
    )


def _usual() -> str:
    """Own files go beside own files, but never into a sample."""
    found = session.dataset()
    return "new" if found and found.meta.get("sample") else "here"
