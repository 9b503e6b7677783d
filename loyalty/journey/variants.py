"""The most frequent whole paths of journeys, counted exactly.

Neighbouring steps are replaced by the number of their pair, again and again, until each journey
is one number: equal numbers then mean equal paths, with no chance of collision, in as many passes
as the longest journey can be halved.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey import steps
from loyalty.journey.log import Log
from loyalty.journey.runs import numbered, quartiles
from loyalty.journey.steps import Steps
from loyalty.journey.units import SHARE_DIGITS, hours

TOP = 50
WRITTEN = 60  # steps of a path that its name spells out
COLUMNS = ["variant", "steps", "journeys", "share", "coverage", "median_hours"]
Whole = NDArray[np.int64]


def of_log(log: Log, top: int = TOP, by_stage: bool = False, merged: bool = False) -> pd.DataFrame:
    """The `top` most frequent paths, one row each; of equally frequent ones by names of steps.

    variant = names of the steps joined by " > ", after 60 of them how many more; steps; journeys
    that take exactly this path; share of all journeys; coverage = share of this and all rows
    above; median_hours from the first moment to the last.
    """
    return named(log, top, by_stage, merged)[COLUMNS]


def named(log: Log, top: int = TOP, by_stage: bool = False, merged: bool = False) -> pd.DataFrame:
    """`of_log` with one more column: path, the names of all steps as a tuple."""
    walked = steps.of_log(log, by_stage, merged)
    variant, count, example = _counted(walked)
    chosen = _most_frequent(walked, count, example, top)
    paths = [_path(walked, journey) for journey in example[chosen].tolist()]
    table = pd.DataFrame(
        {
            "path": paths,
            "variant": [_written(path) for path in paths],
            "steps": walked.length[example[chosen]],
            "journeys": count[chosen],
            "share": (count[chosen] / max(len(variant), 1)).round(SHARE_DIGITS),
            "coverage": (count[chosen].cumsum() / max(len(variant), 1)).round(SHARE_DIGITS),
            "median_hours": _median_hours(walked, variant, chosen, len(count)),
        }
    )
    return table[["path", *COLUMNS]]


def _counted(walked: Steps) -> tuple[NDArray[np.int32], Whole, Whole]:
    """The variant of each journey; how many journeys each has, and one of them."""
    finished = _paired(walked)
    _, variant = numbered(finished, int(finished.max(initial=-1)) + 1)
    count = np.bincount(variant)
    example = np.empty(len(count), dtype=np.int64)
    example[variant[::-1]] = np.arange(len(variant) - 1, -1, -1)
    return variant, count, example


def _paired(walked: Steps) -> Whole:
    """(journeys,) a number that is equal exactly where the paths are."""
    found = np.zeros(len(walked.begin), dtype=np.int64)
    who, length, used = np.arange(len(found)), walked.length, 0
    code, size = walked.code.astype(np.int64), len(walked.names)
    while len(who):
        begin = np.cumsum(length) - length
        done = length == 1
        found[who[done]] = used + code[begin[done]]  # a path's length says when it is done
        used += size
        going = np.repeat(~done, length)
        who, length, code = who[~done], length[~done], code[going]
        code, size, length = _halved(code, length, size)
    return found


def _halved(code: Whole, length: Whole, size: int) -> tuple[Whole, int, Whole]:
    """Pairs of neighbours within journeys as numbers; the last of an odd journey stands alone."""
    begin = np.repeat(np.cumsum(length) - length, length)
    first = (np.arange(len(code)) - begin) % 2 == 0
    place = np.flatnonzero(first)
    alone = np.append(first[1:], True)[place]
    second = np.where(alone, 0, np.append(code[1:], 0)[place] + 1)
    found, at = numbered(code[place] * (size + 1) + second, size * (size + 1))
    return at.astype(np.int64), len(found), (length + 1) // 2


def _most_frequent(walked: Steps, count: Whole, example: Whole, top: int) -> Whole:
    """Variants by journeys, then by the names of their steps."""
    if not len(count):
        return np.zeros(0, dtype=np.int64)
    least = np.sort(count)[-min(top, len(count))]
    sure, tied = np.flatnonzero(count > least), np.flatnonzero(count == least)
    chosen = [*sure, *_first_by_name(walked, tied, example, top - len(sure))]
    order = sorted(chosen, key=lambda one: (-count[one], _codes(walked, int(example[one]))))
    return np.array(order, dtype=np.int64)


def _first_by_name(walked: Steps, tied: Whole, example: Whole, wanted: int) -> list[int]:
    """The `wanted` first of different paths: narrowed down step by step."""
    chosen: list[int] = []
    step = 0
    while len(chosen) + len(tied) > wanted:
        code = walked.at(step, example[tied])
        border = np.sort(code)[wanted - len(chosen) - 1]
        chosen += tied[code < border].tolist()
        tied = tied[code == border]
        step += 1
    return [*chosen, *tied.tolist()]


def _median_hours(walked: Steps, variant: NDArray[np.int32], chosen: Whole, size: int) -> pd.Series:
    row = np.full(size, -1, dtype=np.int32)
    row[chosen] = np.arange(len(chosen))
    mine = np.flatnonzero(row[variant] >= 0)
    _low, median, _high = quartiles(row[variant[mine]], walked.span[mine], len(chosen))
    return hours(pd.Series(median))


def _codes(walked: Steps, journey: int) -> list[int]:
    begin = walked.begin[journey]
    return walked.code[begin : begin + walked.length[journey]].tolist()


def _path(walked: Steps, journey: int) -> tuple[str, ...]:
    return tuple(walked.names[code] for code in _codes(walked, journey))


def _written(path: tuple[str, ...]) -> str:
    more = len(path) - WRITTEN
    return " > ".join([*path[:WRITTEN], *([f"… (+{more})"] if more > 0 else [])])
