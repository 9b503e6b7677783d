"""A question that was not answered stops the reading, with the option that answers it."""

from loyalty.ingest.examine import Examined
from loyalty.ingest.records import Question
from loyalty.language import mark
from loyalty.problems import Refused

TEXTS = {
    "dates": mark(
        "{file}: the dates can be read in more than one way. Say which with --dates {choices}."
    ),
    "decimal": mark(
        "{file}: the decimal sign of the numbers is not clear. Say it with --decimal {choices}."
    ),
    "encoding": mark(
        "{file}: the text encoding is not clear. Choose it with --encoding; likely are {choices}."
    ),
    "sheet": mark(
        "{file}: several sheets hold a table. Choose one with --sheet; there are {choices}."
    ),
    "ragged": mark(
        "{file}: {count} rows have another number of fields than the header (rows {rows}). Mend "
        "them, or leave them out with --ragged skip."
    ),
    "rates": mark(
        "{file}: the amounts are in several currencies: {choices}. Give a rate for each, 1 for "
        "the one to keep, with --rates, or bring one currency at a time."
    ),
    "map": mark(
        "{file}: no column is surely {fields}. Name it with --map “Their name=our_name”; the "
        "columns are {columns}."
    ),
}


def unanswered(question: Question, seen: Examined, file: str) -> Refused:
    """The refusal that names the question and its option."""
    grid = seen.loaded.grid
    values = {
        **question.values,
        "choices": ", ".join(value for value, _preview in question.choices),
        "columns": ", ".join(grid.table.column_names[:50]),
        "rows": ", ".join(str(row) for row in grid.ragged[:10]),
        "file": file,
    }
    return Refused(TEXTS[question.option], **values)
