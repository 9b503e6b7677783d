"""A definition learned anew: what is free, what stays, and how much moves."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import analysis, clustering, rollup, scoring, segmentation
from loyalty.segmentation.resampled import learned, relearned, stability_resampled
from loyalty.study import Condition, Rule, Study

DAY = date(2024, 6, 30)


def base(count: int = 2000, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    orders = rng.geometric(0.3, count).astype(float)
    recency = rng.integers(0, 400, count).astype(float)
    return pd.DataFrame(
        {
            "customer_id": [f"c{place:05}" for place in range(count)],
            "recency_days": recency,
            "order_count": orders,
            "spend": orders * rng.gamma(2, 40, count),
            "tenure_days": recency + rng.integers(0, 300, count) * (orders > 1),
        }
    )


GAPS = pd.Series(np.random.default_rng(2).integers(1, 120, 3000))


def study(customers: pd.DataFrame, scheme: str = "rfm_named") -> Study:
    active = rollup.active_days(GAPS)
    bare = Study(as_of=DAY, active_days=active, scale=scoring.learn(customers))
    return bare.change(**segmentation.choose(scheme, customers, GAPS, bare))


def test_thresholds_as_learned_are_free_and_those_set_by_hand_stay():
    customers = base()
    own = study(customers)
    assert set(learned(customers, GAPS, own)) == {*own.thresholds, "active_days"}
    moved = own.change(
        thresholds=dict(own.thresholds) | {"frequent_orders": 99.0}, active_days=own.active_days + 7
    )
    free = learned(customers, GAPS, moved)
    # the lapse is no longer twice the active days, so it too is somebody's choice
    assert set(free) == {"recent_days", "new_days", "high_spend"}
    again = relearned(base(seed=9), GAPS[:500], moved, free)
    assert again["active_days"] == moved.active_days
    kept = {key: again["thresholds"][key] for key in ("frequent_orders", "lapsed_days")}
    assert kept == {"frequent_orders": 99, "lapsed_days": own.thresholds["lapsed_days"]}
    assert again["thresholds"]["high_spend"] != own.thresholds["high_spend"]


def test_the_lapse_moves_with_the_active_days_even_where_no_rule_names_them():
    customers = base()
    rule = Rule(key="lost", conditions=[Condition(column="recency_days", op=">",
                                                  threshold="lapsed_days")])  # fmt: skip
    own = study(customers).change(scheme="own", segments=[rule])
    again = relearned(customers, pd.Series([10.0] * 50), own, learned(customers, GAPS, own))
    assert again["active_days"] == 10 and again["thresholds"]["lapsed_days"] == 20


def test_own_rules_with_fixed_numbers_have_nothing_to_learn():
    customers = base()
    rule = Rule(key="big", conditions=[Condition(column="spend", op=">=", threshold=500)])
    own = study(customers).change(scheme="own", segments=[rule])
    assert stability_resampled(customers, GAPS, own) is None
    named = rule.model_copy(
        update={"conditions": (Condition(column="spend", op=">=", threshold="high_spend"),)}
    )
    assert stability_resampled(customers, GAPS, own.change(segments=[named])) is not None


def test_a_single_cut_moves_as_many_as_theory_says():
    """The share beyond a redrawn 80th percentile differs by |N(0, 0.8 x 0.2 / n)|."""
    customers = base(1000)
    rule = Rule(key="top", conditions=[Condition(column="rfm.monetary", op=">=", threshold=5)])
    own = study(customers, "rfm_quintiles").change(segments=[rule])
    found = stability_resampled(customers, GAPS, own, draws=400)
    expected = np.sqrt(0.16 / 1000) * np.sqrt(2 / np.pi)
    assert 1 - found.same == pytest.approx(expected, rel=0.1)
    assert found.draws == 400 and found.customers == 1000
    assert found.low < found.same < found.high <= 1
    assert found.rand_low <= found.rand <= found.rand_high <= 1


def test_the_report_is_the_mean_over_draws_done_by_hand():
    customers = base(300)
    own = study(customers)
    free = learned(customers, GAPS, own)
    rng = np.random.default_rng(own.seed)
    here = segmentation.codes(customers, own)
    same, rand = [], []
    for _draw in range(5):
        drawn = customers.iloc[rng.integers(300, size=300)]
        days = GAPS.iloc[rng.integers(3000, size=3000)]
        active = int(np.ceil(np.percentile(days, 90)))
        taught = segmentation.learn_thresholds(drawn, days, active)
        codes = segmentation.codes(customers, own.change(thresholds=taught, active_days=active))
        same.append((codes == here).mean())
        rand.append(clustering.agreement(codes, here))
    found = stability_resampled(customers, GAPS, own, draws=5)
    assert len(free) == 6
    assert found.same == pytest.approx(np.mean(same)) and found.rand == pytest.approx(np.mean(rand))
    assert found.low == pytest.approx(np.percentile(same, 2.5))
    assert found.rand_high == pytest.approx(np.percentile(rand, 97.5))


def test_the_same_seed_gives_the_same_and_a_large_base_is_sampled():
    customers = base()
    own = study(customers)
    one = stability_resampled(customers, GAPS, own, draws=3, most=500)
    assert one == stability_resampled(customers, GAPS, own, draws=3, most=500)
    assert one.customers == 500
    assert one != stability_resampled(customers, GAPS, own.change(seed=2), draws=3, most=500)


def test_customers_alike_cannot_teach_anything_else():
    customers = base(50).assign(recency_days=5.0, order_count=2.0, spend=100.0, tenure_days=30.0)
    found = stability_resampled(customers, pd.Series([7.0] * 20), study(customers), draws=3)
    assert found.same == found.low == found.high == 1


def test_without_customers_there_is_nothing_to_draw():
    customers = base()
    assert stability_resampled(customers[:0], GAPS[:0], study(customers)) is None


def test_clusters_are_matched_by_their_customers_not_their_numbers():
    rng = np.random.default_rng(3)
    group = rng.integers(0, 3, 600)
    customers = base(600).assign(
        recency_days=np.array([10.0, 200.0, 390.0])[group] + rng.normal(0, 4, 600),
        spend=np.array([50.0, 400.0, 50.0])[group] + rng.normal(0, 4, 600),
    )
    bare = study(customers)
    scored = scoring.scores(customers, bare.scale)
    frozen = clustering.fit(scored, ("recency_days", "spend"), 3)
    turned = frozen.model_copy(update={"centres": frozen.centres[::-1]})
    rules = [
        Rule(key=f"g{number}", conditions=[Condition(column="cluster", op="==", threshold=number)])
        for number in (1, 2, 3)
    ]
    own = bare.change(scheme="clusters", clusters=turned.model_dump(), segments=rules)
    found = stability_resampled(customers, GAPS, own, draws=4)
    assert found.same == 1 and found.rand == 1


@pytest.mark.parametrize("scheme", ["rfm_quintiles", "rfm_nested", "life_cycle", "value_bands"])
def test_schemes_of_the_shelf_are_nearly_stable_on_many_customers(scheme):
    customers = base().assign(last_gap_days=np.nan)
    found = stability_resampled(customers, GAPS, study(customers, scheme), draws=3)
    assert 0.85 < found.same <= 1


def test_rules_on_the_life_cycle_state_rest_on_its_thresholds():
    customers = base().assign(last_gap_days=np.nan)
    rule = Rule(key="x", conditions=[Condition(column="life_cycle", op="in", values=["cycle_new"])])
    own = study(customers, "life_cycle").change(scheme="own", segments=[rule])
    found = stability_resampled(customers, GAPS, own, draws=3)
    assert 0.9 < found.same < 1


def test_what_a_page_has_is_enough(tmp_path):
    from tables import open_literal, orders

    rows = [(f"c{n % 7}", f"2024-0{1 + n % 6}-{1 + n % 27:02}", 10 * n) for n in range(60)]
    tables = open_literal(tmp_path, orders=orders(rows))
    found = analysis.base(tables, DAY)
    result = stability_resampled(found.customers, found.gaps, analysis.first_study(found, DAY))
    assert result.customers == 7 and 0 < result.same <= 1
