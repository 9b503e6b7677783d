"""Hand-over repair: points of coming back to odds of staying, and the cost of each case."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span

KEY = "handover_repair"
REPAIR = BY_KEY[KEY]
KNOWN = {"handover_reach": 20, "handover_loss": 10, "handover_days": 90, "mended": 50, "caused": 40}


def effect(given=None, **changes):
    return REPAIR.effect(drawn(KEY, **(KNOWN | changes)), base(), given or span(6))


def test_the_part_of_the_gap_that_it_causes_comes_back_where_it_is_mended():
    shift = effect(handover_days=3 * 30.4375).stay.size[:, 0]
    assert shift[0] == shift[1] == shift[2] and shift[3] == 0
    usual = np.array([0.5, 0.8, 0.9])
    kept = 1 / (1 + (1 - usual) / usual * np.exp(-shift[:3]))
    gained = (kept**3).mean() - (usual**3).mean()
    assert gained == pytest.approx(0.2 * 0.5 * 0.1 * 0.4, rel=0.01)


@pytest.mark.parametrize("part", ["handover_reach", "handover_loss", "mended", "caused"])
def test_nothing_comes_back_without_any_of_its_parts(part):
    assert effect(**{part: 0}).stay.size == pytest.approx(0)


def test_where_those_lost_bought_more_a_repair_harms():
    assert (effect(handover_loss=-5).stay.size[:3] < 0).all()


def test_it_works_when_rolled_out_and_breaks_again_at_the_end():
    found = effect(Span(6, 5), rollout=4)
    for course in (found.stay.course, found.per_customer.course):
        assert course[:, 0, 0] == pytest.approx([0.125, 0.375, 0.625, 0.875, 1, 0])


def test_each_mended_case_is_paid_for_once():
    found = effect(handover_days=91.3125, case_cost=1)
    assert found.per_customer.size[:, 0] == pytest.approx([0.2 * 0.5 / 3 * 0.01 * 50] * 3 + [0])
    sales = base().monthly_sales[0]
    fixed = effect(Span(3, 2), set_up=10, running=1).fixed[:, 0, 0]
    assert fixed == pytest.approx([0.11 * sales, 0.01 * sales, 0])
