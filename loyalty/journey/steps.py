"""The steps of each journey: its touchpoints or stages in order, repeats in a row merged or not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey.log import Log
from loyalty.journey.stage_map import ORDER_NAME, OWN_NAMES, shown, stage_label
from loyalty.language import Translate

Ints = NDArray[np.int32]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Steps:
    """m steps of j journeys.

    Attributes:
        log: the moments. names: what a step can be, by its code.
        code: (m,) rising with the journey. place: (m,) the moment each step begins with.
        begin: (j,) the first step of each journey. length: (j,) how many it has.
    """

    log: Log
    names: tuple[str, ...]
    code: Ints
    place: Whole
    begin: Whole
    length: Whole

    @cached_property
    def span(self) -> Whole:
        """(j,) microseconds from the first moment of each journey to its last."""
        return self.log.time[self.log.last] - self.log.time[self.log.first]

    def at(self, step: int, journeys: Whole) -> Ints:
        """The code of a step (from 0) of some journeys; -1 where they have ended before."""
        there = self.length[journeys] > step
        found = np.full(len(journeys), -1, dtype=np.int32)
        found[there] = self.code[self.begin[journeys[there]] + step]
        return found


def of_log(log: Log, by_stage: bool = False, merged: bool = False) -> Steps:
    """The steps by touchpoint or by stage; `merged` makes repeats in a row one step."""
    group, names = (log.stage, log.stages) if by_stage else (log.touchpoint, log.names)
    kept = log.first.copy()
    kept[1:] |= group[1:] != group[:-1]
    place = np.flatnonzero(kept) if merged else np.arange(len(group))
    begin = np.flatnonzero(log.first[place])
    length = np.diff(begin, append=len(place))
    return Steps(log, names, group[place], place, begin, length)


def label(by_stage: bool) -> Callable[[str, Translate], str]:
    """How a step, the start or the end is written for people."""
    return _stage if by_stage else shown


def in_order(table: pd.DataFrame) -> list[str]:
    """The touchpoints of a table with stage and touchpoint: by its stages, orders by number."""
    place = {stage: number for number, stage in enumerate(dict.fromkeys(table["stage"]))}
    pairs = zip(table["stage"], table["touchpoint"], strict=True)
    return [
        name for _stage, name in sorted(pairs, key=lambda pair: (place[pair[0]], *_rank(pair[1])))
    ]


def _rank(touchpoint: str) -> tuple[int, str]:
    """Orders first, by their number; then names."""
    order = ORDER_NAME.fullmatch(touchpoint)
    return (-1, f"{int(order[1].rstrip('+')):09}") if order else (0, touchpoint)


def _stage(name: str, _: Translate = str) -> str:
    return shown(name, _) if name in OWN_NAMES else stage_label(name, _)
