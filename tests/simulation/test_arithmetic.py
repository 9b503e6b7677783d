"""The average month can be followed by hand and is near the mean of the futures."""

import numpy as np
import pytest
from simulation.test_actions import two_segments
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.simulation import arithmetic
from loyalty.study import Audience, Phases, Range, Scenario

FIXED = {
    "failed": Range(low=20, high=20), "loss": Range(low=50, high=50),
    "recovered": Range(low=100, high=100), "reach": Range(low=100, high=100),
}  # fmt: skip
RECOVERY = Scenario(name="x", strategy="service_recovery", assumptions=FIXED)


def test_the_first_month_is_customers_times_rates():
    found = arithmetic.steps(Scenario(), study(draws=100), one_cell(0.9), 1)
    [row] = found.table.to_dict("records")
    assert row["customers"] == 1_000
    assert row["stay"] == row["stay_before"] == pytest.approx(0.9, abs=1e-6)
    assert row["stayed"] == pytest.approx(900, abs=0.01)
    assert row["sales"] == row["sales_before"] == pytest.approx(900 * 1 * 100, rel=1e-4)
    assert found.sales == row["sales"]


def test_later_months_follow_the_moves():
    found = arithmetic.steps(Scenario(), study(draws=100), one_cell(0.9), 4)
    active = found.table.query("life_cycle == 'active'")
    assert active["customers"].sum() == pytest.approx(1_000 * 0.9**3, rel=1e-4)


def test_it_is_near_the_mean_of_the_futures():
    chosen = study(draws=1000, months=6)
    result = simulation.run(one_cell(0.9, customers=10_000), chosen, [RECOVERY])
    for month in (1, 6):
        found = arithmetic.steps(RECOVERY, chosen, one_cell(0.9, customers=10_000), month)
        mean = result.metric("x", "revenue")[month - 1].mean()
        assert found.sales == pytest.approx(mean, rel=0.01)


def test_new_customers_of_a_referral_programme_are_among_the_new():
    cells = one_cell(0.9, customers=10_000, arrivals=np.full(12, 100), referred=600)
    chosen = study(draws=1000, months=2)
    nothing = Range(low=0, high=0)
    own = {"referrer_leave": nothing, "referred_leave": nothing}  # so that as many stay
    one = Scenario(name="x", strategy="referral", assumptions=own)
    result = simulation.run(cells, chosen, [one])
    new = [arithmetic.steps(which, chosen, cells, 2).new for which in (one, Scenario())]
    paths = [result.metric(name, "customers") for name in ("x", "do_nothing")]
    came = [(path[1] - 0.9 * path[0]).mean() for path in paths]
    assert new[0] - new[1] > 5
    assert new == pytest.approx(came, rel=0.05)


def test_groups_add_up_and_only_the_audience_changes():
    one = RECOVERY.model_copy(update={"audience": Audience(segments=("left",))})
    found = arithmetic.steps(one, study(draws=100), two_segments(), 2)
    grouped = arithmetic.by(found.table, "segment").set_index("segment")
    assert grouped["sales"].sum() == pytest.approx(found.table["sales"].sum())
    assert grouped["stayed"].sum() == pytest.approx(found.table["stayed"].sum())
    assert grouped.loc["right", "stay"] == pytest.approx(grouped.loc["right", "stay_before"])
    active = found.table.query("segment == 'left' and life_cycle == 'active'")
    assert (active["stay"] > active["stay_before"]).all()
    assert np.allclose(found.table["stayed"], found.table["customers"] * found.table["stay"])


def test_a_budget_cuts_the_reach_as_in_the_simulation():
    cells = one_cell(0.9, customers=10_000)
    chosen = study(draws=1000, months=6, general={"margin_share": Range(low=50, high=50)})
    whole = Scenario(name="x", strategy="price_promotion", lasts=6)
    spent = simulation.run(cells, chosen, [whole]).metric("x", "cost").sum(axis=0).mean()
    half = whole.model_copy(update={"budget": spent / 2})
    margin = simulation.run(cells, chosen, [half]).metric("x", "margin")
    usual, cut, full = (
        arithmetic.steps(one, chosen, cells, 2).sales for one in (Scenario(), half, whole)
    )
    assert cut == pytest.approx(margin[1].mean() / 0.5, rel=0.01)
    assert usual < cut < full


def test_nothing_is_left_of_what_its_pilot_stops():
    phases = Phases(preparation=0, pilot=2, roll_out=0, stop_below=10**6)
    stopped = RECOVERY.model_copy(update={"phases": phases})
    during, after = (arithmetic.steps(stopped, study(), one_cell(0.9), one) for one in (2, 3))
    active = during.table.query("life_cycle == 'active'")
    assert (active["stay"] > active["stay_before"]).all()
    assert (after.table["stay"] == after.table["stay_before"]).all()
