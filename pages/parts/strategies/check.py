"""Back-test: would these forecasts have been right in the past?"""

import streamlit as st

from loyalty.language import mark
from loyalty.problems import LoyaltyError
from loyalty.simulation import backtest
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

MONTHS, DRAWS = (3, 6), 1000
REASONS = {
    "few": mark("Illustrative: too few months of orders to test the forecasts on."),
    "narrow": mark("Illustrative: the past was outside the bands more often than they say."),
    "vague": mark("Illustrative: on the past, the bands told no more than the last month did."),
}


def badge() -> None:
    """Whether the forecasts held in the past, and the way to the back-test; always visible."""
    told, calibrated = verdict()
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ":material/verified:" if calibrated else ":material/science:"
        st.badge(told, icon=icon, color="green" if calibrated else "orange")
        st.button(
            _("See the back-test"),
            key="see_check",
            type="tertiary",
            on_click=session.open_section,
            args=("strategies", "check"),
        )


def verdict() -> tuple[str, bool]:
    """The verdict in a sentence, and whether the forecasts are calibrated."""
    try:
        found = tested(MONTHS[-1])
    except LoyaltyError:
        return _(REASONS["few"]), False
    if found.reasons:
        return _(REASONS[found.reasons[0]]), False
    said = _("Back-tested: {share} of the last {months} months lay in the 90 % bands.")
    share = words.percent(found.together["inside90"])
    return said.format(months=found.months, share=share), True


def tested(months: int) -> backtest.Backtest:
    """The back-test of the last months; Refused when the orders do not allow it."""
    study = session.study().change(draws=DRAWS)

    def test() -> backtest.Backtest:
        with st.spinner(_("Testing the forecasts on your own past …")):
            customers = results.base().customers
            return backtest.backtest(session.tables(), customers, study, months)

    return session.cached("backtest", test, study.as_of, study.active_days, study.seed, months)
