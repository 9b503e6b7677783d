"""RFM ratings from 1 to 5 by frozen cuts.

A rating counts the cuts a value lies beyond: a value equal to a cut is not beyond it, and equal
values always get the same rating, whatever their order. Where many customers share one value (one
order), that rating holds them all and others hold nobody; `published` shows how many.

Cuts are four rising numbers under the column of the rating. Nested cuts stand under
``rfm.frequency.5``, for customers with recency 5, and ``rfm.monetary.5.3``, for those of them with
frequency 3. Three ways to find them:

independent   fifths of each rating by itself: a 5 means the same for everybody
nested        fifths of recency, of frequency within each recency, of monetary within both: combined
              ratings are spread more evenly, but a 5 means another number for each recency
fixed         days and orders from practice, spend in average orders
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.problems import Refused

RECENCY, FREQUENCY, MONETARY = "rfm.recency", "rfm.frequency", "rfm.monetary"
VALUE = "rfm.value"
SOURCES = {RECENCY: "recency_days", FREQUENCY: "order_count", MONETARY: "spend"}
COLUMNS = (*SOURCES, VALUE)
FIFTHS = (20, 40, 60, 80)
BEST = len(FIFTHS) + 1
DIGITS = 4
RATINGS = range(1, BEST + 1)

DAYS = (30.0, 90.0, 180.0, 365.0)
ORDERS = (1.0, 2.0, 4.0, 9.0)

Cuts = Mapping[str, Sequence[float]]
Cell = tuple[int, ...]


def ratings(customers: pd.DataFrame, cuts: Cuts) -> dict[str, np.ndarray]:
    """(n,) ratings by column, and the mean of frequency and monetary.

    NaN for customers without an order, without a value, and where there are no cuts.
    """
    recency = _rated(customers, RECENCY, cuts, ())
    frequency = _rated(customers, FREQUENCY, cuts, (recency,))
    monetary = _rated(customers, MONETARY, cuts, (recency, frequency))
    found = {RECENCY: recency, FREQUENCY: frequency, MONETARY: monetary}
    return found | {VALUE: (frequency + monetary) / 2}


def independent(customers: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Cuts of each rating by itself, over customers with an order; none without any."""
    cuts = {column: fifths(_values(customers, column)) for column in SOURCES}
    return {column: found for column, found in cuts.items() if found}


