"""Two groups of journeys watched equally long, so that the later one is not called the worse.

A journey that began a year ago had more time to go on than one that began last month. `equally`
keeps the journeys whose first `days` days are over, and of each only the moments within them, so
that whatever is counted looks equally far ahead for both groups.

`window` chooses the days: as many as the study gives customers to come back (`within_days`), but
at most half the age of either group's oldest journey, so that some journeys of both are left.
"""

from dataclasses import dataclass, replace

import numpy as np

from loyalty.journey.cut import DAY
from loyalty.journey.log import Log
from loyalty.study import Study

NEWER = 2 / 3  # of the other's days: from then on one group is much newer
MOMENTS = ("customer", "journey", "time", "touchpoint", "channel", "feeling", "answered")


@dataclass(frozen=True)
class Watched:
    """Two groups watched for the same `days`.

    Attributes:
        journeys: (kept, of all) of the first and of the second group.
    """

    logs: tuple[Log, Log]
    days: int
    journeys: tuple[tuple[int, int], tuple[int, int]]


def known_until(log: Log, study: Study) -> int:
    """Microseconds since 1970 at the end of the last day anything is known of: the study's day,
    or an earlier one with the last moment of everybody's log."""
    last = np.datetime64(study.as_of.isoformat(), "us").astype(np.int64)
    if len(log.time):
        last = min(last, log.time.max() // DAY * DAY)
    return int(last) + DAY


def window(logs: tuple[Log, Log], until: int, study: Study) -> int:
    """Days both groups are watched; at least one."""
    ages = [(until - int(log.time.min())) // DAY for log in logs if len(log.time)]
    return max(1, min([study.journey.within_days, *(age // 2 for age in ages)]))


def equally(logs: tuple[Log, Log], until: int, study: Study) -> Watched:
    """Both groups within the `window`."""
    days = window(logs, until, study)
    first, second = (within(log, days, until) for log in logs)
    begun = [(int(kept.first.sum()), int(log.first.sum())) for kept, log in
             zip((first, second), logs, strict=True)]  # fmt: skip
    return Watched((first, second), days, (begun[0], begun[1]))


def within(log: Log, days: int, until: int) -> Log:
    """The first `days` days of every journey for which they are over by `until`."""
    begins = log.time[np.maximum.accumulate(np.where(log.first, np.arange(len(log.time)), 0))]
    kept = (begins + days * DAY <= until) & (log.time < begins + days * DAY)
    return replace(log, **{name: getattr(log, name)[kept] for name in MOMENTS})


def age(log: Log, until: int) -> float:
    """Days since its journeys began, on average; NaN without any."""
    begins = log.time[log.first]
    return float((until - begins).mean() / DAY) if len(begins) else float("nan")


def newer(logs: tuple[Log, Log], until: int) -> tuple[int, float, float] | None:
    """Which group (0 or 1) is much newer, its `age` and the other's; None where neither is."""
    ages = age(logs[0], until), age(logs[1], until)
    place = int(ages[1] < ages[0])
    return (place, ages[place], ages[1 - place]) if min(ages) < NEWER * max(ages) else None
