import math

import numpy as np
import pandas as pd
import pytest
from clustering.scored import KEYS, scores, with_gaps

from loyalty import clustering
from loyalty.clustering import Profile, Trait, profile, words
from loyalty.scoring import Scores
from loyalty.study import Clusters

CLUSTERS = Clusters(indicators=KEYS, centres=[[0.8] * 4, [0.5] * 4, [0.2] * 4])
RNG = np.random.default_rng(6)
VALUES = with_gaps(RNG.random((400, 4)), 0.3)


def row(**standardised):
    traits = tuple(Trait(key, 0.5, 0.5, value) for key, value in standardised.items())
    return Profile(1, 10, 0.1, traits)


def test_a_profile_equals_a_count_with_pandas():
    scored = scores(VALUES)
    codes = clustering.assign(scored, CLUSTERS)
    found = profile(scored, CLUSTERS, codes)
    frame = pd.DataFrame(VALUES, columns=KEYS)
    assert np.isnan(codes).any()
    for one in found:
        members = frame[codes == one.cluster]
        assert one.size == len(members) > 0
        assert one.share == pytest.approx(len(members) / 400)
        for trait in one.traits:
            column = frame[trait.indicator]
            apart = members[trait.indicator].mean() - column.mean()
            assert trait.mean == pytest.approx(members[trait.indicator].mean())
            assert trait.base == pytest.approx(column.mean())
            assert trait.standardised == pytest.approx(apart / column.std(ddof=0))
    assert [one.cluster for one in found] == [1, 2, 3]


def test_a_cluster_nobody_is_in_has_no_means():
    scored = scores([[0.9] * 4, [0.1] * 4])
    empty = profile(scored, CLUSTERS, np.array([1.0, 3.0]))[1]
    assert (empty.size, empty.share) == (0, 0.0)
    assert all(math.isnan(one.mean) and math.isnan(one.standardised) for one in empty.traits)
    assert words(empty) == "No customers."


def test_equal_scores_set_nobody_apart():
    scored = scores(np.full((7, 4), 0.3))
    found = profile(scored, CLUSTERS, np.full(7, 3.0))
    assert {trait.standardised for trait in found[2].traits} == {0.0}
    assert math.isnan(found[0].traits[0].standardised)
    assert words(found[2]) == "Near the average."


def test_no_member_has_the_indicator():
    scored = scores([[0.9, 0.9, 0.9, math.nan], [0.1, 0.1, 0.1, 0.2]])
    found = profile(scored, CLUSTERS, np.array([1.0, 3.0]))
    assert math.isnan(found[0].traits[3].mean)
    assert "Satisfaction" not in words(found[0])


def test_nobody_at_all_and_indicators_without_scores():
    nobody = Scores((), np.empty((0, 0)), {})
    found = profile(nobody, CLUSTERS, np.empty(0))
    assert [(one.cluster, one.size, one.share, one.traits) for one in found] == [
        (1, 0, 0, ()),
        (2, 0, 0, ()),
        (3, 0, 0, ()),
    ]
    part = profile(scores([[0.1, 0.2]], KEYS[:2]), CLUSTERS, np.array([3.0]))
    assert [trait.indicator for trait in part[0].traits] == list(KEYS[:2])


def test_words_name_the_three_strongest_traits():
    text = words(row(recency_days=0.6, order_count=2.0, spend=0.7, satisfaction=-1.1))
    assert text == "Better than average: Frequency, Spend. Worse than average: Satisfaction (CSAT)."


def test_one_side_alone():
    assert words(row(recency_days=-0.9)) == "Worse than average: Recency."
    assert words(row(complaint_count=0.5)) == "Better than average: Complaints."


def test_words_near_the_average():
    assert words(row(recency_days=0.49, spend=-0.49, satisfaction=math.nan)) == "Near the average."


def test_words_are_in_the_language_asked_for():
    said = words(row(recency_days=1.0, spend=-1.0), lambda text: f"<{text}>")
    assert "<Recency>" in said
    assert "<Better than average: <Recency>.>" in said
