import re
from pathlib import Path

import numpy as np
import pytest

import loyalty.strategies
from loyalty.strategies import BY_KEY, CATALOGUE, GRADES, Baseline, Span
from loyalty.strategies.base import course
from loyalty.strategies.service_recovery import odds_without_failure

FOLDER = Path(loyalty.strategies.__file__).parent
SHARED = {"__init__", "base", "kernels", "costs", "mediation", "membership", "targets"}


def base(**changes):
    """Three active cells (light, moderate, heavy) of 100 customers and a lapsed one; one draw."""
    known = {
        "stay": np.array([[0.5], [0.8], [0.9], [0.02]]),
        "orders": np.array([[0.2], [0.5], [2.0], [1.0]]),
        "amount": np.full((4, 1), 50.0),
        "margin": np.full(1, 0.4),
        "active": np.array([True, True, True, False]),
        "customers": np.array([100.0, 100, 100, 50]),
        "failed": np.array([1.0, 1, 1, 0]),
        "memory": 3.0,
        "life_cycle": np.array(["new", "active", "loyal", "lost"]),
        "value_band": np.array(["mass", "middle", "high", "mass"]),
        "segment": np.array(["all"] * 4),
        "nps": np.full((4, 1), np.nan),
        "new_customers": np.full(1, 10.0),
    }
    return Baseline(**(known | changes))


def span(months):
    return Span(months, months)


def drawn(key, **changes):
    middle = {one.key: np.full(1, (one.low + one.high) / 2) for one in BY_KEY[key].assumptions}
    return middle | {name: np.full(1, float(value)) for name, value in changes.items()}


def test_every_file_of_the_shelf_is_in_the_catalogue():
    files = {path.stem for path in FOLDER.glob("*.py")} - SHARED
    assert files == set(BY_KEY)
    assert CATALOGUE[0].key == "do_nothing"


@pytest.mark.parametrize("strategy", BY_KEY.values(), ids=lambda one: one.key)
def test_everything_is_said(strategy):
    assert strategy.label
    assert len(strategy.meaning) > 20
    for one in strategy.assumptions:
        assert one.label, one.unit
        assert one.source
        assert one.grade in GRADES
        assert one.least <= one.low <= one.high <= one.most
        if one.claim:
            assert one.claim.caveat
            assert re.match(r"S\d", one.claim.source)
            assert one.least <= one.claim.low <= one.claim.high <= one.most
    keys = [one.key for one in strategy.assumptions]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("strategy", BY_KEY.values(), ids=lambda one: one.key)
def test_borrowed_numbers_name_a_paper(strategy):
    for one in strategy.assumptions:
        if one.grade == "borrowed":
            assert any(character.isdigit() for character in one.source), one.key


def test_a_course_is_the_overlap_of_each_month():
    assert course(4, 0, 2)[:, 0, 0].tolist() == [1, 1, 0, 0]
    assert course(4, 0.5, np.array([2.25, 9]))[:, 0].T.tolist() == [
        [0.5, 1, 0.25, 0],
        [0.5, 1, 1, 1],
    ]


def recovered(**changes):
    middle = drawn("service_recovery", failed=10, loss=40, reach=100, **changes)
    effect = BY_KEY["service_recovery"].effect(middle, base(), span(2))
    logit = np.log(base().stay / (1 - base().stay)) + effect.stay.size
    return 1 / (1 + np.exp(-logit)), effect


def test_recovery_never_beats_no_failure():
    unharmed = odds_without_failure(base().stay, np.full((4, 1), 0.1), np.full(1, 0.6))
    best, _ = recovered(recovered=100)
    assert best[:3] == pytest.approx((unharmed / (1 + unharmed))[:3])
    part, _ = recovered(recovered=50)
    assert (part[:3] < best[:3]).all()
    assert (part[:3] > base().stay[:3]).all()


def test_recovery_touches_nobody_without_bad_service():
    stay, effect = recovered(recovered=50)
    assert stay[3] == pytest.approx(0.02)
    assert effect.per_customer.size[3] == 0


def test_recovery_pays_for_each_new_case():
    _, effect = recovered(case_cost=30)
    assert base().order_value == pytest.approx(50)
    assert effect.per_customer.size[0] == pytest.approx(0.1 / 3 * 0.3 * 50)


@pytest.mark.parametrize("stay", [1e-9, 0.02, 0.5, 0.98, 1 - 1e-9])
@pytest.mark.parametrize("failed", [0.0, 0.1, 1.0])
def test_odds_without_failure_give_the_observed_rate_back(stay, failed):
    kept = np.full(1, 0.6)
    odds = odds_without_failure(np.full(1, stay), np.full(1, failed), kept)
    again = failed * kept * odds / (1 + kept * odds) + (1 - failed) * odds / (1 + odds)
    assert again == pytest.approx(stay, rel=1e-6)
