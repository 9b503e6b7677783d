import subprocess
import sys
from ast import literal_eval

import numpy as np
import pytest
from clustering.scored import KEYS, blobs, scores, with_gaps
from sklearn.datasets import load_iris
from threadpoolctl import threadpool_limits

from loyalty import clustering
from loyalty.clustering import learning
from loyalty.clustering.points import points
from loyalty.problems import Refused
from loyalty.scoring import Scores

METHODS = ("kmeans", "mixture")
CENTRES = [(0.2, 0.2, 0.2, 0.2), (0.9, 0.8, 0.8, 0.1), (0.5, 0.5, 0.9, 0.9)]
# k-means with three clusters against the three species, as often published
IRIS_AGREEMENT = 0.730


def iris():
    found = load_iris()
    return scores(found.data), found.target


@pytest.mark.parametrize("method", METHODS)
def test_separate_groups_are_found_best_first(method):
    values, group = blobs(CENTRES)
    found = clustering.fit(scores(values), KEYS, 3, method)
    best_first = sorted(range(3), key=lambda one: -np.mean(CENTRES[one]))
    means = [values[group == one].mean(axis=0) for one in best_first]
    np.testing.assert_allclose(found.centres, means, atol=1e-6)
    codes = clustering.assign(scores(values), found)
    assert [best_first[int(code) - 1] for code in codes] == group.tolist()


def test_a_mixture_keeps_the_shares_and_spreads_of_its_groups():
    values, group = blobs(CENTRES[:1] * 3 + CENTRES[1:2], spread=0.1)
    found = clustering.fit(scores(values), KEYS, 2, "mixture")
    members = values[group == 3], values[group != 3]
    np.testing.assert_allclose(found.shares, [0.25, 0.75], atol=0.005)
    expected = [one.var(axis=0) + learning.LEAST_SPREAD for one in members]
    np.testing.assert_allclose(found.spreads, expected, rtol=0.1)


def test_kmeans_of_iris_agrees_with_the_species_as_published():
    scored, species = iris()
    codes = clustering.assign(scored, clustering.fit(scored, KEYS, 3))
    assert clustering.agreement(codes, species) == pytest.approx(IRIS_AGREEMENT, abs=0.0005)


@pytest.mark.parametrize("method", METHODS)
def test_no_other_split_of_a_small_case_is_better(method):
    scored = scores(np.r_[np.linspace(0.0, 0.2, 15), np.linspace(0.7, 1.0, 15)], KEYS[:1])
    codes = clustering.assign(scored, clustering.fit(scored, KEYS[:1], 2, method))
    assert codes.tolist() == [2.0] * 15 + [1.0] * 15


@pytest.mark.parametrize("method", METHODS)
def test_one_thread_or_two_give_the_same_clusters(method):
    values = np.random.default_rng(3).random((5000, 4))
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            found.append(clustering.fit(scores(values), KEYS, 5, method))
    assert found[0] == found[1]


