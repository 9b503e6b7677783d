"""Orders and money a year of customers who come back, against a plain count."""

from datetime import timedelta
from statistics import mean, stdev

import numpy as np
import pytest
from journey.logs import AS_OF, study
from tables import open_literal, orders

from loyalty.journey.to_be import yearly

ROWS = [
    ("ann", 900, 5), ("ann", 300, 10), ("ann", 10, 30), ("ann", 5, -7, True),
    ("bea", 200, 4), ("bea", 100, 50),
    ("cid", 20, 99),
    ("dan", 800, 8), ("dan", 365, 8),
]  # fmt: skip


def dated(rows):
    return orders(
        [(who, str(AS_OF - timedelta(days=days)), *rest) for who, days, *rest in rows]
    )  # fmt: skip


def test_orders_of_the_year_that_are_not_the_first(tmp_path):
    tables = open_literal(tmp_path, orders=dated(ROWS))
    found = yearly.repeat_orders(tables, study())
    assert found.to_numpy().tolist() == [["ann", 2, 40], ["bea", 1, 50]]
    both = yearly.of_customers(found, np.array(["ann", "bea", "cid"], dtype=object))
    assert both.customers == 2
    assert both.spend == mean([40, 50])
    assert both.spend_error == pytest.approx(stdev([40, 50]) / 2**0.5)
    assert both.orders == 1.5
    assert yearly.of_customers(found, np.array(["ann"], dtype=object)) is None


def test_less_than_a_year_of_orders_says_nothing(tmp_path):
    tables = open_literal(tmp_path, orders=dated([one for one in ROWS if one[1] < 364]))
    assert yearly.repeat_orders(tables, study()).empty
    assert yearly.repeat_orders({}, study()).empty


def test_what_newcomers_bring_is_drawn_with_both_errors():
    found = yearly.Yearly(100, 3.0, 0.0, 200.0, 20.0)
    orders_more, money = yearly.brought(np.full(2000, 10.0), found, seed=1)
    assert orders_more == pytest.approx(np.full(2000, 30.0))
    assert money.mean() == pytest.approx(2000, rel=0.02)
    assert money.std() == pytest.approx(200, rel=0.1)
    none = yearly.brought(np.zeros(2000), found, seed=1)
    assert not none[0].any()
    assert not none[1].any()
