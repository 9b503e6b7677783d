"""What orders of segments bring: credibility by hand, no selection, averages kept."""

import numpy as np
import pandas as pd
import pytest

from loyalty.simulation.cells import counting, order_value
from loyalty.simulation.cells.division import divide
from loyalty.simulation.cells.history import Grid, History

GRID = Grid(active_days=20)
MONTHS = 12


def known(orders, money):
    """A history of these orders and money, (months, customers), everybody in state 4 all along."""
    rest = np.zeros((2, orders.shape[1]), dtype=int)
    all_of = np.concatenate([orders, rest])
    history = History(
        len(orders), 1, all_of, all_of, money.astype(float), money.sum(axis=1), np.zeros(0)
    )
    at = np.full((len(orders) + 1, orders.shape[1]), 4)
    return history, at, counting.amounts(history, at, GRID)


def differing(spread, luck=1.0, people=4_000):
    """Customers whose orders bring 100 times a factor of their own, with luck: truth, history."""
    rng = np.random.default_rng(1)
    truth = rng.lognormal(-(spread**2) / 2, spread, people)
    orders = rng.poisson(0.5, (MONTHS, people))
    money = 100 * truth * orders * rng.lognormal(-(luck**2) / 2, luck, orders.shape)
    return truth, *known(orders, money)


def test_a_factor_is_credibility_by_hand():
    orders = np.array([[1, 2, 1], [1, 1, 0]])
    money = np.array([[90.0, 300.0, 50.0], [110.0, 210.0, 0.0]])
    history, at, amounts = known(orders, money)
    found, usual = order_value.of_customers(history, at, GRID, amounts)
    each = amounts.mean[1]
    assert usual == pytest.approx([2 * each, 3 * each, each])
    ratio = np.array([200 / 2, 510 / 3, 50]) / each
    luck = (90 / each - ratio[0]) ** 2 + (110 / each - ratio[0]) ** 2
    luck += 2 * (150 / each - ratio[1]) ** 2 + (210 / each - ratio[1]) ** 2
    noise, mean = luck / 2, (2 * ratio[0] + 3 * ratio[1] + ratio[2]) / 6
    between = 2 * (ratio[0] - mean) ** 2 + 3 * (ratio[1] - mean) ** 2 + (ratio[2] - mean) ** 2
    differ = (between - 2 * noise) / (6 - (4 + 9 + 1) / 6)
    trust = np.array([2, 3, 1]) * differ / (np.array([2, 3, 1]) * differ + noise)
    assert found == pytest.approx(1 + trust * (ratio - mean))


def test_those_who_spent_most_are_taken_at_what_they_will_spend():
    truth, history, at, amounts = differing(0.6)
    found, usual = order_value.of_customers(history, at, GRID, amounts)
    bought = usual > 0
    raw = history.money.sum(axis=0)[bought] / usual[bought]
    best = raw > np.quantile(raw, 0.9)
    assert raw[best].mean() > 1.3 * truth[bought][best].mean()
    assert found[bought][best].mean() == pytest.approx(truth[bought][best].mean(), rel=0.1)


def test_luck_alone_makes_no_difference():
    _truth, history, at, amounts = differing(0.0)
    found, usual = order_value.of_customers(history, at, GRID, amounts)
    raw = history.money.sum(axis=0)[usual > 0] / usual[usual > 0]
    assert found.std() < 0.1 * raw.std()


def test_segments_keep_the_average_of_their_state():
    truth, history, at, amounts = differing(0.6, luck=0.2)
    segments = pd.Series(np.where(truth > 1.3, "dear", "cheap"))
    division = divide(at[0], segments, GRID)
    factor, usual = order_value.of_customers(history, at, GRID, amounts)
    worth = order_value.by_segment(factor, usual, segments, division)
    kept = np.bincount(division.state, division.share * worth)
    assert kept == pytest.approx(np.ones(GRID.size))
    here = dict(zip(division.segment[division.state == 4], worth[division.state == 4], strict=True))
    true = [truth[segments == name].mean() / truth.mean() for name in division.segments]
    assert [here[place] for place in (0, 1)] == pytest.approx(true, rel=0.1)


def test_a_segment_without_orders_is_average():
    orders = np.array([[2, 0], [1, 0]])
    history, at, amounts = known(orders, 30 * orders)
    segments = pd.Series(["buys", "waits"])
    division = divide(at[0], segments, GRID)
    factor, usual = order_value.of_customers(history, at, GRID, amounts)
    assert order_value.by_segment(factor, usual, segments, division) == pytest.approx(1)
