import numpy as np
import pandas as pd
import pytest
from clustering.scored import KEYS, blobs, scores
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture

from loyalty import clustering
from loyalty.clustering import stability
from loyalty.problems import Refused

METHODS = ("kmeans", "mixture")
CENTRES = [(0.1, 0.1, 0.1, 0.9), (0.9, 0.1, 0.9, 0.1), (0.1, 0.9, 0.9, 0.9), (0.9, 0.9, 0.1, 0.1)]


def table(ks, means, spreads, silhouette=0.5):
    return pd.DataFrame(
        {"k": ks, "stability": means, "spread": spreads, "silhouette": [silhouette] * len(ks)}
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("k", [3, 4])
def test_the_planted_number_is_suggested(method, k):
    values, _ = blobs(CENTRES[:k], each=100, spread=0.05)
    found = clustering.numbers(scores(values), KEYS, range(2, 7), method)
    assert found.suggested == k
    assert found.stable
    assert found.customers == 100 * k
    rows = found.table.set_index("k")
    assert rows["stability"][k] == pytest.approx(1, abs=0.01)
    assert rows["silhouette"].idxmax() == k
    if method == "mixture":
        assert rows["bic"].idxmin() == k


def test_iris_is_most_stable_in_two_as_is_known_of_it():
    found = clustering.numbers(scores(load_iris().data), KEYS, range(2, 7))
    assert found.suggested == 2
    two = found.table.set_index("k").loc[2]
    assert two["stability"] > 0.95
    assert two["silhouette"] == pytest.approx(0.681, abs=0.0005)  # published with scikit-learn


@pytest.mark.parametrize("seed", [0, 2, 3, 4])
def test_an_even_square_is_most_stable_in_its_quarters(seed):
    """The published example of flexclust's bootFlexclust: 200 points, two to seven clusters."""
    square = np.random.default_rng(seed).random((200, 2))
    found = clustering.numbers(scores(square, KEYS[:2]), KEYS[:2], range(2, 8))
    assert found.suggested == 4


def test_stability_equals_a_plain_count():
    """The same draws, clustered and compared by scikit-learn alone."""
    values = np.random.default_rng(3).random((300, 4))
    row = clustering.numbers(scores(values), KEYS, [3], seed=7).table.iloc[0]
    rng = np.random.default_rng([7, 3])
    agreed = []
    for _ in range(stability.PAIRS):
        pair = []
        for _ in range(2):
            drawn = values[rng.integers(300, size=300)]
            model = KMeans(3, n_init=5, random_state=int(rng.integers(2**31))).fit(drawn)
            pair.append(model.predict(values))
        agreed.append(adjusted_rand_score(*pair))
    assert row["stability"] == pytest.approx(np.mean(agreed))
    assert row["spread"] == pytest.approx(np.std(agreed, ddof=1))
    labels = KMeans(3, n_init=5, random_state=7).fit_predict(values)
    assert row["silhouette"] == pytest.approx(silhouette_score(values, labels))
    assert np.isnan(row["bic"])


def test_bic_is_that_of_the_mixture():
    values = np.random.default_rng(3).random((300, 4))
    row = clustering.numbers(scores(values), KEYS, [2], "mixture").table.iloc[0]
    model = GaussianMixture(
        2, covariance_type="diag", reg_covar=1e-3, n_init=2, max_iter=200, random_state=1
    )
    assert row["bic"] == pytest.approx(model.fit(values).bic(values))


def test_a_cloud_without_groups_is_not_stable_and_says_so():
    angle = np.random.default_rng(5).normal(size=(800, 4))
    sphere = 0.5 + 0.4 * angle / np.linalg.norm(angle, axis=1, keepdims=True)
    found = clustering.numbers(scores(sphere), KEYS, range(2, 6))
    assert not found.stable
    assert found.table["stability"].max() < stability.STABLE
    assert clustering.verdict(found).startswith("No number of clusters is stable")


@pytest.mark.parametrize(
    ("means", "spreads", "expected"),
    [
        ([0.9, 0.7, 0.8], [0.1, 0.1, 0.1], 2),
        ([0.9, 0.88, 0.8], [0.1, 0.1, 0.1], 3),  # one standard error: 0.1 / sqrt(10) = 0.0316
        ([0.9, 0.87, 0.869], [0.1, 0.1, 0.1], 4),
        ([1.0, 1.0, 0.999], [0.0, 0.0, 0.0], 3),
        ([0.61, 0.595, 0.2], [0.1, 0.1, 0.1], 2),  # within the error, but no longer stable
        ([0.5, 0.49, 0.2], [0.1, 0.1, 0.1], 3),
    ],
)
def test_the_largest_number_within_one_standard_error_of_the_best(means, spreads, expected):
    assert stability.suggest(table([2, 3, 4], means, spreads)) == expected


def test_the_verdict_names_number_and_agreement():
    found = clustering.Numbers("kmeans", 100, table([2, 3], [0.7, 0.9128], [0, 0]), 3, True)
    said = clustering.verdict(found)
    assert said.startswith("3 clusters come out again")
    assert "0.91" in said
    assert "close together" not in said


def test_the_verdict_tells_of_groups_that_touch():
    found = clustering.Numbers("kmeans", 100, table([2], [0.9], [0], 0.204), 2, True)
    assert "They lie close together (silhouette 0.2," in clustering.verdict(found)


def test_the_same_seed_gives_the_same_whatever_else_is_asked():
    scored = scores(np.random.default_rng(3).random((300, 4)))
    several = clustering.numbers(scored, KEYS, [2, 3, 4], seed=5).table
    alone = clustering.numbers(scored, KEYS, [3], seed=5).table
    pd.testing.assert_frame_equal(several[several["k"] == 3].reset_index(drop=True), alone)
    other = clustering.numbers(scored, KEYS, [3], seed=6).table
    assert other["stability"][0] != alone["stability"][0]


def test_numbers_too_large_for_the_customers_are_left_out():
    few = scores(np.random.default_rng(3).random((45, 4)))
    assert clustering.numbers(few, KEYS).table["k"].tolist() == [2, 3, 4]
    three = scores([[0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]] * 50)
    found = clustering.numbers(three, KEYS)
    assert found.table["k"].tolist() == [2, 3]
    assert found.suggested == 3


@pytest.mark.parametrize(
    "values",
    [np.empty((0, 4)), [[0.1] * 4], np.full((50, 4), np.nan), np.full((50, 4), 0.5)],
    ids=["empty", "one", "missing", "equal"],
)
def test_nothing_to_cluster_is_refused(values):
    with pytest.raises(Refused):
        clustering.numbers(scores(values), KEYS)


def test_a_large_base_is_sampled(monkeypatch):
    monkeypatch.setitem(stability.SAMPLE, "kmeans", 200)
    scored = scores(np.random.default_rng(3).random((1000, 4)))
    assert clustering.numbers(scored, KEYS, [2]).customers == 200
