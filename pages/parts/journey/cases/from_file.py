"""Closing events from a file: how it is read, what fits a case, noting it, and taking it back."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from loyalty import ingest
from loyalty.ingest import Closings, Reading
from loyalty.journey.cases import closings
from loyalty.journey.cases.closings import Matched
from loyalty.problems import LoyaltyError, Problem
from loyalty.store.cases import Entry
from pages import _session as session
from pages._session import _
from pages.parts import data_findings, file_options, file_questions, words
from pages.parts.journey.cases import import_preview, imported
from pages.parts.journey.cases import results as cases_results
from pages.parts.laid import laid
from pages.parts.safe import escape


def show() -> None:
    """An uploader that is folded away until it is wanted."""
    panel = st.expander(
        _("Import closing events"),
        icon=":material/upload_file:",
        on_change="rerun",
        key="case_import",
    )
    if panel.open:
        with panel:
            _upload()
            imported.show()


def _upload() -> None:
    st.markdown(
        _(
            "A CSV or XLSX with one row per step: a column for the case or the customer, one for"
            " the time, and perhaps status, owner and note. A customer's row belongs to the latest"
            " case opened by then. Words for the status, as they may stand in the file: `open`,"
            " `in work`, `solved`, `told`, or `未处理`, `处理中`, `已解决`, `已告知`; without a"
            " status, solved."
        )
    )
    file = st.file_uploader(
        _("Closing events"),
        type=["csv", "xlsx", "txt", "tsv"],
        key=f"closings_{session.upload_key()}",
        label_visibility="collapsed",
    )
    if file:
        _read(file)


def _read(file: UploadedFile) -> None:
    name, reading = ingest.display_name(file.name), file_options.reading(file.file_id)
    key = f"closings {file.file_id} {reading.model_dump_json()}"
    found = session.once(key, lambda: _look(file, name, reading))
    if isinstance(found, LoyaltyError):
        st.warning(escape(found.sentence(_)), icon=":material/block:")
    elif found.rows is None:
        file_questions.show(file.file_id, found.seen)
    else:
        cases = cases_results.everybodys()
        import_preview.columns(found.seen)
        matched = closings.match(found.rows, cases, session.study())
        _offer(name, matched, [*found.problems, *matched.problems])


def _look(file: UploadedFile, name: str, reading: Reading) -> Closings | LoyaltyError:
    with (
        st.spinner(_("Looking at {name} …").format(name=escape(name))),
        laid([file]) as paths,
        tempfile.TemporaryDirectory(prefix="loyalty-closings-") as folder,
    ):
        try:
            return ingest.closings(paths[0], name, reading, Path(folder) / "closings.parquet")
        except LoyaltyError as error:
            return error


def _offer(name: str, matched: Matched, problems: Sequence[Problem]) -> None:
    rows = len(matched.entries)
    st.markdown(
        _("**{rows} of {all} rows** fit a case; cases concerned: {cases}.").format(
            rows=words.number(rows),
            all=words.number(matched.rows),
            cases=words.number(matched.entries["case"].nunique()),
        )
    )
    import_preview.entries(matched.entries)
    for problem in problems:
        count = words.number(problem.count)
        kind = _(data_findings.KINDS[problem.kind])
        st.caption(escape(f"{kind} ({count}): {problem.sentence(_)}"))
    st.button(
        _("Note {rows} entries").format(rows=words.number(rows)),
        key="case_import_note",
        type="primary",
        icon=":material/check:",
        disabled=not rows,
        on_click=_note,
        args=(name, matched.entries),
    )


def _note(name: str, rows: pd.DataFrame) -> None:
    """Callback: all rows or none."""
    wanted = [
        Entry(row.case, row.at.to_pydatetime(), row.status, row.owner, row.note)
        for row in rows.itertuples()
    ]

    def write() -> None:
        fresh = session.workspace().cases.write(wanted, session.owner(), source=name)
        session.clear_uploads()
        st.toast(
            _("{fresh} entries noted, {known} were there already.").format(
                fresh=words.number(fresh), known=words.number(len(wanted) - fresh)
            )
        )

    session.attempt(write)
