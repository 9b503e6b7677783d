"""Which stage follows which, and who comes to a later one."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from loyalty.journey.cut import BOUGHT
from loyalty.journey.log import Log
from loyalty.journey.stage_map import UNASSIGNED
from loyalty.study import Study


def next_stages(log: Log, study: Study) -> dict[str, str]:
    """Stage -> the next one that has moments; none for stages that end journeys by the study."""
    count = np.bincount(log.stage, minlength=len(log.stages))
    known = [key for key, size in zip(log.stages, count, strict=True) if size]
    ending = BOUGHT if study.journey.cut == "purchase" else ()
    pairs = pairwise(key for key in known if key != UNASSIGNED)
    return {stage: target for stage, target in pairs if stage not in ending}


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
