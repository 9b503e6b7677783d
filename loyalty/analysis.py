"""From tables to results: the steps that pages and the command line share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from loyalty import attributes, features, rollup, scoring, segmentation, visits, weights
from loyalty.engine import Tables
from loyalty.indicators import BY_KEY, CATALOGUE
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Study

NO_TIME = mark("No order, event or answer has a time, so there is nothing to date.")


@dataclass(frozen=True)
class Base:
    """What does not depend on weights, levels and rules: computed once per dataset and day."""

    customers: pd.DataFrame
    gaps: pd.Series
    unavailable: dict[str, str]


def base(tables: Tables, as_of: date, study: Study | None = None) -> Base:
    """One row per customer with indicators and attributes, the repeat gaps, what is unavailable.

    With a study, also the visits to touchpoints that its rules name: see `loyalty.visits`.
    """
    customers = rollup.customers(tables, as_of, CATALOGUE)
    known = attributes.attributes(tables, as_of).reindex(customers[rollup.CUSTOMER])
    customers = pd.concat([customers, known.reset_index(drop=True)], axis=1)
    gaps = rollup.repeat_gaps(tables, as_of) if "orders" in tables else pd.Series(dtype=float)
    reasons = rollup.unavailable(rollup.until(tables, as_of), CATALOGUE)
    empty = {key: mark("no customer has a value") for key in BY_KEY if customers[key].isna().all()}
    found = Base(customers, gaps, empty | reasons)
    return with_visits(found, tables, as_of, segmentation.columns(study)) if study else found


def with_visits(found: Base, tables: Tables, as_of: date, names: Iterable[str]) -> Base:
    """The base with those of the named columns that are visits to touchpoints."""
    counted = visits.columns(tables, as_of, found.customers[rollup.CUSTOMER], names)
    return replace(found, customers=pd.concat([found.customers, counted], axis=1))


def default_day(tables: Tables, otherwise: date | None = None) -> date:
    """The day after the last record; without any time, `otherwise`, or Refused."""
    last = rollup.last_day(tables)
    if last:
        return last + timedelta(days=1)
    if otherwise is None:
        raise Refused(NO_TIME)
    return otherwise


def first_study(found: Base, as_of: date) -> Study:
    """A study with default choices, its scale and thresholds learned from these customers."""
    active = rollup.active_days(found.gaps)
    return Study(
        as_of=as_of,
        active_days=active,
        indicators=tuple(BY_KEY),
        scale=scoring.learn(found.customers),
        thresholds=segmentation.learn_thresholds(found.customers, found.gaps, active),
        segments=segmentation.default_rules(),
    ).change(**weights.PRESETS["equal"].choices())


def weigh(found: Base, study: Study, tables: Tables | None = None) -> dict[str, Any]:
    """The study fields that its way of weighting gives for these customers.

    A weighting fitted to an outcome reads `tables`: indicators of an earlier day, orders after it.
    """
    how = study.weighting
    if "fitted" not in (how.method, *(how.parts if how.method == "combine" else ())):
        return weights.find(study, scoring.scores(found.customers, study.scale))
    if not tables or "orders" not in tables:
        raise Refused(mark("Weights fitted to an outcome need orders."))
    chosen = [BY_KEY[key] for key in study.indicators]
    earlier, outcome = weights.windows(tables, study.as_of, how.days, chosen)
    return weights.find(study, scoring.scores(earlier, study.scale), outcome)


def study_for(found: Base, as_of: date, before: Study | None = None) -> Study:
    """The study for data that came in: the choices made before, with scales for what is new."""
    fresh = first_study(found, as_of)
    if before is None:
        return fresh
    return before.change(
        as_of=as_of,
        scale=fresh.scale | before.scale,
        thresholds=fresh.thresholds | before.thresholds,
    )


def results(found: Base, study: Study) -> pd.DataFrame:
    """The customers with loyalty_index, weight_share, level and segment."""
    customers = features.frame(found.customers, study)
    scored = scoring.scores(customers, study.scale)
    return segmentation.assign(scoring.apply(customers, scored, study), study)
