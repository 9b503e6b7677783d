"""Text -> numbers under a stated decimal sign: 1,234.50  1.234,50  ¥1,234  (12.50)  １２  3-

Numbers are kept exactly to six decimals (more are rounded half away from zero) and below 10^12.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest.coded import Coded, encode, mask
from loyalty.ingest.limits import MAX_NUMBER

NUMBER = pa.decimal128(18, 6)
PLACES = Decimal("0.000001")
SIGNS = "¥￥$€£₩₹₽元"
CODES = "CNY|RMB|USD|EUR|GBP|JPY|HKD|TWD|CHF|AUD|CAD|INR|KRW|Rs|kr|zł|Fr"
MONEY = rf"{CODES}|[{SIGNS}]"
PLAIN = r"^-?\d{1,12}(\.\d{1,6})?$"
MISSING = ("na", "n/a", "null", "none", "-", "--", "—", "無", "无", "缺失", "#n/a")
ENDLESS = r"^[-+]?(nan|inf|infinity|∞|1\.#inf|1\.#ind)$"
GROUPS = {
    ".": r"^-?(\d+|\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})*,\d{3})?(\.\d*)?([eE][-+]?\d{1,4})?$",
    ",": r"^-?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?([eE][-+]?\d{1,4})?$",
}
OPEN = r"^-?[1-9]\d{0,2}[.,]\d{3}$"
SHOWN = {
    ".": r"^-?\d*\.\d*$|^-?[\d,]+,\d+\.\d*$|^-?\d+(,\d+){2,}$",
    ",": r"^-?\d*,\d*$|^-?[\d.]+\.\d+,\d*$|^-?\d+(\.\d+){2,}$",
    "open": OPEN,
}


@dataclass(frozen=True)
class Numbers:
    """One number per row or null, and which rows hold something else.

    Attributes:
        values: decimals with six places. words: not numbers. endless: infinite or too large.
    """

    values: pa.Array
    words: np.ndarray
    endless: np.ndarray


def parse(column: pa.ChunkedArray, decimal: str) -> Numbers:
    """The numbers of a column, text or typed."""
    if pa.types.is_string(column.type):
        return _text(encode(column), decimal)
    if pa.types.is_timestamp(column.type) or pa.types.is_boolean(column.type):
        filled = column.is_valid().to_numpy()
        return Numbers(pa.nulls(len(column), NUMBER), filled, np.zeros(len(column), bool))
    return _typed(column)


def plain(values: pa.Array, decimal: str) -> pa.Array:
    """Each text as a plain number such as -1234.5 or 1e3; null where it is none."""
    if pc.all(pc.match_substring_regex(values, PLAIN)).as_py() and decimal == ".":
        return values
    bare = stripped(values)
    valid = pc.and_(
        pc.match_substring_regex(bare, GROUPS[decimal]),
        pc.match_substring_regex(bare, r"^-?[.,]?\d"),
    )
    group = "," if decimal == "." else "."
    joined = pc.replace_substring(pc.replace_substring(bare, group, ""), decimal, ".")
    return pc.if_else(valid, joined, pa.scalar(None, pa.string()))


def stripped(values: pa.Array) -> pa.Array:
    """Texts without currency, blanks and full-width forms, and with the minus sign in front."""
    if not pc.all(pc.string_is_ascii(values)).as_py():
        values = pc.utf8_normalize(values, "NFKC")
        values = pc.replace_substring_regex(values, "[\u2212\u2013]", "-")
    for pattern, by in (
        (r"^\s*'|^\s+|\s+$|\x00", ""),
        (rf"(?i)^([-+(]*)\s*(?:{MONEY})+\s*", r"\1"),
        (rf"(?i)\s*(?:{MONEY})+([-)]?)$", r"\1"),
        (r"[\s'’](\d{3})\b", r"\1"),
        (r"^\(([^-].*)\)$", r"-\1"),
        (r"^([^-].*)-$", r"-\1"),
        (r"^\+", ""),
    ):
        values = pc.replace_substring_regex(values, pattern, by)
    return values


def signs(column: pa.ChunkedArray) -> pa.Array | None:
    """The currency sign or code beside each number; None when the column has none at all."""
    if not pa.types.is_string(column.type):
        return None
    coded = encode(column)
    beside = rf"(?i)^[-+(]*\s*(?P<before>{MONEY})\s*\d|\d\s*(?P<after>{MONEY})[-)]?$"
    if not pc.any(pc.match_substring_regex(coded.values, beside)).as_py():
        return None
    found = pc.extract_regex(coded.values, beside)
    sign = pc.binary_join_element_wise(
        pc.struct_field(found, "before"), pc.struct_field(found, "after"), ""
    )
    filled = pc.if_else(pc.equal(sign, ""), pa.scalar(None, pa.string()), sign)
    return coded.spread(pc.utf8_upper(filled))


def evidence(column: pa.ChunkedArray) -> dict[str, str]:
    """What a text column tells about its decimal sign: "." or "," or "open" -> an example."""
    if not pa.types.is_string(column.type):
        return {}
    values = encode(column).values
    values = values.filter(pc.match_substring_regex(values, r"\d[.,，]|[.,，]\d"))
    bare = stripped(values)
    loose = pc.match_substring_regex(bare, OPEN)
    found = {}
    for sign, pattern in SHOWN.items():
        told = pc.match_substring_regex(bare, pattern)
        told = told if sign == "open" else pc.and_not(told, loose)
        place = pc.index(told, True).as_py()
        if place >= 0:
            found[sign] = values[place].as_py()
    return found


def _text(coded: Coded, decimal: str) -> Numbers:
    canonical = plain(coded.values, decimal)
    values, large = _decimals(canonical)
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(coded.values))
    missing = mask(pc.is_in(lower, pa.array(MISSING)))
    endless = large | mask(pc.match_substring_regex(lower, ENDLESS))
    words = ~mask(canonical.is_valid()) & ~endless & ~missing
    return Numbers(coded.spread(values), coded.where(words), coded.where(endless))


def _decimals(canonical: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Plain numbers as decimals, and which of them are too large."""
    if not len(canonical):
        return pa.nulls(0, NUMBER), np.zeros(0, dtype=bool)
    simple = pc.match_substring_regex(canonical, r"^-?\d{0,12}(\.\d{0,6})?$").fill_null(False)
    exact = pc.cast(pc.if_else(simple, canonical, pa.scalar(None, pa.string())), NUMBER)
    if pc.all(pc.or_(simple, canonical.is_null())).as_py():
        return exact, np.zeros(len(canonical), dtype=bool)
    other = pc.if_else(simple, pa.scalar(None, pa.string()), canonical)
    rounded, large = _long(other)
    return pc.coalesce(exact, rounded), large


def _long(canonical: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Numbers with many digits or an exponent, one by one in exact decimal arithmetic."""
    numbers = [None if text is None else Decimal(text) for text in canonical.to_pylist()]
    large = [number is not None and abs(number) >= MAX_NUMBER for number in numbers]
    kept = [
        None if number is None or big else number.quantize(PLACES, ROUND_HALF_UP)
        for number, big in zip(numbers, large, strict=True)
    ]
    return pa.array(kept, NUMBER), np.asarray(large, dtype=bool)


def _typed(column: pa.ChunkedArray) -> Numbers:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    numbers = pc.cast(array, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        large = np.abs(numbers) >= MAX_NUMBER
    kept = pa.array(~large & ~np.isnan(numbers))
    bounded = pc.if_else(kept, array, pa.scalar(None, array.type))
    if pa.types.is_decimal(array.type):
        bounded = pc.round(bounded, 6, "half_towards_infinity")
    if pa.types.is_integer(array.type):
        bounded = pc.cast(bounded, pa.decimal128(25, 6))
    return Numbers(pc.cast(bounded, NUMBER), np.zeros(len(array), dtype=bool), large)
