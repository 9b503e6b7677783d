"""Order lines of all files -> one row per order, and the lines where products are known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import money
from loyalty.ingest.coded import Coded, encode
from loyalty.ingest.dates import DAY
from loyalty.ingest.lines import Lines
from loyalty.language import mark
from loyalty.schema import TIME

FLOAT = pa.float64()

RULES = (
    mark("An order is one order number of one customer; without a number, one customer and day."),
    mark("A line is a return when it is marked as returned, refunded or cancelled, when its "
         "quantity or amount is negative, or when its order number is C and digits and all such "
         "lines of the file are zero or negative."),
    mark("A returned line reduces spend by its amount, whatever its sign in the file. (You can "
         "choose that marked lines count nothing instead.)"),
    mark("An order of returned lines only is a return, not an order; any other order amounts to "
         "the sum of all its lines."),
    mark("Lines without a customer are left out and counted."),
    mark("Lines that repeat another line are kept and reported."),
    mark("Customers with returns only stay, with no orders; orders of zero count as orders; "
         "negative spend is kept."),
    mark("A missing amount is quantity x unit price, exact, rounded half away from zero to four "
         "decimals; a line with neither is left out."),
    mark("An amount that stands on every line of its order as the order's total counts once."),
    mark("Margin is the margin given, else the amount less unit cost x quantity (quantity 1 where "
         "there is none); a return gives the margin back."),
    mark("An order takes the time of its first line and the channel of the first line that has "
         "one."),
    mark("Amounts in several currencies are refused unless you state the rates."),
    mark("Times are clock times as written; a time zone is reported and left out."),
    mark("Ids are kept as text exactly, but for invisible characters, blanks at the ends and a "
         "float's .0."),
)  # fmt: skip


@dataclass(frozen=True)
class Folded:
    """All lines sorted by order, where each order starts, and what tells about each line.

    Attributes:
        order: places of the lines, orders together, file order within. starts: of the orders.
        customer, number: coded ids per line. time: microseconds per line.
        lines: of all files one after the other. files: as they came.
    """

    order: np.ndarray
    starts: np.ndarray
    customer: Coded
    number: Coded | None
    time: np.ndarray
    lines: Lines
    files: tuple[Lines, ...]


def fold(files: Sequence[Lines]) -> Folded:
    """Group the lines of all files by customer and order number, or customer and day."""
    lines = _joined(files)
    customer = encode(lines.columns["customer_id"])
    number = encode(lines.columns["order_id"]) if "order_id" in lines.columns else None
    time = lines.columns["time"].cast(pa.int64()).to_numpy()
    key = _order_key(customer, number, time)
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    return Folded(order, starts, customer, number, time, lines, tuple(files))


def orders(folded: Folded) -> pa.Table:
    """One row per order, sorted by customer, time and order."""
    lines, order, starts = folded.lines, folded.order, folded.starts
    first = order[starts]
    time = np.minimum.reduceat(folded.time[order], starts)
    places = _places(folded, first, time)
    returned = np.logical_and.reduceat(lines.is_return[order], starts)
    columns = {
        "customer_id": _texts(folded.customer, first[places]),
        "order_id": _order_ids(folded, first[places]),
        "time": pa.array(time[places], pa.int64()).cast(TIME),
        "amount": money.money(money.total(lines.amount[order], starts)[places]),
        "is_return": pa.array(returned[places]),
    }
    if "channel" in lines.columns:
        columns["channel"] = _first_filled(lines.columns["channel"], order, starts, places)
    for name, part in (("discount", lines.discount), ("margin", lines.margin)):
        if part is not None:
            columns[name] = _sum(part, order, starts, name == "margin").take(pa.array(places))
    columns["lines"] = pa.array(np.diff(np.append(starts, len(order)))[places], pa.int64())
    return pa.table(columns)


def products(folded: Folded) -> pa.Table | None:
    """The lines, when products or categories are known, sorted like the orders."""
    lines = folded.lines
    if not {"product", "category"} & set(lines.columns):
        return None
    places = _places(folded, np.arange(len(lines.amount)), folded.time)
    columns = {
        "customer_id": _texts(folded.customer, places),
        "order_id": _order_ids(folded, places),
        "time": pa.array(folded.time[places], pa.int64()).cast(TIME),
    }
    for name, kind in (("product", pa.string()), ("category", pa.string()), ("quantity", FLOAT)):
        if name in lines.columns:
            columns[name] = lines.columns[name].take(pa.array(places)).cast(kind)
    columns["amount"] = money.money(lines.amount[places])
    columns["is_return"] = pa.array(lines.is_return[places])
    return pa.table(columns)


def _joined(files: Sequence[Lines]) -> Lines:
    """The lines of all files one after the other; a column one file lacks is blank there."""
    if len(files) == 1:
        return files[0]
    names = dict.fromkeys(name for file in files for name in file.columns)
    columns = {name: _stacked(name, files) for name in names}
    return Lines(
        columns,
        np.concatenate([file.amount for file in files]),
        np.concatenate([file.is_return for file in files]),
        _parts([file.discount for file in files], files),
        _parts([file.margin for file in files], files),
        np.concatenate([file.rows for file in files]),
        "",
    )


def _stacked(name: str, files: Sequence[Lines]) -> pa.Array:
    kind = next(file.columns[name].type for file in files if name in file.columns)
    parts = [file.columns.get(name, pa.nulls(len(file.amount), kind)) for file in files]
    whole = pa.chunked_array(parts)
    if pa.types.is_dictionary(kind):
        whole = whole.unify_dictionaries()
    return whole.combine_chunks()


def _parts(
    parts: Sequence[tuple[np.ndarray, np.ndarray] | None], files: Sequence[Lines]
) -> tuple[np.ndarray, np.ndarray] | None:
    if all(part is None for part in parts):
        return None
    filled = [
        part or (np.zeros(len(file.amount), np.int64), np.ones(len(file.amount), bool))
        for part, file in zip(parts, files, strict=True)
    ]
    return np.concatenate([part[0] for part in filled]), np.concatenate([p[1] for p in filled])


def _order_key(customer: Coded, number: Coded | None, time: np.ndarray) -> np.ndarray:
    """One integer per order: the customer's code, then the number's or the day's."""
    days = time // DAY
    first = int(days.min()) if len(days) else 0
    offset = 0 if number is None else len(number.values)
    second = days - first + offset
    if number is not None:
        second = np.where(number.codes >= 0, number.codes, second)
    width = int(second.max()) + 1 if len(second) else 1
    return np.asarray(customer.codes.astype(np.int64) * width + second)


