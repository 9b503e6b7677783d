"""Feedback cases: customers who said that something went wrong, to be called back in time.

All signals of a customer (`signals`) from the first one until the case is due are one case;
the next signal after that opens another. A case is opened by its first signal, which also makes
its id, so that the same data give the same ids; its kind, touchpoint and score are those of the
gravest signal (a complaint before a bad answer before a low feeling), the earliest of equals.

An answer belongs to the customer's nearest moment within the study's `window_hours`.
"""

import hashlib
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.engine import Tables
from loyalty.journey import log as logs
from loyalty.journey.answered import HOUR, nearest
from loyalty.journey.cases.signals import KINDS, signals
from loyalty.journey.log import Log
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

COLUMNS = [
    "case", CUSTOMER, "opened", "due", "kind", "touchpoint", "stage", "score", "comment",
    "signals", "source",
]  # fmt: skip
ID_DIGITS = 16

Ints = NDArray[np.int64]
Whole = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]


def of(tables: Tables, study: Study, log: Log | None = None) -> pd.DataFrame:
    """One row per case with `COLUMNS`, the earliest first.

    case: the id, "case-" and 16 digits; opened, due: times, `case_hours` apart; kind: a key of
    `KINDS`; touchpoint, stage: missing where no moment is near; score: on its own scale, missing
    for a complaint without a feeling; comment: as written, missing without; signals: how many;
    source: what told the first of them, such as "answers/nps" or "events/Complaint".

    Args:
        log: everybody's journeys, where they are at hand.
    """
    journeys = log or (logs.read(tables, study) if {"events", "orders"} & set(tables) else None)
    found = signals(tables, study, journeys)
    if found.empty:
        return _none()
    rows = _ordered(found)
    window = study.journey.case_hours * HOUR
    opening = openings(rows["who"].to_numpy(), rows["at"].to_numpy(), window)
    cases = _merged(rows, opening)
    cases["due"] = cases["opened"] + pd.Timedelta(hours=study.journey.case_hours)
    placed = cases.assign(**_places(cases, journeys, study)) if journeys else cases
    return placed.reindex(columns=COLUMNS).sort_values(["opened", "case"], ignore_index=True)


def comparable(*moments: tuple[Whole, Ints]) -> list[Ints]:
    """Numbers that put several lists of (customer, time) into one order."""
    times = np.unique(np.concatenate([when for _whose, when in moments]))
    return [
        whose.astype(np.int64) * (len(times) + 1) + np.searchsorted(times, when)
        for whose, when in moments
    ]


def openings(customer: Ints, time: Ints, window: int) -> Mask:
    """(n,) which signals open a case; they are sorted by customer and time.

    Each opening leads to the first signal beyond its window, of whichever customer, which is the
    next opening: all of them are found by doubling the length of the leaps.
    """
    size = len(time)
    here, end = comparable((customer, time), (customer, time + window))
    leap = np.append(np.searchsorted(here, end, side="right"), size)
    opens = np.zeros(size + 1, dtype=bool)
    opens[0] = True
    while leap[0] < size:
        opens[leap[opens]] = True
        leap = leap[leap]
    return opens[:size]


def _ordered(found: pd.DataFrame) -> pd.DataFrame:
    """Signals by customer, time, gravity and source."""
    rank = {kind: place for place, kind in enumerate(KINDS)}
    times = found["time"].to_numpy("datetime64[us]")
    who, _ids = pd.factorize(found[CUSTOMER], sort=True)
    rows = found.assign(who=who, at=times.astype(np.int64), rank=found["kind"].map(rank))
    return rows.sort_values(["who", "at", "rank", "source"], kind="stable", ignore_index=True)


def _merged(rows: pd.DataFrame, opening: Mask) -> pd.DataFrame:
    """One row per opening: who and when from the first signal, the rest from the gravest."""
    number = np.cumsum(opening) - 1
    said = rows["text"].where(rows["text"].fillna("").astype(str).str.strip() != "")
    rows = rows.assign(number=number, said=said.astype(object))
    first = rows[opening].reset_index(drop=True)
    by_gravity = rows.sort_values(["number", "rank", "at"], kind="stable")
    gravest = by_gravity.drop_duplicates("number").reset_index(drop=True)
    return pd.DataFrame(
        {
            "case": _ids(first),
            CUSTOMER: first[CUSTOMER].astype(object),
            "opened": first["at"].astype("datetime64[us]"),
            "kind": gravest["kind"].astype(object),
            "touchpoint": gravest["touchpoint"].astype(object),
            "at": gravest["at"],
            "score": gravest["score"].astype("float64"),
            "comment": by_gravity.groupby("number")["said"].first().astype(object),
            "signals": np.bincount(number),
            "source": first["source"].astype(object),
        }
    )


def _ids(first: pd.DataFrame) -> list[str]:
    """Ids from customer, time, kind and source of the first signal; a spreadsheet keeps them."""
    names = (CUSTOMER, "at", "kind", "source")
    columns = zip(*(first[name].tolist() for name in names), strict=True)
    told = ("\x1f".join(map(str, one)).encode() for one in columns)
    return [f"case-{hashlib.sha256(one).hexdigest()[:ID_DIGITS]}" for one in told]


def _places(cases: pd.DataFrame, log: Log, study: Study) -> dict[str, pd.Series]:
    """touchpoint and stage, of answers those of the nearest moment."""
    told = cases["touchpoint"].notna()
    asked = cases[~told]
    whose = pd.Index(log.ids).get_indexer(pd.Index(asked[CUSTOMER]))
    there = whose >= 0
    near = nearest(
        log.customer, log.time, whose[there].astype(np.int32), asked["at"].to_numpy()[there],
        study.journey.window_hours * HOUR,
    )  # fmt: skip
    names = np.array([*log.names, None], dtype=object)
    place = np.full(len(asked), len(log.names))
    place[there] = np.where(near >= 0, log.touchpoint[near], len(log.names))
    touchpoint = cases["touchpoint"].copy()
    touchpoint[~told] = names[place]
    stages = log.assigned()
    return {"touchpoint": touchpoint, "stage": touchpoint.map(stages).astype(object)}


def _none() -> pd.DataFrame:
    kinds = {"opened": "datetime64[us]", "due": "datetime64[us]", "score": "float64"}
    kinds |= {"signals": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "object")) for name in COLUMNS})
