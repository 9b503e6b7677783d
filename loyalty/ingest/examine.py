"""Look at a file: load it, recognise its table, and find what must be asked."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from loyalty.ingest import (
    content,
    conventions,
    currency,
    mapping,
    matching,
    names,
    parquet,
    text,
    workbook,
)
from loyalty.ingest.conventions import Conventions
from loyalty.ingest.grid import Grid
from loyalty.ingest.matching import CONFIDENT
from loyalty.ingest.profile import profiles
from loyalty.ingest.recognise import Recognised, recognise
from loyalty.ingest.records import Inspection, Match, Question, Reading, Source
from loyalty.language import mark
from loyalty.problems import Problem
from loyalty.schema import TABLES

PREVIEW_ROWS = 20
PREVIEW_LENGTH = 200
OPTIONAL_SHOWN = 8
HINTS = {
    ("events", "time"): mark(
        "Every event needs its time. Where the file only names a campaign, add a column with the "
        "day on which that campaign starts, from your list of campaigns, and bring the file again."
    ),
    ("events", "touchpoint"): mark(
        "Every event needs the name of its touchpoint. Where all rows are of one kind, add a "
        "column that says so in each, such as “Coupon redeemed”, and bring the file again."
    ),
}


@dataclass(frozen=True)
class Loaded:
    """A file as a grid, with what was found out about its kind."""

    grid: Grid
    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Examined:
    """A loaded file with its table, its columns' fields and its conventions."""

    loaded: Loaded
    found: Recognised
    matches: tuple[Match, ...]
    conventions: Conventions
    questions: tuple[Question, ...]

    @property
    def fields(self) -> dict[str, str]:
        """Our field -> their column, for the columns that are used."""
        return {match.field: match.column for match in self.matches if _is_field(match.field)}

    @property
    def attributes(self) -> list[str]:
        """Columns kept as they are."""
        return [match.column for match in self.matches if match.field == matching.ATTRIBUTE]


def examine(source: Source) -> Examined:
    """Load a file and find out everything that reading it needs."""
    reading = source.reading
    loaded = load(source.path, source.name, reading)
    grid = loaded.grid
    chosen = mapping.resolve(reading.mapping, grid)
    found = recognise(grid, reading.table, chosen)
    matches = _matches(grid, found, chosen)
    fields = {match.column: match.field for match in matches if _is_field(match.field)}
    known = conventions.find(grid, fields, found.table, reading)
    asked = (*loaded.questions, *_missing(grid, found), *known.questions)
    names = {field: column for column, field in fields.items()}
    asked += tuple(_currencies(grid, names, reading) if found.table == "orders" else ())
    return Examined(loaded, found, matches, known, asked)


def inspection(seen: Examined) -> Inspection:
    """What the user is shown before reading."""
    loaded, grid = seen.loaded, seen.loaded.grid
    return Inspection(
        kind=loaded.kind,
        table=seen.found.kind,
        encoding=loaded.encoding,
        delimiter=loaded.delimiter,
        sheets=loaded.sheets,
        columns=tuple(grid.table.column_names),
        proposal=seen.matches,
        questions=seen.questions,
        preview=preview(grid.table),
        rows=grid.table.num_rows,
        header_signature=names.signature(grid.table.column_names),
        problems=tuple([*grid.problems, *seen.conventions.problems]),
        dates=seen.conventions.dates,
        decimal=seen.conventions.decimal,
    )


def assumptions(seen: Examined) -> list[Problem]:
    """Columns taken for a field although their names do not say so plainly, and those unused."""
    file = seen.loaded.grid.file
    text = mark("Taken as {field}, though its name alone does not say so.")
    unsure = [
        Problem("assumed", text, file, m.column, 1, values={"field": m.field})
        for m in seen.matches
        if _is_field(m.field) and m.confidence < 0.9
    ]
    unused = tuple(match.column for match in seen.matches if not match.field)
    if not unused:
        return unsure
    note = mark("Columns that no field needs were left out.")
    return [*unsure, Problem("note", note, file, count=len(unused), examples=unused[:5])]


