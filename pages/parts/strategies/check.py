"""Back-test: would these forecasts have been right in the past?"""

import streamlit as st

from loyalty.problems import LoyaltyError
from loyalty.simulation import backtest
from loyalty.simulation.verdict import verdict
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.strategies import check_pictures, check_recovery, check_scores

MONTHS, DRAWS = (3, 6), backtest.DRAWS
MOST = MONTHS[-1]


def badge() -> None:
    """Whether the forecasts held in the past, and the way to the back-test; always visible."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _badge(MOST)
        st.button(
            _("See the back-test"),
            key="see_check",
            type="tertiary",
            on_click=session.open_section,
            args=("strategies", "check"),
        )


def show() -> None:
    """The verdict, forecasts beside what happened, scores, and the recovery of known effects."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.title(_("Would these forecasts have been right in the past?"))
    with right:
        _hold_back()
    months = _chosen()
    _badge(months)
    try:
        found = tested(months)
    except LoyaltyError as error:
        st.warning(error.sentence(_), icon=":material/history:")
        return
    if found.months < months:
        said = _("The orders allow {months} months only: half of the history is held back at most.")
        st.info(said.format(months=found.months), icon=":material/history:")
    check_pictures.show(found)
    check_scores.show(found)
    check_recovery.show()


def tested(months: int) -> backtest.Backtest:
    """The back-test of the last months; Refused when the orders do not allow it."""
    study = session.study().change(draws=DRAWS)

    def test() -> backtest.Backtest:
        with st.spinner(_("Testing the forecasts on your own past …")):
            customers = results.base().customers
            return backtest.backtest(session.tables(), customers, study, months)

    parts = (study.as_of, study.active_days, study.seed, study.draws, months)
    return session.cached("backtest", test, *parts)


def held(months: int = MOST) -> backtest.Backtest | None:
    """The same; None when the orders do not allow it."""
    try:
        return tested(months)
    except LoyaltyError:
        return None


def _badge(months: int) -> None:
    found = held(months)
    calibrated = found is not None and not found.reasons
    icon = ":material/verified:" if calibrated else ":material/science:"
    told = verdict(found, _, session.language())
    st.badge(told, icon=icon, color="green" if calibrated else "orange")


def _hold_back() -> None:
    st.segmented_control(
        _("Months held back"),
        MONTHS,
        key=session.bind("held_back", _chosen()),
        on_change=lambda: session.link("held_back", str(session.chosen("held_back"))),
        required=True,
    )


def _chosen() -> int:
    asked = session.linked("held_back")
    return int(asked) if asked in {str(months) for months in MONTHS} else MOST
