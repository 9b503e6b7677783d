"""The strategy that a to-be journey hands over: its arithmetic by hand, and no effect at zero."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn, span

from loyalty import simulation
from loyalty.simulation.assumptions import shelf
from loyalty.strategies import BY_KEY, CATALOGUE, HANDED_OVER
from loyalty.study import Range, Scenario

KEY = "journey_change"
CHANGE = BY_KEY[KEY]
QUARTER = 3 * 30.4375


def zero(**changes):
    plain = {one.key: Range(low=0, high=0) for one in CHANGE.assumptions}
    return Scenario(name="zero", strategy=KEY, assumptions=plain | changes)


def test_zero_equals_doing_nothing_draw_by_draw():
    days, reach = Range(low=90, high=90), Range(low=20, high=40)
    for scenario in (zero(), zero(days=days, reach=reach)):
        result = simulation.run(one_cell(0.95), study(), [scenario])
        assert np.array_equal(result.paths["zero"], result.paths["do_nothing"], equal_nan=True)


def test_the_default_changes_nobody_and_costs_nothing_yet():
    result = simulation.run(one_cell(0.95), study(), [CHANGE])
    for metric in ("customers", "orders", "revenue", "margin"):
        assert np.array_equal(result.metric(KEY, metric), result.metric("do_nothing", metric))
    assert np.array_equal(result.metric(KEY, "cost"), result.metric("do_nothing", "cost"))


def moved(share, shift):
    """The chance with its logit shifted."""
    return 1 / (1 + (1 - share) / share * np.exp(-shift))


def asked(change, reach, days=QUARTER, world=None):
    given = drawn(KEY, change=change, reach=reach, days=days)
    return CHANGE.effect(given, world or base(), span(3)).stay.size[:, 0]


def kept(world, shift, months):
    """Today's active customers still active, followed forwards by the moves."""
    customers = world.customers * world.active
    everybody = customers.sum()
    for _month in range(months):
        stayed = customers * moved(world.stay[:, 0], shift)
        customers = stayed @ world.stay_moves + (customers - stayed) @ world.lapse_moves
    return (customers * world.active).sum() / everybody


@pytest.mark.parametrize("change", [-30, 5, 10])
def test_a_change_of_points_is_the_change_of_the_average_customer_kept(change):
    shift = asked(change, 100)
    assert shift[0] == shift[1] == shift[2] and shift[3] == 0
    after = sum(moved(np.array([0.5, 0.8, 0.9]), shift[0]) ** 3) / 3
    assert after - (0.5**3 + 0.8**3 + 0.9**3) / 3 == pytest.approx(change / 100, rel=0.01)


def test_some_who_pass_bring_their_share_of_the_points():
    assert asked(10, 50) == pytest.approx(asked(5, 100))
    assert asked(-10, 20) == pytest.approx(asked(-2, 100))


def test_between_two_months_the_points_come_by_the_day():
    one, two = (asked(5, 100, days) for days in (30.4375, 60.875))
    between = asked(5, 100, 1.5 * 30.4375)
    usual = [(0.5**n + 0.8**n + 0.9**n) / 3 for n in (1, 2)]
    after = [sum(moved(np.array([0.5, 0.8, 0.9]), between[0]) ** n) / 3 for n in (1, 2)]
    assert two[0] < between[0] < one[0]
    assert np.mean(after) - np.mean(usual) == pytest.approx(0.05, rel=0.01)


@pytest.mark.parametrize(("change", "months"), [(10, 3), (-10, 3), (10, 12)])
def test_the_points_are_those_of_customers_who_go_through_the_cells(change, months):
    stay = np.array([[0.1, 0.6, 0.3, 0], [0, 0.3, 0.7, 0], [0, 0, 1, 0], [1, 0, 0, 0]])
    lapse = np.array([[0, 0, 0, 1.0]] * 4)
    world = base(stay_moves=stay, lapse_moves=lapse, stay=np.array([[0.5], [0.8], [0.9], [0.1]]))
    shift = asked(change, 100, months * 30.4375, world)
    more = kept(world, shift, months) - kept(world, np.zeros(4), months)
    assert more == pytest.approx(change / 100, rel=0.01)


