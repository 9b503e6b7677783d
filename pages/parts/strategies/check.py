"""Back-test: would these forecasts have been right in the past?"""

import streamlit as st

from loyalty.language import mark
from loyalty.problems import LoyaltyError
from loyalty.simulation import backtest
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.strategies import check_pictures, check_recovery, check_scores

MONTHS, DRAWS = (3, 6), 1000
MOST = MONTHS[-1]
FEW = mark("Illustrative: too few months of orders to test the forecasts on.")
NARROW = mark(
    "Illustrative: in the last {months} months the 90% bands held {share}, the 50% bands {half}."
)
VAGUE = mark("Illustrative: the bands are so wide that the last month alone told as much.")
HELD = mark("Back-tested: in the last {months} months the 90% bands held {share} of outcomes.")
WIDE = mark(
    "Back-tested, bands on the wide side: in the last {months} months the 90% bands held {share}."
)
SAID = {"few": FEW, "narrow": NARROW, "vague": VAGUE}


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


def _badge(months: int) -> None:
    told, calibrated = _verdict(months)
    icon = ":material/verified:" if calibrated else ":material/science:"
    st.badge(told, icon=icon, color="green" if calibrated else "orange")


def _verdict(months: int) -> tuple[str, bool]:
    """The verdict in a sentence, and whether the forecasts are calibrated."""
    try:
        found = tested(months)
    except LoyaltyError:
        return _(FEW), False
    template = SAID[found.reasons[0]] if found.reasons else WIDE if found.wide else HELD
    share, half = (words.percent(found.together[f"inside{band}"]) for band in (90, 50))
    said = _(template).format(months=found.months, share=share, half=half)
    return said, not found.reasons


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
