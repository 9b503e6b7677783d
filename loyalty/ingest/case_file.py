"""Read how far feedback cases got: a case or customer, a time, perhaps status, owner and note.

Columns are matched by their names alone, in English and Chinese. Runs in the child process.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from loyalty.ingest import conventions, examine, matching, names
from loyalty.ingest.conventions import Conventions
from loyalty.ingest.convert import convert
from loyalty.ingest.examine import Loaded
from loyalty.ingest.grid import Grid
from loyalty.ingest.records import Inspection, Match, Source
from loyalty.language import mark
from loyalty.problems import Problem, Refused
from loyalty.schema import CUSTOMER, TABLES, TIME, Field

MOST = 100_000  # rows
CASE = Field("case_id", pa.string(), mark("Case"), synonyms=(
    "case", "case no", "case number", "feedback case", "ticket", "ticket id", "案例", "案例编号",
    "个案", "工单", "工单号", "工单编号",
))  # fmt: skip
STATUS = Field("status", pa.string(), mark("Status"), synonyms=(
    "state", "case status", "result", "outcome", "event", "touchpoint", "activity", "状态",
    "案例状态", "处理状态", "处理结果", "结果", "进度", "触点", "事件",
))  # fmt: skip
OWNER = Field("owner", pa.string(), mark("Owner"), synonyms=(
    "agent", "assignee", "assigned to", "handled by", "responsible", "负责人", "处理人", "客服",
    "经办人", "跟进人",
))  # fmt: skip
NOTE = Field("note", pa.string(), mark("Note"), synonyms=(
    "notes", "comment", "remark", "备注", "说明", "处理说明",
))  # fmt: skip
WHEN = Field("time", TIME, mark("Time"), required=True, synonyms=(
    *TABLES["events"].field("time").synonyms, "closed at", "closing time", "solved at",
    "resolved at", "updated at", "changed at", "关闭时间", "解决时间", "处理时间", "更新时间",
))  # fmt: skip
FIELDS = (CASE, CUSTOMER, WHEN, STATUS, OWNER, NOTE)

NEEDED = mark(
    "{file}: closing events need a column for the case or the customer and one for the time, such "
    "as case, customer, time or 案例, 客户, 时间. The columns are {columns}."
)
TOO_MANY = mark("{file} has {count} rows; {limit} closing events can be read at once.")


def read(source: Source, out: Path) -> dict[str, Any]:
    """Look at a file, and write its rows to `out` unless something must be asked first.

    The reply holds an `Inspection` with a match per column, and the findings. The rows have the
    columns of `FIELDS` that the file has, and `row`, their numbers as a spreadsheet shows them.
    """
    loaded = examine.load(source.path, source.name, source.reading)
    fields = _fields(loaded.grid)
    known = conventions.find(loaded.grid, {fields["time"]: "time"}, "events", source.reading)
    seen = _inspection(loaded, known, fields)
    found = [] if seen.questions else _write(loaded.grid, fields, known, out)
    return {"seen": seen.as_dict(), "problems": [problem.as_dict() for problem in found]}


def _write(grid: Grid, fields: Mapping[str, str], known: Conventions, out: Path) -> list[Problem]:
    done = convert(grid, dict(fields), FIELDS, ("time",), known)
    columns, rows = done.kept()
    kinds = {field.name: field.type for field in FIELDS}
    typed = {name: column.cast(kinds[name]) for name, column in columns.items()}
    pq.write_table(pa.table({**typed, "row": pa.array(rows, pa.int64())}), out)
    return [*grid.problems, *known.problems, *_skipped(grid), *done.problems]


def _fields(grid: Grid) -> dict[str, str]:
    """Our field -> their column, the first of several; Refused without a time or any id."""
    wanted: dict[str, str] = {}
    for field in FIELDS:
        for name in (field.name, field.label, *field.synonyms):
            wanted.setdefault(names.plain(name), field.name)
    found: dict[str, str] = {}
    for column in grid.table.column_names:
        plain = (names.plain(column), names.without_unit(column))
        field_name = next((wanted[name] for name in plain if name in wanted), "")
        if field_name:
            found.setdefault(field_name, column)
    if "time" not in found or not {"case_id", "customer_id"} & set(found):
        raise Refused(NEEDED, file=grid.file, columns=", ".join(grid.table.column_names[:50]))
    if grid.table.num_rows > MOST:
        raise Refused(TOO_MANY, file=grid.file, count=grid.table.num_rows, limit=MOST)
    return found


def _skipped(grid: Grid) -> list[Problem]:
    if not grid.ragged_count:
        return []
    text = mark("Rows with another number of fields than the header were left out.")
    return [Problem("rejected", text, grid.file, "", grid.ragged_count, grid.ragged)]


def _inspection(loaded: Loaded, known: Conventions, fields: Mapping[str, str]) -> Inspection:
    grid = loaded.grid
    taken = {column: field for field, column in fields.items()}
    proposal = [_match(column, taken.get(column, "")) for column in grid.table.column_names]
    return Inspection(
        kind=loaded.kind,
        table="",
        encoding=loaded.encoding,
        delimiter=loaded.delimiter,
        sheets=loaded.sheets,
        columns=tuple(grid.table.column_names),
        proposal=tuple(proposal),
        preview=examine.preview(grid.table),
        questions=(*loaded.questions, *known.questions),
        rows=grid.table.num_rows,
        dates=known.dates,
        decimal=known.decimal,
    )


def _match(column: str, field: str) -> Match:
    return Match(column, field, matching.BY_NAME if field else matching.LEFT_OUT, 1.0)
