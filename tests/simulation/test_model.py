from dataclasses import replace

import numpy as np
import pytest
from simulation.worlds import YEARLY_STAY, monthly, one_cell, study

from loyalty import simulation
from loyalty.simulation import block, draws, model
from loyalty.simulation.actions import Placed, Plan
from loyalty.simulation.result import PLACE
from loyalty.strategies import BY_KEY, CATALOGUE, Effect, Points
from loyalty.strategies.base import Timed
from loyalty.study import Range, Scenario


def cumulative_purchases(months: float, cycle: float, lift: float = 0.0) -> float:
    """Purchases of a customer until `months` after a first one, raised by `lift`, every `cycle`.

    The arithmetic of the source document S4 (lift 25 %, cycle 12 -> 18 months), not a default.
    """
    return (1 + lift) * (1 + months / cycle)


def simulated(effect, cells=None, **choices):
    cells, chosen = cells or one_cell(monthly(YEARLY_STAY)), study(**choices)
    base = draws.baseline(cells, chosen, np.full(chosen.draws, 0.4))
    weight = np.ones((chosen.months, len(cells.table), 1), dtype=np.float32)
    placed = Plan((Placed(effect, weight, 0, np.ones(chosen.months)),))
    path = model.simulate(cells, base, placed, draws.luck(cells, chosen)).path
    return dict(zip(simulation.METRICS, path, strict=True))


def zero(strategy):
    return Scenario(
        name="zero",
        strategy=strategy.key,
        assumptions={one.key: Range(low=0, high=0) for one in strategy.assumptions},
    )


@pytest.mark.parametrize("strategy", BY_KEY.values(), ids=lambda one: one.key)
def test_zero_effect_equals_do_nothing_draw_by_draw(strategy):
    result = simulation.run(one_cell(0.95), study(), [zero(strategy)])
    assert np.array_equal(result.paths["zero"], result.paths["do_nothing"], equal_nan=True)


def test_a_constant_hazard_puts_54_8_per_cent_of_the_leavers_in_the_first_half_year():
    retention = simulated(Effect(), one_cell(monthly(0.68), customers=10**9))["retention"]
    assert retention[11] == pytest.approx(0.68, abs=1e-3)
    leavers = 1 - retention
    assert leavers[5] / leavers[11] == pytest.approx(0.548, abs=1e-3)


def test_58_per_cent_of_the_leavers_in_the_first_half_year_is_hardly_early():
    early, late = one_cell((1 - 0.58 * 0.32) ** (1 / 6)), (0.68 / (1 - 0.58 * 0.32)) ** (1 / 6)
    assert 1 - early.table["stay_prior"][0] == pytest.approx(0.0336, abs=5e-5)
    assert 1 - late == pytest.approx(0.0296, abs=5e-5)


@pytest.mark.parametrize(("months", "with_it", "without"), [(12, 2.08, 2.00), (24, 2.92, 3.00)])
def test_the_promotion_of_s4_turns_negative_within_two_years(months, with_it, without):
    assert cumulative_purchases(months, 18, 0.25) == pytest.approx(with_it, abs=5e-3)
    assert cumulative_purchases(months, 12) == pytest.approx(without, abs=5e-3)


def test_the_months_add_up_to_the_promotion_of_s4():
    yearly = one_cell(1 - 1e-9, customers=10**6)
    yearly.table["orders"] = yearly.table["months_seen"] / 12
    longer = Effect(orders=np.log(np.full(1, 12 / 18)))
    bought = {
        name: simulated(effect, yearly)["orders"].mean(axis=1).cumsum() / 10**6
        for name, effect in (("usual", Effect()), ("longer", longer))
    }
    assert 1 + bought["usual"][[11, 23]] == pytest.approx([2.00, 3.00], abs=5e-3)
    assert 1.25 * (1 + bought["longer"][[11, 23]]) == pytest.approx([2.08, 2.92], abs=5e-3)


@pytest.mark.parametrize("strategy", BY_KEY.values(), ids=lambda one: one.key)
def test_cash_is_what_came_in_less_what_went_out(strategy):
    result = simulation.run(one_cell(0.95), study(), [strategy])
    name = strategy.key
    net = result.metric(name, "margin") - result.metric(name, "cost")
    assert result.metric(name, "cash") == pytest.approx(net.cumsum(axis=0))