def _order_ids(folded: Folded, places: np.ndarray) -> pa.Array:
    """Order numbers; where there is none, the day."""
    days = pa.array(folded.time[places] // DAY, pa.int64()).cast(pa.int32()).cast(pa.date32())
    if folded.number is None:
        return days.cast(pa.string())
    codes = folded.number.codes[places]
    known = folded.number.values.take(pa.array(codes, mask=codes < 0))
    return known if known.null_count == 0 else pc.coalesce(known, days.cast(pa.string()))


def _first_filled(
    column: pa.Array, order: np.ndarray, starts: np.ndarray, places: np.ndarray
) -> pa.Array:
    """Per order the value of the first line that has one."""
    coded = encode(column)
    codes = coded.codes[order]
    filled = np.where(codes >= 0, np.arange(len(codes)), len(codes))
    first = np.minimum.reduceat(filled, starts)
    picked = np.append(codes, -1)[np.minimum(first, len(codes))]
    picked = np.where(first < np.append(starts[1:], len(codes)), picked, -1)[places]
    return coded.values.take(pa.array(picked, mask=picked < 0))


def _sum(
    part: tuple[np.ndarray, np.ndarray], order: np.ndarray, starts: np.ndarray, all_known: bool
) -> pa.Array:
    """Sums per order: missing when any line's value is (`all_known`), or every line's."""
    values, missing = part
    join = np.logical_or if all_known else np.logical_and
    return money.money(money.total(values[order], starts), join.reduceat(missing[order], starts))


def _places(folded: Folded, rows: np.ndarray, time: np.ndarray) -> np.ndarray:
    """The order of rows by customer, time and order; only equal times compare order numbers."""
    customer = folded.customer
    rank = np.empty(len(customer.values), dtype=np.int32)
    rank[pc.array_sort_indices(customer.values).to_numpy()] = np.arange(len(rank))
    ranks = rank[customer.codes[rows]]
    places = np.lexsort((time, ranks))
    same = (np.diff(ranks[places]) == 0) & (np.diff(time[places]) == 0)
    tied = np.append(False, same) | np.append(same, False)
    if not tied.any():
        return places
    some = places[tied]
    numbers = pc.rank(_order_ids(folded, rows[some]), tiebreaker="dense").to_numpy()
    places[tied] = some[np.lexsort((some, numbers, time[some], ranks[some]))]
    return places


def _texts(coded: Coded, rows: np.ndarray) -> pa.Array:
    return coded.values.take(pa.array(coded.codes[rows]))
