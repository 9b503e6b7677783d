"""Files of closing events that were imported, each to be taken back as a whole."""

import pandas as pd
import streamlit as st

from loyalty.store.cases import who
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

SHOWN = 10


def show() -> None:
    """One row per import, the newest first; nothing where there are none."""
    found = session.workspace().cases.imports()
    if found.empty:
        return
    st.markdown(_("**Imported before**"))
    for _place, one in found.head(SHOWN).iterrows():
        _row(one)
    if len(found) > SHOWN:
        text = _("Shown: the newest {shown} of {count} imports.")
        st.caption(text.format(shown=words.number(SHOWN), count=words.number(len(found))))


def _row(one: pd.Series) -> None:
    about, button = st.columns([5, 1.4], vertical_alignment="center")
    about.markdown(escape(_about(one)))
    button.button(
        _("Take back"),
        key=f"case_import_back_{one['first']}",
        icon=":material/undo:",
        help=_("None of its entries counts any more; the file can be imported again."),
        on_click=_take_back,
        args=(int(one["first"]), int(one["last"])),
    )


def _about(one: pd.Series) -> str:
    mine = one["who"] == who(session.owner())
    return _("{file}: {entries} entries about {cases} cases, {time} UTC, {writer}").format(
        file=one["source"],
        entries=words.number(one["entries"]),
        cases=words.number(one["cases"]),
        time=f"{one['written']:%Y-%m-%d %H:%M}",
        writer=_("this browser") if mine else _("another browser"),
    )


def _take_back(first: int, last: int) -> None:
    """Callback: all entries of the import or none."""

    def back() -> None:
        count = session.workspace().cases.take_back(first, last, session.owner())
        st.toast(_("{count} entries taken back.").format(count=words.number(count)))

    session.attempt(back)