def test_no_more_are_kept_than_would_leave():
    world = base(stay=np.array([[0.99], [0.99], [0.99], [0.02]]))
    shift = asked(5, 7, world=world)[0]
    assert moved(0.99, shift) ** 3 - 0.99**3 == pytest.approx(0.07 * (1 - 0.99**3), rel=0.01)


def test_nothing_moves_where_nobody_is_active():
    for world in (base(active=np.zeros(4, bool)), base(customers=np.array([0.0, 0, 0, 50]))):
        assert (asked(5, 100, world=world) == 0).all()


def test_each_draw_gets_its_own_points_in_its_own_days():
    several = {
        "change": np.array([5.0, -5, 0]),
        "days": np.array([QUARTER, 30, 365]),
        "reach": np.array([100.0, 40, 10]),
    }
    found = CHANGE.effect(drawn(KEY) | several, base(), span(3)).stay.size
    for draw, (change, days, reach) in enumerate(zip(*several.values(), strict=True)):
        assert found[:, draw] == pytest.approx(asked(change, reach, days))


def test_harm_is_as_possible_as_gain_and_nothing_leaves_its_range():
    for change, sign in ((-100, -1), (100, 1)):
        effect = CHANGE.effect(drawn(KEY, change=change, reach=100, days=0), base(), span(3))
        assert (sign * effect.stay.size[:3] > 0).all()
        assert np.isfinite(effect.stay.size).all()
    with np.errstate(all="raise"):
        CHANGE.effect(drawn(KEY, change=1, reach=10, days=3650), base(), span(3))


def test_costs_are_shares_of_a_month_of_sales():
    sales = base().monthly_sales[0]
    effect = CHANGE.effect(drawn(KEY, set_up=10, running=1), base(), span(3))
    assert effect.fixed[:, 0, 0] == pytest.approx([0.11 * sales, 0.01 * sales, 0.01 * sales])


def test_more_come_back_when_more_is_handed_over():
    kept = [
        simulation.run(
            one_cell(0.9),
            study(),
            [zero(change=Range(low=change, high=change), days=DAYS, reach=REACH)],
        ).metric("zero", "customers")[-1].mean()
        for change in (-5, 0, 5)
    ]  # fmt: skip
    assert kept[0] < kept[1] < kept[2]


DAYS, REACH = Range(low=90, high=90), Range(low=50, high=50)


def test_what_was_handed_over_is_measured_until_it_is_changed():
    ranges = {"change": Range(low=1, high=3), "days": DAYS, "reach": REACH}
    scenario = Scenario(strategy=KEY, assumptions=ranges, handed_over=ranges)

    def rows(one):
        table = simulation.assumptions(study(scenarios=(one,)))
        return table[table["strategy"] == KEY].set_index("assumption")

    plain = rows(scenario)
    assert set(plain.loc[list(ranges), "grade"]) == {"measured"} and not plain["changed"].any()
    assert set(plain.loc[["set_up", "running"], "grade"]) == {"guessed"}
    assert (plain.loc[["set_up", "running"], ["low", "high"]] == 0).all(axis=None)
    other = ranges | {"change": Range(low=1, high=2), "set_up": Range(low=4, high=4)}
    edited = rows(scenario.model_copy(update={"assumptions": other}))
    assert set(edited.index[edited["changed"]]) == {"change", "set_up"}
    assert edited.loc["change", "grade"] == "guessed"
    assert set(edited.loc[["days", "reach"], "grade"]) == {"measured"}


def test_it_stands_on_the_shelf_only_where_the_study_names_it():
    assert CHANGE in HANDED_OVER
    assert [one.strategy for one in shelf(study())] == [one.key for one in CATALOGUE]
    named = study(scenarios=(zero(),))
    assert [one.strategy for one in shelf(named)] == [*(one.key for one in CATALOGUE), KEY]
    frame = simulation.assumptions(named)
    assert set(frame.loc[frame["strategy"] == KEY, "changed"]) == {True}
    assert KEY not in set(simulation.assumptions(study())["strategy"])
