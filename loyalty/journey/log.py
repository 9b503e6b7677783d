"""The journey log: every moment of every customer in order, as arrays.

One query brings the moments; every figure of a journey is then counted on arrays, so that another
stage map or another group of customers costs no query.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey import sources
from loyalty.journey.answered import attach
from loyalty.journey.cut import closing, journeys
from loyalty.journey.recorded import left, recorded
from loyalty.journey.stage_map import UNASSIGNED, assign, stage_keys
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

Ints = NDArray[np.int32]
LARGEST_SCORE = 1e9  # anything beyond is no feeling score
NOWHERE = -1
UNITS = (86_400_000_000, 1_000_000, 1)  # microseconds of a day, a second, themselves


@dataclass(frozen=True)
class Log:
    """Moments sorted by customer, time and their order in the data; n of them.

    Attributes:
        ids: customer ids, sorted; customer: (n,) places in it.
        journey: (n,) number of the journey, rising; a journey belongs to one customer.
        time: (n,) microseconds since 1970.
        names: touchpoints, sorted; touchpoint: (n,) places in it.
        channels: channel names, sorted; channel: (n,) places in it, `NOWHERE` where unknown.
        feeling: (n,) scores on the data's own scale, NaN where unknown.
        answered: (n,) whether the feeling comes from survey answers.
        stages: stage keys from first to last, then `UNASSIGNED`; stage_of: (names,) places in it.
        stage_at: (n,) stages of moments where they do not follow from the touchpoint alone.
    """

    ids: NDArray[np.object_]
    customer: Ints
    journey: Ints
    time: NDArray[np.int64]
    names: tuple[str, ...]
    touchpoint: Ints
    channels: tuple[str, ...]
    channel: Ints
    feeling: NDArray[np.float64]
    answered: NDArray[np.bool_]
    stages: tuple[str, ...]
    stage_of: Ints
    stage_at: Ints | None = None

    @cached_property
    def stage(self) -> Ints:
        """(n,) the stage of each moment."""
        return self.stage_of[self.touchpoint] if self.stage_at is None else self.stage_at

    @cached_property
    def first(self) -> NDArray[np.bool_]:
        """(n,) whether a moment begins a journey."""
        return np.diff(self.journey, prepend=NOWHERE) != 0

    @cached_property
    def last(self) -> NDArray[np.bool_]:
        """(n,) whether a moment ends a journey."""
        return np.diff(self.journey, append=NOWHERE) != 0

    @cached_property
    def uncut(self) -> bool:
        """Whether every customer has one journey."""
        return bool((np.diff(self.customer, prepend=NOWHERE) != 0).sum() == self.first.sum())

    def assigned(self) -> dict[str, str]:
        """Touchpoint -> stage."""
        return {
            name: self.stages[place] for name, place in zip(self.names, self.stage_of, strict=True)
        }


class Moments(NamedTuple):
    """What may enter a journey, whatever the stage map.

    Attributes:
        log: all events and orders. beside: (n,) which of them are orders, where both enter.
    """

    log: Log
    beside: NDArray[np.bool_] | None


def read(tables: Tables, study: Study) -> Log:
    """The log of these tables by the study; Refused when there are neither events nor orders."""
    log = entered(moments(tables, study), asked(tables, study), study)
    return recut(staged(log, study), study)


def moments(tables: Tables, study: Study) -> Moments:
    """All events and orders, without feelings of answers; see `loyalty.journey.sources`."""
    rows = engine.arrow(sources.all_moments(tables, study))
    return _sorted(rows, study, sources.beside(tables, study))


def asked(tables: Tables, study: Study) -> pd.DataFrame | None:
    """customer_id, time, item and score of the answers that may tell a feeling, or None."""
    rows = sources.answers(tables, study)
    return None if rows is None else engine.collect(rows)


def entered(found: Moments, answers: pd.DataFrame | None, study: Study) -> Log:
    """The events, the orders that none of them records, and feelings from the answers.

    As `loyalty.journey.sources.moments` says it, but no query for another stage map. The log has no
    stages and is not cut yet.
    """
    log = found.log
    if found.beside is not None:
        by_row = (log.customer, log.time, log.touchpoint)
        log = _named(_rows(log, ~recorded(found.beside, *by_row, log.names, study)))
    if answers is None or not len(log.time):
        return log
    feeling, answered = attach(
        log.ids, log.customer, log.time, log.feeling, answers, study.journey.window_hours
    )
    return replace(log, feeling=feeling, answered=answered)


def _named(log: Log) -> Log:
    """The log with the touchpoints and channels that are left."""
    touchpoint, names = left(log.touchpoint, log.names)
    channel, channels = left(log.channel, log.channels)
    nothing = np.zeros(len(names), dtype=np.int32)
    return replace(
        log, touchpoint=touchpoint, names=names, channel=channel, channels=channels,
        stage_of=nothing,
    )  # fmt: skip


def staged(log: Log, study: Study) -> Log:
    """The log under the study's stage map."""
    keys = (*stage_keys(study), UNASSIGNED)
    chosen = assign(log.names, study)
    place = {key: number for number, key in enumerate(keys)}
    codes = np.array([place[chosen[name]] for name in log.names], dtype=np.int32)
    return replace(log, stages=keys, stage_of=codes)


