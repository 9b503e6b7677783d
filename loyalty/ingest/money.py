"""Amounts as whole ten-thousandths: exact sums in int64, stored as DECIMAL(18,4).

Products and more than four decimals are rounded half away from zero.
"""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest.limits import MAX_NUMBER
from loyalty.ingest.numbers import NUMBER
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.schema import MONEY

PLACES = 4
UNIT = 10**PLACES
MAX_UNITS = 10**18
RATE = pa.decimal128(18, 10)


def units(values: pa.Array) -> np.ndarray:
    """Decimals as whole ten-thousandths; null is 0."""
    rounded = pc.round(pc.fill_null(values, Decimal(0)), PLACES, "half_towards_infinity")
    exact = pc.cast(rounded, pa.decimal128(38, PLACES))
    low, high = _words(exact)
    if np.any((low < 0) != (high < 0)) or np.any(np.abs(low) >= MAX_UNITS):
        raise _too_large()
    return low


def money(whole: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Ten-thousandths as DECIMAL(18,4), null where `missing`."""
    if np.any(np.abs(whole) >= MAX_UNITS):
        raise _too_large()
    words = np.empty((len(whole), 2), dtype=np.int64)
    words[:, 0] = whole
    words[:, 1] = whole >> 63
    array = pa.Array.from_buffers(MONEY, len(whole), [None, pa.py_buffer(words.tobytes())])
    if missing is None:
        return array
    return pc.if_else(pa.array(missing), pa.scalar(None, MONEY), array)


def product(left: pa.Array, right: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Exact product of two columns of numbers, rounded to four places; null where too large."""
    exact = pc.round(pc.multiply(left, right), PLACES, "half_towards_infinity")
    return _bounded(exact)


def at_rate(values: pa.Array, rates: pa.Array) -> pa.Array:
    """Amounts in another currency, rounded to four places."""
    exact = pc.round(pc.multiply(values, rates), PLACES, "half_towards_infinity")
    found, large = _bounded(exact)
    if large.any():
        raise _too_large()
    return found


def total(whole: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums of the runs of `whole` that begin at `starts`; Refused when one overflows."""
    if not len(whole):
        return whole
    if float(np.abs(whole.astype(np.float64)).sum()) >= 9e18:
        raise _too_large()
    return np.add.reduceat(whole, starts)


def _bounded(exact: pa.Array) -> tuple[pa.Array, np.ndarray]:
    size = pc.abs(pc.cast(pc.fill_null(exact, Decimal(0)), pa.float64()))
    large = size.to_numpy(zero_copy_only=False) >= MAX_NUMBER
    kept = pc.if_else(pa.array(large), pa.scalar(None, exact.type), exact)
    return pc.cast(kept, NUMBER), large


def _words(array: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    both = np.frombuffer(array.buffers()[1], dtype=np.int64)
    both = both[2 * array.offset : 2 * (array.offset + len(array))].reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1]


def _too_large() -> Refused:
    return Refused(
        mark("The amounts add up to more than {limit}: check the decimal sign and the currency."),
        limit=MAX_UNITS // UNIT,
    )
