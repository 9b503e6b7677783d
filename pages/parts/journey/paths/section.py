"""Paths: the ways customers take, where they go in circles or back, where they begin and end."""

import streamlit as st

from loyalty.charts import path_flow
from loyalty.journey import path_words, steps
from loyalty.journey.flow import OTHER
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.funnel import repeat_purchases
from pages.parts.journey.paths import choices, ends, loops, next_steps, variants
from pages.parts.journey.paths import results as path_results
from pages.parts.safe import escape


def show() -> None:
    """The answer, the flow, the moves, whole paths, loops, starts and ends."""
    if not path_results.journeys():
        nothing()
    else:
        st.subheader(_("Which ways do customers take?"))
        said = path_words.answer(path_results.paths(), choices.by_stage(), _)
        st.markdown(escape(said))
        choices.show()
        _flow(said)
        variants.show()
        next_steps.show()
        loops.show()
        ends.show()
    if results.has("orders"):
        repeat_purchases.section()


def nothing() -> None:
    """Say that there is no moment, and where the day can be moved."""
    day = words.day(session.study().as_of)
    st.info(_("There is no moment of any journey up to {day}.").format(day=day))
    st.page_link("data.py", label=_("Look at the data"), icon=":material/table:")


def _flow(said: str) -> None:
    found = path_results.first_steps()
    names = set(found["source"]) - {OTHER}
    write = steps.label(choices.by_stage())
    frame = path_results.kept(
        "path_flow_drawn",
        lambda _log: path_flow.layout(found, _in_order(names), _, write),
        *path_results.how().values(),
        session.language(),
    )
    session.chart(path_flow.draw, frame, "path_flow", said, **path_flow.settings(frame))
    st.caption(_reading(len(names), OTHER in set(found["source"])))


def _in_order(names: set[str]) -> list[str]:
    """In the order of the stages."""
    if choices.by_stage():
        return [name for name in results.log().stages if name in names]
    return [name for name in steps.in_order(touchpoint_rows(results.table())) if name in names]


def _reading(names: int, others: bool) -> str:
    parts = [
        _(
            "The first six steps of {journeys} journeys: each bar is as high as its share of all"
            " journeys, ribbons lead to the next step, grey wedges are journeys that end there."
        ).format(journeys=words.number(path_results.journeys())),
        _("Shown by name: the {count} most frequent.").format(count=names) if others else "",
        choices.cut_words(),
    ]
    return sentences(parts, _)
