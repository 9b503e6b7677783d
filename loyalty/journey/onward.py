"""Which stage follows which, and who comes to a later one."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from loyalty.journey.cut import BOUGHT, closing
from loyalty.journey.log import Log
from loyalty.journey.stage_map import UNASSIGNED
from loyalty.study import Study


def next_stages(log: Log, study: Study) -> dict[str, str]:
    """Stage -> the next one that has moments; none for stages that end journeys by the study."""
    return following((log,), study)


def following(logs: Sequence[Log], study: Study) -> dict[str, str]:
    """`next_stages` of several parts of one log: the next one with moments in any of them."""
    stages = logs[0].stages
    count = np.sum([np.bincount(one.stage, minlength=len(stages)) for one in logs], axis=0)
    known = [key for key, size in zip(stages, count, strict=True) if size and key != UNASSIGNED]
    ending = _ending(logs, study)
    return {stage: target for stage, target in pairwise(known) if stage not in ending}


def _ending(logs: Sequence[Log], study: Study) -> set[str]:
    """Stages after which a journey cannot go on: of purchases, or with none but closing moments."""
    if study.journey.cut != "purchase":
        return set()
    log = logs[0]
    open_ended = ~closing(log.names, log.stage_of, log.stages, study)
    going = {one.stages[code] for one in logs for code in _places(one, open_ended)}
    return set(BOUGHT) | (set(log.stages) - going)


def _places(log: Log, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Stages in which a moment has one of the touchpoints kept."""
    return np.flatnonzero(np.bincount(log.stage[kept[log.touchpoint]]))


def further(log: Log, following: Mapping[str, str]) -> NDArray[np.bool_]:
    """(n,) whether a later moment of the journey is in any stage after one's own.

    Never in a stage without a next one (`following`: stage -> next); `UNASSIGNED` is no stage.
    """
    places = [place if key != UNASSIGNED else -1 for place, key in enumerate(log.stages)]
    place = np.array(places, dtype=np.int64)[log.stage]
    base = (len(log.time) - log.journey.astype(np.int64)) * len(log.stages)
    farthest = np.maximum.accumulate((base + place)[::-1])[::-1] - base
    asked = np.array([key in following for key in log.stages], dtype=bool)[log.stage]
    return asked & (farthest > place)
