"""What can be taken away, each file made when its button is pressed."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from loyalty.language import sentences
from pages import _report as files
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words


def answer() -> None:
    """The page's sentence: what is ready to go."""
    study = session.study()
    st.title(
        _("{count} customers with index, level and segment are ready to take away.").format(
            count=words.number(len(results.base().customers))
        )
    )
    told = [
        _("As of {day}.").format(day=words.day(study.as_of)),
        _("Findings about the data: {count}.").format(
            count=words.number(len(session.dataset().problems))
        ),
    ]
    if files.source().synthetic:
        told.append(_("The data are synthetic; every file says so."))
    st.markdown(sentences(told, _))


def show() -> None:
    """One button per file, with what it is for."""
    for column, section in zip(
        st.columns(3, gap="large"), (_for_people, _for_systems, _for_later), strict=True
    ):
        with column:
            section()


def _for_people() -> None:
    st.subheader(_("For people"))
    _button("summary", "html", _("Summary (HTML)"), files.summary(), "text/html", type="primary")
    st.caption(
        _(
            "One file with charts, assumptions and caveats; opens without a network. Groups of"
            " fewer than ten people are left out, so it can be shared."
        )
    )


def _for_systems() -> None:
    st.subheader(_("For spreadsheets and systems"))
    _button("customers", "csv", _("Customers (CSV)"), files.customers_csv(), "text/csv")
    _button(
        "customers",
        "parquet",
        _("Customers (Parquet)"),
        files.customers_parquet(),
        "application/vnd.apache.parquet",
    )
    st.caption(
        _(
            "One row per customer. In the CSV a text that a spreadsheet would run as a formula"
            " starts with an apostrophe; the Parquet file keeps every value as it is."
        )
    )


def _for_later() -> None:
    st.subheader(_("To do it again"))
    _button("study", "json", _("Study (JSON)"), files.study_json(), "application/json")
    _button("problems", "csv", _("Problem list (CSV)"), files.problems_csv(), "text/csv")
    st.caption(
        _(
            "The study holds every choice and no customer: with the same tables it gives the"
            " same results, here or by the command python -m loyalty run."
        )
    )


def _button(
    name: str, ending: str, label: str, content: Callable[[], Any], mime: str, **look: Any
) -> None:
    st.download_button(
        label,
        data=content,
        file_name=session.file_name(name, ending),
        mime=mime,
        key=f"take_{name}_{ending}",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
        **look,
    )
