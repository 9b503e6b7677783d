"""What the user said about columns: which column is which field, kept or left out."""

from collections.abc import Mapping

from loyalty.ingest.grid import Grid
from loyalty.ingest.matching import ATTRIBUTE, CHOSEN, Candidate
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.questions import NAMES
from loyalty.schema import TABLES

SURVEYS = tuple(NAMES)
Chosen = Mapping[str, str]


def resolve(given: Mapping[str, str] | None, grid: Grid) -> dict[str, str]:
    """The user's choices under the names as read; Refused when there is no such column."""
    columns = {name.casefold(): name for name in grid.table.column_names}
    unknown = [name for name in given or {} if name.strip().casefold() not in columns]
    if unknown:
        raise Refused(
            mark("{file} has no column “{column}”. It has: {columns}."),
            file=grid.file,
            column=unknown[0],
            columns=", ".join(grid.table.column_names[:50]),
        )
    return {columns[name.strip().casefold()]: field for name, field in (given or {}).items()}


def offered(table: str) -> tuple[str, ...]:
    """Fields that a column of this table can be mapped to."""
    names = TABLES["customers" if table == "wide" else table].names
    if table in ("customers", "wide"):
        return (*names, "time", *SURVEYS, ATTRIBUTE)
    return names


def allows(table: str, chosen: Chosen) -> bool:
    """Whether a table has every field that was chosen."""
    return {field for field in chosen.values() if field} <= set(offered(table))


def check(table: str, chosen: Chosen, grid: Grid) -> None:
    """Refuse a field that the table does not have, and one chosen for two columns."""
    picked = [field for field in chosen.values() if field and field != ATTRIBUTE]
    unknown = [field for field in chosen.values() if field and field not in offered(table)]
    if unknown:
        raise Refused(
            mark("{file}: there is no field “{field}” in {table}. Fields are: {fields}."),
            file=grid.file,
            field=unknown[0],
            table=table,
            fields=", ".join(offered(table)),
        )
    twice = next((field for field in picked if picked.count(field) > 1), None)
    if twice:
        raise Refused(
            mark("{file}: two columns are both mapped to {field}. Choose one of them."),
            file=grid.file,
            field=twice,
        )


def fields(chosen: Chosen, table: str) -> dict[str, Candidate]:
    """The chosen columns as sure candidates."""
    other = ("", ATTRIBUTE, *(SURVEYS if table == "customers" else ()))
    return {
        field: Candidate(column, field, CHOSEN, 1.0, 0)
        for column, field in chosen.items()
        if field not in other
    }
