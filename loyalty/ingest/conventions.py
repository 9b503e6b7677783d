"""How a file writes dates and decimals: told by its values, or asked with both readings shown."""

from dataclasses import dataclass

import pyarrow as pa

from loyalty.ingest import dates, numbers
from loyalty.ingest.dates import Forms
from loyalty.ingest.grid import Grid
from loyalty.ingest.records import Question, Reading
from loyalty.language import mark
from loyalty.problems import Problem
from loyalty.questions import NAMES
from loyalty.schema import TABLES, TIME

AMBIGUOUS_DATES = mark("Day first or month first? The dates can be read in more than one way.")
MIXED_DATES = mark("The dates mix two orders; those that do not fit your choice are left out.")
AMBIGUOUS_DECIMALS = mark("Is the comma or the point in the numbers a decimal sign or a separator?")
MIXED_DECIMALS = mark("The numbers mix two decimal signs; those that do not fit are left out.")


@dataclass(frozen=True)
class Conventions:
    """The order of dates and the decimal sign of one file, and what was assumed or must be asked.

    While there are questions, `dates` and `decimal` are the first choice.
    """

    dates: str
    decimal: str
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(grid: Grid, fields: dict[str, str], table: str, reading: Reading) -> Conventions:
    """The conventions of the columns that hold dates and numbers; `fields`: column -> field."""
    times = [name for name, field in fields.items() if _type(table, field) == TIME]
    counted = [name for name, field in fields.items() if _is_number(table, field)]
    order, asked, assumed = _dates(grid, times, reading)
    decimal, also_asked = _decimal(grid, counted, reading)
    return Conventions(order, decimal, (*asked, *also_asked), tuple(assumed))


def _type(table: str, field: str) -> pa.DataType | None:
    fields = {**{"time": TIME}, **{found.name: found.type for found in TABLES[table].fields}}
    return fields.get(field, pa.float64() if field in NAMES else None)


def _is_number(table: str, field: str) -> bool:
    kind = _type(table, field)
    return kind is not None and (pa.types.is_decimal(kind) or pa.types.is_floating(kind))


def _dates(
    grid: Grid, columns: list[str], reading: Reading
) -> tuple[str, list[Question], list[Problem]]:
    if reading.dates:
        return reading.dates, [], []
    found = [dates.forms(grid.table[name]) for name in columns]
    numeric = tuple(text for forms in found for text in forms.numeric)
    if numeric:
        order, asked = _order(Forms(numeric=numeric))
        return order, asked, []
    return _counts(grid, columns, found)


def _order(forms: Forms) -> tuple[str, list[Question]]:
    orders = forms.orders()
    if len(orders) == 1:
        return orders[0], []
    text = AMBIGUOUS_DATES if orders else MIXED_DATES
    example = forms.telling()
    choices = tuple(
        (order, f"{example} → {dates.day(example, order) or '–'}")
        for order in orders or ("dmy", "mdy")
    )
    return choices[0][0], [Question("dates", text, choices)]


def _counts(
    grid: Grid, columns: list[str], found: list[Forms]
) -> tuple[str, list[Question], list[Problem]]:
    """Numbers in a date column: Excel's days or Unix's seconds, reported as assumed."""
    for name, forms in zip(columns, found, strict=True):
        if forms.serial:
            text = mark("Numbers were read as days since 1899-12-30, as Excel counts.")
            return "serial", [], [Problem("assumed", text, grid.file, name, forms.serial)]
        if forms.epoch:
            text = mark(
                "Numbers were read as Unix times: seconds, or their thousandths or millionths,"
                " since 1970 in UTC."
            )
            return "epoch", [], [Problem("assumed", text, grid.file, name, forms.epoch)]
    return "iso", [], []


def _decimal(grid: Grid, columns: list[str], reading: Reading) -> tuple[str, list[Question]]:
    if reading.decimal:
        return reading.decimal, []
    found: dict[str, str] = {}
    for name in columns:
        found = {**numbers.evidence(grid.table[name]), **found}
    told = [sign for sign in (".", ",") if sign in found]
    if len(told) == 1 or not found:
        return (told or ["."])[0], []
    text = MIXED_DECIMALS if told else AMBIGUOUS_DECIMALS
    example = found[","] if told else found["open"]
    return ".", [Question("decimal", text, tuple(_reading(example, sign) for sign in (".", ",")))]


def _reading(example: str, sign: str) -> tuple[str, str]:
    plain = numbers.plain(pa.array([example]), sign)[0].as_py()
    return sign, f"{example} → {plain or '–'}"
