import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from loyalty import weights

NAN = float("nan")


def reflective(seed: int, columns: int = 4, noise: float = 0.7) -> np.ndarray:
    """Columns that reflect one thing."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(400, 1)) + noise * rng.normal(size=(400, columns))


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_first_component_of_scikit_learn(seed):
    table = reflective(seed) * [1, 20, 3, 0.1] + [5, 0, -9, 1]
    standard = (table - table.mean(axis=0)) / table.std(axis=0)
    peer = PCA().fit(standard)
    first = peer.components_[0] * np.sign(peer.components_[0].sum())
    found = weights.principal(table)
    assert found.variance_explained == pytest.approx(peer.explained_variance_ratio_[0])
    assert found.weights == pytest.approx(first**2)
    assert found.offered
    assert found.signs_agree


def test_two_columns_by_hand():
    """r = 0.5: eigenvalues 1.5 and 0.5, both load sqrt(0.75)."""
    table = np.array([[1, 1], [1, 1], [1, 1], [1, -1], [-1, 1], [-1, -1], [-1, -1], [-1, -1]])
    found = weights.principal(table)
    assert found.variance_explained == pytest.approx(0.75)
    assert found.loadings == pytest.approx([np.sqrt(0.75)] * 2)
    assert found.weights == pytest.approx([0.5, 0.5])


def test_loadings_are_correlations_with_the_component():
    table = reflective(7)
    standard = (table - table.mean(axis=0)) / table.std(axis=0)
    found = weights.principal(table)
    component = standard @ found.loadings
    expected = [np.corrcoef(column, component)[0, 1] for column in table.T]
    assert found.loadings == pytest.approx(expected)


def test_the_sign_is_fixed():
    table = reflective(3)
    assert (weights.principal(table).loadings > 0).all()
    assert weights.principal(-table).loadings == pytest.approx(weights.principal(table).loadings)


def test_a_column_against_the_others_is_not_offered():
    found = weights.principal(reflective(3) * [1, 1, 1, -1])
    assert not found.signs_agree
    assert not found.offered
    assert found.loadings.sum() > 0
    assert "against the others" in found.reason


def test_a_weak_component_is_not_offered_and_says_its_share():
    rng = np.random.default_rng(0)
    found = weights.principal(rng.normal(size=(5000, 4)))
    assert found.variance_explained < 0.3
    assert not found.offered
    assert "not more than 50%" in found.reason.format(**found.values)


def test_two_columns_without_correlation_are_not_offered():
    found = weights.principal([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    assert found.variance_explained == pytest.approx(0.5)
    assert not found.offered


def test_the_least_share_can_be_chosen():
    table = reflective(1, noise=1.5)
    share = weights.principal(table).variance_explained
    assert weights.principal(table, least=share - 0.01).offered
    assert not weights.principal(table, least=share + 0.01).offered


def test_no_component_when_nothing_varies():
    found = weights.principal([[1, 2], [1, 2]])
    assert (found.variance_explained, found.offered) == (0, False)
    assert found.weights.tolist() == [0.5, 0.5]


def test_gaps_leave_pairs_of_known_values():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(reflective(2)).mask(rng.random((400, 4)) < 0.3)
    roots, vectors = np.linalg.eigh(frame.corr().to_numpy())
    found = weights.principal(frame)
    assert found.weights == pytest.approx(vectors[:, -1] ** 2)
    assert found.variance_explained == pytest.approx(roots[-1] / 4)
