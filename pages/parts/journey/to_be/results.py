"""Today's journey of the shown customers beside the one with targets, computed once per choice."""

from typing import Any

import numpy as np
import pandas as pd

from loyalty.journey import experience, measures
from loyalty.journey import log as logs
from loyalty.journey.answered import scale_of
from loyalty.journey.to_be import chain, model, yearly
from loyalty.journey.to_be import scenario as to_be_scenario
from loyalty.journey.to_be.model import ToBe
from loyalty.journey.to_be.yearly import Yearly
from loyalty.study import Scenario
from pages import _results
from pages import _session as session
from pages.parts.journey import effects, results


def scale() -> tuple[float, float]:
    """Ends of the feeling scale of everybody."""
    return session.cached(
        "feeling_scale", lambda: scale_of(results.whole().feeling), *results.reading()
    )


def found() -> ToBe:
    """The to-be journey of the study's targets."""
    study = session.study()
    return session.cached(
        "to_be",
        lambda: model.of_log(results.goal_log(), study, _effects(), _table(), _chain(), scale()),
        *_parts(),
    )


def a_year() -> Yearly | None:
    """What those of the shown customers who come back order in a year; None when unknown."""
    study = session.study()
    orders = session.cached(
        "repeat_orders", lambda: yearly.repeat_orders(session.tables(), study), study.as_of
    )

    def of_group() -> Yearly | None:
        log = results.log()
        return yearly.of_customers(orders, log.ids[np.unique(log.customer)])

    return session.cached("repeat_orders_of_group", of_group, *results.parts())


def scenario() -> Scenario | None:
    """What can be handed over to the Strategies page."""
    study = session.study()
    if not results.has("orders"):
        return None

    def build() -> Scenario | None:
        customers, log = _results.base().customers, results.log()
        active = customers.loc[customers["recency_days"] <= study.active_days, "customer_id"]
        return to_be_scenario.scenario(found(), log, study, logs.places(log, active))

    return session.cached("to_be_scenario", build, *_parts(), study.active_days)


def _parts() -> tuple[Any, ...]:
    study = session.study()
    return (*results.parts(), study.journey.within_days, study.journey.targets, study.seed)


def _table() -> pd.DataFrame:
    study = session.study()
    return session.cached(
        "to_be_table", lambda: measures.of_log(results.goal_log(), study), *_parts()
    )


def _chain() -> chain.Chain:
    return session.cached(
        "journey_chain", lambda: chain.of_log(results.goal_log(), session.study()), *results.parts()
    )


def _effects() -> pd.DataFrame:
    """Good against bad experience; no rows where nothing tells when customers buy."""
    bought = effects.purchases()
    if bought is None:
        return pd.DataFrame(columns=experience.COLUMNS)
    return effects.of_shown(bought)
