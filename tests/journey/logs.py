"""Event logs for tests, and independent counts of them in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import numpy as np
import pandas as pd

from loyalty.study import Study

AS_OF = date(2025, 1, 1)
MAP = {
    "Advert": "awareness",
    "Website": "consideration",
    "Checkout": "purchase",
    "Manual": "use",
    "Hotline": "service",
    "Refill": "repurchase",
    "Tell a friend": "advocacy",
    "Riddle": "unassigned",
}


def study(**choices) -> Study:
    return Study(**({"as_of": AS_OF} | choices))


def events(rows: list[tuple]) -> dict[str, list]:
    """Events from (customer, time, touchpoint[, feeling]) rows, in file order."""
    full = [(*row, None)[:4] for row in rows]
    return {
        "customer_id": [row[0] for row in full],
        "time": [row[1] for row in full],
        "touchpoint": [row[2] for row in full],
        "feeling": [row[3] for row in full],
        "position": list(range(len(full))),
    }


def random_log(seed: int, size: int, customers: int) -> pd.DataFrame:
    """Events shuffled in the file, many at equal times, some without a feeling."""
    rng = np.random.default_rng(seed)
    feeling = rng.choice([None, -1.0, -0.25, 0.1, 0.5, 1.0], size)
    return pd.DataFrame(
        {
            "customer_id": [f"C{number}" for number in rng.integers(0, customers, size)],
            "time": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 200, size), "D"),
            "touchpoint": rng.choice(list(MAP), size),
            "feeling": feeling,
            "position": np.arange(size),
        }
    )


def journeys(log: pd.DataFrame) -> dict[str, list[tuple]]:
    """Customer -> (time, touchpoint) in the order they happened, equal times in file order."""
    found = defaultdict(list)
    for row in sorted(log.itertuples(), key=lambda row: (row.time, row.position)):
        found[row.customer_id].append((row.time, row.touchpoint))
    return found


def count_moves(log: pd.DataFrame) -> list[tuple]:
    """source, target, moves, share, median_hours; counted one journey at a time."""
    moves = defaultdict(list)
    for steps in journeys(log).values():
        full = [(None, "(start)"), *steps, (None, "(end)")]
        for (before, source), (after, target) in pairwise(full):
            known = before is not None and after is not None
            moves[source, target].append((after - before).total_seconds() if known else None)
    leaving = defaultdict(int)
    for (source, _), waits in moves.items():
        leaving[source] += len(waits)
    return [
        (source, target, len(waits), round(len(waits) / leaving[source], 6), _hours(waits))
        for (source, target), waits in sorted(moves.items())
    ]


def count_reached(log: pd.DataFrame, here: set[str], there: set[str]) -> tuple[int, int, float]:
    """Customers with an event here, those with a later one there, median hours between both."""
    waits, customers = [], 0
    for steps in journeys(log).values():
        places = [place for place, (_, name) in enumerate(steps) if name in here]
        customers += bool(places)
        later = [time for time, name in steps[places[0] + 1 :] if name in there] if places else []
        if later:
            waits.append((later[0] - steps[places[0]][0]).total_seconds())
    return customers, len(waits), _hours(waits)


def _hours(waits: list) -> float | None:
    if not waits or None in waits:
        return None
    return round(median(waits) / timedelta(hours=1).total_seconds(), 4)
