"""How a text file is laid out: delimiter, lines above the table, header."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.ingest.limits import MAX_COLUMNS, MAX_HEADER, MAX_LINE
from loyalty.ingest.names import is_customer, is_known
from loyalty.language import mark
from loyalty.problems import Refused

DELIMITERS = (",", ";", "\t", "|")
SPACES = " "
MAX_LEAD = 20
SAMPLE_ROWS = 500
VALUE = re.compile(
    r"[-+(]?[^\w\s]?\s?\d[\d.,'’ ]*[)%]?"
    r"|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?([T\s].*)?"
    r"|true|false|nan|null|none|n/?a",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """Layout of a text file.

    Attributes:
        delimiter: one sign; a space means any run of white space.
        lead: physical lines above the table. header: whether its first row holds names.
        width: number of columns. first: the table's first row.
    """

    delimiter: str
    lead: int
    header: bool
    width: int
    first: tuple[str, ...]


def find(text: str, delimiter: str | None, header: bool | None, file: str) -> Dialect:
    """The layout of a file from its first characters; Refused when there is no table."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.strip(" \t\ufeff\x00") for line in lines):
        raise Refused(mark("{file} holds only blank lines."), file=file)
    told, lines = _told(lines)
    sign = delimiter or told or _delimiter(lines)
    rows = split(lines, sign)
    width = _width(rows)
    lead = _lead(rows, width)
    first = tuple(cell.strip() for cell in rows[lead])
    _check(first, lines[lead], file)
    _check_width(first, width, file)
    return Dialect(sign, lead + bool(told), _header(rows[lead:], header), width, first)


def split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Lines as rows of cells, quotes honoured."""
    if delimiter == SPACES:
        return [line.split() for line in lines[:SAMPLE_ROWS]]
    csv.field_size_limit(max(MAX_LINE, csv.field_size_limit()))
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    return [row for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False)]


def is_header(first: Sequence[str]) -> bool:
    """Whether a row holds names: that of the customer, or no number, or mostly names we know."""
    cells = [cell.strip() for cell in first if cell.strip()]
    values = sum(VALUE.fullmatch(cell) is not None for cell in cells)
    if any(is_customer(cell) for cell in cells) or not values:
        return bool(cells)
    return sum(is_known(cell) for cell in cells) >= values


def _told(lines: list[str]) -> tuple[str, list[str]]:
    """Excel's first line ``sep=;`` tells the delimiter."""
    match = re.fullmatch(r"\"?sep=(.)\"?", lines[0].strip(" \ufeff"), re.IGNORECASE)
    return (match[1], lines[1:]) if match else ("", lines)


def _delimiter(lines: list[str]) -> str:
    scores = {sign: _score(split(lines, sign)) for sign in DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    if scores[best] > (0.0, 0):
        return best
    return SPACES if _score(split(lines, SPACES)) > (0.9, 0) else ","


def _score(rows: list[list[str]]) -> tuple[float, int]:
    """Share of rows of the most common width, and that width; nothing below two columns."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = _width(rows)
    if width < 2:
        return (0.0, 0)
    share = sum(len(row) == width for row in rows) / len(rows)
    return (round(share, 1), width)


def _width(rows: list[list[str]]) -> int:
    """The most common number of cells; of equally common ones that of the first row."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(counts, key=lambda width: counts[width]) if counts else 0


def _lead(rows: list[list[str]], width: int) -> int:
    """How many rows stand above the table: blank ones and titles of a single cell."""
    for number, row in enumerate(rows[:MAX_LEAD]):
        filled = sum(bool(cell.strip()) for cell in row)
        if filled > 1 or (filled and width == 1):
            return number
    return next(number for number, row in enumerate(rows) if any(cell.strip() for cell in row))


def _header(rows: list[list[str]], chosen: bool | None) -> bool:
    return is_header(rows[0]) if chosen is None else chosen


def _check_width(first: tuple[str, ...], width: int, file: str) -> None:
    if len(first) != width:
        raise Refused(
            mark(
                "{file}: the first row has {count} cells, but most rows have {width}. Name every "
                "column in the first row."
            ),
            file=file,
            count=len(first),
            width=width,
        )


def _check(first: tuple[str, ...], line: str, file: str) -> None:
    if len(first) > MAX_COLUMNS:
        raise Refused(
            mark("{file} has more than {limit} columns, the limit: leave out those not needed."),
            file=file,
            limit=MAX_COLUMNS,
        )
    if len(line) > MAX_HEADER:
        raise Refused(
            mark("{file}: the first line is longer than {limit} characters, the limit."),
            file=file,
            limit=MAX_HEADER,
        )
