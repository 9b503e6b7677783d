"""XLSX -> a grid; the ZIP is looked at first, the cells are read by calamine."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from loyalty.ingest import archive, dialect, names
from loyalty.ingest.grid import Grid
from loyalty.ingest.limits import MAX_SHEET_CELLS
from loyalty.language import mark
from loyalty.problems import Problem, Refused

PREVIEWED = 3
EXACT = 2**53
Cell = Any


@dataclass(frozen=True)
class WorkbookFile:
    """A workbook that was found safe, and the sheets that hold something."""

    path: Path
    name: str
    sheets: tuple[str, ...]
    previews: tuple[str, ...]


def look(path: Path, name: str) -> WorkbookFile:
    """Check the archive and list the visible sheets that hold more than one row."""
    archive.check(path, name)
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible
            ]
            found = {sheet: _start(book.get_sheet_by_name(sheet)) for sheet in shown}
    except CalamineError:
        raise archive.damaged(name) from None
    filled = {sheet: text for sheet, text in found.items() if text}
    if not filled:
        raise Refused(mark("{file}: no sheet holds a header and a row below it."), file=name)
    return WorkbookFile(path, name, tuple(filled), tuple(filled.values()))


def load(file: WorkbookFile, sheet: str, header: bool | None) -> Grid:
    """Read one sheet; columns of one type stay typed, mixed ones become text."""
    try:
        with CalamineWorkbook.from_path(file.path) as book:
            page = book.get_sheet_by_name(sheet)
            start = (page.start or (0, 0))[0]
            rows = page.to_python() if page.height * page.width <= MAX_SHEET_CELLS else []
    except CalamineError:
        raise archive.damaged(file.name) from None
    return _grid(rows, start, header, file)


def pick(file: WorkbookFile, sheet: str | None) -> str:
    """The sheet to read: the chosen one, else the first; Refused when there is none so called."""
    if sheet is None:
        return file.sheets[0]
    if sheet not in file.sheets:
        raise Refused(
            mark("{file} has no sheet of the name you chose. It has: {sheets}."),
            file=file.name,
            sheets=", ".join(file.sheets),
        )
    return sheet


def _start(sheet: CalamineSheet) -> str:
    """The first rows as text; empty when there are fewer than two."""
    if sheet.height < 2:
        return ""
    rows = sheet.to_python(nrows=PREVIEWED)
    return "\n".join(" | ".join(str(cell) for cell in row) for row in rows)


def _grid(rows: list[list[Cell]], start: int, header: bool | None, file: WorkbookFile) -> Grid:
    lead = _lead(rows)
    first = [_text(cell) for cell in rows[lead]] if rows else []
    named = dialect.is_header(first) if header is None else header
    body = rows[lead + named :]
    kept = [number for number, row in enumerate(body) if any(cell != "" for cell in row)]
    if not kept:
        raise Refused(mark("{file} has a header but no rows below it."), file=file.name)
    columns = list(zip(*(body[number] for number in kept), strict=True))
    used = [n for n, column in enumerate(columns) if first[n] or any(c != "" for c in column)]
    titles = [first[number] for number in used]
    shown, renamed = names.clean(titles, file.name) if named else (names.numbered(len(used)), [])
    arrays = [_column(columns[number]) for number in used]
    return Grid(
        pa.table(dict(zip(shown, arrays, strict=True))),
        np.asarray(kept, dtype=np.int64) + start + lead + named + 1,
        file.name,
        named,
        problems=[*renamed, *_above(lead, start, file.name)],
    )


def _above(lead: int, start: int, file: str) -> list[Problem]:
    if not lead:
        return []
    rows = tuple(range(start + 1, start + lead + 1))
    return [Problem("note", mark("Lines above the table were left out."), file, "", lead, rows)]


def _lead(rows: list[list[Cell]]) -> int:
    """Titles of a single cell above a table of several columns."""
    for number, row in enumerate(rows[: dialect.MAX_LEAD]):
        if sum(cell != "" for cell in row) > 1:
            return number
    return 0


def _column(cells: Sequence[Cell]) -> pa.Array:
    """Numbers or times when every filled cell is one; else text, where a number stays readable."""
    kinds = {type(cell) for cell in cells if cell != ""}
    filled = [None if cell == "" else cell for cell in cells]
    if kinds and kinds <= {int, float}:
        return _numbers(filled)
    if kinds and kinds <= {datetime.datetime, datetime.date}:
        return pa.array([_moment(cell) for cell in filled], pa.timestamp("us"))
    return pa.array([_text(cell) for cell in cells], pa.string())


def _numbers(cells: list[float | None]) -> pa.Array:
    whole = all(cell is None or (float(cell).is_integer() and abs(cell) < EXACT) for cell in cells)
    if whole:
        return pa.array([None if cell is None else int(cell) for cell in cells], pa.int64())
    return pa.array(cells, pa.float64())


def _moment(cell: Cell) -> datetime.datetime | None:
    if cell is None or isinstance(cell, datetime.datetime):
        return cell
    return datetime.datetime(cell.year, cell.month, cell.day)


def _text(cell: Cell) -> str:
    """A cell as text. Fractions among text are written without a decimal sign: 25e-1."""
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, float):
        return _plain(cell)
    return str(cell)


def _plain(number: float) -> str:
    if not math.isfinite(number):
        return str(number)
    if number.is_integer() and abs(number) < EXACT:
        return str(int(number))
    whole, _, fraction = format(number, "f").rstrip("0").partition(".")
    return f"{whole}{fraction}e-{len(fraction)}" if len(fraction) < 16 else repr(number)
