"""The answer of the comparison, what doing nothing brings, and what all of it rests on."""

import streamlit as st

from loyalty.language import mark, sentences
from loyalty.simulation import answer as told
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

HORIZONS = (6, 12, 24, 36)
CLAIMS = mark("Rests on claims of source documents, not on evidence.")
PLAUSIBLE = (0.7, 1.4)  # revenue to come over revenue past


def show() -> None:
    """One sentence: which of those compared to choose."""
    study = session.study()
    st.title(told.headline(simulated.decisions(), study.months, _names(), _, words.amount))
    if study.claims:
        st.badge(_(CLAIMS), icon=":material/format_quote:", color="orange")


def details() -> None:
    """How sure it is, and what a wrong choice would cost."""
    chosen, names, language = simulated.decisions(), _names(), session.language()
    said = [one(chosen, names, _, language, words.amount) for one in (told.details, told.risk)]
    st.markdown(sentences(said, _))


def _names() -> dict[str, str]:
    return {key: escape(name) for key, name in simulated.names().items()}


def better() -> None:
    """The best strategy of the shelf that is not compared yet, where it beats those compared.

    A few futures tell which one it is, all of them how good it is.
    """
    compared = simulated.scenarios().values()
    known = {action.strategy for one in compared for action in one.actions}
    shelf = simulated.shelf(simulated.FIRST_DRAWS)
    others = shelf[~shelf["strategy"].isin(known)]
    if others.empty:
        return
    best = told.leader(others)["strategy"]
    row = simulated.picture(Scenario(strategy=best)).decision
    names, language = {best: _(BY_KEY[best].label)}, session.language()
    if said := told.beyond(simulated.decisions(), row, names, _, language, words.amount):
        rest = _("That is for its usual audience, with default assumptions.")
        st.info(sentences([said, rest], _), icon=":material/lightbulb:")


def horizon() -> None:
    """How many months are simulated."""
    st.segmented_control(
        _("Months"),
        sorted({*HORIZONS, session.study().months}),
        key=session.bind("strategy_months", session.study().months),
        on_change=_set_months,
        required=True,
    )


def _set_months() -> None:
    session.change(months=session.chosen("strategy_months"))


def outlook() -> None:
    """What doing nothing brings beside what the past brought."""
    if (found := simulated.outlook()) and _plausible(found):
        st.caption(_said(found))


def doubt() -> None:
    """A warning when what doing nothing brings is far from what the past brought."""
    found = simulated.outlook()
    if found is None or _plausible(found):
        return
    doubt = _(
        "That is far from the past: the rates of the last {months} months are taken to last,"
        " whatever their season or trend was. Trust the comparison more than the levels; what you"
        " know of a usual month you can enter below, among the assumptions of all scenarios."
    ).format(months=simulated.cells().months)
    st.warning(sentences([_said(found), doubt], _), icon=":material/troubleshoot:")


def _plausible(found: tuple[int, float, float]) -> bool:
    _months, past, to_come = found
    return PLAUSIBLE[0] <= to_come / past <= PLAUSIBLE[1]


def _said(found: tuple[int, float, float]) -> str:
    months, past, to_come = found
    return _(
        "Doing nothing brings {to_come} of revenue in the next {months} months; the last {months}"
        " months brought {past}."
    ).format(months=months, to_come=words.amount(to_come), past=words.amount(past))


def basis() -> None:
    """How many futures, on which customers and months."""
    found = simulated.cells()
    st.caption(
        _(
            "{draws} possible futures of {customers} active customers, the same luck for every"
            " strategy. Rates from your own last {months} months; effects from published evidence"
            " or marked as guessed. Gain: cash less points owed, above doing nothing."
        ).format(
            draws=words.number(session.study().draws),
            customers=words.number(int(found.table.query("active")["customers"].sum())),
            months=found.months,
        )
    )
    sales, order = simulated.scale()
    st.caption(
        _(
            "What costs are told in: one month's sales are {sales}, an average order is {order}."
        ).format(sales=words.amount(sales), order=words.amount(order))
    )
