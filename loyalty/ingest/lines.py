"""Order lines of one file: amounts computed, returns recognised, margins signed."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import money, totals
from loyalty.ingest.coded import encode, mask
from loyalty.ingest.convert import ENDLESS, ENDLESS_BLANK, Converted
from loyalty.ingest.numbers import NUMBER
from loyalty.ingest.records import Reading
from loyalty.language import mark

CANCELLED_ID = r"^[Cc]\d+$"
KEPT_AS_THEY_ARE = ("customer_id", "order_id", "time", "channel", "product", "category")

NEITHER = mark("Lines with neither an amount nor quantity and unit price were left out.")
COMPUTED = mark("The amount was missing: it is quantity x unit price, rounded to four decimals.")
MARKED = mark("Lines marked as returned or cancelled reduce spend.")
VOIDED = mark("Lines marked as returned or cancelled count nothing.")
CANCELLED = mark("Order numbers of C and digits are cancellations in this file.")
NEGATIVE = mark("Lines with a negative amount or quantity are returns.")
REVERSED = mark("Returned lines with a positive amount were counted as negative.")
ONE_PIECE = mark("There is no quantity: the unit cost was taken once per line.")


@dataclass(frozen=True)
class Lines:
    """Order lines ready to be folded.

    Attributes:
        columns: text, times and `quantity`. amount: ten-thousandths, returns negative.
        is_return: per line. discount, margin: ten-thousandths or None; their missing rows apart.
        rows: row numbers in the file. file: its name.
    """

    columns: dict[str, pa.Array]
    amount: np.ndarray
    is_return: np.ndarray
    discount: tuple[np.ndarray, np.ndarray] | None
    margin: tuple[np.ndarray, np.ndarray] | None
    rows: np.ndarray
    file: str


def build(done: Converted, reading: Reading, rates: dict[str, float]) -> Lines:
    """Lines of one file; `rates` converts its currencies, empty when there is one only."""
    if rates:
        _exchange(done, rates)
    totals.count_once(done)
    _amounts(done)
    marked = _marked(done, reading)
    columns, rows = done.kept()
    marked = marked[~done.rejected]
    amount = money.units(columns["amount"])
    negative = (amount < 0) | _negative_quantity(columns, len(amount))
    returned = marked | negative
    void = marked if reading.returned == "void" else np.zeros(len(amount), dtype=bool)
    turned = returned & (amount > 0) & ~void
    _report(done, negative & ~marked, turned)
    signed = np.where(void, 0, np.where(returned, -np.abs(amount), amount))
    return Lines(
        {name: columns[name] for name in (*KEPT_AS_THEY_ARE, "quantity") if name in columns},
        signed,
        returned,
        _discount(columns, turned, void),
        _margin(done, columns, signed, returned, turned, void),
        rows,
        done.grid.file,
    )


def _exchange(done: Converted, rates: dict[str, float]) -> None:
    if "currency" not in done.columns:
        return
    coded = encode(done.columns["currency"])
    factors = pa.array([f"{rates[code]:.10f}" for code in coded.values.to_pylist()], pa.string())
    column = pc.fill_null(coded.spread(pc.cast(factors, money.RATE)), Decimal(1))
    for name in ("amount", "unit_price", "unit_cost", "discount", "margin"):
        if name in done.columns:
            done.columns[name] = money.at_rate(done.columns[name], column)


def _amounts(done: Converted) -> None:
    """Fill missing amounts with quantity x unit price; reject lines that have neither."""
    count = done.grid.table.num_rows
    columns = done.columns
    given = columns.get("amount", pa.nulls(count, NUMBER))
    if "quantity" in columns and "unit_price" in columns:
        computed, large = money.product(columns["quantity"], columns["unit_price"])
        done.reject(large & mask(given.is_null()), ENDLESS, done.names["unit_price"])
        filled = mask(given.is_null()) & mask(computed.is_valid())
        if "amount" in columns:
            done.note("assumed", COMPUTED, filled, done.names["amount"])
        given = pc.coalesce(given, computed)
    name = done.names.get("amount") or done.names.get("unit_price", "")
    done.reject(mask(given.is_null()), NEITHER, name)
    columns["amount"] = given


def _marked(done: Converted, reading: Reading) -> np.ndarray:
    """Lines that a flag, a status word or their order number calls returned."""
    text = VOIDED if reading.returned == "void" else MARKED
    flagged = np.zeros(done.grid.table.num_rows, dtype=bool)
    if "returned" in done.columns:
        flagged = mask(done.columns["returned"])
        done.note("assumed", text, flagged, done.names["returned"])
    if "order_id" not in done.columns:
        return flagged
    numbers = encode(done.columns["order_id"])
    called = numbers.where(mask(pc.match_substring_regex(numbers.values, CANCELLED_ID)))
    positive = money.units(done.columns["amount"]) > 0
    used = called & ~done.rejected
    if not used.any() or (used & positive).any() or used.sum() == (~done.rejected).sum():
        return flagged
    done.note("assumed", CANCELLED, called & ~flagged, done.names["order_id"])
    return flagged | called


def _negative_quantity(columns: dict[str, pa.Array], count: int) -> np.ndarray:
    if "quantity" not in columns:
        return np.zeros(count, dtype=bool)
    return money.units(columns["quantity"]) < 0


def _report(done: Converted, negative: np.ndarray, turned: np.ndarray) -> None:
    name = done.names.get("amount") or done.names.get("quantity", "")
    for marked, text in ((negative, NEGATIVE), (turned, REVERSED)):
        spread = np.zeros(done.grid.table.num_rows, dtype=bool)
        spread[np.flatnonzero(~done.rejected)[marked]] = True
        done.note("assumed", text, spread, name)


def _discount(
    columns: dict[str, pa.Array], turned: np.ndarray, void: np.ndarray
) -> tuple[np.ndarray, np.ndarray] | None:
    if "discount" not in columns:
        return None
    values = money.units(columns["discount"])
    signed = np.where(void, 0, np.where(turned, -values, values))
    return signed, mask(columns["discount"].is_null())


def _margin(
    done: Converted,
    columns: dict[str, pa.Array],
    amount: np.ndarray,
    returned: np.ndarray,
    turned: np.ndarray,
    void: np.ndarray,
) -> tuple[np.ndarray, np.ndarray] | None:
    """The margin given, else the amount less unit cost x quantity; a return gives it back."""
    if "margin" in columns:
        given = money.units(columns["margin"])
        signed = np.where(void, 0, np.where(turned, -given, given))
        return signed, mask(columns["margin"].is_null())
    if "unit_cost" not in columns:
        return None
    cost = _cost(done, columns)
    spent = np.abs(money.units(cost))
    margin = np.where(returned, amount + spent, amount - spent)
    return np.where(void, 0, margin), mask(cost.is_null())


def _cost(done: Converted, columns: dict[str, pa.Array]) -> pa.Array:
    if "quantity" in columns:
        cost, large = money.product(columns["unit_cost"], columns["quantity"])
        spread = np.zeros(done.grid.table.num_rows, dtype=bool)
        spread[np.flatnonzero(~done.rejected)[large]] = True
        done.note("coerced", ENDLESS_BLANK, spread, done.names["unit_cost"])
        return cost
    everywhere = np.ones(done.grid.table.num_rows, dtype=bool)
    done.note("assumed", ONE_PIECE, everywhere, done.names["unit_cost"])
    return columns["unit_cost"]
