"""CSV and other delimited text -> a grid of text columns."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from loyalty.ingest import dialect, encoding, names
from loyalty.ingest.dialect import Dialect
from loyalty.ingest.encoding import Encoding
from loyalty.ingest.grid import Grid
from loyalty.ingest.limits import MAX_CELLS, MAX_LINE, MAX_ROWS
from loyalty.ingest.records import Reading
from loyalty.ingest.stream import LAST, Stream
from loyalty.language import mark
from loyalty.problems import MAX_ROWS as ROWS_SHOWN
from loyalty.problems import Problem, Refused

MAX_RAGGED = 100_000


@dataclass(frozen=True)
class TextFile:
    """A text file with its layout found out."""

    path: Path
    name: str
    encoding: Encoding
    dialect: Dialect


def look(path: Path, name: str, reading: Reading) -> TextFile:
    """Find out encoding, delimiter and header of a text file."""
    found = encoding.find(path, reading.encoding, name)
    text = encoding.sample(path, found.name, name)
    encoding.refuse_binary(text, name)
    whole = len(text) < encoding.SAMPLE
    complete = text if whole else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return TextFile(
        path, name, found, dialect.find(complete, reading.delimiter, reading.header, name)
    )


def load(file: TextFile) -> Grid:
    """Parse the whole file: all columns as text, rows of another width listed and left out."""
    ragged: list[csv.InvalidRow] = []
    table = _parse(file, ragged)
    lost = _ended(table, ragged, file)
    table = table.slice(0, table.num_rows - lost)
    rows = _row_numbers(table.num_rows, file.dialect.lead, [row.number for row in ragged])
    table, rows, columns, renamed = _named(table, rows, file)
    table, rows = without_blank(table, rows)
    _refuse_empty(table, file.name)
    table, columns = _without_unnamed(table, columns)
    wrong = [row.number for row in ragged if row.text.strip()]
    return Grid(
        table.rename_columns(columns),
        rows,
        file.name,
        file.dialect.header,
        tuple(wrong[:ROWS_SHOWN]),
        len(wrong),
        [*renamed, *_lead(file)],
    )


def without_blank(table: pa.Table, rows: np.ndarray) -> tuple[pa.Table, np.ndarray]:
    """Leave out rows of empty cells only."""
    blank = np.ones(table.num_rows, dtype=bool)
    for column in table.columns:
        blank &= pc.equal(column, "").to_numpy()
        if not blank.any():
            return table, rows
    return table.filter(pa.array(~blank)), rows[~blank]


def _without_unnamed(table: pa.Table, columns: list[str]) -> tuple[pa.Table, list[str]]:
    """Leave out columns without a name and without a value, as a last delimiter makes them."""
    kept = [
        place
        for place, name in enumerate(columns)
        if name != f"column {place + 1}" or not pc.all(pc.equal(table.column(place), "")).as_py()
    ]
    return table.select(kept), [columns[place] for place in kept]


def _parse(file: TextFile, ragged: list[csv.InvalidRow]) -> pa.Table:
    layout = file.dialect
    columns = [f"c{number}" for number in range(layout.width)]
    text = Stream(file.path, file.encoding.name, file.name, layout.delimiter == dialect.SPACES)
    cells = csv.ParseOptions(
        delimiter="\t" if layout.delimiter == dialect.SPACES else layout.delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=lambda row: _skip(row, ragged, file.name),
    )
    rows = csv.ReadOptions(
        use_threads=False, block_size=MAX_LINE, skip_rows=layout.lead, column_names=columns
    )
    types = csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
    )
    try:
        return csv.read_csv(pa.PythonFile(text, mode="r"), rows, cells, types)
    except pa.ArrowInvalid as error:
        if "straddling" in str(error) or "block" in str(error):
            raise _too_long(file.name) from None
        raise


def _skip(row: csv.InvalidRow, ragged: list[csv.InvalidRow], name: str) -> str:
    ragged.append(row)
    if len(ragged) > MAX_RAGGED:
        raise Refused(
            mark(
                "{file}: more than {limit} rows have another number of fields than the header. "
                "Check the delimiter and the quotes."
            ),
            file=name,
            limit=MAX_RAGGED,
        )
    return "skip"


def _ended(table: pa.Table, ragged: list[csv.InvalidRow], file: TextFile) -> int:
    """How many last rows are ours; Refused when a quote swallowed them."""
    if file.dialect.width == 1:
        closed = table.num_rows and table.column(0)[-1].as_py() == LAST
        lost = 1
    else:
        closed = ragged and ragged.pop().text == LAST
        lost = 0
    if not closed:
        raise Refused(
            mark("{file}: a quotation mark opens a cell that never ends. Close it or remove it."),
            file=file.name,
        )
    return lost


def _row_numbers(count: int, lead: int, skipped: list[int]) -> np.ndarray:
    numbers = np.arange(lead + 1, lead + 1 + count + len(skipped), dtype=np.int64)
    return np.delete(numbers, np.asarray(skipped, dtype=np.int64) - lead - 1)


def _named(
    table: pa.Table, rows: np.ndarray, file: TextFile
) -> tuple[pa.Table, np.ndarray, list[str], list[Problem]]:
    if not file.dialect.header:
        return table, rows, names.numbered(table.num_columns), []
    first = [str(cell) for cell in table.slice(0, 1).to_pylist()[0].values()] if len(rows) else []
    columns, renamed = names.clean(first, file.name)
    return table.slice(1), rows[1:], columns, renamed


def _refuse_empty(table: pa.Table, name: str) -> None:
    if not table.num_rows:
        raise Refused(mark("{file} has a header but no rows below it."), file=name)
    if table.num_rows > MAX_ROWS or table.num_rows * table.num_columns > MAX_CELLS:
        raise Refused(
            mark("{file} has more than {rows} rows or {cells} cells, the limit: split it."),
            file=name,
            rows=MAX_ROWS,
            cells=MAX_CELLS,
        )


def _lead(file: TextFile) -> list[Problem]:
    lead = file.dialect.lead
    if not lead:
        return []
    text = mark("Lines above the table were left out.")
    return [Problem("note", text, file.name, count=lead, rows=tuple(range(1, lead + 1)))]


def _too_long(name: str) -> Refused:
    return Refused(
        mark(
            "{file}: a row is longer than {limit} characters, the limit. Shorten the cell, or "
            "close the quotation mark that opens it."
        ),
        file=name,
        limit=MAX_LINE,
    )
