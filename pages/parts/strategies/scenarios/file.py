"""The scenario file: all scenarios to take along, and those of others to look at and add."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from loyalty import simulation
from loyalty.language import sentences
from loyalty.problems import LoyaltyError
from loyalty.simulation import cells_file, scenario_file
from loyalty.simulation.scenario_file import MAX_BYTES, ScenarioFile
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies.scenarios import brought, figures, kept


def show() -> None:
    """Take along on the left, bring on the right, and what was brought below both."""
    st.subheader(_("Scenario file"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _take()
        figures.show()
    with right:
        file = _bring()
    if file:
        _look(file)


def _take() -> None:
    cells, study, own = simulated.cells(), session.study(), kept.everyone()
    currency = words.currency()
    whole = st.toggle(
        _("Include the cells"),
        key="scenario_file_cells",
        persist_state="session",
        help=_("With them the file gives the same numbers on any other machine."),
    )
    chosen = cells if whole else None
    st.caption(_with_cells(cells) if whole else _without())
    try:
        scenario_file.to_json(None, study, own, currency)
    except LoyaltyError as error:
        st.warning(escape(error.sentence(_)), icon=":material/block:")
        return
    st.download_button(
        _("Scenario file (JSON)"),
        data=lambda: scenario_file.to_json(chosen, study, own, currency),
        file_name=session.file_name("scenarios", "json"),
        mime="application/json",
        key="take_scenarios",
        icon=":material/download:",
        on_click="ignore",
    )


def _with_cells(cells: simulation.Cells) -> str:
    """What the cells tell about customers."""
    told = [
        _("No customer is in the file: its {count} cells are counts and rates of groups.").format(
            count=words.number(len(cells.table))
        )
    ]
    if few := cells_file.small(cells):
        said = _(
            "{few} of them hold fewer than ten customers; leave the cells out if such small groups"
            " must not leave the house."
        )
        told.append(said.format(few=words.number(few)))
    return sentences([*told, _("Names of segments and scenarios stand in it as written.")], _)


def _without() -> str:
    return _(
        "All scenarios with their assumptions, months, futures and seed; nothing about customers."
        " Elsewhere they give the numbers of the customers there."
    )


def _bring() -> UploadedFile | None:
    return st.file_uploader(
        _("Look at a scenario file (JSON)"),
        type=["json"],
        key=f"scenario_file_{session.upload_key()}",
        max_upload_size=MAX_BYTES // 1_000_000,
    )


def _look(file: UploadedFile) -> None:
    """What is in the file; a refusal says what is wrong with it."""
    read = session.once(f"scenario file {file.file_id}", lambda: _read(file))
    if isinstance(read, LoyaltyError):
        st.warning(escape(read.sentence(_)), icon=":material/block:")
    else:
        brought.show(read, file.file_id)


def _read(file: UploadedFile) -> ScenarioFile | LoyaltyError:
    try:
        return scenario_file.from_json(file.getvalue())
    except LoyaltyError as error:
        return error
