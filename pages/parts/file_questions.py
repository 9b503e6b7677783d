"""What a file leaves open, each with a preview of what every answer gives."""

import streamlit as st

from loyalty.ingest import Inspection, Question
from loyalty.language import listed, sentences
from pages import _session as session
from pages._session import _
from pages.parts import column_table, file_options
from pages.parts.safe import escape


def show(file_id: str, seen: Inspection) -> None:
    """One box per question."""
    for question in seen.questions:
        with st.container(border=True):
            ASK[question.option](file_id, seen, question)


def _order(file_id: str, seen: Inspection, question: Question) -> None:
    _segments(file_id, "dates", question, file_options.date_names())


def _decimal(file_id: str, seen: Inspection, question: Question) -> None:
    names = {".": _("decimal point"), ",": _("decimal comma")}
    _segments(file_id, "decimal", question, names)


def _encoding(file_id: str, seen: Inspection, question: Question) -> None:
    _many(file_id, "encoding", _("Encoding"), question)


def _sheet(file_id: str, seen: Inspection, question: Question) -> None:
    _many(file_id, "sheet", _("Sheet"), question)


def _ragged(file_id: str, seen: Inspection, question: Question) -> None:
    _ask(question)
    st.text(_("Rows: {rows}").format(rows=question.choices[0][1]))
    names = {"skip": _("Leave these rows out")}
    file_options.segments(file_id, "ragged", _("Answer"), names, **HIDDEN)


def _rates(file_id: str, seen: Inspection, question: Question) -> None:
    """A rate per currency; all of them together are the answer."""
    _ask(question)
    st.caption(_("1 for the currency to keep; for each other one, what one unit of it is worth."))
    with st.form(f"{file_id}_rates", border=False):
        places = st.columns(max(len(question.choices), 4))
        keys = {}
        for place, (code, count) in zip(places, question.choices, strict=False):
            keys[code] = f"{file_id}_rate_{code}"
            label = _("{code} ({count} rows)").format(code=escape(code), count=count)
            place.number_input(label, 0.000001, 999_999.0, 1.0, format="%.6g", key=keys[code])
        st.form_submit_button(
            _("Use these rates"), on_click=session.choose_rates, args=(file_id, keys)
        )


def _map(file_id: str, seen: Inspection, question: Question) -> None:
    """One list of columns per field; those that could be it come first."""
    fields = question.values["fields"].split(", ")
    labels = [column_table.label(field, seen.table) for field in fields]
    _ask(question, fields=listed(labels, _))
    if question.hints:
        st.caption(escape(sentences([_(hint) for hint in question.hints], _)))
    for field, name in zip(fields, labels, strict=True):
        likely = {
            text.rpartition("=")[0]: preview
            for text, preview in question.choices
            if text.endswith(f"={field}")
        }
        columns = [*likely, *(column for column in seen.columns if column not in likely)]
        file_options.column(file_id, field, name, columns, likely)


def _ask(question: Question, **values: str) -> None:
    said = _(question.text).format(**{**question.values, **values})
    st.markdown(f":material/help: **{escape(said)}**")


def _segments(file_id: str, option: str, question: Question, names: dict[str, str]) -> None:
    _ask(question)
    answers = {code: f"{names[code]}:  {escape(shown)}" for code, shown in question.choices}
    file_options.segments(file_id, option, _("Answer"), answers, **HIDDEN)


def _many(file_id: str, option: str, label: str, question: Question) -> None:
    """A list to choose from, and what each choice would show."""
    choices = question.choices
    _ask(question)
    st.dataframe(
        [{"answer": value, "gives": " / ".join(shown.split("\n"))} for value, shown in choices],
        hide_index=True,
        column_config={
            "answer": st.column_config.TextColumn(label, width="small"),
            "gives": st.column_config.TextColumn(_("It would read"), width="large"),
        },
        alt=_("What each answer gives"),
    )
    file_options.pick(file_id, option, label, [value for value, _shown in choices])


HIDDEN = {"label_visibility": "collapsed", "asked": True}
ASK = {
    "dates": _order,
    "decimal": _decimal,
    "encoding": _encoding,
    "sheet": _sheet,
    "ragged": _ragged,
    "rates": _rates,
    "map": _map,
}
