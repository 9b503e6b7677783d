"""Staff training: only through quality, felt late, forgotten slowly, and paid for while it runs."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span

KEY = "staff_training"
TRAINING = BY_KEY[KEY]


def effect(given=None, **changes):
    return TRAINING.effect(drawn(KEY, **changes), base(), given or span(3))


def test_the_effect_is_the_product_of_the_steps_and_counts_once():
    found = effect(trained=0.5, quality=0.2, behaviour=0.1, served=40)
    shift = 0.4 * 0.5 * 0.2 * 0.1 * np.pi / np.sqrt(3)
    assert found.stay.size[:, 0] == pytest.approx([shift] * 3 + [0])
    assert found.orders is None
    assert found.amount is None


@pytest.mark.parametrize("step", ["trained", "quality", "behaviour", "served"])
def test_there_is_no_path_beside_a_broken_step(step):
    assert effect(**{step: 0}).stay.size == pytest.approx(0)


def test_quality_moves_the_score_by_what_people_say():
    found = effect(trained=0.5, quality=0.2, intention=0.4, served=50)
    assert found.nps.size[0, 0] == pytest.approx(0.5 * 0.5 * 0.2 * 0.4 * 100 * np.sqrt(2 / 3))
    assert effect(quality=0).nps.size == pytest.approx(0)


def test_it_is_felt_late_and_forgotten_slowly():
    found = effect(Span(12, 6), lag=3, fades=6)
    course = found.stay.course[:, 0, 0]
    rate = 2 / 3 * (np.arange(6) + 0.5)
    assert course[:6] == pytest.approx(1 - np.exp(-rate) * (1 + rate))
    assert course[6:] == pytest.approx(course[5] * (6 / 7) ** np.arange(1, 7))


def test_costs_grow_with_the_customers_served_and_stop():
    sales = base().monthly_sales[0]
    found = effect(Span(4, 2), set_up=10, running=1, served=40, care_cost=0.5)
    assert found.fixed[:, 0, 0] == pytest.approx([0.1 * sales, 0, 0, 0])
    assert found.field_work.size[:, 0] == pytest.approx([0.01 * sales / 3] * 3 + [0])
    assert found.field_work.course[:, 0, 0].tolist() == [1, 1, 0, 0]
    assert found.per_customer.size[:, 0] == pytest.approx([0.4 * 0.005 * 50] * 3 + [0])
    assert found.per_customer.course[:, 0, 0].tolist() == [1, 1, 0, 0]
