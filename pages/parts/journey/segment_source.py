"""What a segment of a touchpoint's customers can rest on in these data."""

import numpy as np
import pandas as pd

from loyalty.journey.answered import scale_of
from loyalty.segmentation import edits, of_touchpoint
from loyalty.visits import FELT, VISITS, columns
from pages import _results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results


def obstacle(touchpoint: str, bad_only: bool) -> str:
    """Why no rule can take them; empty where one can."""
    if order_number(touchpoint):
        return _("An order has no feeling of its own to divide by.") if bad_only else ""
    if len(f"{VISITS}{touchpoint}") > edits.LONGEST:
        return _("The name of this touchpoint is too long for a rule.")
    if not bad_only:
        return ""
    lowest = lowest_feeling(touchpoint)
    if np.isnan(lowest):
        return _("No event here holds a feeling of its own, so nobody can be told by it.")
    if lowest >= middle():
        return _("Nobody felt worse here than {value}, the middle of the scale.").format(
            value=words.number(middle(), 2)
        )
    return ""


def matching(touchpoint: str, bad_only: bool) -> int:
    """How many of all customers the rule would take, counted as rules count."""
    ids, study = _results.base().customers["customer_id"], session.study()
    number = order_number(touchpoint)
    if number:
        return int((_results.base().customers["order_count"] >= number).sum())
    visited, felt = f"{VISITS}{touchpoint}", f"{FELT}{touchpoint}"

    def build() -> pd.DataFrame:
        return columns(session.tables(), study.as_of, ids, (visited, felt))

    found = session.cached("touchpoint_traits", build, study.as_of, touchpoint)
    if visited not in found:
        return 0
    there = found[visited] >= 1
    return int((there & (found[felt] < middle())).sum() if bad_only else there.sum())


def order_number(touchpoint: str) -> int | None:
    """The number of an order of the table of orders that stands as this touchpoint."""
    return of_touchpoint.order_number(touchpoint) if results.has("orders") else None


def middle() -> float:
    """The middle of the scale of everybody's feelings: neither good nor bad."""
    return sum(scale()) / 2


def scale() -> tuple[float, float]:
    """The ends of the scale of everybody's feelings."""
    log = results.whole()
    return session.cached("feeling_scale", lambda: scale_of(log.feeling), *results.reading())


def lowest_feeling(touchpoint: str) -> float:
    """The lowest feeling that the events themselves hold here; NaN without any."""
    log = results.whole()

    def build() -> float:
        place = log.names.index(touchpoint) if touchpoint in log.names else -1
        own = (log.touchpoint == place) & ~log.answered & ~np.isnan(log.feeling)
        return float(log.feeling[own].min()) if own.any() else float("nan")

    return session.cached("lowest_feeling", build, *results.reading(), touchpoint)
