"""Column names: made safe to show and unique, and compared with the names of our fields."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from loyalty.ingest.limits import MAX_NAME
from loyalty.language import mark
from loyalty.problems import Problem, Refused
from loyalty.questions import NAMES
from loyalty.schema import CUSTOMER, TABLES

INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
GUARD = re.compile(r"^'(?=[=+\-@\0 ])")
# Traditional characters of our Chinese names -> the simplified ones they are written in.
SIMPLIFIED = str.maketrans(
    "戶編號訂單時間額實購買顧員數價貨類別費動觸點評論題問滿薦級獲註冊會發應績標備內長訪營銷",
    "户编号订单时间额实购买顾员数价货类别费动触点评论题问满荐级获注册会发应绩标备内长访营销",
)
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


def plain(name: str) -> str:
    """A name without case, spaces, punctuation, full-width and traditional forms."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(SIMPLIFIED)
    return "".join(sign for sign in folded if sign.isalnum())


def without_unit(name: str) -> str:
    """`plain` of the name without what stands in brackets, such as a currency."""
    return plain(BRACKETS.sub("", name))


@cache
def synonyms(table: str) -> dict[str, tuple[str, int]]:
    """Plain names of a table's fields -> (field, rank among the field's names)."""
    found: dict[str, tuple[str, int]] = {}
    for field in TABLES[table].fields:
        for rank, name in enumerate((field.name, field.label, *field.synonyms)):
            found.setdefault(plain(name), (field.name, rank))
    return found


@cache
def survey_names() -> dict[str, str]:
    """Plain names of the survey questions we know -> their codes."""
    return {plain(name): code for code, names in NAMES.items() for name in names}


@cache
def _all_names() -> frozenset[str]:
    return frozenset(name for table in TABLES for name in synonyms(table)) | set(survey_names())


def is_known(name: str) -> bool:
    """Whether any of our tables has a field of this name."""
    return plain(name) in _all_names() or without_unit(name) in _all_names()


def is_customer(name: str) -> bool:
    """Whether a name is one for the customer's id."""
    return synonyms("orders").get(plain(name), ("", 0))[0] == CUSTOMER.name


def known_words(header: str) -> int:
    """How many names of a raw header line are known and not plain ASCII."""
    names = re.split(r"[,;\t|]", header)
    return sum(is_known(name) and not name.isascii() for name in names)


def signature(names: Sequence[str]) -> str:
    """A hash that is the same for every file with the same header."""
    text = "\x1f".join(plain(name) for name in names)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def clean(raw: Sequence[str], file: str) -> tuple[list[str], list[Problem]]:
    """Names that are visible, unique even without case, and the list of what was renamed."""
    names: list[str] = []
    taken: set[str] = set()
    renamed: list[str] = []
    for number, text in enumerate(raw, start=1):
        name = _visible(text, file) or f"column {number}"
        unique = _unique(name, taken)
        taken.add(unique.casefold())
        names.append(unique)
        if unique != text.strip():
            renamed.append(unique)
    return names, [_renamed(renamed, file)] if renamed else []


def numbered(count: int) -> list[str]:
    """Names of the columns of a file without a header."""
    return [f"column {number}" for number in range(1, count + 1)]


def free(name: str, taken: set[str]) -> str:
    """`name`, or "name (imported)" when it is taken; `taken` in lower case."""
    return _unique(f"{name} (imported)", taken) if name.casefold() in taken else name


def _visible(text: str, file: str) -> str:
    if len(text) > MAX_NAME:
        raise Refused(
            mark("{file}: a column name is longer than {limit} characters, the limit for names."),
            file=file,
            limit=MAX_NAME,
        )
    bare = GUARD.sub("", re.sub(r"\s+", " ", text))
    return INVISIBLE.sub("", bare).strip()


def _unique(name: str, taken: set[str]) -> str:
    number = 2
    unique = name
    while unique.casefold() in taken:
        unique = f"{name} ({number})"
        number += 1
    return unique


def _renamed(names: list[str], file: str) -> Problem:
    text = mark("Column names that were blank, repeated or unreadable were changed.")
    return Problem("note", text, file, count=len(names), rows=(1,), examples=tuple(names[:5]))