def nested(customers: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Cuts of recency, of frequency within each recency, of monetary within both.

    A group nobody is in gets the cuts of the next wider one: a later customer may be in it.
    """
    cuts = {RECENCY: fifths(_values(customers, RECENCY))}
    outer = [_rated(customers, RECENCY, cuts, ())]
    for column in (FREQUENCY, MONETARY):
        cuts |= _nested_cuts(_values(customers, column), column, outer)
        outer.append(_rated(customers, column, cuts, outer))
    return {column: found for column, found in cuts.items() if found}


def fixed(customers: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Cuts at `DAYS` and `ORDERS`, and at as many average orders in money, to two digits.

    Money has no usual cuts: it is learned once, from all orders of these customers.
    """
    orders, spend = customers["order_count"].sum(), customers["spend"].sum()
    average = max(0.0, float(spend / orders)) if orders > 0 else 0.0
    money = tuple(float(f"{average * count:.2g}") for count in ORDERS)
    return {RECENCY: DAYS, FREQUENCY: ORDERS, MONETARY: money}


def fifths(values: np.ndarray) -> tuple[float, ...]:
    """The four cuts between fifths of the values, to four decimals; none without values."""
    known = values[~np.isnan(values)]
    found = np.percentile(known, FIFTHS).round(DIGITS) if len(known) else []
    return tuple(float(cut) for cut in found)


def published(customers: pd.DataFrame, cuts: Cuts) -> pd.DataFrame:
    """Every cut and how many customers have the rating: one row per set of cuts and rating.

    Returns:
        column, recency and frequency (ratings the cuts are nested in, else missing), rating,
        above and upto (a value beyond `above` and not beyond `upto`; infinite at the ends),
        customers.
    """
    rated = ratings(customers, cuts)
    rows = []
    for column, inside in product(SOURCES, (*_cells(0), *_cells(1), *_cells(2))):
        found = cuts.get(_key(column, inside))
        if found is not None:
            here = _inside(inside, (rated[RECENCY], rated[FREQUENCY]))
            rows += _published(column, inside, found, rated[column][here])
    names = ["column", "recency", "frequency", "rating", "above", "upto", "customers"]
    return pd.DataFrame(rows, columns=names)


def complete(cuts: Cuts) -> bool:
    """Whether there are cuts for each rating: one set for all, or one for each outer rating."""
    return all(
        column in cuts or all(_key(column, inside) in cuts for inside in _cells(depth))
        for depth, column in enumerate(SOURCES)
    )


def check(cuts: Cuts) -> None:
    """Refuse cuts of no rating, and those that are not four numbers that rise or stay (ties)."""
    known = {
        _key(column, inside)
        for depth, column in enumerate(SOURCES)
        for inside in ((), *_cells(depth))
    }
    for name, found in cuts.items():
        if name not in known:
            raise Refused(
                mark("The study has cuts of “{name}”, which is no RFM rating: correct the file."),
                name=name,
            )
        if len(found) != len(FIFTHS) or list(found) != sorted(found):
            raise Refused(
                mark("The cuts of “{name}” must be four numbers that rise: correct the file."),
                name=name,
            )


def _values(customers: pd.DataFrame, column: str) -> np.ndarray:
    """(n,) values of a rating's source, NaN for customers without an order."""
    ordered = customers["recency_days"].notna()
    return customers[SOURCES[column]].where(ordered).to_numpy(dtype=float, na_value=np.nan)


def _rated(
    customers: pd.DataFrame, column: str, cuts: Cuts, outer: Sequence[np.ndarray]
) -> np.ndarray:
    """Few days since the last order are good; of orders and spend, many and much."""
    values = _values(customers, column)
    outer = () if column in cuts else outer
    nothing = [np.nan] * len(FIFTHS)
    limits = np.array([cuts.get(_key(column, one)) or nothing for one in _cells(len(outer))])
    cell = _cell(outer, len(values))
    beyond = sum(values > limits[cell, at] for at in range(len(FIFTHS)))
    rated = np.asarray(BEST - beyond if column == RECENCY else 1 + beyond, dtype=float)
    unknown = np.isnan(values) | np.isnan(limits[cell, 0])
    for one in outer:
        unknown |= np.isnan(one)
    rated[unknown] = np.nan
    return rated


def _cell(outer: Sequence[np.ndarray], size: int) -> np.ndarray:
    """(n,) each customer's place among the `_cells` of the outer ratings; any where unknown."""
    place = np.zeros(size, dtype=np.int64)
    for rated in outer:
        place = place * BEST + np.nan_to_num(rated, nan=1).astype(np.int64) - 1
    return place


def _nested_cuts(
    values: np.ndarray, column: str, outer: Sequence[np.ndarray]
) -> dict[str, tuple[float, ...]]:
    cuts: dict[Cell, tuple[float, ...]] = {(): fifths(values)}
    for depth in range(1, len(outer) + 1):
        for inside in _cells(depth):
            cuts[inside] = fifths(values[_inside(inside, outer)]) or cuts[inside[:-1]]
    return {_key(column, inside): cuts[inside] for inside in _cells(len(outer))}


def _cells(depth: int) -> list[Cell]:
    """Every combination of so many ratings; of none, the one without any."""
    return list(product(RATINGS, repeat=depth))


def _inside(inside: Cell, outer: Sequence[np.ndarray]) -> np.ndarray:
    """Rows with these outer ratings; all rows for no ratings."""
    held = np.ones(len(outer[0]), dtype=bool)
    for rating, rated in zip(inside, outer, strict=False):
        held &= rated == rating
    return np.flatnonzero(held)


def _key(column: str, inside: Cell) -> str:
    return ".".join((column, *map(str, inside)))


def _published(
    column: str, inside: Cell, cuts: Sequence[float], rated: np.ndarray
) -> list[tuple[object, ...]]:
    edges = (-np.inf, *cuts, np.inf)
    recency, frequency = (*inside, None, None)[:2]
    rows: list[tuple[object, ...]] = []
    for beyond, (above, upto) in enumerate(pairwise(edges)):
        rating = BEST - beyond if column == RECENCY else 1 + beyond
        count = int((rated == rating).sum())
        rows.append((column, recency, frequency, rating, above, upto, count))
    return rows
