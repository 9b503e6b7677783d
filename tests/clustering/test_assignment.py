import math

import numpy as np
import pytest
from clustering.scored import KEYS, blobs, scores, with_gaps
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

from loyalty import clustering
from loyalty.study import Clusters

METHODS = ("kmeans", "mixture")
VALUES = np.random.default_rng(8).random((20_000, 4))


def frozen(method="kmeans", k=5):
    return clustering.fit(scores(VALUES), KEYS, k, method)


def naive(row, clusters):
    """One customer by the definition, a loop over clusters and known indicators."""
    known = [at for at, value in enumerate(row) if not math.isnan(value)]
    if len(known) < len(row) / 2:
        return math.nan
    worth = []
    for one, centre in enumerate(clusters.centres):
        if clusters.method == "kmeans":
            worth.append(-sum((row[at] - centre[at]) ** 2 for at in known) / len(known))
            continue
        density = math.log(clusters.shares[one])
        for at in known:
            spread = clusters.spreads[one][at]
            density -= 0.5 * math.log(2 * math.pi * spread)
            density -= (row[at] - centre[at]) ** 2 / (2 * spread)
        worth.append(density)
    return 1.0 + worth.index(max(worth))


def test_equals_scikit_learn_when_nothing_is_missing():
    clusters = frozen()
    model = KMeans(5, n_init=1, random_state=1).fit(VALUES)
    model.cluster_centers_ = np.array(clusters.centres)
    assert (clustering.assign(scores(VALUES), clusters) == model.predict(VALUES) + 1).all()


def test_equals_scikit_learn_for_a_mixture_when_nothing_is_missing():
    clusters = frozen("mixture")
    model = GaussianMixture(5, covariance_type="diag", random_state=1).fit(VALUES)
    model.means_, model.weights_ = np.array(clusters.centres), np.array(clusters.shares)
    model.covariances_ = np.array(clusters.spreads)
    model.precisions_cholesky_ = 1 / np.sqrt(model.covariances_)
    assert (clustering.assign(scores(VALUES), clusters) == model.predict(VALUES) + 1).all()


@pytest.mark.parametrize("method", METHODS)
def test_with_gaps_equals_the_definition_customer_by_customer(method):
    clusters = frozen(method)
    values = with_gaps(VALUES, 0.4)
    expected = [naive(row, clusters) for row in values.tolist()]
    np.testing.assert_array_equal(clustering.assign(scores(values), clusters), expected)
    assert 0.05 < np.isnan(expected).mean() < 0.5
    assert len(set(expected) - {math.nan}) >= 5


@pytest.mark.parametrize("method", METHODS)
def test_frozen_clusters_survive_the_study_file(method):
    clusters = frozen(method)
    again = Clusters.model_validate_json(clusters.model_dump_json())
    one, two = (clustering.assign(scores(VALUES), which) for which in (clusters, again))
    assert (one == two).all()


def test_half_of_the_indicators_is_enough_and_less_is_no_cluster():
    clusters = Clusters(indicators=KEYS, centres=[[1, 1, 1, 1], [0, 0, 0, 0]])
    nan = math.nan
    values = [[0.9, 0.9, nan, nan], [0.9, nan, nan, nan], [nan] * 4, [0.1, nan, 0.2, 0.3]]
    codes = clustering.assign(scores(values), clusters)
    np.testing.assert_array_equal(codes, [1, nan, nan, 2])


def test_a_missing_score_is_not_a_score_of_zero():
    clusters = Clusters(indicators=KEYS[:2], centres=[[0.9, 0.9], [0.5, 0.0]])
    codes = clustering.assign(scores([[0.8, math.nan], [0.8, 0.0]], KEYS[:2]), clusters)
    assert codes.tolist() == [1, 2]


def test_an_indicator_without_any_score_is_missing_for_everybody():
    clusters = Clusters(indicators=KEYS, centres=[[1, 1, 1, 1], [0, 0, 0, 0]])
    two = scores([[0.9, 0.9], [0.1, 0.2]], KEYS[:2])
    assert clustering.assign(two, clusters).tolist() == [1, 2]
    one = scores([[0.9], [0.1]], KEYS[:1])
    assert np.isnan(clustering.assign(one, clusters)).all()
    other = scores([[0.9], [0.1]], ["tenure_days"])
    assert np.isnan(clustering.assign(other, clusters)).all()


@pytest.mark.parametrize("method", METHODS)
def test_nobody_and_one_customer(method):
    clusters = frozen(method)
    assert clustering.assign(scores(np.empty((0, 4))), clusters).shape == (0,)
    assert clustering.assign(scores([clusters.centres[2]]), clusters).tolist() == [3]


def test_a_group_without_share_takes_nobody():
    clusters = Clusters(
        method="mixture",
        indicators=KEYS[:1],
        centres=[[0.9], [0.1]],
        spreads=[[0.01], [0.01]],
        shares=[0.0, 1.0],
    )
    assert clustering.assign(scores([[0.9], [0.1]], KEYS[:1]), clusters).tolist() == [2, 2]


def test_clusters_of_one_day_sort_the_customers_of_another():
    first, group = blobs([(0.9,) * 4, (0.1,) * 4])
    later = np.clip(first[::-1] - 0.1, 0, 1)
    clusters = clustering.fit(scores(first), KEYS, 2)
    assert (clustering.assign(scores(later), clusters) == group[::-1] + 1).all()