def load(path: Path, name: str, reading: Reading) -> Loaded:
    """Read a file of any kind into a grid."""
    kind = content.kind(path, name)
    if kind == "text":
        return _text(path, name, reading)
    if kind == "workbook":
        return _workbook(path, name, reading)
    return Loaded(parquet.load(parquet.look(path, name), name), kind)


def preview(table: pa.Table) -> tuple[tuple[str, ...], ...]:
    """The first rows as text."""
    rows = table.slice(0, PREVIEW_ROWS).to_pylist()
    return tuple(tuple(_shown(cell) for cell in row.values()) for row in rows)


def _text(path: Path, name: str, reading: Reading) -> Loaded:
    file = text.look(path, name, reading)
    grid = text.load(file)
    asked = [*_encodings(file), *_ragged(grid, reading)]
    return Loaded(grid, "text", file.encoding.name, file.dialect.delimiter, questions=tuple(asked))


def _workbook(path: Path, name: str, reading: Reading) -> Loaded:
    file = workbook.look(path, name)
    sheet = workbook.pick(file, reading.sheet)
    grid = workbook.load(file, sheet, reading.header)
    asked: tuple[Question, ...] = ()
    if reading.sheet is None and len(file.sheets) > 1:
        choices = tuple(zip(file.sheets, file.previews, strict=True))
        asked = (Question("sheet", mark("Which sheet holds the table?"), choices),)
    return Loaded(grid, "workbook", sheets=file.sheets, questions=asked)


def _currencies(grid: Grid, names: dict[str, str], reading: Reading) -> list[Question]:
    found = currency.counts(currency.of_rows(grid, names))
    if len(found) < 2 or set(found) <= set(reading.rates or {}):
        return []
    text = mark("The amounts are in several currencies. At which rates shall they be converted?")
    return [Question("rates", text, tuple((code, str(count)) for code, count in found.items()))]


def _encodings(file: text.TextFile) -> list[Question]:
    if file.encoding.sure:
        return []
    return [
        Question(
            "encoding",
            mark("In which encoding is the text readable?"),
            tuple(zip(file.encoding.candidates, file.encoding.previews, strict=True)),
        )
    ]


def _ragged(grid: Grid, reading: Reading) -> list[Question]:
    if not grid.ragged or reading.ragged == "skip":
        return []
    rows = ", ".join(str(row) for row in grid.ragged)
    question = mark("{count} rows have another number of fields than the header. Leave them out?")
    return [Question("ragged", question, (("skip", rows),), {"count": grid.ragged_count})]


def _matches(grid: Grid, found: Recognised, chosen: mapping.Chosen) -> tuple[Match, ...]:
    proposed = matching.proposal(grid.table.column_names, found.fields, found.table, found.surveys)
    fixed = {column: field for column, field in chosen.items() if field not in found.fields}
    return tuple(
        Match(match.column, fixed[match.column], matching.CHOSEN, 1.0)
        if match.column in fixed
        else match
        for match in proposed
    )


def _missing(grid: Grid, found: Recognised) -> list[Question]:
    """One question for all required fields that no column surely is."""
    if not found.missing:
        return []
    used = {taken.column for taken in found.fields.values() if taken.confidence >= CONFIDENT}
    seen = {name: look for name, look in profiles(grid).items() if name not in used}
    choices = [
        (f"{column}={name}", ", ".join(grid.examples(column, grid.filled(column))))
        for name in found.missing
        for column, look in seen.items()
        if matching.fits(look, TABLES[found.table].field(name))
    ]
    text = mark("Which column is {fields}? No column's name or values tell it surely.")
    values = {"fields": ", ".join(found.missing)}
    kinds = [(found.table, name) for name in found.missing]
    hints = tuple(HINTS[kind] for kind in kinds if kind in HINTS)
    return [Question("map", text, tuple(choices[:OPTIONAL_SHOWN]), values, hints)]


def _is_field(field: str) -> bool:
    return field not in ("", matching.ATTRIBUTE)


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)[:PREVIEW_LENGTH]
