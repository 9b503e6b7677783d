"""A file as columns, before anything is converted."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from loyalty.problems import MAX_EXAMPLES, MAX_ROWS, Kind, Problem

Mask = np.ndarray


@dataclass(frozen=True)
class Grid:
    """The rows of one file.

    Attributes:
        table: one uniquely named column per file column: text where the file holds text ("" =
            blank), typed where it holds types.
        rows: the row number of each row as a spreadsheet shows it. file: its name.
        header: whether the names come from the file.
        ragged: row numbers left out because they have too many or too few fields, the first
            ones; ragged_count: all of them. problems: findings so far.
    """

    table: pa.Table
    rows: np.ndarray
    file: str
    header: bool = True
    ragged: tuple[int, ...] = ()
    ragged_count: int = 0
    problems: list[Problem] = field(default_factory=list)

    def finding(
        self,
        kind: Kind,
        text: str,
        mask: Mask,
        column: str = "",
        **values: str,
    ) -> list[Problem]:
        """One problem about the rows where `mask` holds, with examples from `column`."""
        places = np.flatnonzero(mask)
        if not len(places):
            return []
        rows = tuple(int(row) for row in self.rows[places[:MAX_ROWS]])
        shown = self.examples(column, places)
        return [Problem(kind, text, self.file, column, len(places), rows, shown, values)]

    def filled(self, column: str) -> np.ndarray:
        """Places of the first 1,000 rows where a column is not blank."""
        cells = self.table[column].slice(0, 1000).to_pylist()
        return np.asarray([n for n, cell in enumerate(cells) if cell not in (None, "")], np.int64)

    def examples(self, column: str, places: np.ndarray) -> tuple[str, ...]:
        """Up to five different values of a column at some places, as text."""
        if column not in self.table.column_names:
            return ()
        cells = self.table[column].take(pa.array(places[:1000])).unique().drop_null()
        return tuple(str(cell)[:100] for cell in cells.to_pylist()[:MAX_EXAMPLES])