def recut(log: Log, study: Study) -> Log:
    """The log cut into journeys as the study says."""
    closes = closing(log.names, log.stage_of, log.stages, study)[log.touchpoint]
    return replace(log, journey=journeys(log.customer, log.time, closes, study))


def of_customers(log: Log, chosen: NDArray[np.bool_]) -> Log:
    """The moments of some customers; `chosen` is by place in `log.ids`."""
    return _rows(log, chosen[log.customer])


def between(log: Log, start: date, end: date) -> Log:
    """The moments of journeys that begin from the day `start` on and before the day `end`."""
    begins = np.maximum.accumulate(np.where(log.first, np.arange(len(log.time)), 0))
    when = log.time[begins]
    first, beyond = (np.datetime64(day.isoformat(), "us").astype(np.int64) for day in (start, end))
    return _rows(log, (when >= first) & (when < beyond))


def places(log: Log, ids: pd.Series) -> NDArray[np.bool_]:
    """(customers of the log,) which of them are among `ids`."""
    return np.asarray(pd.Index(log.ids).isin(ids))


def _rows(log: Log, kept: NDArray[np.bool_]) -> Log:
    by_row = ("customer", "journey", "time", "touchpoint", "channel", "feeling", "answered")
    stage_at = None if log.stage_at is None else log.stage_at[kept]
    return replace(log, stage_at=stage_at, **{name: getattr(log, name)[kept] for name in by_row})


def _sorted(rows: pa.Table, study: Study, beside: bool) -> Moments:
    columns: Mapping[str, pa.ChunkedArray] = {name: rows[name] for name in rows.column_names}
    customer, ids = _codes(columns[CUSTOMER])
    touchpoint, names = _codes(columns["touchpoint"])
    channel, channels = _codes(columns["channel"])
    time = columns["time"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy()
    position = columns["position"].to_numpy()
    order = in_order(customer, time, position)
    feeling = columns["feeling"].to_numpy()[order]
    feeling = np.where(np.abs(feeling) <= LARGEST_SCORE, feeling, np.nan)
    nothing = np.zeros(len(order), dtype=np.int32)
    log = Log(
        ids=np.array(ids, dtype=object), customer=customer[order], journey=nothing,
        time=time[order], names=tuple(names), touchpoint=touchpoint[order],
        channels=tuple(channels), channel=channel[order], feeling=feeling,
        answered=np.zeros(len(order), dtype=bool), stages=(*stage_keys(study), UNASSIGNED),
        stage_of=np.zeros(len(names), dtype=np.int32),
    )  # fmt: skip
    return Moments(log, position[order] >= sources.AFTER_EVENTS if beside else None)


def in_order(
    customer: Ints, time: NDArray[np.int64], position: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Rows by customer, then time, then position: customer and time packed into one number."""
    if not len(time):
        return np.zeros(0, dtype=np.intp)
    since = time - time.min()
    step = next(unit for unit in UNITS if not (since % unit).any())
    span = int(since.max()) // step + 1
    if span > np.iinfo(np.int64).max // (int(customer.max()) + 1):
        return np.lexsort((position, time, customer))
    packed = customer.astype(np.int64) * span + since // step
    order = np.argsort(packed)
    return _ties_by(position, order, packed[order])


def _ties_by(
    position: NDArray[np.int64], order: NDArray[np.intp], key: NDArray[np.int64]
) -> NDArray[np.intp]:
    """The order with rows of equal key, which rises, by their position."""
    equal = np.append(key[1:] == key[:-1], False)
    tied = np.flatnonzero(equal | np.roll(equal, 1))
    rows = order[tied]
    order[tied] = rows[np.lexsort((position[rows], key[tied]))]
    return order


def _codes(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """Places of the values among the sorted distinct ones, `NOWHERE` where missing."""
    coded = column.cast(pa.string()).dictionary_encode().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = pa.concat_arrays(coded.chunks)
    order = pc.sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order) + 1, dtype=np.int32)
    rank[order], rank[-1] = np.arange(len(order), dtype=np.int32), NOWHERE
    codes = coded.indices.fill_null(len(order)).to_numpy()
    return rank[codes], coded.dictionary.take(pa.array(order)).to_pylist()
