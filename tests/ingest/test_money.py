from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from loyalty.ingest import money
from loyalty.ingest.numbers import NUMBER
from loyalty.problems import Refused


def decimals(*values):
    return pa.array([None if value is None else Decimal(value) for value in values], NUMBER)


def test_units_are_ten_thousandths_rounded_half_away_from_zero():
    found = money.units(decimals("1.5", "-1.5", "0.00005", "-0.00005", "0.000049", None))
    assert found.tolist() == [15000, -15000, 1, -1, 0, 0]


def test_money_is_the_inverse():
    whole = np.array([15000, -15000, 0, 10**17])
    found = money.money(whole, np.array([False, False, True, False]))
    assert found.to_pylist() == [Decimal("1.5"), Decimal("-1.5"), None, Decimal(10**13)]
    assert found.type == pa.decimal128(18, 4)


def test_products_are_exact_and_bounded():
    values, large = money.product(
        decimals("3", "999999999", None), decimals("0.10005", "9999", "1")
    )
    assert values.to_pylist() == [Decimal("0.3002"), None, None]
    assert large.tolist() == [False, True, False]


def test_totals_of_runs_and_their_limit():
    assert money.total(np.array([1, 2, 3, 4]), np.array([0, 3])).tolist() == [6, 4]
    with pytest.raises(Refused, match="add up to more than"):
        money.total(np.full(100, 10**17), np.array([0]))
    with pytest.raises(Refused, match="add up to more than"):
        money.money(np.array([10**18]))
