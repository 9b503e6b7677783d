"""Order totals that stand on every line of an order: each counts once, not once per line."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import money, names
from loyalty.ingest.coded import encode
from loyalty.ingest.convert import Converted
from loyalty.ingest.numbers import NUMBER
from loyalty.language import mark

# So many orders of several lines, of so many different totals, are no coincidence.
MIN_ORDERS = 10
MIN_TOTALS = 3
TOTAL_NAMES = frozenset(
    names.plain(name)
    for name in (
        "order total", "order amount", "order value", "order sum", "invoice total", "basket total",
        "invoice amount", "grand total", "total amount", "order revenue", "订单金额", "订单总额",
        "订单总价", "订单总金额", "订单实付金额", "订单支付金额",
    )
)  # fmt: skip

AS_PRODUCT = mark(
    "The amount is the order's total on every line: quantity x unit price was taken instead."
)
IN_PARTS = mark(
    "The amount is the order's total on every line: it counts once, in equal parts on the lines."
)


@dataclass(frozen=True)
class Groups:
    """Lines of one order together: their places, where orders start, and how many lines each."""

    places: np.ndarray
    starts: np.ndarray
    sizes: np.ndarray

    @property
    def several(self) -> np.ndarray:
        """Orders of more than one line."""
        return self.sizes > 1


def count_once(done: Converted) -> None:
    """Replace amounts that are the total of their order; others stay."""
    if not {"amount", "order_id"} <= set(done.columns):
        return
    amount = money.units(done.columns["amount"])
    groups = _groups(done)
    if not groups.several.any() or not _constant(groups, amount):
        return
    column = done.names["amount"]
    everywhere = np.ones(len(amount), dtype=bool)
    if _adds_up(done, groups, amount):
        done.columns["amount"] = pa.nulls(len(amount), NUMBER)
        done.note("assumed", AS_PRODUCT, everywhere, column)
    elif names.without_unit(column) in TOTAL_NAMES or _no_coincidence(done, groups, amount):
        done.columns["amount"] = _parts(groups, amount)
        done.note("assumed", IN_PARTS, everywhere, column)


def _groups(done: Converted) -> Groups:
    number, customer = encode(done.columns["order_id"]), encode(done.columns["customer_id"])
    usable = (number.codes >= 0) & (customer.codes >= 0) & ~done.rejected
    usable &= done.columns["amount"].is_valid().to_numpy(zero_copy_only=False)
    key = number.codes.astype(np.int64) * (len(customer.values) + 1) + customer.codes
    places = np.flatnonzero(usable)
    places = places[np.argsort(key[places], kind="stable")]
    starts = np.flatnonzero(np.diff(key[places], prepend=-1))
    return Groups(places, starts, np.diff(np.append(starts, len(places))))


def _constant(groups: Groups, values: np.ndarray) -> bool:
    """Whether all lines of each order have the same value."""
    ordered = values[groups.places]
    low = np.minimum.reduceat(ordered, groups.starts)
    return bool((low == np.maximum.reduceat(ordered, groups.starts)).all())


def _adds_up(done: Converted, groups: Groups, amount: np.ndarray) -> bool:
    """Whether quantity x unit price of the lines add up to the total in every such order."""
    if not {"quantity", "unit_price"} <= set(done.columns):
        return False
    computed, _large = money.product(done.columns["quantity"], done.columns["unit_price"])
    if computed.null_count:
        return False
    sums = money.total(money.units(computed)[groups.places], groups.starts)
    total = amount[groups.places][groups.starts]
    return bool((np.abs(sums - total) <= groups.sizes * 50)[groups.several].all())


def _no_coincidence(done: Converted, groups: Groups, amount: np.ndarray) -> bool:
    totals = amount[groups.places][groups.starts][groups.several]
    if len(totals) < MIN_ORDERS or len(np.unique(totals)) < MIN_TOTALS:
        return False
    if "product" not in done.columns:
        return True
    products = encode(done.columns["product"]).codes.astype(np.int64)
    ordered = products[groups.places]
    low = np.minimum.reduceat(ordered, groups.starts)
    high = np.maximum.reduceat(ordered, groups.starts)
    return bool((low < high)[groups.several].all())


def _parts(groups: Groups, amount: np.ndarray) -> pa.Array:
    """Each total in equal parts on its lines, what is left over on the first."""
    size = np.ones(len(amount), dtype=np.int64)
    size[groups.places] = np.repeat(groups.sizes, groups.sizes)
    part = (np.abs(amount) // size) * np.sign(amount)
    first = groups.places[groups.starts]
    part[first] = amount[first] - part[first] * (size[first] - 1)
    missing = np.ones(len(amount), dtype=bool)
    missing[groups.places] = False
    return pc.cast(money.money(part, missing), NUMBER)
