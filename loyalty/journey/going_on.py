"""Who goes on from one touchpoint to another, counted from the first visit of each customer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey.cut import DAY
from loyalty.journey.experience import purchasing
from loyalty.journey.log import NOWHERE, Log
from loyalty.journey.runs import firsts, quartiles
from loyalty.study import Study

Ints = NDArray[np.int32]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
Pair = tuple[int, int]  # source, target
There = Callable[[int], Mask]  # target -> (n,) whether a moment is there

BUSIEST = 30  # sources, by their moments
COLUMNS = [
    "from", "to", "customers", "followed", "chance", "wait", "bought_by_then", "followed_watched",
    "broken_watched", "followed_bought", "broken_bought", "broken_soon", "purchases",
]  # fmt: skip


@dataclass(frozen=True)
class Visits:
    """Each customer's first visit to each of the busiest sources; m of them.

    Attributes:
        sources: (s,) the busiest, rising. source: (m,) places in it. place: (m,) rows of the log.
        last: (m,) the customer's last row.
        over, watched: (m,) whether the window, and the time to a purchase, are over.
        buys: (m,) row of the next purchase within that time, -1 without.
        soon: (m,) whether a purchase follows within the window.
        bought: (n,) which moments of the log are purchases.
    """

    sources: Whole
    source: Ints
    place: Whole
    last: Ints
    over: Mask
    watched: Mask
    buys: Ints
    soon: Mask
    bought: Mask


def first_visits(log: Log, study: Study, source: Ints) -> Visits:
    """The visits by source: (n,) any code per moment, `NOWHERE` for moments that are no source."""
    count = np.bincount(source + 1)[1:]
    sources = np.sort(np.argsort(-count, kind="stable")[:BUSIEST])
    sources = sources[count[sources] > 0]
    code = np.full(len(count) + 1, NOWHERE, dtype=np.int32)
    code[sources] = np.arange(len(sources))
    rows = np.flatnonzero(code[source] != NOWHERE)
    place = rows[firsts(log.customer[rows], code[source[rows]], len(sources))]
    last = (
        np.cumsum(np.bincount(log.customer, minlength=1))[log.customer[place]].astype(np.int32) - 1
    )
    left = np.datetime64(study.as_of, "us").astype(np.int64) + DAY - log.time[place]
    bought = purchasing(log, study)[log.touchpoint]
    which, buys = following(log, place, last, bought, study.journey.within_days)
    soon, _row = following(log, place, last, bought, study.journey.handover_days)
    return Visits(
        sources=sources, source=code[source[place]], place=place, last=last,
        over=left > study.journey.handover_days * DAY,
        watched=left > study.journey.within_days * DAY, buys=_spread(len(place), which, buys),
        soon=np.isin(np.arange(len(place)), soon), bought=bought,
    )  # fmt: skip


def following(log: Log, place: Whole, last: Ints, there: Mask, days: int) -> tuple[Whole, Ints]:
    """Which of the (m,) rows `place` a moment `there` follows within so many days, and its row.

    `last`: (m,) the last row of the customer of each; what follows is a later row of the same one.
    """
    size = len(log.time)
    row = np.full(size + 1, size, dtype=np.int32)
    at = np.flatnonzero(there)
    row[at] = at
    np.minimum.accumulate(row[::-1], out=row[::-1])
    later = row[1:][place]
    which = np.flatnonzero(later <= last)
    later = later[which]
    soon = log.time[later] - log.time[place[which]] <= days * DAY
    return which[soon], later[soon]


def _spread(size: int, which: Whole, rows: Ints) -> Ints:
    found = np.full(size, -1, dtype=np.int32)
    found[which] = rows
    return found


def counted(
    log: Log, study: Study, visits: Visits, targets: Iterable[int], there: There
) -> pd.DataFrame:
    """One row per source and target: customers with a window that is over, and what became of them.

    from, to: codes of source and target. chance: the share of all visits that the target follows.
    wait: median microseconds. bought_by_then: of those who followed, before or at the target.
    broken_soon: of those who did not follow, with a purchase within the window of the target.
    purchases: moments at the target that are one: who never comes cannot buy there.
    """
    all_of = _all_of(visits)
    found = [_of_target(log, study, visits, all_of, to, there(to)) for to in targets]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=COLUMNS)
    whole = [name for name in COLUMNS if name not in ("chance", "wait")]
    return table.astype({**dict.fromkeys(whole, "int64"), "chance": "float64", "wait": "float64"})


def _all_of(visits: Visits) -> pd.DataFrame:
    watched, bought = visits.over & visits.watched, visits.buys >= 0
    rows = {
        "customers": visits.over, "watched": watched, "bought": watched & bought,
        "soon": visits.over & visits.soon,
    }  # fmt: skip
    size = len(visits.sources)
    return pd.DataFrame(
        {name: np.bincount(visits.source[kept], minlength=size) for name, kept in rows.items()}
    )


def _of_target(
    log: Log, study: Study, visits: Visits, all_of: pd.DataFrame, target: int, there: Mask
) -> pd.DataFrame:
    days, size = study.journey.handover_days, len(visits.sources)
    which, later = following(log, visits.place, visits.last, there, days)
    kept = visits.over[which]
    which, later = which[kept], later[kept]
    source, buys = visits.source[which], visits.buys[which]
    watched, bought = visits.watched[which], buys >= 0

    def count(rows: Mask) -> Whole:
        return np.bincount(source[rows], minlength=size)

    came, came_bought = count(watched), count(watched & bought)
    wait = log.time[later] - log.time[visits.place[which]]
    return pd.DataFrame(
        {
            "from": visits.sources, "to": target, "customers": all_of["customers"],
            "followed": np.bincount(source, minlength=size),
            "chance": len(which) / max(int(all_of["customers"].sum()), 1),
            "wait": quartiles(source, wait, size)[1],
            "bought_by_then": count(bought & (buys <= later)),
            "followed_watched": came, "broken_watched": all_of["watched"] - came,
            "followed_bought": came_bought, "broken_bought": all_of["bought"] - came_bought,
            "broken_soon": all_of["soon"] - count(visits.soon[which]),
            "purchases": int((there & visits.bought).sum()),
        }
    )  # fmt: skip


def by_steps(log: Log, study: Study, visits: Visits, table: pd.DataFrame, there: There) -> Mask:
    """Which pairs of `counted` are made, by most who make them, in two of the pairs."""
    pairs = list(zip(table["from"].tolist(), table["to"].tolist(), strict=True))
    later = _rows_of(log, study, visits, pairs, there)
    steps = {
        pair: [step for one, step in pairs if one == pair[0] and (step, pair[1]) in later]
        for pair in pairs
    }
    return np.array([_passed(later, pair, steps[pair]) for pair in pairs], dtype=bool)


def _rows_of(
    log: Log, study: Study, visits: Visits, pairs: list[Pair], there: There
) -> dict[Pair, Ints]:
    """Pair -> row of the target in time after each visit to the source, -1 without."""
    found: dict[Pair, Ints] = {}
    days, source = study.journey.handover_days, visits.sources[visits.source]
    for target in sorted({to for _from, to in pairs}):
        rows = following(log, visits.place, visits.last, there(target), days)
        spread = np.where(visits.over, _spread(len(visits.place), *rows), -1)
        found |= {(one, to): spread[source == one] for one, to in pairs if to == target}
    return found


def _passed(later: dict[Pair, Ints], pair: Pair, steps: list[int]) -> bool:
    """Whether most who come to the target pass a step before it."""
    at, passed = later[pair], np.zeros(len(later[pair]), dtype=bool)
    for step in steps:
        passed |= (later[pair[0], step] >= 0) & (later[pair[0], step] < at)
    return bool(2 * passed.sum() > (at >= 0).sum())
