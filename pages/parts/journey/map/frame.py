"""What the journey map draws: the figures of the page, and what people wrote beside them."""

import pandas as pd

from loyalty.charts.journey_map import layout
from loyalty.journey import blueprint
from loyalty.journey.blueprint import Blueprint
from pages import _session as session
from pages._session import _
from pages.parts.journey import results, segment_source
from pages.parts.journey.pains import results as pains_results


def sheet() -> Blueprint:
    """Channels of the touchpoints, and what the user wrote of them."""
    found = session.cached(
        "touchpoint_channels", lambda: blueprint.channels(results.whole()), *results.reading()
    )
    return Blueprint(found, session.study().journey.cards)


def frame(lanes: tuple[str, ...]) -> pd.DataFrame:
    """The rows of the picture with these lanes."""
    table, known = results.table(), session.study().journey
    return session.cached(
        "journey_picture",
        lambda: layout.layout(
            table, _, sheet(), pains_results.marks(), lanes, segment_source.scale()
        ),
        *results.parts(),
        known.complaint_days,
        known.within_days,
        known.cards,
        lanes,
        session.language(),
    )
