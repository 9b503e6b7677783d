"""Who buys again after a good and after a bad experience, counted once whatever the stages are."""

import pandas as pd

from loyalty.journey import experience
from loyalty.journey.experience import Purchases
from pages import _session as session
from pages.parts.journey import results, segment_source


def purchases() -> Purchases | None:
    """When customers bought; None when nothing tells it."""
    return session.cached(
        "journey_purchases",
        lambda: experience.purchases(results.whole(), session.study(), session.tables()),
        # orders tell it whatever the stages are
        *(results.query_parts() if results.has("orders") else results.whole_parts()),
    )


def of_shown(bought: Purchases) -> pd.DataFrame:
    """`loyalty.journey.experience.of_log` of the shown journeys."""
    log, study = results.log(), session.study()
    days = study.journey.within_days
    counted = session.cached(
        "journey_experience_counted",
        lambda: experience.counted(log, study, bought, segment_source.scale()),
        *(results.moment_parts() if results.has("orders") else results.parts()),
        days,
        experience.buying_points(log, study),
    )
    return session.cached(
        "journey_experience", lambda: experience.staged(counted, log), *results.parts(), days
    )
