"""How a file is read, where the user wants it otherwise than found."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from loyalty.ingest import Inspection, Reading
from loyalty.ingest.encoding import LEGACY
from loyalty.schema import TABLES
from pages import _session as session
from pages._session import _

ENCODINGS = ("utf-8", "utf-16", *LEGACY)


def reading(file_id: str) -> Reading:
    """The reading that was chosen for a file; what was not chosen is found out."""
    chosen = {k: value for k, value in session.file_choices(file_id).items() if value is not None}
    if "header" in chosen:
        chosen["header"] = chosen["header"] == "names"
    return Reading.model_validate(chosen)


def table(file_id: str, seen: Inspection) -> None:
    """The kind of table, as found or as chosen."""
    found = "customers" if seen.table == "wide" else seen.table
    segments(
        file_id,
        "table",
        _("What the file holds"),
        {name: _(kind.label) for name, kind in TABLES.items()},
        shown=session.file_choices(file_id).get("table") or found,
        required=True,
    )


def show(file_id: str, seen: Inspection | None) -> None:
    """Everything that can be set by hand; a choice taken back is found out again."""
    with st.expander(_("How it is read"), icon=":material/tune:"):
        if seen:
            st.caption(_found(seen))
        left, right = st.columns(2)
        with left:
            segments(file_id, "decimal", _("Decimal sign"), decimal_names())
            segments(file_id, "header", _("First row"), _headers())
        with right:
            segments(file_id, "dates", _("Order of dates"), date_names())
            if seen is None or seen.table == "orders":
                label = _("Lines marked as returned or cancelled")
                segments(file_id, "returned", label, _returned())
        if seen is None or seen.kind == "text":
            _text(file_id)


def segments(file_id: str, option: str, label: str, names: Mapping[str, str], **how: Any) -> None:
    """A choice between a few answers to an option, kept for the file."""
    key = f"{file_id}_{option}_{'asked' if how.pop('asked', False) else 'set'}"
    value = how.pop("shown", session.file_choices(file_id).get(option))
    st.segmented_control(
        label,
        list(names),
        format_func=lambda code: names[code],
        key=session.bind(key, value if value in names else None),
        on_change=session.choose_for_file,
        args=(file_id, option, key),
        **how,
    )


def pick(file_id: str, option: str, label: str, values: list[str], place: str = "asked") -> None:
    """A choice between many answers that are no words of ours, such as sheets."""
    key = f"{file_id}_{option}_{place}"
    value = session.file_choices(file_id).get(option)
    st.selectbox(
        label,
        values,
        key=session.bind(key, value if value in values else None),
        placeholder=_("Choose"),
        on_change=session.choose_for_file,
        args=(file_id, option, key),
    )


def column(
    file_id: str, field: str, label: str, columns: list[str], examples: Mapping[str, str]
) -> None:
    """A choice of the column that is a field."""
    key = f"{file_id}_{field}_column"
    mapping = session.file_choices(file_id).get("mapping") or {}
    found = [name for name, taken in mapping.items() if taken == field]
    st.selectbox(
        label,
        columns,
        format_func=lambda name: f"{name}   ({examples[name]})" if name in examples else name,
        key=session.bind(key, found[0] if found and found[0] in columns else None),
        placeholder=_("Choose the column"),
        on_change=session.choose_column,
        args=(file_id, field, key),
    )


def date_names() -> dict[str, str]:
    """Orders of dates as people say them."""
    return {
        "iso": _("year-month-day"),
        "dmy": _("day first"),
        "mdy": _("month first"),
        "ymd": _("short year first"),
        "serial": _("Excel's day numbers"),
        "epoch": _("Unix seconds"),
    }


def decimal_names() -> dict[str, str]:
    """Decimal signs as people say them."""
    return {".": _("point: 1.5"), ",": _("comma: 1,5")}


def _headers() -> dict[str, str]:
    return {"names": _("holds names"), "values": _("holds values")}


def _returned() -> dict[str, str]:
    return {"refund": _("reduce spend"), "void": _("count nothing")}


def _text(file_id: str) -> None:
    left, right = st.columns(2)
    blank = {"\t": _("tab"), " ": _("blanks")}
    with left:
        signs = {sign: blank.get(sign, sign) for sign in (",", ";", "\t", "|", " ")}
        segments(file_id, "delimiter", _("Delimiter"), signs)
    with right:
        pick(file_id, "encoding", _("Encoding"), list(ENCODINGS), place="set")


def _found(seen: Inspection) -> str:
    blank = {"\t": _("tab"), " ": _("blanks")}
    sign = f"`{blank.get(seen.delimiter, seen.delimiter)}`"
    parts = [
        _("encoding {name}").format(name=seen.encoding) if seen.encoding else "",
        _("delimiter {sign}").format(sign=sign) if seen.delimiter else "",
        _("decimal sign {sign}").format(sign=f"`{seen.decimal}`") if seen.decimal else "",
        _("dates: {order}").format(order=date_names()[seen.dates]) if seen.dates else "",
    ]
    return _("Now: {what}").format(what=" · ".join(part for part in parts if part))
