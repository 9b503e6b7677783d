import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused
from loyalty.weights.criteria import correlations

NAN = float("nan")
METHODS = [weights.entropy, weights.critic, weights.principal]
FIVE = pd.DataFrame(
    {
        "spend": [10.0, 20, 30, 40, 50],
        "orders": [1.0, 5, 2, 4, 3],
        "visits": [2.0, 2, 9, NAN, 1],
        "same": [7.0] * 5,
        "unknown": [NAN] * 5,
    }
)


@pytest.mark.parametrize("method", METHODS)
class TestEveryMethod:
    def test_sums_to_one_and_gives_nothing_to_what_does_not_vary(self, method):
        found = method(FIVE).weights
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
        assert found[3:].tolist() == [0, 0]

    def test_array_frame_and_list_give_the_same(self, method):
        part = FIVE[["spend", "orders", "visits"]]
        expected = method(part).weights
        assert method(part.to_numpy()).weights.tolist() == expected.tolist()
        assert method(np.asfortranarray(part)).weights.tolist() == expected.tolist()
        assert method(part.to_numpy().tolist()).weights.tolist() == expected.tolist()

    def test_the_order_of_columns_and_rows_does_not_matter(self, method):
        turned = FIVE.iloc[::-1, ::-1]
        assert method(turned).weights[::-1] == pytest.approx(method(FIVE).weights)

    def test_a_column_that_does_not_vary_changes_nothing_for_the_others(self, method):
        part = FIVE[["spend", "orders", "visits"]]
        assert method(FIVE).weights[:3] == pytest.approx(method(part).weights)

    def test_the_unit_of_a_column_does_not_matter(self, method):
        assert method(FIVE * [1e-6, 1, 1e9, 1, 1]).weights == pytest.approx(method(FIVE).weights)

    def test_integers_booleans_and_nullable_columns(self, method):
        plain = pd.DataFrame({"a": [1.0, 2, NAN, 4], "b": [1.0, 0, 1, 1]})
        mixed = pd.DataFrame({"a": plain["a"].astype("Int64"), "b": plain["b"].astype(bool)})
        assert method(mixed).weights == pytest.approx(method(plain).weights)

    def test_one_column_that_varies_takes_all(self, method):
        assert method(FIVE[["spend"]]).weights.tolist() == [1]
        assert method(FIVE[["same", "spend", "unknown"]]).weights.tolist() == [0, 1, 0]

    @pytest.mark.parametrize("part", [FIVE[["same", "unknown"]], FIVE.iloc[:1]])
    def test_equal_weights_when_nothing_varies(self, method, part):
        found = method(part).weights
        assert found == pytest.approx(np.full(part.shape[1], 1 / part.shape[1]))

    @pytest.mark.parametrize("given", [FIVE.iloc[:0], FIVE[["unknown"]], np.empty((0, 3))])
    def test_no_value_at_all_is_refused(self, method, given):
        with pytest.raises(Refused, match="no value to find weights from"):
            method(given)

    @pytest.mark.parametrize("given", [[1, 2, 3], [["a"]], [[1, 2], [3]], np.empty((3, 0)), None])
    def test_what_is_no_table_is_refused(self, method, given):
        with pytest.raises(Refused, match="a table of numbers"):
            method(given)

    @pytest.mark.parametrize("value", [np.inf, -np.inf])
    def test_an_infinite_value_is_refused_by_column(self, method, value):
        with pytest.raises(Refused, match="“orders” holds an infinite value"):
            method(FIVE.assign(orders=[1, 2, value, 4, 5]))
        with pytest.raises(Refused, match="“2” holds an infinite value"):
            method([[1, value], [2, 3]])

    def test_the_frame_given_stays_as_it_is(self, method):
        before = FIVE.copy()
        method(FIVE)
        pd.testing.assert_frame_equal(FIVE, before)


def test_correlations_are_those_of_pandas_pair_by_pair():
    rng = np.random.default_rng(5)
    table = rng.normal(size=(40_000, 4)) @ rng.normal(size=(4, 4)) + 1e6
    table[rng.random(table.shape) < 0.2] = NAN
    expected = pd.DataFrame(table).corr().to_numpy()
    assert correlations(table.T) == pytest.approx(expected, abs=1e-9)


def test_a_pair_without_common_values_or_variance_has_no_correlation():
    rows = np.array([[1, 2, NAN, NAN, 3], [NAN, NAN, 3, 1, NAN], [4, 4, 1, 2, 4]])
    found = correlations(rows)
    assert np.isnan(found[0, 1])
    assert np.isnan(found[0, 2])
    assert found[1, 2] == pytest.approx(-1)
