"""Everybody's segment on past days, by the rules of today, and who moved between two of them.

Segments are known on the replayed days only: a change shows on the first of them that has it, and
who left and came back between two days does not show at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from loyalty import rollup, segmentation
from loyalty.engine import Tables
from loyalty.language import mark
from loyalty.replay.past import Past
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

ARRIVED = "new_here"
ARRIVED_LABEL = mark("Not yet a customer")
NOT_YET = -1

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class History:
    """Segments of n customers on d days.

    Attributes:
        ids: customers known on the last day, sorted. days: rising. names: segment keys in
            priority order, then the key of customers in no segment.
        codes: (n, d) int16 positions in `names`; -1 before the customer is known.
    """

    ids: pd.Index
    days: tuple[date, ...]
    names: tuple[str, ...]
    codes: np.ndarray

    def on(self, day: date) -> np.ndarray:
        """(n,) codes on a replayed day; ValueError on any other."""
        return self.codes[:, self.days.index(day)]


def replay(
    tables: Tables, study: Study, days: Iterable[date], progress: Progress | None = None
) -> History:
    """Everybody's segment on each day, by the study's rules and frozen choices.

    Args:
        days: at least one, in any order.
        progress: called with how many days are done, and of how many, after each.

    Raises:
        ValueError: there is no day.
    """
    wanted = sorted(set(days))
    if not wanted:
        raise ValueError("a replay needs at least one day")
    past = Past(tables, wanted[-1])
    codes = np.full((len(past.ids), len(wanted)), NOT_YET, dtype=np.int16, order="F")
    for place, day in enumerate(wanted):
        found = segmentation.codes(past.frame(study, day), study)
        np.copyto(codes[:, place], found, where=past.known(day))
        if progress:
            progress(place + 1, len(wanted))
    return History(past.ids, tuple(wanted), tuple(segmentation.segment_names(study)), codes)


def at(tables: Tables, study: Study, day: date) -> tuple[pd.Index, np.ndarray]:
    """The customers known on a day, sorted, and their segment codes then."""
    found = replay(tables, study, [day])
    return found.ids, found.codes[:, 0]


def month_ends(tables: Tables, as_of: date, count: int = 24) -> list[date]:
    """The last days of the `count` months before `as_of`, and `as_of` itself.

    Days before the first order, event or answer are left out.
    """
    days = [as_of]
    for _month in range(count):
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    first = rollup.first_day(tables) or as_of
    return [day for day in reversed(days) if day >= first or day == as_of]


def movement(
    history: History, first: date, last: date, spend: np.ndarray | None = None
) -> pd.DataFrame:
    """Who moved between two replayed days: source, target, customers, one row per pair.

    The source of customers who were not yet known is `ARRIVED`.

    Args:
        spend: (n,) one amount per customer, summed in a column of that name.

    Raises:
        ValueError: one of the days was not replayed, or they are in the wrong order.
    """
    if first > last:
        raise ValueError(f"{first} is after {last}")
    then, now = history.on(first), history.on(last)
    here = now != NOT_YET
    names = [*history.names, ARRIVED]
    source = np.where(then == NOT_YET, len(history.names), then)
    amounts = np.zeros(len(now)) if spend is None else spend
    found = segmentation.moves(source[here], now[here], names, amounts[here])
    return found if spend is not None else found.drop(columns="spend")


def per_customer(history: History) -> pd.DataFrame:
    """Each customer's segment, the one before, and the day of the change, in the order of `ids`.

    Returns:
        customer_id, segment (on the last day), previous (the last different one; missing where
        there is none), changed_on (first replayed day in the segment after the previous one;
        missing without one), since (first day of the stay; the first of all replayed days means
        then or earlier).
    """
    current, previous = history.codes[:, -1], np.full(len(history.ids), NOT_YET, dtype=np.int16)
    begin = np.full(len(history.ids), len(history.days) - 1)
    staying = np.ones(len(history.ids), dtype=bool)
    for place in range(len(history.days) - 2, -1, -1):
        same = staying & (history.codes[:, place] == current)
        np.copyto(previous, history.codes[:, place], where=staying & ~same)
        begin[same] = place
        staying = same
    since = np.array(history.days, dtype="datetime64[s]")[begin]
    names = pd.Index(history.names)
    return pd.DataFrame(
        {
            CUSTOMER: history.ids.array,
            "segment": pd.Categorical.from_codes(current, names),
            "previous": pd.Categorical.from_codes(previous, names),
            "changed_on": np.where(previous == NOT_YET, np.datetime64("NaT", "s"), since),
            "since": since,
        }
    )


def sizes_over(history: History) -> pd.DataFrame:
    """day, segment, customers, share (of the customers known then): a row for each pair."""
    size = len(history.names)
    count = np.array([np.bincount(codes + 1, minlength=size + 1)[1:] for codes in history.codes.T])
    return pd.DataFrame(
        {
            "day": pd.to_datetime(np.repeat(np.array(history.days, dtype="datetime64[s]"), size)),
            "segment": list(history.names) * len(history.days),
            "customers": count.ravel(),
            "share": (count / np.maximum(1, count.sum(axis=1, keepdims=True))).ravel(),
        }
    )
