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


def logit(share):
    return np.log(share / (1 - share))


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


def test_a_change_of_points_is_the_change_of_the_average_customer_kept():
    months = 90 / 30.4375
    effect = CHANGE.effect(drawn(KEY, change=5, reach=100, days=90), base(), span(3))
    kept = (0.5**months + 0.8**months + 0.9**months) / 3
    shift = logit((kept + 0.05) ** (1 / months)) - logit(kept ** (1 / months))
    assert effect.stay.size[:, 0] == pytest.approx([shift, shift, shift, 0])
    half = CHANGE.effect(drawn(KEY, change=5, reach=50, days=90), base(), span(3))
    assert half.stay.size[:, 0] == pytest.approx(effect.stay.size[:, 0] / 2)


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