def test_one_core_works_from_the_first_call():
    """Only libraries already loaded can be limited: a fresh process has loaded none."""
    code = (
        "from threadpoolctl import threadpool_info\n"
        "from loyalty.clustering.learning import one_thread\n"
        "with one_thread():\n"
        "    import sklearn.cluster\n"
        "    print({(one['user_api'], one['num_threads']) for one in threadpool_info()})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert literal_eval(done.stdout) == {("blas", 1), ("openmp", 1)}


def test_customers_with_gaps_do_not_move_the_centres():
    values, _ = blobs(CENTRES)
    gappy = with_gaps(np.ones_like(values), 0.5)
    gappy = gappy[np.isnan(gappy).any(axis=1)]
    with_them = scores(np.r_[values, gappy])
    assert clustering.fit(with_them, KEYS, 3) == clustering.fit(scores(values), KEYS, 3)


def test_only_the_chosen_indicators_count_in_the_order_chosen():
    values, _ = blobs(CENTRES)
    values[:, 1] = np.random.default_rng(5).random(len(values)) * 100
    found = clustering.fit(scores(values), ("satisfaction", "recency_days"), 3)
    assert found.indicators == ("satisfaction", "recency_days")
    assert sorted(np.round(found.centres, 1).tolist()) == [[0.1, 0.9], [0.2, 0.2], [0.9, 0.5]]


def test_many_customers_are_sampled_by_the_seed(monkeypatch):
    monkeypatch.setattr(learning, "SAMPLE", 500)
    scored = scores(np.random.default_rng(3).random((3000, 4)))
    assert clustering.fit(scored, KEYS, 3, seed=1) == clustering.fit(scored, KEYS, 3, seed=1)
    assert clustering.fit(scored, KEYS, 3, seed=1) != clustering.fit(scored, KEYS, 3, seed=2)
    drawn = points(scored, KEYS, 500, 1)
    assert len(np.unique(drawn, axis=0)) == 500


@pytest.mark.parametrize(
    ("values", "indicators", "k", "said"),
    [
        (np.random.default_rng(1).random((29, 4)), KEYS, 3, "29 customers have a score .* 30"),
        (np.full((100, 4), 0.5), KEYS, 2, "too much alike for 2 clusters: there are only 1 "),
        ([[0, 0, 0, 0], [1, 1, 1, 1]] * 50, KEYS, 3, "there are only 2 "),
        (np.full((100, 4), np.nan), KEYS, 2, "0 customers have a score"),
        ([[0.1, 0.2, 0.3, 0.4]], KEYS, 2, "1 customers have a score"),
        (np.empty((0, 4)), KEYS, 2, "0 customers have a score"),
        (np.random.default_rng(1).random((100, 4)), ("nps_score",), 2, "0 customers have a score"),
        (np.random.default_rng(1).random((100, 4)), (), 2, "at least one indicator"),
    ],
    ids=["few", "equal", "two alike", "missing", "one", "empty", "no data", "no indicator"],
)
@pytest.mark.parametrize("method", METHODS)
def test_refused_in_plain_words(values, indicators, k, said, method):
    with pytest.raises(Refused, match=said):
        clustering.fit(scores(values), indicators, k, method)


def test_as_many_different_customers_as_clusters_are_enough():
    found = clustering.fit(scores([[0, 0, 0, 0], [1, 1, 1, 1]] * 10), KEYS, 2)
    assert found.centres == ((1, 1, 1, 1), (0, 0, 0, 0))


def test_default_indicators_are_known_vary_and_do_not_repeat():
    rng = np.random.default_rng(4)
    columns = {
        "recency_days": rng.random(1000),
        "order_count": rng.random(1000),
        "spend": rng.random(1000),
        "channel_count": np.full(1000, 0.5),
        "nps_score": np.where(rng.random(1000) < 0.3, np.nan, rng.random(1000)),
        "satisfaction": np.where(rng.random(1000) < 0.1, np.nan, rng.random(1000)),
        "complaint_count": rng.integers(0, 2, 1000),
    }
    columns["spend"] = columns["order_count"] + 0.05 * columns["spend"]
    scored = scores(np.column_stack(list(columns.values())), columns)
    assert clustering.default_indicators(scored) == ("recency_days", "order_count", "satisfaction")


def test_default_indicators_take_from_every_family_first():
    keys = (
        *("recency_days", "order_count", "spend", "average_order_value", "repurchase_rate"),
        *("category_count", "interaction_count", "nps_score", "satisfaction", "tenure_days"),
    )
    scored = scores(np.random.default_rng(4).random((500, len(keys))), keys)
    chosen = clustering.default_indicators(scored)
    assert len(chosen) == 8
    assert {"interaction_count", "nps_score", "satisfaction", "tenure_days"} <= set(chosen)
    assert list(chosen) == [key for key in keys if key in chosen]


def test_without_customers_there_are_no_default_indicators():
    assert clustering.default_indicators(Scores((), np.empty((0, 0)), {})) == ()
    assert clustering.default_indicators(scores([[0.1, 0.2, 0.3, 0.4]])) == ()
