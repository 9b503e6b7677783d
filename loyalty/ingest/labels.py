"""Text cells: ids and labels without invisible characters, flags from words."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest.coded import Coded, encode, mask, recode

INVISIBLE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{00ad}\x{061c}\x{180e}\x{200b}-\x{200f}"
    r"\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]"
)
NUL = r"[\x00]"
GUARD = r"^'([=+\-@\t\r\n\x00])"
OURS = r"^(\(start\)|\(end\)|\(other\)|order \d+\+?)$"  # what journeys call what no event records
WIDE_BLANK = r"[\x{00a0}\x{2000}-\x{200a}\x{3000}]"
WHOLE_FLOAT = r"^-?\d+\.0+$"
WHOLE = r"^-?\d+(\.0+)?$"
EXACT = 2**53

RETURNED = frozenset((
    "1", "true", "yes", "y", "t", "x", "return", "returned", "refund", "refunded", "cancel",
    "cancelled", "canceled", "void", "voided", "chargeback", "reversed", "rejected", "declined",
    "failed", "rma", "creditnote", "是", "真", "退货", "退款", "已退货", "已退款", "退货退款",
    "仅退款", "退货中", "退款中", "退款成功", "退货成功", "取消", "已取消", "订单取消",
    "交易取消", "已关闭", "交易关闭", "订单关闭", "作废", "已作废", "退单",
    "已退单", "拒收", "撤销", "已撤销",
))  # fmt: skip
KEPT = frozenset((
    "", "0", "false", "no", "n", "f", "sale", "sold", "order", "ordered", "complete", "completed",
    "closed", "paid", "shipped", "delivered", "done", "fulfilled", "processing", "processed",
    "confirmed", "active", "success", "successful", "succeeded", "ok", "invoiced", "purchase",
    "open", "null", "none", "na", "nan", "normal", "approved", "否", "假", "完成",
    "已完成", "交易完成", "交易成功", "成功", "正常", "已付款", "已支付", "已发货",
    "已签收", "已收货", "待发货", "待收货", "未退货", "未退款", "无", "销售", "有效",
))  # fmt: skip


@dataclass(frozen=True)
class Labels:
    """One text per row or null.

    Attributes:
        values: the text, coded (`coded.Coded`). trimmed: rows where invisible characters or
            blanks at the ends were removed. shortened: rows where 17850.0 became 17850.
        inexact: numbers of 16 digits and more that a spreadsheet or a double has rounded.
    """

    values: pa.Array
    trimmed: np.ndarray
    shortened: np.ndarray
    inexact: np.ndarray


def ids(column: pa.ChunkedArray) -> Labels:
    """Identifiers exactly as they stand, but for invisible characters and a float's ".0"."""
    if not pa.types.is_string(column.type):
        return _number_ids(column)
    coded = encode(column)
    cleaned, trimmed = _cleaned(coded, INVISIBLE)
    shortened = np.zeros(len(column), dtype=bool)
    if _are_floats(cleaned.values):
        shortened = cleaned.where(mask(pc.match_substring_regex(cleaned.values, WHOLE_FLOAT)))
        cleaned = recode(cleaned, pc.replace_substring_regex(cleaned.values, r"\.0+$", ""))
    return Labels(cleaned.array(), trimmed, shortened, np.zeros(len(column), dtype=bool))


def texts(column: pa.ChunkedArray, free: bool = False) -> Labels:
    """Labels without invisible characters; `free` text only without NUL."""
    coded = encode(_as_text(column))
    cleaned, trimmed = _cleaned(coded, NUL if free else INVISIBLE)
    none = np.zeros(len(column), dtype=bool)
    return Labels(cleaned.array(), trimmed, none, none)


def apart(names: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Names of touchpoints, those we use ourselves in quotes, and which rows these are."""
    coded = encode(names)
    ours = pc.match_substring_regex(coded.values, OURS)
    quoted = pc.binary_join_element_wise("'", coded.values, "'", "")
    return recode(coded, pc.if_else(ours, quoted, coded.values)).array(), coded.where(mask(ours))


def flags(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Which rows are marked as returned or cancelled, and which words are unknown."""
    if pa.types.is_boolean(column.type):
        return pc.fill_null(column, False).to_numpy(), np.zeros(len(column), dtype=bool)
    coded = encode(_as_text(column))
    words = [_word(text) for text in coded.values.to_pylist()]
    returned = np.asarray([word in RETURNED for word in words], dtype=bool)
    unknown = np.asarray([word not in RETURNED | KEPT for word in words], dtype=bool)
    return coded.where(returned), coded.where(unknown)


def are_flags(values: pa.Array) -> bool:
    """Whether most distinct words say returned or not."""
    words = [_word(text) for text in values.to_pylist()[:1000]]
    return bool(words) and sum(word in RETURNED | KEPT for word in words) >= 0.5 * len(words)


def _word(text: str) -> str:
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return {"10": "1", "00": "0"}.get(plain, plain) if "." in text else plain


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _cleaned(coded: Coded, pattern: str) -> tuple[Coded, np.ndarray]:
    unclean = pc.match_substring_regex(coded.values, f"{pattern}|{GUARD}|^\\s|\\s$|{WIDE_BLANK}")
    if not pc.any(unclean).as_py():
        return coded, np.zeros(len(coded.codes), dtype=bool)
    values = pc.replace_substring_regex(coded.values, GUARD, r"\1")
    values = pc.utf8_trim_whitespace(pc.replace_substring_regex(values, pattern, ""))
    return recode(coded, values), coded.where(mask(pc.not_equal(values, coded.values)))


def _are_floats(values: pa.Array) -> bool:
    return bool(pc.all(pc.match_substring_regex(values, WHOLE)).as_py()) and bool(
        pc.any(pc.match_substring_regex(values, WHOLE_FLOAT)).as_py()
    )


def _number_ids(column: pa.ChunkedArray) -> Labels:
    none = np.zeros(len(column), dtype=bool)
    if not pa.types.is_floating(column.type):
        return Labels(_distinct_text(column), none, none, none)
    numbers = column.to_numpy()
    with np.errstate(invalid="ignore"):
        whole = np.isfinite(numbers) & (numbers == np.trunc(numbers)) & (np.abs(numbers) < 1e18)
        inexact = whole & (np.abs(numbers) >= EXACT)
    filled = np.isfinite(numbers)
    if (filled & ~whole).any():
        kept = pc.if_else(pa.array(filled), column.combine_chunks(), pa.scalar(None, pa.float64()))
        return Labels(_distinct_text(kept), none, none, none)
    integers = pa.array(np.where(whole, numbers, 0).astype(np.int64), mask=~whole)
    return Labels(_distinct_text(integers), none, whole, inexact)


def _distinct_text(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = array.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices, coded.dictionary.cast(pa.string()))
