"""What folding found: repeated lines, order numbers shared by customers, and counts of rules."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest.coded import encode
from loyalty.ingest.dates import DAY
from loyalty.ingest.fold import Folded
from loyalty.language import mark
from loyalty.problems import MAX_EXAMPLES, MAX_ROWS, Problem

REPEATED = mark("Lines that repeat another line in every column used: they were kept.")
SHARED = mark("An order number stands for several customers: their orders were kept apart.")
DAYS = mark("Lines of one order lie on different days: the order takes the first.")
CHANNELS = mark("Lines of one order have different channels: the order takes the first.")
DAILY = mark("Lines without an order number: one customer's lines of a day are one order.")
ONLY_RETURNS = mark("Customers with returns only: they stay, with no orders.")
ZERO = mark("Orders of zero: they count as orders.")
NEGATIVE = mark("Customers whose returns exceed their orders: negative spend was kept.")

HASHED = ("order_id", "channel", "product", "category", "quantity")


def of_lines(folded: Folded) -> list[Problem]:
    """Findings about single lines, file by file."""
    found: list[Problem] = []
    for text, mask, coded in (
        (REPEATED, _repeated(folded), None),
        (DAILY, _without_number(folded), None),
        (SHARED, _shared(folded), folded.number),
        (DAYS, _spread(folded, _days(folded)), folded.number),
        (CHANNELS, _several_channels(folded), folded.number),
    ):
        ids = None if coded is None else coded.codes
        for name, rows, places in _by_file(folded, mask):
            examples = () if ids is None else np.unique(ids[places])[:MAX_EXAMPLES]
            shown = tuple(coded.values[int(code)].as_py() for code in examples) if coded else ()
            found.append(Problem("assumed", text, name, "", len(places), rows, shown))
    return found


def of_customers(orders: pa.Table) -> list[Problem]:
    """How many customers and orders the rules concern."""
    spend = orders.group_by("customer_id").aggregate([("amount", "sum"), ("is_return", "min")])
    zero = pc.and_(pc.equal(orders["amount"], 0), pc.invert(orders["is_return"]))
    counts = (
        (ONLY_RETURNS, pc.sum(spend["is_return_min"]).as_py()),
        (ZERO, pc.sum(zero).as_py()),
        (NEGATIVE, pc.sum(pc.less(spend["amount_sum"], 0)).as_py()),
    )
    return [Problem("note", text, count=count) for text, count in counts if count]


def _by_file(folded: Folded, mask: np.ndarray) -> Iterator[tuple[str, tuple[int, ...], np.ndarray]]:
    """Name, row numbers and places of the marked lines of each file that has some."""
    start = 0
    for file in folded.files:
        places = np.flatnonzero(mask[start : start + len(file.amount)])
        if len(places):
            rows = tuple(int(row) for row in file.rows[places[:MAX_ROWS]])
            yield file.file, rows, places + start
        start += len(file.amount)


def _repeated(folded: Folded) -> np.ndarray:
    """Lines equal to an earlier one in every column, by a 64-bit hash of the row."""
    lines = folded.lines
    sizes = np.diff(np.append(folded.starts, len(lines.amount)))
    places = np.sort(folded.order[np.repeat(sizes > 1, sizes)])
    parts = [folded.customer.codes, folded.time, lines.amount, lines.is_return]
    parts += [part[0] for part in (lines.discount, lines.margin) if part is not None]
    parts += [_codes(column) for name, column in lines.columns.items() if name in HASHED]
    hashed = np.zeros(len(places), dtype=np.uint64)
    for part in parts:
        hashed = _mixed(hashed ^ part[places].astype(np.int64).view(np.uint64))
    _, first = np.unique(hashed, return_index=True)
    repeated = np.zeros(len(lines.amount), dtype=bool)
    repeated[np.delete(places, first)] = True
    return repeated


def _codes(column: pa.Array) -> np.ndarray:
    if pa.types.is_dictionary(column.type):
        return encode(column).codes
    coded = column.dictionary_encode()
    return coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)


def _mixed(values: np.ndarray) -> np.ndarray:
    """The finaliser of SplitMix64: spreads every bit over all."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _without_number(folded: Folded) -> np.ndarray:
    if folded.number is None:
        return np.ones(len(folded.time), dtype=bool)
    return folded.number.codes < 0


def _shared(folded: Folded) -> np.ndarray:
    """Lines whose order number occurs with more than one customer."""
    none = np.zeros(len(folded.time), dtype=bool)
    if folded.number is None:
        return none
    first = folded.order[folded.starts]
    numbers = folded.number.codes[first]
    counts = np.bincount(numbers[numbers >= 0], minlength=len(folded.number.values) + 1)
    return np.where(folded.number.codes >= 0, counts[folded.number.codes] > 1, none)


def _spread(folded: Folded, values: np.ndarray) -> np.ndarray:
    """Lines of orders whose lines differ in some value; negative values are blank."""
    ordered = values[folded.order]
    high = np.maximum.reduceat(ordered, folded.starts)
    low = np.minimum.reduceat(np.where(ordered < 0, ordered.max() + 1, ordered), folded.starts)
    sizes = np.diff(np.append(folded.starts, len(values)))
    marked = np.empty(len(values), dtype=bool)
    marked[folded.order] = np.repeat(low < high, sizes)
    return marked


def _days(folded: Folded) -> np.ndarray:
    days = folded.time // DAY
    return days - days.min()


def _several_channels(folded: Folded) -> np.ndarray:
    if "channel" not in folded.lines.columns:
        return np.zeros(len(folded.time), dtype=bool)
    return _spread(folded, encode(folded.lines.columns["channel"]).codes)
