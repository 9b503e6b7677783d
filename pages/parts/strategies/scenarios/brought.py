"""What is in a scenario file of others: its scenarios, its own numbers, and adding them here."""

import pandas as pd
import streamlit as st

from loyalty.language import sentences
from loyalty.simulation.cells.division import NO_SEGMENT, OTHERS
from loyalty.simulation.outcomes import outcomes
from loyalty.simulation.scenario_file import ScenarioFile
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies.scenarios import kept, table

WORK = 100_000_000  # months x futures x cells that are simulated while somebody waits


def show(read: ScenarioFile, file_id: str) -> None:
    """The settings, the table, what does not fit here, and the button that adds it all."""
    st.markdown(_settings(read))
    own, here = _own(read, file_id), _here(read)
    frame = table.frame(read.study.scenarios, own)
    table.show(
        frame.assign(here=here["gain_p50"].to_numpy()),
        "scenarios_brought",
        _("Scenarios in the file with what they bring"),
        read.study.months,
    )
    st.caption(sentences([_meaning(read, own), _not_used(read)], _))
    if said := _other_money(read):
        st.warning(escape(said), icon=":material/currency_exchange:")
    if unknown := _unknown(read):
        said = _("Segments that are not in these data, so nobody is in them: {names}.")
        st.warning(escape(said.format(names=", ".join(unknown))), icon=":material/group_off:")
    st.button(
        _("Add these scenarios"),
        key="scenarios_add",
        type="primary",
        icon=":material/add:",
        on_click=_add,
        args=(read,),
    )


def _settings(read: ScenarioFile) -> str:
    study, cells = read.study, read.cells
    told = [
        _("**In the file: {count} scenarios** over {months} months in {draws} futures.").format(
            count=words.number(len(study.scenarios)),
            months=study.months,
            draws=words.number(study.draws),
        )
    ]
    if cells:
        said = _("With {count} cells of {customers} customers, counted on {day}.")
        customers = words.number(cells.table["customers"].sum())
        count, day = words.number(len(cells.table)), words.day(study.as_of)
        told.append(said.format(count=count, customers=customers, day=day))
    else:
        told.append(_("Without cells: it cannot give its own numbers, only yours."))
    return sentences(told, _)


def _own(read: ScenarioFile, file_id: str) -> pd.DataFrame | None:
    """What the scenarios bring on the cells in the file; None without, or when it is too much."""
    study, cells = read.study, read.cells
    if cells is None or _work(read) > WORK:
        return None
    with st.spinner(_("Simulating on the cells in the file …")):
        return session.cached(
            "scenario_file", lambda: outcomes(cells, study, study.scenarios), file_id
        )


def _work(read: ScenarioFile) -> int:
    cells = len(read.cells.table) if read.cells else 0
    return read.study.months * read.study.draws * cells


def _here(read: ScenarioFile) -> pd.DataFrame:
    """What the same scenarios bring on the customers and settings of this study."""
    scenarios = read.study.scenarios
    with st.spinner(_("Simulating on your customers …")):
        return session.cached(
            "scenario_file_here",
            lambda: outcomes(simulated.cells(), session.study(), scenarios),
            *simulated.parts(),
            scenarios,
        )


def _meaning(read: ScenarioFile, own: pd.DataFrame | None) -> str:
    if own is not None:
        said = _(
            "Gain to “Ahead from”: on the cells in the file, with its own settings; the same"
            " numbers as where it was written. “Gain on your data”: on your customers, with the"
            " months, futures, margin and claims of your study."
        )
    elif read.cells is not None:
        said = _(
            "Too much to simulate here while you wait: {months} months x {draws} futures x {count}"
            " cells. The command line does it: python -m loyalty simulate."
        ).format(
            months=read.study.months,
            draws=words.number(read.study.draws),
            count=words.number(len(read.cells.table)),
        )
    else:
        said = _(
            "“Gain on your data”: on your customers, with the months, futures, margin and claims of"
            " your study."
        )
    return said


def _not_used(read: ScenarioFile) -> str:
    """Which size of the file the gain on these data does not have; empty where it is the same."""
    theirs, ours = read.study, session.study()
    if (theirs.months, theirs.draws) == (ours.months, ours.draws):
        return ""
    return _(
        "Not used for “Gain on your data”: the {months} months and {draws} futures of the file;"
        " your study has {own_months} and {own_draws}."
    ).format(
        months=theirs.months,
        draws=words.number(theirs.draws),
        own_months=ours.months,
        own_draws=words.number(ours.draws),
    )


def _other_money(read: ScenarioFile) -> str:
    """That the file is in another currency; empty where it is not, or one is not known."""
    theirs, ours = read.currency, words.currency()
    if not theirs or not ours or theirs == ours:
        return ""
    return _(
        "The file is in {theirs}, these data are in {ours}, and nothing is converted: budgets and"
        " costs of {theirs} count as so many {ours} in “Gain on your data”, and once they are"
        " added. Convert them first."
    ).format(theirs=theirs, ours=ours)


def _unknown(read: ScenarioFile) -> list[str]:
    """Segments that the file's scenarios are for and these data do not have."""
    here = {*simulated.cells().segments} - {OTHERS, NO_SEGMENT}
    named = [
        segment
        for scenario in read.study.scenarios
        for action in scenario.actions
        if action.audience
        for segment in action.audience.segments
    ]
    return [segment for segment in dict.fromkeys(named) if segment not in here]


def _add(read: ScenarioFile) -> None:
    """Callback: the scenarios only; the settings of this study stay as they are."""
    if session.attempt(lambda: kept.add(list(read.study.scenarios))):
        session.clear_uploads()
