"""Customers followed through the cells: by hand, and against customers drawn one by one."""

from dataclasses import replace

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty.decision.followed import followed, touched
from loyalty.simulation.actions import Plan, plan
from loyalty.simulation.model import world
from loyalty.study import Scenario

STAY, BACK, EACH = 0.9, 0.1, 1.5
EVIDENCE = 10**9


def returning(customers=(600, 400)):
    """Active customers and lapsed ones, of whom a tenth comes back every month."""
    cells = one_cell(STAY)
    table = cells.table.assign(
        customers=customers,
        stayed=[STAY * EVIDENCE, BACK * EVIDENCE],
        orders=[STAY * EVIDENCE * EACH, BACK * EVIDENCE * EACH],
        stay_prior=[STAY, BACK],
        orders_prior=[EACH, EACH],
    )
    return replace(cells, table=table)


def lived(start, months, rng, people=400_000):
    """Whether active, and orders, of so many customers who go their way one by one."""
    active, orders = np.full(people, start == 0), np.zeros(people)
    for _month in range(months):
        active = rng.random(people) < np.where(active, STAY, BACK)
        orders += active * rng.poisson(EACH, people)
    return active, orders


def test_active_customers_by_hand():
    cells = returning()
    found = followed(world(cells, study())[0], cells, Plan(), 3)
    later = [0.9, 0.9**2 + 0.1 * 0.1]
    assert found.active[0] == pytest.approx(later[1] * 0.9 + (1 - later[1]) * 0.1, rel=1e-3)
    assert found.orders[0] == pytest.approx(EACH * (sum(later) + found.active[0]), rel=1e-3)


@pytest.mark.parametrize("start", [0, 1])
def test_shares_means_and_variances_are_those_of_drawn_customers(start):
    cells = returning()
    found = followed(world(cells, study())[0], cells, Plan(), 6)
    active, orders = lived(start, 6, np.random.default_rng(1))
    variance = found.orders + found.squares - found.orders**2
    assert found.active[start] == pytest.approx(active.mean(), abs=0.003)
    assert found.orders[start] == pytest.approx(orders.mean(), abs=0.02)
    assert variance[start] == pytest.approx(orders.var(), rel=0.02)


def test_an_action_is_met_in_the_cell_a_customer_is_in():
    cells, chosen = returning(), study()
    base = world(cells, chosen)[0]
    back = plan(Scenario(strategy="win_back"), chosen, cells, base)
    shift = [back.mean_shift("stay", month) for month in range(3)]
    active = 0.0
    for month in range(3):
        odds = BACK / (1 - BACK) * np.exp(shift[month][1])
        active = active * STAY + (1 - active) * odds / (1 + odds)
    found, usual = (followed(base, cells, one, 3).active for one in (back, Plan()))
    assert found[1] == pytest.approx(active, rel=1e-3)
    assert found[1] > usual[1]
    assert usual[0] < found[0] < usual[0] + (found[1] - usual[1])


def test_only_customers_in_cells_it_acts_on_are_counted():
    cells, chosen = returning(), study()
    base = world(cells, chosen)[0]
    for strategy, wanted in (
        ("win_back", [0, 400]),
        ("service_recovery", [600, 0]),
        ("do_nothing", [0, 0]),
    ):
        found = plan(Scenario(strategy=strategy), chosen, cells, base)
        assert touched(base, found, 12) == pytest.approx(wanted)
