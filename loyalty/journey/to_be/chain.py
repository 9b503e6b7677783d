"""The chain of stages: who was where first, who went on how far, whom a change could win or lose.

Stages are counted in the order of the journey, only those with moments, so that 0 is the first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loyalty.journey.log import Log
from loyalty.journey.measures import later
from loyalty.journey.onward import next_stages
from loyalty.journey.runs import firsts
from loyalty.journey.stage_map import UNASSIGNED
from loyalty.study import Study

Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Visitors:
    """Customers of a stage or touchpoint, all arrays by place in `log.ids`.

    first: row of the first moment here, `NEVER` without one; reached: who later comes to the next
    stage in the same journey.
    """

    first: Whole
    reached: Mask

    @property
    def there(self) -> Mask:
        """Who was here."""
        return self.first < NEVER

    @property
    def lost(self) -> Mask:
        """Who was here and has not come to the next stage later."""
        return self.there & ~self.reached


@dataclass(frozen=True)
class Chain:
    """Stages in order: their keys and visitors.

    further: (stages, stages) customers of a stage who come later, in the same journey, to another.
    present: who has any moment at all.
    goes_on: (stages,) whether a journey can go on to the next one: not from the last, nor from
    where a purchase ends it (`loyalty.journey.onward`).
    """

    keys: tuple[str, ...]
    stages: tuple[Visitors, ...]
    further: Whole
    present: Mask
    goes_on: Mask

    def size(self, stage: int) -> int:
        """Customers of a stage."""
        return int(self.stages[stage].there.sum())

    def reached(self, stage: int) -> int:
        """Those of them who later come to the next one."""
        return int(self.stages[stage].reached.sum())


@dataclass(frozen=True)
class Concerned:
    """Customers whom a change could win or lose.

    Attributes:
        into: the stage at which those won newly arrive.
        first: row of their first moment where the change is made.
        open: who could be won. kept: who could be lost.
        share: (draws,) how likely each of them is won (above 0) or lost (below).
        certain: whether the change is one of the share who reach `into` itself.
    """

    into: int
    first: Whole
    open: Mask
    kept: Mask
    share: Floats
    certain: bool


def of_log(log: Log, study: Study) -> Chain:
    """The stages of these journeys."""
    count = np.bincount(log.stage, minlength=len(log.stages))
    known = [code for code, size in enumerate(count) if size and log.stages[code] != UNASSIGNED]
    begins = firsts(log.journey, log.stage, len(log.stages))
    ends = _ends(log)
    present = np.zeros(len(log.ids), dtype=bool)
    present[log.customer] = True
    further = np.zeros((len(known), len(known)), dtype=np.int64)
    reached = [np.zeros(len(log.ids), dtype=bool) for _code in known]
    for place, code in enumerate(known):
        ahead = begins[_comes_to(log, begins, ends[log.stage[ends] == code])]
        for source in range(place):
            who = log.customer[ahead[log.stage[ahead] == known[source]]]
            further[source, place] = np.count_nonzero(np.diff(who, prepend=-1))
            if source + 1 == place:
                reached[source][who] = True
    stages = [
        Visitors(_first(log, begins[log.stage[begins] == code]), whose)
        for code, whose in zip(known, reached, strict=True)
    ]
    keys = tuple(log.stages[code] for code in known)
    goes_on = np.isin(keys, list(next_stages(log, study)))
    return Chain(keys, tuple(stages), further, present, goes_on)


def _ends(log: Log) -> Whole:
    """Rows of the last moment of every journey and stage."""
    if not len(log.journey):
        return np.zeros(0, dtype=np.int64)
    backwards = log.journey[-1] - log.journey[::-1]
    return len(log.journey) - 1 - firsts(backwards, log.stage[::-1], len(log.stages))


def _comes_to(log: Log, begins: Whole, there: Whole) -> Mask:
    """Which of the rows `begins` have one of `there`, the last of its journey, behind them."""
    last = np.full(int(log.journey[-1]) + 1, -1, dtype=np.int64)
    last[log.journey[there]] = there
    return last[log.journey[begins]] > begins


def _first(log: Log, rows: Whole) -> Whole:
    first = np.full(len(log.ids), NEVER, dtype=np.int64)
    first[log.customer[rows[::-1]]] = rows[::-1]  # of equal customers the last written stays
    return first


def visitors(log: Log, here: Mask, following: int | None) -> Visitors:
    """Who has a moment `here`, and who comes later to the stage of code `following`."""
    rows = np.flatnonzero(here)
    reached = np.zeros(len(log.ids), dtype=bool)
    if following is not None and len(rows):
        ahead = later(log, log.stage == following)[rows] >= 0
        reached[log.customer[rows[ahead]]] = True
    return Visitors(_first(log, rows), reached)


def gained(chain: Chain, one: Concerned, stage: int) -> Mask:
    """Whom a change could bring to a stage: who has never been there, nor where it brings them."""
    return one.open & ~chain.stages[one.into].there & ~chain.stages[stage].there


def missed(chain: Chain, one: Concerned, stage: int) -> Mask:
    """Who could no longer come to a stage: who came there only after the change's place."""
    into, there = chain.stages[one.into].first, chain.stages[stage].first
    after = (one.first < into) & (into < NEVER)
    return one.kept & after & ((stage == one.into) | ((into < there) & (there < NEVER)))


def anyway(chain: Chain, one: Concerned, stage: int) -> float:
    """Share of those who do not come to `into` that come to a later stage all the same."""
    without = one.open & ~chain.stages[one.into].there
    return float((without & chain.stages[stage].there).sum() / max(int(without.sum()), 1))
