"""One uploaded file: what it seems to hold, its open questions, and its columns."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from loyalty import ingest
from loyalty.ingest import Inspection, Reading
from loyalty.problems import LoyaltyError
from loyalty.schema import TABLES
from pages import _session as session
from pages._session import _
from pages.parts import column_table, file_options, file_questions, words
from pages.parts.laid import laid
from pages.parts.safe import escape

SURE = 0.7


@dataclass(frozen=True)
class Card:
    """A file with the way it will be read; `seen` is None when it cannot be read at all."""

    file: UploadedFile
    name: str
    reading: Reading
    seen: Inspection | None

    @property
    def ready(self) -> bool:
        """Whether nothing is open."""
        return self.seen is not None and not self.seen.questions


def show(file: UploadedFile, alone: bool) -> Card:
    """Draw the card of a file, unfolded when it is the only one; returns how it will be read."""
    name = ingest.display_name(file.name)
    with st.container(border=True):
        title = st.empty()
        title.markdown(f"**{escape(name)}**")
        reading = file_options.reading(file.file_id)
        seen = _inspect(file, name, reading)
        if seen and not reading.mapping:
            reading = _as_remembered(file, name, reading, seen)
            seen = _inspect(file, name, reading)
        if seen:
            _details(file.file_id, seen, alone)
        elif reading.mapping:
            st.button(
                _("Back to the proposal"),
                key=f"{file.file_id}_back",
                on_click=session.forget_mapping,
                args=(file.file_id,),
            )
        file_options.show(file.file_id, seen)
    return Card(file, name, reading, seen)


def _details(file_id: str, seen: Inspection, alone: bool) -> None:
    st.markdown(_about(seen))
    file_options.table(file_id, seen)
    file_questions.show(file_id, seen)
    unsure = any(match.field and match.confidence < SURE for match in seen.proposal)
    with st.expander(_("Columns"), icon=":material/view_column:", expanded=alone or unsure):
        column_table.show(file_id, seen)
    _preview(seen)


def _inspect(file: UploadedFile, name: str, reading: Reading) -> Inspection | None:
    """What the file holds under a reading, looked at once; a refusal is shown."""
    key = f"{file.file_id} {reading.model_dump_json()}"
    found = session.once(key, lambda: _look(file, name, reading))
    if isinstance(found, LoyaltyError):
        st.warning(escape(found.sentence(_)), icon=":material/block:")
        return None
    return found


def _as_remembered(file: UploadedFile, name: str, reading: Reading, seen: Inspection) -> Reading:
    """The mapping used for this header before, unless this file cannot be read by it."""
    known = column_table.remembered(seen)
    if not known:
        return reading
    wanted = reading.model_copy(update={"mapping": known})
    key = f"{file.file_id} {wanted.model_dump_json()}"
    found = session.once(key, lambda: _look(file, name, wanted))
    return reading if isinstance(found, LoyaltyError) else wanted


def _look(file: UploadedFile, name: str, reading: Reading) -> Inspection | LoyaltyError:
    with st.spinner(_("Looking at {name} …").format(name=escape(name))), laid([file]) as paths:
        try:
            return ingest.inspect(paths[0], name, reading)
        except LoyaltyError as error:
            return error


def _about(seen: Inspection) -> str:
    kind = "customers" if seen.table == "wide" else seen.table
    said = _("{rows} rows · {columns} columns · looks like: {table}").format(
        rows=words.number(seen.rows),
        columns=words.number(len(seen.columns)),
        table=_(TABLES[kind].label),
    )
    if seen.table == "wide":
        return said + " · " + _("its survey scores become answers")
    return said


def _preview(seen: Inspection) -> None:
    names = list(seen.columns)
    rows = [dict(zip(names, row, strict=True)) for row in seen.preview]
    with st.expander(_("The first rows"), icon=":material/table_rows:"):
        st.dataframe(rows, hide_index=True, height=250, alt=_("The first rows"))
