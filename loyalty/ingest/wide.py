"""A wide customer table -> customers with their attributes, and answers from its survey scores."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import labels, names, numbers
from loyalty.ingest.coded import encode
from loyalty.ingest.convert import Converted
from loyalty.ingest.tables import ordered, stored
from loyalty.language import mark
from loyalty.problems import Problem
from loyalty.questions import NAMES
from loyalty.schema import CUSTOMERS, TIME

SURVEYS = tuple(NAMES)
PLAIN_NUMBER = r"^-?(0|[1-9]\d{0,14})(\.\d+)?([eE][-+]?\d{1,2})?$"

DUPLICATES = mark("The customer occurs in an earlier row: the later rows were left out.")
SEVERAL = mark("The customer has several rows of answers: attributes come from the first row.")
RENAMED = mark("An attribute is called like one of our own columns: it was renamed.")
OTHER_FILES = mark("Customers that stand in several files: blanks were filled from later files.")


def customers(
    done: Converted, attributes: Sequence[str], reserved: Sequence[str]
) -> tuple[pa.Table, list[Problem]]:
    """The customers of one file, each once, with their attributes."""
    columns, _rows = done.kept()
    kept = pa.array(~done.rejected)
    extra, renamed = _attributes(done, attributes, reserved)
    table = stored("customers", columns)
    for name, column in extra.items():
        table = table.append_column(name, column.filter(kept))
    first, found = _first(done, table)
    return table.filter(pa.array(first)), [*renamed, *found]


def answers(done: Converted) -> pa.Table | None:
    """Survey columns as rows: one per customer and score that is there."""
    columns, _rows = done.kept()
    parts = [_scores(columns, code) for code in SURVEYS if code in columns]
    if not parts:
        return None
    table = pa.concat_tables(parts)
    table = ordered(table.filter(table["score"].is_valid()), ("place", "question"))
    if not len(table):
        return None
    return table.drop_columns(["place"] if "time" in columns else ["place", "time"])


def _scores(columns: dict[str, pa.Array], code: str) -> pa.Table:
    count = len(columns[code])
    return pa.table(
        {
            "customer_id": columns["customer_id"].cast(pa.string()),
            "time": columns.get("time", pa.nulls(count, TIME)),
            "question": pa.array([code] * count, pa.string()),
            "score": columns[code].cast(pa.float64()),
            "place": pa.array(np.arange(count), pa.int64()),
        }
    )


def merged(tables: Sequence[pa.Table]) -> tuple[pa.Table, list[Problem]]:
    """One row per customer over all files; what one file lacks comes from a later one."""
    whole = tables[0]
    found: list[Problem] = []
    for table in tables[1:]:
        table = table.rename_columns(_same_names(whole.column_names, table.column_names))
        both = len(whole) + len(table)
        whole = _joined(whole, table)
        if len(whole) < both:
            found.append(Problem("assumed", OTHER_FILES, count=both - len(whole)))
    return ordered(whole, ("customer_id",)), found


def _first(done: Converted, table: pa.Table) -> tuple[np.ndarray, list[Problem]]:
    coded = encode(table["customer_id"])
    _, places = np.unique(coded.codes, return_index=True)
    first = np.zeros(len(table), dtype=bool)
    first[places] = True
    spread = np.zeros(done.grid.table.num_rows, dtype=bool)
    spread[np.flatnonzero(~done.rejected)[~first]] = True
    name = done.names["customer_id"]
    if set(SURVEYS) & set(done.columns):
        return first, done.grid.finding("assumed", SEVERAL, spread, name)
    return first, done.grid.finding("rejected", DUPLICATES, spread, name)


def _attributes(
    done: Converted, attributes: Sequence[str], reserved: Sequence[str]
) -> tuple[dict[str, pa.Array], list[Problem]]:
    taken = {name.casefold() for name in (*CUSTOMERS.names, *reserved)}
    columns: dict[str, pa.Array] = {}
    renamed = []
    for name in attributes:
        free = names.free(name, taken)
        taken.add(free.casefold())
        columns[free] = _attribute(done.grid.table[name], done.conventions.decimal)
        if free != name:
            renamed.append(free)
    if not renamed:
        return columns, []
    file = done.grid.file
    return columns, [Problem("note", RENAMED, file, "", len(renamed), (), tuple(renamed[:5]))]


def _attribute(column: pa.ChunkedArray, decimal: str) -> pa.Array:
    """A number when every filled value is one without leading zeros, else text."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        values = column.cast(pa.float64(), safe=False).combine_chunks()
        return pc.if_else(pc.is_finite(values), values, pa.scalar(None, pa.float64()))
    if not pa.types.is_string(column.type):
        return labels.texts(column).values.cast(pa.string())
    coded = encode(column)
    plain = numbers.plain(coded.values, decimal)
    valid = pc.match_substring_regex(plain, PLAIN_NUMBER)
    if len(plain) and not plain.null_count and pc.all(valid).as_py():
        return coded.spread(plain.cast(pa.float64()))
    return labels.texts(column).values.cast(pa.string())


def _same_names(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Their names written as ours where only the case differs."""
    known = {name.casefold(): name for name in ours}
    return [known.get(name.casefold(), name) for name in theirs]


def _joined(left: pa.Table, right: pa.Table) -> pa.Table:
    shared = [n for n in right.column_names if n in left.column_names and n != "customer_id"]
    right = right.rename_columns([f"{n}\x1f" if n in shared else n for n in right.column_names])
    both = left.join(right, "customer_id", join_type="full outer", use_threads=False)
    for name in shared:
        mine, other = both[name], both[f"{name}\x1f"]
        if mine.type != other.type:
            mine, other = mine.cast(pa.string()), other.cast(pa.string())
        place = both.column_names.index(name)
        both = both.set_column(place, name, pc.coalesce(mine, other))
    return both.drop_columns([f"{name}\x1f" for name in shared])
