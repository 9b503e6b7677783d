"""Clusters as a scheme: learned once, frozen, one rule for each."""

import numpy as np
import pytest
from segments.people import NAN, chosen, groups, people

from loyalty import clustering, scoring, segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES
from loyalty.study import Clusters, from_json

COLUMNS = ("recency_days", "order_count", "spend", "satisfaction")
KNOWN = Clusters(indicators=("order_count", "spend"), centres=((1, 1), (0, 0)))


def three_kinds(each=40):
    """Customers about three points far apart, in turn."""
    rng = np.random.default_rng(1)
    points = np.array([[10, 9, 900, 4.5], [90, 2, 100, 2], [200, 5, 500, 3]])
    rows = np.tile(points, (each, 1))
    return people(rows * rng.normal(1, 0.02, rows.shape), *COLUMNS)


def test_three_kinds_are_found_and_named_with_the_best_first():
    found = three_kinds()
    study = chosen("clusters", found)
    assert [rule.key for rule in study.segments] == [
        "cluster_1", "cluster_2", "cluster_3", "cluster_none",
    ]  # fmt: skip
    assert study.clusters.method == "kmeans"
    codes = groups(found, study)
    assert codes[0] == "cluster_1"
    assert codes == codes[:3] * 40
    assert len(set(codes[:3])) == 3


def test_the_same_seed_gives_the_same_study():
    found = three_kinds()
    assert chosen("clusters", found, seed=7) == chosen("clusters", found, seed=7)


def test_clusters_of_a_study_file_stay_on_other_days_and_customers():
    study = from_json(chosen("clusters", three_kinds()).to_json())
    later = three_kinds(each=7)[::-1].reset_index(drop=True)
    again = study.change(**segmentation.choose("clusters", later, later["spend"][:0], study))
    assert again.clusters == study.clusters
    assert again.segments == study.segments
    scored = scoring.scores(later, study.scale)
    numbers = clustering.assign(scored, study.clusters)
    assert groups(later, study) == [f"cluster_{number:.0f}" for number in numbers]


def test_clusters_of_another_scheme_are_learned_anew():
    study = chosen("clusters", three_kinds(), scheme="rfm_named", clusters=KNOWN)
    assert study.clusters != KNOWN
    kept = chosen("clusters", three_kinds(), scheme="clusters", clusters=KNOWN)
    assert kept.clusters == KNOWN
    assert [rule.key for rule in kept.segments] == ["cluster_1", "cluster_2", "cluster_none"]


def test_five_customers_are_sorted_by_hand():
    found = people([(9, 900), (2, 100), (8, 800), (NAN, NAN), (1, NAN)], *COLUMNS[1:3])
    scale = {"order_count": {"low": 0, "high": 10}, "spend": {"low": 0, "high": 1000}}
    study = chosen("clusters", found, scheme="clusters", clusters=KNOWN, scale=scale)
    assert groups(found, study) == [
        "cluster_1", "cluster_2", "cluster_1", "cluster_none", "cluster_2",
    ]  # fmt: skip


def test_the_shelf_has_a_label_and_a_rule_for_up_to_nine():
    nine = Clusters(indicators=("spend",), centres=[[number / 9] for number in range(9)])
    study = chosen("clusters", three_kinds(), scheme="clusters", clusters=nine)
    shelf = segmentation.default_rules("clusters")
    assert study.segments == shelf
    assert {one.key for one in SCHEMES["clusters"].groups} == {rule.key for rule in shelf}


def test_too_few_customers_are_refused_with_the_reason():
    with pytest.raises(Refused, match="clusters need at least"):
        chosen("clusters", three_kinds(each=1))
    with pytest.raises(Refused, match="at least one indicator"):
        chosen("clusters", people([(NAN,)] * 30, "spend"))


def test_the_retailers_clusters_are_stable_and_everybody_is_in_one(retailer):
    study = chosen("clusters", retailer.customers)
    scored = scoring.scores(retailer.customers, study.scale)
    found = clustering.numbers(scored, study.clusters.indicators, (len(study.clusters.centres),))
    assert found.stable
    members = groups(retailer.customers, study)
    assert set(members) == {rule.key for rule in study.segments[:-1]}
    assert min(members.count(key) for key in set(members)) >= study.minimum_size
