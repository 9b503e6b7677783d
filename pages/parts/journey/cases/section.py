"""Feedback cases: who said that something went wrong, and whether somebody called back in time."""

import streamlit as st

from loyalty.charts import cases as over_time
from loyalty.charts import cases_in_time
from loyalty.journey.cases import findings, states
from loyalty.journey.cases.signals import KINDS
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts.journey.cases import after, edit, from_file, worklist
from pages.parts.journey.cases import results as cases_results
from pages.parts.safe import escape

HOURS = "case_hours"


def show() -> None:
    """The answer, pictures and the due time, the list to work on, and what followed."""
    if not cases_results.possible():
        _impossible()
        return
    with st.spinner(_("Looking for cases …")):
        at = cases_results.stamp()
        told = cases_results.states(at)
    if told.empty:
        _none()
        return
    answer = findings.answer(cases_results.counted(at), _hours(), _)
    st.subheader(escape(answer))
    st.markdown(escape(findings.state_sentence(cases_results.counted(at), _)))
    edit.kept_out()
    _pictures(at, answer)
    worklist.show(at, told)
    from_file.show()
    after.show(at)


def _hours() -> int:
    return session.study().journey.case_hours


def _pictures(at: int, answer: str) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        rows = cases_results.over_time(at)
        unit = str(rows["unit"].iloc[0])
        session.chart(over_time.draw, over_time.layout(rows, _), "cases_time", answer, unit=unit)
    with right:
        _in_time(at, answer)
        _due_time()
    st.caption(sentences([_reading(), _untimed()], _))


def _in_time(at: int, answer: str) -> None:
    counted = cases_results.by_kind(cases_results.counted(at, "kind"))
    names = [_(KINDS[kind]) for kind in counted["group"]]
    frame = cases_in_time.layout(counted, names, _, session.language())
    if frame.empty:
        _offer(at)
        return
    session.chart(
        cases_in_time.draw,
        frame,
        "cases_kinds",
        answer,
        labels=tuple(frame["label"]),
        whole=float(cases_results.counted(at)["share"].iloc[0]),
        end=cases_in_time.end_of(frame),
    )


def _offer(at: int) -> None:
    """Where closings come from, when too few are known."""
    if findings.told_in_time(cases_results.counted(at)):
        return
    st.info(
        _(
            "Where closings come from: a touchpoint that names a recovery, a file under “Import"
            " closing events”, or a status noted for cases chosen in the list. {enough} with a"
            " known time make a share."
        ).format(enough=states.ENOUGH),
        icon=":material/task_alt:",
    )


def _due_time() -> None:
    st.number_input(
        _("Due after (hours)"),
        min_value=1,
        max_value=8760,
        key=session.bind(HOURS, _hours()),
        on_change=_set_hours,
        width=240,
    )


def _set_hours() -> None:
    hours, journey = session.chosen(HOURS), session.study().journey
    if hours:
        session.change(journey=journey.model_copy(update={"case_hours": hours}))


def _reading() -> str:
    return _(
        "A case: a complaint, an NPS answer of 0 to 6, a CSAT answer in the bottom two of five"
        " or a CES answer in the top two (beyond the middle of other scales), or a feeling in the"
        " lowest quarter of its scale. What the same customer says until it is due belongs to it;"
        " the gravest names it. Solved: somebody noted it, or a touchpoint that names a recovery"
        " came within {days} days. The line is the share of all cases; pale: fewer than {few}."
    ).format(days=states.RECOVERY_DAYS, few=cases_in_time.FEW)


def _untimed() -> str:
    return _(
        "A closing noted by hand counts from the day of the study. On older data its real time is"
        " not known, so it is in no share solved in time and no median."
    )


def _impossible() -> None:
    st.info(
        _(
            "Nothing in these data can become a feedback case. It takes survey answers with a time"
            " (NPS, CSAT or CES), touchpoints that name a complaint, or events with a feeling."
        ),
        icon=":material/support_agent:",
    )
    st.page_link("data.py", label=_("Bring answers or events"), icon=":material/upload_file:")


def _none() -> None:
    st.info(
        _(
            "No case: up to this day none of the customers shown complained, gave a bad answer or"
            " had a feeling in the lowest quarter of the scale."
        ),
        icon=":material/sentiment_satisfied:",
    )
