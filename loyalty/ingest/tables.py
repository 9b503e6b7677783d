"""Converted files of one kind -> the table as it is stored, sorted by its key."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import money
from loyalty.ingest.convert import Converted
from loyalty.language import mark
from loyalty.problems import Problem
from loyalty.schema import MONEY, STORED

SORTED_BY = {
    "events": ("customer_id", "time", "position"),
    "answers": ("customer_id", "time", "position"),
    "campaigns": ("campaign_id", "start"),
}
REPEATED = mark("Rows that repeat another row in every column used: they were kept.")


def stack(name: str, tables: Sequence[pa.Table]) -> pa.Table:
    """Rows of all files under each other, with their place in the files where that counts."""
    table = pa.concat_tables(tables, promote_options="permissive")
    if "position" in STORED[name]:
        table = table.append_column("position", pa.array(np.arange(table.num_rows), pa.int64()))
    kept = [field for field in STORED[name] if field in table.column_names]
    return ordered(table.select(kept), SORTED_BY[name])


def stored(name: str, columns: dict[str, pa.Array]) -> pa.Table:
    """Typed columns with the names, order and types of the stored table."""
    return pa.table(
        {
            field: typed(columns[field], kind)
            for field, kind in STORED[name].items()
            if field in columns
        }
    )


def typed(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """A column in its stored type; money is rounded to four decimals."""
    if kind == MONEY:
        missing = column.is_null().to_numpy(zero_copy_only=False)
        return money.money(money.units(column), missing)
    return column.cast(kind)


def ordered(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Rows sorted by some of their columns; equal rows keep their order."""
    present = [(key, "ascending") for key in keys if key in table.column_names]
    return table.take(pc.sort_indices(table, sort_keys=present))


def repeated(done: Converted) -> list[Problem]:
    """Rows of one file that repeat an earlier one."""
    columns, rows = done.kept()
    if not columns or not len(rows):
        return []
    plain = {name: column.cast(_plain(column.type)) for name, column in columns.items()}
    table = pa.table({**plain, "place": pa.array(np.arange(len(rows)))})
    first = table.group_by(list(columns), use_threads=False).aggregate([("place", "min")])
    mask = np.ones(len(rows), dtype=bool)
    mask[first["place_min"].to_numpy()] = False
    spread = np.zeros(done.grid.table.num_rows, dtype=bool)
    spread[np.flatnonzero(~done.rejected)[mask]] = True
    return done.grid.finding("assumed", REPEATED, spread)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
