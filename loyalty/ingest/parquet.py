"""Parquet -> a grid; its footer is looked at before any row."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loyalty.ingest import archive, names
from loyalty.ingest.grid import Grid
from loyalty.ingest.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINE, MAX_ROWS, MAX_TABLE
from loyalty.language import mark
from loyalty.problems import Problem, Refused

INDEX = re.compile(r"__index_level_\d+__")


def look(path: Path, name: str) -> pq.ParquetFile:
    """Open a file whose footer promises a table that we can hold."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError):
        raise archive.damaged(name) from None
    _check_size(file.metadata, name)
    nested = [field.name for field in file.schema_arrow if not _usable(field.type)]
    if nested:
        raise Refused(
            mark(
                "{file}: lists, maps and binary columns cannot be read: {columns}. Leave them out "
                "or write them as text."
            ),
            file=name,
            columns=", ".join(nested[:10]),
        )
    return file


def load(file: pq.ParquetFile, name: str) -> Grid:
    """Read the whole file: structs flattened, text as text, numbers and times typed."""
    try:
        table = _flat(file.read())
    except (pa.ArrowException, OSError, ValueError):
        raise archive.damaged(name) from None
    if not table.num_rows or not table.num_columns:
        raise Refused(mark("{file} has columns but no rows."), file=name)
    if table.nbytes > MAX_TABLE:
        raise _too_large(name)
    columns, renamed = names.clean(table.column_names, name)
    arrays = [_plain(column, name) for column in table.columns]
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return Grid(
        pa.table(dict(zip(columns, arrays, strict=True))),
        rows,
        name,
        problems=[*renamed, *_index(file, name)],
    )


def _check_size(metadata: pq.FileMetaData, name: str) -> None:
    rows, columns = metadata.num_rows, metadata.num_columns
    if rows > MAX_ROWS or rows * columns > MAX_CELLS or columns > MAX_COLUMNS:
        raise Refused(
            mark(
                "{file} has more than {rows} rows, {columns} columns or {cells} cells, the limit: "
                "split it, or leave out columns."
            ),
            file=name,
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
            cells=MAX_CELLS,
        )
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > MAX_TABLE:
        raise _too_large(name)


def _usable(kind: pa.DataType) -> bool:
    if pa.types.is_struct(kind):
        return all(_usable(field.type) for field in kind)
    if pa.types.is_dictionary(kind):
        return _usable(kind.value_type)
    return not (pa.types.is_nested(kind) or _is_binary(kind))


def _is_binary(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_binary_view(kind)
        or types.is_fixed_size_binary(kind)
    )


def _flat(table: pa.Table) -> pa.Table:
    kept = [name for name in table.column_names if not INDEX.fullmatch(name)]
    table = table.select([table.column_names.index(name) for name in kept])
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _plain(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Text as string, whole numbers as int64, other numbers as double or decimal, times in us."""
    kind, types = column.type, pa.types
    if types.is_dictionary(kind):
        return _plain(column.cast(kind.value_type), name)
    if types.is_integer(kind) and kind != pa.uint64():
        return column.cast(pa.int64())
    if types.is_floating(kind):
        return column.cast(pa.float64())
    if types.is_date(kind) or types.is_timestamp(kind):
        return _wall_clock(column)
    if types.is_decimal(kind) or types.is_boolean(kind):
        return column
    return _text(column.cast(pa.string()), name)


def _wall_clock(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if getattr(column.type, "tz", None):
        column = pc.local_timestamp(column)
    return column.cast(pa.timestamp("us"), safe=False)


def _text(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    longest = pc.max(pc.binary_length(column)).as_py() or 0
    if longest > MAX_LINE:
        raise Refused(
            mark("{file}: a cell is longer than {limit} characters, the limit."),
            file=name,
            limit=MAX_LINE,
        )
    return column


def _index(file: pq.ParquetFile, name: str) -> list[Problem]:
    unnamed = sum(bool(INDEX.fullmatch(field.name)) for field in file.schema_arrow)
    zones = [f.name for f in file.schema_arrow if getattr(f.type, "tz", None)]
    problems = []
    if unnamed:
        problems.append(
            Problem("note", mark("The table's row numbers were left out."), name, count=unnamed)
        )
    if zones:
        text = mark("Times carry a time zone: the clock time of that zone was kept.")
        problems += [Problem("assumed", text, name, zone, file.metadata.num_rows) for zone in zones]
    return problems


def _too_large(name: str) -> Refused:
    return Refused(
        mark("{file} needs more than {limit} MB as a table, the limit: split it by date."),
        file=name,
        limit=MAX_TABLE // 1_000_000,
    )
