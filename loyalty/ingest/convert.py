"""Columns of a grid -> typed columns of a table, every change and every rejection reported."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from loyalty.ingest import dates, durations, labels, numbers
from loyalty.ingest.conventions import Conventions
from loyalty.ingest.grid import Grid, Mask
from loyalty.language import mark
from loyalty.problems import Kind, Problem
from loyalty.schema import TIME, Field

IDS = ("customer_id", "order_id", "campaign_id", "referred_by", "product")

NO_CUSTOMER = mark("Rows without a customer were left out.")
NO_VALUE = mark("Rows without this value were left out.")
BAD_DATE = mark("Not a possible date, written {order}: the rows were left out.")
BAD_DATE_BLANK = mark("Not a possible date, written {order}: the value was left blank.")
BAD_NUMBER = mark("Not a number with the decimal sign {sign}: the rows were left out.")
BAD_NUMBER_BLANK = mark("Not a number with the decimal sign {sign}: the value was left blank.")
ENDLESS = mark("Infinite or too large for a number: the rows were left out.")
ENDLESS_BLANK = mark("Infinite or too large for a number: the value was left blank.")
TRIMMED = mark("Invisible characters, or blanks at the ends, were removed.")
SHORTENED = mark("Whole numbers with a decimal part of zero lost it: 17850.0 became 17850.")
OURS = mark("Touchpoints called like our own (start), (end) or order 1 were put in quotes.")
INEXACT = mark("Numbers of 16 digits and more were rounded by the program that wrote the file.")
ZONED = mark("Times carry a time zone: the clock time as written was kept.")
UNKNOWN_FLAG = mark("Words that do not say returned or cancelled were read as not returned.")


@dataclass
class Converted:
    """Typed columns of one file, the rows to leave out, and what was found.

    Attributes:
        columns: our field -> one typed value per row of the grid.
        names: our field -> their column. rejected: rows that cannot be used.
    """

    grid: Grid
    names: dict[str, str]
    conventions: Conventions
    columns: dict[str, pa.Array] = field(default_factory=dict)
    rejected: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    problems: list[Problem] = field(default_factory=list)

    def reject(self, mask: Mask, text: str, name: str, **values: str) -> None:
        """Leave out rows that are still in, for a reason."""
        mask = mask & ~self.rejected
        self.problems += self.grid.finding("rejected", text, mask, name, **values)
        self.rejected |= mask

    def note(self, kind: Kind, text: str, mask: Mask, name: str, **values: str) -> None:
        """Report rows that stay."""
        self.problems += self.grid.finding(kind, text, mask & ~self.rejected, name, **values)

    def kept(self) -> tuple[dict[str, pa.Array], np.ndarray]:
        """Columns and row numbers without the rejected rows."""
        if not self.rejected.any():
            return self.columns, self.grid.rows
        kept = pa.array(~self.rejected)
        columns = {name: column.filter(kept) for name, column in self.columns.items()}
        return columns, self.grid.rows[~self.rejected]


def convert(
    grid: Grid,
    names: dict[str, str],
    fields: tuple[Field, ...],
    required: tuple[str, ...],
    conventions: Conventions,
) -> Converted:
    """Convert the columns of `names` (our field -> their column) in the order of `fields`.

    A bad value of a required field, or of an amount, rejects its row; others become blank.
    """
    rejected = np.zeros(grid.table.num_rows, dtype=bool)
    done = Converted(grid, names, conventions, rejected=rejected)
    for wanted in fields:
        if wanted.name in names:
            _convert(done, wanted, wanted.name in required)
    return done


def _convert(done: Converted, wanted: Field, required: bool) -> None:
    name = done.names[wanted.name]
    column = done.grid.table[name]
    if wanted.type == TIME:
        values = _times(done, column, name, required)
    elif pa.types.is_boolean(wanted.type):
        values = _flags(done, column, name)
    elif pa.types.is_string(wanted.type):
        values = _labels(done, column, name, wanted)
    else:
        values = _numbers(done, column, name, required or wanted.name == "amount")
    if wanted.name == "duration":
        values = _minutes(done, values, name)
    if required:
        text = NO_CUSTOMER if wanted.name == "customer_id" else NO_VALUE
        done.reject(values.is_null().to_numpy(zero_copy_only=False), text, name)
    done.columns[wanted.name] = values


def _times(done: Converted, column: pa.ChunkedArray, name: str, required: bool) -> pa.Array:
    found = dates.parse(column, done.conventions.dates)
    order = dates.WRITTEN[done.conventions.dates]
    if required:
        done.reject(found.wrong, BAD_DATE, name, order=order)
    else:
        done.note("coerced", BAD_DATE_BLANK, found.wrong, name, order=order)
    done.note("assumed", ZONED, found.zoned, name)
    return found.values


def _flags(done: Converted, column: pa.ChunkedArray, name: str) -> pa.Array:
    returned, unknown = labels.flags(column)
    done.note("assumed", UNKNOWN_FLAG, unknown, name)
    return pa.array(returned)


def _labels(done: Converted, column: pa.ChunkedArray, name: str, wanted: Field) -> pa.Array:
    is_id = wanted.name in IDS
    found = labels.ids(column) if is_id else labels.texts(column, free=wanted.name == "text")
    done.note("coerced", TRIMMED, found.trimmed, name)
    done.note("coerced", SHORTENED, found.shortened, name)
    done.note("assumed", INEXACT, found.inexact, name)
    if wanted.name != "touchpoint":
        return found.values
    values, ours = labels.apart(found.values)
    done.note("coerced", OURS, ours, name)
    return values


def _minutes(done: Converted, values: pa.Array, name: str) -> pa.Array:
    per_minute, report = durations.unit(name)
    if report:
        done.note("assumed", report, values.is_valid().to_numpy(zero_copy_only=False), name)
    return durations.minutes(values, per_minute) if report else values


def _numbers(done: Converted, column: pa.ChunkedArray, name: str, strict: bool) -> pa.Array:
    sign = done.conventions.decimal
    found = numbers.parse(column, sign)
    if strict:
        done.reject(found.words, BAD_NUMBER, name, sign=sign)
        done.reject(found.endless, ENDLESS, name)
    else:
        done.note("coerced", BAD_NUMBER_BLANK, found.words, name, sign=sign)
        done.note("coerced", ENDLESS_BLANK, found.endless, name)
    return found.values
