"""The next order and silence, against the tables with the order added and on later days."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tables import open_literal, orders

from loyalty import analysis, features, segmentation
from loyalty.segmentation import edits
from loyalty.segmentation.outlook import Next, after_order, after_silence, foreseeable
from loyalty.study import Rule, Study

DAY = date(2024, 6, 30)
SCHEMES = ("rfm_named", "life_cycle", "value_bands", "rfm_quintiles", "rfm_nested", "rfm_fixed")


def rows(seed: int = 3, count: int = 30) -> list[tuple]:
    """Orders and returns of some customers; one returns only, one ordered on the very day."""
    rng = np.random.default_rng(seed)
    found = [("back", "2024-05-05", -10, True), ("today", str(DAY), 20), ("today", "2024-01-01", 5)]
    for number in range(count):
        for _order in range(int(rng.geometric(0.35))):
            age = int(rng.integers(0, 700) if rng.random() < 0.6 else rng.integers(0, 60))
            found.append((f"c{number:02}", str(DAY - timedelta(days=age)), int(rng.gamma(2, 40))))
    return found


def known(folder, extra=()) -> dict:
    return open_literal(folder, orders=orders([*rows(), *extra]))


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> analysis.Base:
    return analysis.base(known(tmp_path_factory.mktemp("now")), DAY)


def study_of(found: analysis.Base, scheme: str) -> Study:
    study = analysis.first_study(found, DAY)
    return study.change(**segmentation.choose(scheme, found.customers, found.gaps, study))


def keys(found: analysis.Base, study: Study) -> dict[str, str]:
    names = segmentation.segment_names(study)
    codes = segmentation.codes(features.frame(found.customers, study), study)
    return dict(zip(found.customers["customer_id"], [names[code] for code in codes], strict=True))


def row_of(found: analysis.Base, customer: str) -> pd.DataFrame:
    return found.customers[found.customers["customer_id"] == customer]


@pytest.fixture(scope="module")
def after(found, tmp_path_factory) -> analysis.Base:
    """The same customers, each with one more order of 50 today."""
    more = [(customer, str(DAY), 50) for customer in found.customers["customer_id"]]
    return analysis.base(known(tmp_path_factory.mktemp("then"), more), DAY)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_more_order_is_what_the_tables_then_say(found, after, scheme):
    study = study_of(found, scheme)
    assert foreseeable(study)
    then = keys(after, study)
    told = {one: after_order(row_of(found, one), study, 50.0) for one in then}
    assert told == then
    assert told != keys(found, study)


@pytest.fixture(scope="module")
def on(tmp_path_factory):
    """The same tables on later days, each looked at once."""
    tables, kept = known(tmp_path_factory.mktemp("later")), {}

    def later(days: int) -> tuple[analysis.Base, date]:
        day = DAY + timedelta(days=days)
        if days not in kept:
            kept[days] = analysis.base(tables, day)
        return kept[days], day

    return later


@pytest.mark.parametrize("scheme", ["rfm_named", "life_cycle", "rfm_fixed"])
def test_silence_is_what_later_days_then_say(found, on, scheme):
    study, now = study_of(found, scheme), keys(found, study_of(found, scheme))
    told = {one: after_silence(row_of(found, one), study) for one in now}
    moving = {one: to for one, to in told.items() if to}
    for days in sorted({to.days for to in moving.values()})[:6]:
        for shift in (days - 1, days):
            base, day = on(shift)
            then = keys(base, study.change(as_of=day))
            for one, to in moving.items():
                if to.days == days:
                    assert then[one] == (to.segment if shift == days else now[one])
    base, day = on(3000)
    then = keys(base, study.change(as_of=day))
    assert 5 < len(moving) < len(told)
    assert all(then[one] == now[one] for one in told if one not in moving)


def test_days_of_orders_and_attributes_stay():
    customer = pd.DataFrame(
        {
            "customer_id": ["x"],
            "recency_days": [10.0],
            "tenure_days": [40.0],
            "order_count": [2.0],
            "attribute.region": pd.Categorical(["north"]),
        }
    )
    rules = [
        Rule(
            key="a",
            conditions=[
                edits.condition("date.last_order", ">=", date(2024, 6, 20)),
                edits.condition("attribute.region", "in", ["north"]),
                edits.condition("tenure_days", "<=", 100),
            ],
        ),
        Rule(key="b", conditions=[edits.condition("date.first_order", "<", date(2024, 6, 1))]),
    ]
    study = Study(as_of=DAY, segments=rules)
    assert after_silence(customer, study) == Next("b", 61)
    assert after_silence(customer, study, horizon=60) is None
    assert after_order(customer, study, 1.0) == "a"


@pytest.mark.parametrize("column", ["score.loyalty_index", "cluster", "repurchase_rate"])
def test_what_rests_on_more_is_not_told(column):
    rule = Rule(key="x", conditions=[edits.condition(column, ">", 1)])
    assert not foreseeable(Study(as_of=DAY, segments=[rule]))
    assert foreseeable(Study(as_of=DAY))