def test_points_are_redeemed_broken_or_owed():
    points = Points(issued=np.full(1, 0.02), broken=np.full(1, 0.3), redeemed=np.full(1, 0.1))
    path = simulated(Effect(points=points))
    issued = path["revenue"].cumsum(axis=0) * 0.02
    redeemed = path["cost"].cumsum(axis=0)
    assert path["liability"] + redeemed == pytest.approx(0.7 * issued)


def test_a_discount_is_paid_on_every_unit():
    path, usual = simulated(Effect(discount=np.full(1, 0.1))), simulated(Effect())
    assert path["cost"] == pytest.approx(0.1 * usual["revenue"])
    assert path["revenue"] == pytest.approx(0.9 * usual["revenue"])
    assert path["margin"] == pytest.approx(0.4 * usual["revenue"])


def both(first, second, cells, **choices):
    """Two effects at once, each on its own cells: (effect, weights of the cells) each."""
    chosen = study(**choices)
    base = draws.baseline(cells, chosen, np.full(chosen.draws, 0.4))
    placed = tuple(
        Placed(
            effect,
            np.tile(np.array(weight, dtype=np.float32)[:, None], (chosen.months, 1, 1)),
            0,
            np.full(chosen.months, min(weight)),
        )
        for effect, weight in (first, second)
    )
    luck = draws.luck(cells, chosen)
    path = model.simulate(cells, base, Plan(placed, np.ones(chosen.draws)), luck).path
    return dict(zip(simulation.METRICS, path, strict=True))


def test_discounts_compound_for_those_who_get_both_and_for_nobody_else():
    cells = one_cell(0.9, customers=10_000)
    some = Effect(discount=np.full(1, 0.2))
    apart = both((some, (1, 0)), (some, (0, 1)), cells, months=2)
    alone = both((some, (1, 1)), (Effect(), (1, 1)), cells, months=2)
    twice = both((some, (1, 1)), (some, (1, 1)), cells, months=2)
    usual = simulated(Effect(), cells, months=2)
    assert apart["cost"] == pytest.approx(alone["cost"])
    assert twice["cost"] == pytest.approx(0.36 * usual["revenue"])


def test_each_programme_pays_for_the_customers_it_brings():
    cells = one_cell(0.9, customers=10_000)
    brings = Effect(referred=Timed(np.full((2, 1), 0.01), np.ones((2, 1, 1))))
    paid, dear = (replace(brings, per_referred=np.full(1, money)) for money in (10.0, 30.0))
    everybody = (1, 1)
    alone = both((paid, everybody), (Effect(), everybody), cells, months=2)
    beside = both(
        (paid, everybody), (Effect(per_referred=np.full(1, 99.0)), everybody), cells, months=2
    )
    two = both((paid, everybody), (dear, everybody), cells, months=2)
    assert beside["cost"] == pytest.approx(alone["cost"])
    assert two["cost"].mean() == pytest.approx(4 * alone["cost"].mean(), rel=0.05)


def test_customers_are_conserved():
    cells = one_cell(0.9)
    base = draws.baseline(cells, study(), np.full(400, 0.4))
    rates = block.Rates.of(cells, base)
    for luck in draws.luck(cells, study()).stay:
        stayed = draws.thin(base.customers[:, None], base.stay, luck).astype(np.float32)
        moved = block._moved(rates, stayed, rates.customers - stayed)
        assert moved.sum(axis=0) == pytest.approx(1_000)
        assert (stayed >= 0).all()


def test_the_net_promoter_score_moves_by_points_and_stays_within_its_scale():
    for score, points, wanted in ((40, -3, 37), (92, -1, 91), (99, 5, 100), (-99.5, -4, -100)):
        cells = one_cell(0.9)
        cells = replace(cells, table=cells.table.assign(nps=float(score), nps_error=0.0))
        base, luck = model.world(cells, study(months=1))
        shift = Timed(np.full((2, 1), float(points)), np.ones((1, 1, 1)))
        plan = Plan((Placed(Effect(nps=shift), np.ones((1, 2, 1)), 0, np.ones(1)),))
        found = model.simulate(cells, base, plan, luck)
        assert found.path[PLACE["nps"]][0] == pytest.approx(wanted)


def test_one_months_sales_are_those_of_the_first_month_of_all_customers():
    new = {"arrivals": np.full(12, 500), "referred": 1_200, "first_orders": 1.2}
    cells = one_cell(0.9, customers=10_000, evidence=120_000, **new)
    base = model.world(cells, study())[0]
    revenue = simulation.run(cells, study(), []).metric("do_nothing", "revenue")[0]
    assert base.monthly_sales.mean() == pytest.approx(9_000 * 100 + 500 * 1.2 * 100, rel=0.02)
    assert base.monthly_sales.mean() == pytest.approx(revenue.mean(), rel=0.02)


