"""The figures of the compared scenarios to take along, as the command line writes them."""

from collections.abc import Callable

import streamlit as st

from loyalty import exports, outputs
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies import check


def show() -> None:
    """The button, and what is in the file; it is made when the button is pressed."""
    st.download_button(
        _("Figures (ZIP of CSV)"),
        data=_make(),
        file_name=session.file_name("figures", "zip"),
        mime="application/zip",
        key="take_figures",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(
        _(
            "The compared scenarios as tables: the bands of every month, what each brings, its"
            " assumptions, and the back-test."
        )
    )


def _make() -> Callable[[], bytes]:
    """The maker of the file, which takes the session's choices now: later there is no session."""
    study = session.study().change(scenarios=tuple(simulated.scenarios().values()))
    cells, currency, tested = simulated.cells(), words.currency(), check.held()

    def make() -> bytes:
        tables = outputs.of_cells(cells, study, currency)
        tables |= {"backtest.csv": outputs.backtests(tested)}
        return exports.zipped({name: exports.plain(one) for name, one in tables.items()})

    return make
