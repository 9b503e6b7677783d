"""Who was at a touchpoint: the customers behind a figure of the journey."""

import numpy as np
import pandas as pd

from loyalty.journey.answered import scale_of
from loyalty.journey.log import Log
from loyalty.rollup import CUSTOMER

COLUMNS = [CUSTOMER, "visits", "scored", "feeling", "worst", "last_visit"]


def of_log(
    log: Log, touchpoint: str, below: float | None = None, own: bool = False
) -> pd.DataFrame:
    """One row per customer who was at the touchpoint, the worst feeling first, then by id.

    visits; scored: those with a feeling; feeling: their mean; worst: the lowest, missing without
    any; last_visit: a time. With `below`, only who once felt worse there than that. With `own`,
    only feelings that the events hold themselves count, none of survey answers: what a rule of a
    segment knows (`loyalty.visits`).
    """
    place = log.names.index(touchpoint) if touchpoint in log.names else len(log.names)
    here = log.touchpoint == place
    feeling = np.where(log.answered[here] & own, np.nan, log.feeling[here])
    rows = pd.DataFrame({"who": log.customer[here], "feeling": feeling})
    by = rows.assign(time=log.time[here]).groupby("who")
    found = by.agg(
        visits=("time", "size"),
        scored=("feeling", "count"),
        feeling=("feeling", "mean"),
        worst=("feeling", "min"),
        last_visit=("time", "max"),
    ).reset_index()
    found[CUSTOMER] = log.ids[found["who"].to_numpy()]
    found["last_visit"] = found["last_visit"].astype("datetime64[us]")
    if below is not None:
        found = found[found["worst"] < below]
    return found.sort_values(["worst", CUSTOMER], ignore_index=True)[COLUMNS]


def middle(log: Log) -> float:
    """The middle of the scale of the feelings of everybody: neither good nor bad.

    Of a group's journeys alone the scale could look narrower than it is.
    """
    low, high = scale_of(log.feeling)
    return (low + high) / 2


def ends(log: Log) -> pd.Series:
    """Touchpoint -> journeys that end there."""
    count = np.bincount(log.touchpoint[log.last], minlength=len(log.names))
    return pd.Series(count, index=pd.Index(log.names, name="touchpoint"), name="ends")