def test_an_average_order_is_one_of_all_customers():
    new = {"arrivals": np.full(12, 500), "first_orders": 2.0, "first_amount": 1_000.0}
    base = model.world(one_cell(0.9, customers=10_000, evidence=120_000, **new), study())[0]
    average = (9_000 * 100 + 1_000 * 1_000) / (9_000 + 1_000)
    assert base.order_value.mean() == pytest.approx(average, rel=0.05)


def test_the_user_says_how_usual_the_months_counted_were():
    cells = one_cell(0.9, arrivals=np.full(12, 50), entry=np.array([1.0, 0.0]))
    known, of_both = study(), {}
    for key in ("orders_level", "arrivals_level"):
        changed = known.change(general={key: Range(low=-50, high=-50)})
        of_both[key] = model.world(cells, changed)[0]
    before = model.world(cells, known)[0]
    assert np.allclose(of_both["orders_level"].orders, before.orders / 2)
    assert np.array_equal(of_both["orders_level"].new_customers, before.new_customers)
    assert np.allclose(of_both["arrivals_level"].new_customers, before.new_customers / 2)
    assert np.array_equal(of_both["arrivals_level"].orders, before.orders)


def test_probabilities_stay_inside_0_and_1_whatever_the_shift():
    for shift in (-60.0, 60.0):
        path = simulated(Effect(stay=np.full(1, shift)))
        assert np.isfinite(path["cash"]).all()
        assert ((path["retention"] >= 0) & (path["retention"] <= 1)).all()


def test_cost_grows_with_take_up():
    costs = [
        model.run(one_cell(0.95), study(), [points_programme(members)])
        .metric("points", "cost")
        .sum(axis=0)
        for members in (20, 40, 80)
    ]
    assert (costs[0] < costs[1]).all()
    assert (costs[1] < costs[2]).all()


def points_programme(members, repeat=(3, 3)):
    own = {
        "members": Range(low=members, high=members),
        "repeat": Range(low=repeat[0], high=repeat[1]),
    }
    return Scenario(name="points", strategy="points", assumptions=own)


def test_a_wider_assumption_gives_a_wider_paired_difference():
    spreads = [
        np.ptp(
            np.percentile(
                model.run(
                    one_cell(0.95), study(), [points_programme(50, (3 - half, 3 + half))]
                ).gain("points")[-1],
                [5, 95],
            )
        )
        for half in (0, 3, 9)
    ]
    assert spreads == sorted(spreads)
    assert spreads[2] > 1.5 * spreads[0]


def test_luck_is_shared_so_pairs_differ_less_than_strangers():
    result = simulation.run(one_cell(0.95), study(), [BY_KEY["service_recovery"]])
    paired = result.gain("service_recovery")[-1].std()
    apart = result.metric("service_recovery", "cash")[-1].std() * 2**0.5
    assert paired < apart / 5


def test_another_strategy_beside_it_changes_nothing():
    alone = simulation.run(one_cell(0.95), study(), [BY_KEY["points"]])
    together = simulation.run(one_cell(0.95), study(), CATALOGUE)
    paths = alone.paths["points"], together.paths["points"]
    assert np.array_equal(*paths, equal_nan=True)


def test_a_scenario_is_called_by_its_name_and_twins_are_told_apart():
    twins = [Scenario(strategy="points"), BY_KEY["points"], Scenario(name="A")]
    assert list(model.named(study(), twins)) == [
        "do_nothing", "points", "points (2)", "A",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "share"), [(1, 0.05), (3, 0.02), (40, 0.7), (5_000, 0.95)])
def test_thinning_has_the_mean_and_spread_of_a_binomial(count, share):
    luck = np.random.default_rng(0).standard_normal(200_000)
    found = draws.thin(np.full(1, float(count)), np.full(1, share), luck)
    assert found.mean() == pytest.approx(count * share, rel=0.03)
    binomial = count * share * (1 - share)
    assert abs(found.var() - binomial) < 1 / 8 + 0.01 * binomial
    assert found.min() >= 0
    assert found.max() <= count


def test_every_scenario_has_a_name_of_its_own():
    twice = [Scenario(name=name, strategy="points") for name in ("a (2)", "a", "a", "a")]
    assert list(model.named(study(), twice)) == ["do_nothing", "a (2)", "a", "a (3)", "a (4)"]
