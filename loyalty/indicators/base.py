"""What an indicator is, and how to add one.

1. Write ``loyalty/indicators/my_key.py`` with ``INDICATOR = Indicator(key="my_key", ...)``.
2. Add one line to ``CATALOGUE`` in ``loyalty/indicators/__init__.py`` (its place is its order).
3. Add a case with a literal table to ``tests/indicators/test_indicators.py``.

`aggregate` is one narwhals expression over the prepared rows of its source (see
`loyalty.prepared` for the columns each source offers); it is computed per customer by the engine.
`distinct` and `latest` are expressions that several indicators share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import narwhals as nw

from loyalty.language import mark

Family = Literal["purchase", "usage", "recommendation", "emotion", "relationship"]
Source = Literal["orders", "lines", "events", "usage", "answers", "referrals"]

FAMILIES: dict[Family, str] = {
    "purchase": mark("Purchase"),
    "usage": mark("Usage"),
    "recommendation": mark("Recommendation"),
    "emotion": mark("Emotion"),
    "relationship": mark("Relationship"),
}


@dataclass(frozen=True)
class Indicator:
    """One number per customer.

    Attributes:
        key: column name in every table and file.
        label, unit, meaning: shown to people, marked for translation.
        family: where its weight belongs.
        better: whether a high or a low value is good.
        source: prepared table it reads; needs: columns of that table it cannot do without;
            beside: other tables it cannot do without.
        aggregate: returns the narwhals expression, one value per customer.
        question: for answers: the item it reads.
        empty: value of a customer without rows in the source; None = missing (never "best").
        digits: decimals shown.
    """

    key: str
    label: str
    unit: str
    meaning: str
    family: Family
    better: Literal["high", "low"]
    source: Source
    aggregate: Callable[[], nw.Expr]
    needs: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    question: str | None = None
    empty: float | None = None
    digits: int = 0


def distinct(values: nw.Expr) -> nw.Expr:
    """How many different values there are; a missing one is none of them."""
    return values.n_unique() - values.is_null().any().cast(nw.Int64)


def latest(item: str) -> nw.Expr:
    """The customer's last answer to a survey item."""
    return nw.when((nw.col("item") == item) & nw.col("is_latest")).then(nw.col("score")).max()
