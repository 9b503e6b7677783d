"""Columns derived from customers and study, each against its own definition."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from segments.people import DAY, NAN, people

from loyalty import clustering, features, rfm, scoring, segmentation
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.study import Clusters, Condition, Rule, Study, WeightSet

COLUMNS = ("recency_days", "order_count", "spend", "tenure_days", "satisfaction")
PEOPLE = people(
    [
        (10, 6, 900, 400, 5),
        (100, 2, 200, 300, 2),
        (20, 1, 50, 20, NAN),
        (250, 1, 30, 250, 3),
        (NAN, 0, 0, NAN, 4),
        (NAN, NAN, NAN, NAN, NAN),
    ],
    *COLUMNS,
)
STUDY = Study(
    as_of=DAY,
    active_days=90,
    indicators=COLUMNS,
    family_weights={"purchase": 3, "emotion": 1},
    indicator_weights={"recency_days": 1, "order_count": 2, "spend": 1, "satisfaction": 1},
    scale=scoring.learn(PEOPLE),
    thresholds={"lapsed_days": 180, "new_days": 45, "frequent_orders": 5},
    cuts=rfm.independent(PEOPLE),
    clusters=Clusters(indicators=("order_count", "spend"), centres=((1, 1), (0, 0))),
)
STATES = [f"cycle_{name}" for name in ("loyal", "cooling", "new", "lost", "prospect", "prospect")]


def derived(*names, study=STUDY, customers=PEOPLE) -> pd.DataFrame:
    return features.frame(customers, study, names)


def test_nothing_is_made_that_nobody_names():
    assert features.frame(PEOPLE, STUDY) is PEOPLE
    assert derived("spend") is PEOPLE
    assert list(derived("cluster", "spend")) == [*PEOPLE, "cluster"]


def test_what_rules_and_groups_of_weights_name_is_made():
    rule = Rule(key="a", conditions=(Condition(column="rfm.value", op=">", threshold=3),))
    study = STUDY.change(segments=(rule,), group_by="life_cycle")
    assert features.needed(study) == ("rfm.value", "life_cycle")
    assert list(features.frame(PEOPLE, study)) == [*PEOPLE, "rfm.value", "life_cycle"]


def test_scores_are_those_of_the_index_and_its_families():
    found = derived("score.loyalty_index", *(f"score.{key}" for key in FAMILIES))
    scored = scoring.scores(PEOPLE, STUDY.scale)
    expected = scoring.apply(PEOPLE, scored, STUDY)["loyalty_index"]
    np.testing.assert_array_equal(found["score.loyalty_index"], expected)
    assert found["score.loyalty_index"].notna().tolist() == [True] * 5 + [False]
    # satisfaction runs from 2.2 to 4.9: caps at the 5th and 95th percentile of 2, 3, 4, 5
    low, high = np.percentile([2, 3, 4, 5], (5, 95))
    by_hand = [100 * min(1, max(0, (one - low) / (high - low))) for one in (5, 2, 3, 4)]
    assert found["score.emotion"][[0, 1, 3, 4]].tolist() == pytest.approx(by_hand)
    assert found["score.emotion"].isna().tolist() == [False, False, True, False, False, True]
    assert found["score.recommendation"].isna().all()


def test_scores_follow_the_weights_of_the_customers_group():
    only = WeightSet(family_weights={"emotion": 1}, indicator_weights={"satisfaction": 1})
    study = STUDY.change(group_by="life_cycle", group_weights={"cycle_cooling": only})
    found = derived("score.loyalty_index", "score.emotion", study=study)
    plain, index = derived("score.loyalty_index"), "score.loyalty_index"
    assert found[index][1] == found["score.emotion"][1] == 0 < plain[index][1]
    np.testing.assert_array_equal(found[index].drop(1), plain[index].drop(1))


def test_ratings_are_those_of_the_frozen_cuts():
    found = derived(*rfm.COLUMNS)
    for name, values in rfm.ratings(PEOPLE, STUDY.cuts).items():
        np.testing.assert_array_equal(found[name], values)
    assert derived("rfm.value", study=STUDY.change(cuts={}))["rfm.value"].isna().all()


def test_clusters_are_those_of_the_study():
    found = derived("cluster")["cluster"]
    expected = clustering.assign(scoring.scores(PEOPLE, STUDY.scale), STUDY.clusters)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(found, [1, 2, 2, 2, 2, NAN])
    assert derived("cluster", study=STUDY.change(clusters=None))["cluster"].isna().all()


def test_the_life_cycle_follows_the_thresholds_under_any_scheme():
    assert derived("life_cycle")["life_cycle"].tolist() == STATES
    shorter = STUDY.change(active_days=5, thresholds=STUDY.thresholds | {"lapsed_days": 15})
    found = derived("life_cycle", study=shorter)["life_cycle"].tolist()
    assert found == ["cycle_cooling", *["cycle_lost"] * 3, *["cycle_prospect"] * 2]
    back = derived("life_cycle", customers=PEOPLE.assign(last_gap_days=200.0))
    assert back["life_cycle"].tolist()[0] == "cycle_back"


def test_dates_are_so_many_days_before_the_day_of_the_study():
    found = derived("date.first_order", "date.last_order")
    assert found["date.last_order"].dt.date.tolist()[:2] == [date(2024, 6, 20), date(2024, 3, 22)]
    assert found["date.first_order"].dt.date.tolist()[0] == date(2023, 5, 27)
    assert found["date.last_order"].isna().tolist() == [False] * 4 + [True] * 2
    late = Condition(column="date.last_order", op=">=", day=date(2024, 6, 10))
    assert segmentation.Evaluation(found, {}).holds(late).tolist() == [1, 0, 1, 0, 0, 0]


def test_what_data_cannot_give_is_missing_for_everybody():
    names = ("attribute.region", "answer.nps", "date.joined", "last_gap_days", "no such column")
    found = derived(*names)
    assert found[list(names)].isna().all(axis=None)
    bare = PEOPLE.drop(columns=["recency_days", "tenure_days"])
    assert derived("date.first_order", customers=bare)["date.first_order"].isna().all()


@pytest.mark.parametrize("customers", [PEOPLE[:0], PEOPLE[:1], PEOPLE[5:].reset_index(drop=True)])
def test_nobody_one_customer_and_one_of_whom_nothing_is_known(customers):
    found = derived(*features.DERIVED, customers=customers)
    assert len(found) == len(customers)
    assert set(features.DERIVED) <= set(found)
    expected = STATES[: len(customers)] if len(customers) and customers["spend"].notna()[0] else []
    assert found["life_cycle"].tolist() == (expected or ["cycle_prospect"] * len(customers))


@pytest.mark.parametrize(
    "name", [*features.DERIVED, *features.OF_TABLES, "attribute.x", "answer.y"]
)
def test_columns_that_can_be_named_are_known(name):
    assert features.is_known(name)
    assert name not in BY_KEY


def test_other_columns_are_not_known():
    for name in ("score.", "score.none", "rfm", "attribute", "customer_id", "level"):
        assert not features.is_known(name)


def test_weights_differ_by_attributes_and_the_life_cycle_only():
    assert features.can_group("attribute.region")
    assert features.can_group("life_cycle")
    assert not features.can_group("spend")
    assert not features.can_group("cluster")
