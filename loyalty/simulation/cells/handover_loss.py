"""The hand-over at which most active customers get lost, measured as on the Journeys page.

For every normal hand-over whose purchases can be compared (`loyalty.journey.handovers`) the loss is
how many points fewer of those buy again who do not come, each customer counted by the first visit;
the reach is how many active customers passed it broken in as many days before today. The hand-over
with the most points times customers is taken, so its loss is rather too large than too small. It is
an observed difference, not what a repair brings.

Beyond `MOST` customers every k-th is read: the intervals tell what that leaves open.
"""

from math import ceil

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv

from loyalty.engine import Tables
from loyalty.intervals import Z as Z95
from loyalty.journey import handovers
from loyalty.journey.cut import DAY
from loyalty.journey.going_on import following
from loyalty.journey.log import Log, places, read
from loyalty.rollup import CUSTOMER
from loyalty.simulation.cells.odds import Z90
from loyalty.strategies.handover_repair import DAYS, LOSS, REACH
from loyalty.study import Range, Study

Mask = NDArray[np.bool_]

MOST = 10_000  # customers read
ENDS = (0.05, 0.95)
JEFFREYS = 0.5  # Beta(1/2, 1/2) prior of a share


def measure(tables: Tables, study: Study, customers: pd.Series, active: Mask) -> dict[str, Range]:
    """Ranges by assumption of the hand-over repair; none without events that tell.

    `active` tells which of the `customers` (ids) are active.
    """
    if "events" not in tables or not len(customers):
        return {}
    step = ceil(len(customers) / MOST)
    some = customers[::step]
    return ranges(read(_of(tables, some if step > 1 else None), study), study, some[active[::step]])


def _of(tables: Tables, some: pd.Series | None) -> Tables:
    """Events and orders, of `some` customers only."""
    rows = {name: tables[name] for name in ("events", "orders") if name in tables}
    if some is None:
        return rows
    chosen = nw.col(CUSTOMER).is_in(some.tolist())
    return {name: table.filter(chosen) for name, table in rows.items()}


def ranges(log: Log, study: Study, active: pd.Series) -> dict[str, Range]:
    """The 90 % ranges from a log; `active` holds the ids of active customers.

    Reach is the Beta interval (Jeffreys) in per cent of them, loss Newcombe's interval in points.
    """
    found = handovers.of_log(log, study)
    found = found[found["compared"] == handovers.YES]
    if found.empty or active.empty:
        return {}
    inside = places(log, active)
    passed = np.array([(broken(log, study, row) & inside).sum() for _, row in found.iterrows()])
    most = int(np.argmax(passed * found["lost_conversion"].to_numpy(float)))
    days = study.journey.within_days
    return {
        REACH: _share(int(passed[most]), len(active)),
        LOSS: _loss(found.iloc[most]),
        DAYS: Range(low=days, high=days),
    }


def broken(log: Log, study: Study, pair: pd.Series) -> Mask:
    """(customers of the log,) who lately visited the source and did not come to the target in time.

    Lately: in `within_days` days, the last ones whose windows are over. `pair` is a row of
    `handovers.of_log`.
    """
    channels = None
    if pair["level"] == "channel":
        to = pair["target_channel"]
        channels = (pair["source_channel"], None if pd.isna(to) else to)
    here, there = handovers.ends(log, pair["source"], pair["target"], channels)
    window, days = study.journey.handover_days, study.journey.within_days
    over = np.datetime64(study.as_of.isoformat(), "us").astype(np.int64) + (1 - window) * DAY
    place = np.flatnonzero(here & (log.time < over) & (log.time >= over - days * DAY))
    beyond = np.cumsum(np.bincount(log.customer, minlength=1))
    last = (beyond[log.customer[place]] - 1).astype(np.int32)
    which, _row = following(log, place, last, there, window)
    who = np.zeros(len(log.ids), dtype=bool)
    who[np.delete(log.customer[place], which)] = True
    return who


def _share(some: int, size: int) -> Range:
    low, high = (
        round(100 * float(betaincinv(some + JEFFREYS, size - some + JEFFREYS, end)), 2)
        for end in ENDS
    )
    return Range(low=low, high=high)


def _loss(pair: pd.Series) -> Range:
    """Points lost, the ends of 95 % drawn in to those of 90 %."""
    middle, inwards = pair["lost_conversion"], Z90 / Z95
    low, high = (middle + (pair[end] - middle) * inwards for end in ("lost_low", "lost_high"))
    return Range(low=round(100 * low, 2), high=round(100 * high, 2))
