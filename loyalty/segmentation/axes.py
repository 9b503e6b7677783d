"""Columns cut into atoms: parts within which no condition of the rules tells two values apart.

Limits c1 < c2 < ... cut a column of numbers or days into below c1, c1, between c1 and c2, c2, ...,
above the last; texts that conditions name are atoms, and so is any other text; missing is an atom
too. A set of atoms is a whole number, one bit each, so that sets meet by ``&`` and join by ``|``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any, Literal

import pandas as pd

from loyalty.segmentation.domains import DATE, Domain, domain
from loyalty.study import Condition

Kind = Literal["number", "day", "text"]
Span = tuple[float, float]  # the ends of an atom: equal for a limit, else both outside the atom


@dataclass(frozen=True)
class Axis:
    """A column in atoms.

    Attributes:
        column: its name. kind: of its values; days count from the year 1.
        cuts: the limits in rising order, or the texts that conditions name.
        known: the atoms a value can lie in. missing: the atom without a value.
    """

    column: str
    kind: Kind
    cuts: tuple[Any, ...]
    known: int
    missing: int

    @property
    def full(self) -> int:
        """All atoms."""
        return self.known | self.missing

    def holds(self, test: Condition, named: Mapping[str, float]) -> int:
        """The atoms in which a condition on this column holds."""
        if test.op == "missing":
            return self.missing
        if test.op in ("in", "not in"):
            inside = self._texts(test.values)
            return inside if test.op == "in" else self.known & ~inside
        limit = limit_of(test, named)
        if self.kind != kind_of(test):
            return 0
        at = 1 << (2 * self.cuts.index(limit) + 1)
        sets = {"<": at - 1, "<=": 2 * at - 1, "==": at, "!=": ~at, ">": -2 * at, ">=": -at}
        return self.known & sets[test.op]

    def fails(self, test: Condition, named: Mapping[str, float]) -> int:
        """The atoms in which it is known not to hold."""
        if test.op == "missing":
            return self.known
        comparable = test.values or self.kind == kind_of(test)
        return self.known & ~self.holds(test, named) if comparable else 0

    def atom(self, value: Any) -> int:
        """The atom of a value as it stands in the customer frame."""
        if pd.isna(value):
            return self.missing
        if self.kind == "text":
            return 1 << (self.cuts.index(value) if value in self.cuts else len(self.cuts))
        number = number_of(value)
        below = sum(cut < number for cut in self.cuts)
        return 1 << (2 * below + (number in self.cuts))

    def spans(self, atoms: int) -> list[Span]:
        """The ends of the known atoms of a column of numbers or days, in rising order."""
        cuts = [-inf, *self.cuts, inf]
        ends = [
            (cuts[(place + 1) // 2], cuts[(place + 1) // 2 + (place + 1) % 2])
            for place in range(2 * len(self.cuts) + 1)
        ]
        return [span for place, span in enumerate(ends) if atoms & self.known & 1 << place]

    def _texts(self, texts: Sequence[str]) -> int:
        found = [1 << self.cuts.index(one) for one in texts] if self.kind == "text" else []
        return sum(set(found)) & self.known


def axis(values: pd.Series, tests: Sequence[Condition], named: Mapping[str, float]) -> Axis:
    """A column cut by the limits of the conditions on it."""
    kind = _kind(values, tests)
    if kind == "text":
        texts = tuple(dict.fromkeys(text for test in tests for text in test.values))
        return Axis(str(values.name), kind, texts, (2 << len(texts)) - 1, 2 << len(texts))
    own = [test for test in tests if kind_of(test) == kind]
    cuts = tuple(sorted({limit_of(test, named) for test in own}))
    known = _possible(cuts, domain(str(values.name)))
    return Axis(str(values.name), kind, cuts, known, 2 << 2 * len(cuts))


def kind_of(test: Condition) -> Kind | None:
    """The values a condition compares; None when it asks for missing ones."""
    if test.op == "missing":
        return None
    return "text" if test.values else "day" if test.day else "number"


def limit_of(test: Condition, named: Mapping[str, float]) -> float:
    """What a condition compares with, days as numbers."""
    if test.day:
        return float(test.day.toordinal())
    return named[test.threshold] if isinstance(test.threshold, str) else float(test.threshold or 0)


def number_of(value: Any) -> float:
    """A number, or a day as the number of days since the year 1."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def _kind(values: pd.Series, tests: Sequence[Condition]) -> Kind:
    """What a column holds; a column of unknown numbers is what its first condition takes it for."""
    if str(values.name).startswith(DATE) or values.dtype.kind == "M":
        return "day"
    if not pd.api.types.is_numeric_dtype(values):
        return "text"
    if values.isna().all():
        return next((kind for kind in map(kind_of, tests) if kind), "number")
    return "number"


def _possible(cuts: Sequence[float], values: Domain) -> int:
    ends = [-inf, *cuts, inf]
    between = [
        values.between(*ends[place : place + 2]) << 2 * place for place in range(len(ends) - 1)
    ]
    at = [values.has(cut) << 2 * place + 1 for place, cut in enumerate(cuts)]
    return sum(between) + sum(at)
