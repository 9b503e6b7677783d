"""Innovation: .2338 as the source document's numbers give, never .73; returns on an S-curve."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty import simulation
from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.innovation import perceived

KEY = "innovation"
INNOVATION = BY_KEY[KEY]
LOGIT = np.pi / np.sqrt(3)
EVERYTHING = {"launches": 1e9, "satisfied": 100, "tipping": 0, "steepness": 2, "met": 100}


def effect(given=None, **changes):
    return INNOVATION.effect(drawn(KEY, **changes), base(), given or span(3))


def claimed():
    return {one.key: one.claim.low for one in INNOVATION.assumptions if one.claim}


def test_the_claimed_steps_make_2338_and_never_73():
    numbers = claimed()
    steps = ("satisfaction", "behaviour", "image", "image_behaviour")
    assert [numbers[key] for key in steps] == [0.35, 0.42, 0.28, 0.31]
    found = effect(**(numbers | EVERYTHING))
    assert found.stay.size[:3, 0] / LOGIT == pytest.approx(0.2338, abs=1e-6)
    assert found.stay.size[3] == 0


def test_the_claims_are_offered_as_such_and_no_default():
    from simulation.worlds import study

    frame = simulation.assumptions(study(claims=True))
    rows = frame[frame["strategy"] == KEY].set_index("assumption")
    assert (
        rows.loc[["satisfaction", "image", "image_behaviour"], "grade"].tolist() == ["claimed"] * 3
    )
    plain = {one.key: one for one in INNOVATION.assumptions}
    assert all(plain[key].high < value for key, value in claimed().items() if value < 1)


def test_each_way_needs_both_of_its_steps():
    without = {"satisfaction": 0, "image_behaviour": 0}
    assert effect(**without).stay.size == pytest.approx(0)
    one = effect(**EVERYTHING, satisfaction=0.2, behaviour=0.1, image=0).stay.size[0]
    both = effect(
        **EVERYTHING, satisfaction=0.2, behaviour=0.1, image=0.1, image_behaviour=0.2
    ).stay.size[0]
    assert both - one == pytest.approx(0.1 * 0.2 * LOGIT, rel=1e-6)


def test_what_disappoints_harms():
    assert (effect(satisfaction=-0.05, image=-0.05).stay.size[:3] < 0).all()


def felt(**changes):
    return perceived(drawn(KEY, **changes))[0]


def test_further_launches_bring_less():
    known = {"half": 2, "satisfied": 65, "tipping": 65}
    found = [felt(launches=count, **known) for count in (0, 1, 2, 6)]
    assert found == pytest.approx([0, 0.5 / 3, 0.5 / 2, 0.5 * 3 / 4])


def test_satisfied_customers_let_more_through_on_an_s_curve():
    known = {"launches": 2, "half": 2, "tipping": 65, "steepness": 0.1}
    found = [felt(satisfied=level, **known) for level in (45, 55, 65, 75, 85)]
    assert found == pytest.approx([0.5 / (1 + np.exp(-x)) for x in (-2, -1, 0, 1, 2)])
    steps = np.diff(found)
    assert steps[0] < steps[1]
    assert steps[2] > steps[3]


def test_launches_users_and_running_are_paid_for_while_it_runs():
    sales = base().monthly_sales[0]
    known = {"set_up": 10, "running": 1, "launches": 3, "launch_cost": 20}
    found = effect(Span(3, 2), met=50, use_cost=0.4, **known)
    monthly = (0.01 + 3 / 12 * 0.2) * sales
    assert found.fixed[:, 0, 0] == pytest.approx([monthly + 0.1 * sales, monthly, 0])
    assert found.per_customer.size[:, 0] == pytest.approx([0.5 * 0.004 * 50] * 3 + [0])
    assert found.per_customer.course[:, 0, 0].tolist() == [1, 1, 0]
    assert found.stay.course[2] == pytest.approx(
        found.stay.course[1] * drawn(KEY)["fades"] / (1 + drawn(KEY)["fades"])
    )
