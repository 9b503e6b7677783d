"""Size curves against the rules themselves, evaluated anew at every value of the threshold."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from segmentation import random_rules
from segmentation.random_rules import NAN

from loyalty import features, segmentation
from loyalty.problems import Refused
from loyalty.segmentation import (
    cliffs,
    edits,
    probe,
    reach,
    set_limit,
    size_curve,
    solve,
    thin,
    within_reach,
)
from loyalty.segmentation.pieces import PROBE
from loyalty.study import Condition, Group, Rule, Study, WeightSet

STUDY = Study(as_of=date(2024, 1, 1), thresholds={"t": 2.0, "u": 1.0})
EVERYWHERE = np.arange(-1, 6, 0.25)


def counted(customers, study) -> list[int]:
    """Sizes by the rules themselves."""
    codes = segmentation.codes(customers, study)
    return np.bincount(codes, minlength=len(study.segments) + 1).tolist()


def at(study, name, value):
    return study.change(thresholds=study.thresholds | {name: float(value)})


@pytest.mark.parametrize("seed", range(60))
def test_the_curve_is_the_rules_at_every_value(seed):
    rng = np.random.default_rng(seed)
    customers = random_rules.people(rng)
    columns = [random_rules.NUMBERS[:1], random_rules.NUMBERS[:2], (*"abc", random_rules.REGION)]
    rules = random_rules.rules(rng, thresholds=("t", "u"), columns=columns[seed % 3])
    study = STUDY.change(segments=rules)
    curve = size_curve(customers, study, "t")
    for value in EVERYWHERE:
        row = curve.sizes.iloc[curve.piece(value)]
        assert row.tolist() == counted(customers, at(study, "t", value)), value
    assert (np.diff(curve.starts) >= 0).all()
    assert curve.exact and curve.now == 2.0 and curve.customers == len(customers)


def test_customers_who_move_are_counted_where_they_move():
    customers = pd.DataFrame({"a": [1.0, 1, 1, 2, NAN]})
    study = STUDY.change(segments=(condition_rule("low", "a", "<=", "t"),))
    curve = size_curve(customers, study, "t")
    assert curve.starts.tolist() == [-np.inf, 1, 2]
    assert curve.open.tolist() == [True, False, False]
    assert curve.sizes["low"].tolist() == [0, 3, 4]
    assert curve.sizes["unassigned"].tolist() == [5, 2, 1]
    assert curve.moved.tolist() == [0, 3, 1]


def condition_rule(key, *condition):
    return Rule(key=key, conditions=(edits.condition(*condition),))


@pytest.mark.parametrize(
    "values",
    [[], [1.0], [NAN, NAN], [3.0, 3.0, 3.0], [-np.inf, 1.0, np.inf], [0.1 + 0.2, 0.3, 1e300]],
    ids=["empty", "one", "all missing", "all equal", "infinite", "neighbours"],
)
@pytest.mark.parametrize("op", random_rules.OPERATORS)
def test_odd_columns(values, op):
    customers = pd.DataFrame({"a": np.array(values, dtype=float)})
    study = STUDY.change(segments=(condition_rule("x", "a", op, "t"),))
    curve = size_curve(customers, study, "t")
    known = [one for one in values if np.isfinite(one)]
    for value in [-5.0, 7.0, *known, *(np.nextafter(known, 9) if known else ())]:
        assert curve.sizes.iloc[curve.piece(value)].tolist() == counted(
            customers, at(study, "t", value)
        )


def test_a_threshold_no_rule_uses_has_one_piece():
    customers = pd.DataFrame({"a": [1.0, 2], "attribute.region": ["x", "y"]})
    rules = (
        condition_rule("x", "a", "<", 2),
        condition_rule("text", "attribute.region", "<", "t"),
    )
    curve = size_curve(customers, STUDY.change(segments=rules), "t")
    assert curve.starts.tolist() == [-np.inf]
    assert curve.sizes.iloc[0].tolist() == [1, 0, 1]
    assert solve(curve, "x", 5) == (2.0, 1, False)
    assert thin(curve, "x")[["value", "size", "now"]].to_numpy().tolist() == [[2.0, 1, True]]
    assert cliffs(curve, "x").empty


def base(rng, size=400):
    orders = rng.integers(0, 8, size).astype(float)
    bought = orders > 0
    recency = np.where(bought, rng.integers(0, 300, size), NAN)
    return pd.DataFrame(
        {
            "recency_days": recency,
            "tenure_days": recency + rng.integers(0, 200, size),
            "order_count": orders,
            "spend": np.round(orders * rng.gamma(2, 30, size), 2),
            "last_gap_days": np.where(orders > 1, rng.integers(1, 400, size), NAN),
        }
    )


def study_of(scheme, customers):
    study = Study(as_of=date(2024, 1, 1), active_days=60)
    return study.change(**segmentation.choose(scheme, customers, pd.Series([20, 30]), study))


COMMON = {"active_days", "lapsed_days", "new_days", "frequent_orders"}
WHOLE = {"rfm_named": COMMON | {"recent_days"}, "life_cycle": COMMON}


@pytest.mark.parametrize("scheme", WHOLE)
def test_every_threshold_of_the_shelf(scheme):
    customers = base(np.random.default_rng(5))
    study = study_of(scheme, customers)
    for name in (*study.thresholds, "active_days"):
        curve = size_curve(customers, study, name)
        assert curve.whole == (name in WHOLE[scheme])
        for value in (1, 15, 59, 60, 61, 120, 121, 250):
            changed = (
                study.change(active_days=value) if name == "active_days" else at(study, name, value)
            )
            assert curve.sizes.iloc[curve.piece(value)].tolist() == counted(customers, changed)


def test_the_life_cycle_state_follows_its_thresholds():
    customers = base(np.random.default_rng(6)).drop(columns="last_gap_days")
    states = Condition(column="life_cycle", op="in", values=("cycle_cooling", "cycle_new"))
    others = Group(match="none", conditions=(states,))
    rules = (
        Rule(key="x", conditions=(states, edits.condition("recency_days", ">", "lapsed_days"))),
        Rule(key="y", conditions=(states,)),
        Rule(key="z", conditions=(others,)),
    )
    study = study_of("rfm_named", customers).change(segments=rules)
    for name in ("active_days", "lapsed_days", "new_days", "frequent_orders", "high_spend"):
        curve = size_curve(features.frame(customers, study), study, name)
        for value in (1, 5, 30, 60, 61, 119, 120, 121, 299):
            changed = (
                study.change(active_days=value) if name == "active_days" else at(study, name, value)
            )
            found = counted(features.frame(customers, changed), changed)
            assert curve.sizes.iloc[curve.piece(value)].tolist() == found
        assert curve.exact


def test_scores_weighed_by_a_state_that_moves_make_the_curve_inexact():
    customers = base(np.random.default_rng(6)).assign(**{"score.loyalty_index": 50.0})
    rules = (condition_rule("x", "score.loyalty_index", ">", 40),)
    study = study_of("rfm_named", customers).change(
        segments=rules, group_by="life_cycle", group_weights={"cycle_new": WeightSet()}
    )
    assert not size_curve(customers, study, "active_days").exact
    assert size_curve(customers, study, "high_spend").exact


def nested():
    inner = Group(
        match="any",
        conditions=(
            Condition(column="a", op=">=", threshold=3),
            Group(match="none", conditions=(Condition(column="b", op="<", threshold="u"),)),
        ),
    )
    joined = Condition(column="date.joined", op=">", day=date(2024, 1, 3))
    return STUDY.change(
        segments=(
            Rule(key="x", conditions=(Condition(column="c", op="missing"), inner)),
            Rule(key="y", conditions=(joined,)),
        )
    )


def dated(rng):
    days = pd.to_datetime("2024-01-01") + pd.to_timedelta(rng.integers(0, 9, 200), "D")
    joined = pd.Series(days.astype("datetime64[s]")).mask(rng.random(200) < 0.2)
    return random_rules.people(rng).assign(**{"date.joined": joined})


@pytest.mark.parametrize(("path", "now"), [((1, 0), 3.0), ((1, 1, 0), 1.0)])
def test_a_literal_can_be_probed_like_a_threshold(path, now):
    customers, study = dated(np.random.default_rng(2)), nested()
    curve = size_curve(customers, probe(study, "x", path), PROBE)
    assert curve.now == now
    for value in EVERYWHERE:
        changed = set_limit(study, "x", path, value)
        assert curve.sizes.iloc[curve.piece(value)].tolist() == counted(customers, changed)
        assert edits.test_at(changed, "x", path).threshold == value
    assert changed.thresholds == study.thresholds


def test_a_day_can_be_probed_too():
    customers, study = dated(np.random.default_rng(2)), nested()
    curve = size_curve(customers, probe(study, "y", (0,)), PROBE)
    assert curve.days and curve.whole
    first = (date(2024, 1, 1) - date(1970, 1, 1)).days
    assert curve.now == first + 2
    for day in range(first - 1, first + 11):
        changed = set_limit(study, "y", (0,), day)
        assert curve.sizes.iloc[curve.piece(day)].tolist() == counted(customers, changed)
    fewer = solve(curve, "y", curve.size("y") * 2 / 3)
    assert counted(customers, set_limit(study, "y", (0,), fewer.value))[1] == fewer.size


def test_what_has_no_number_cannot_be_probed():
    for path in ((0,), (1,), (1, 1)):
        with pytest.raises(Refused, match="no number and no day"):
            probe(nested(), "x", path)


@pytest.mark.parametrize("seed", range(40))
def test_the_solution_is_the_nearest_size_and_then_the_nearest_value(seed):
    rng = np.random.default_rng(seed)
    customers = random_rules.people(rng, 150)
    study = STUDY.change(segments=random_rules.rules(rng, thresholds=("t",)))
    curve = size_curve(customers, study, "t")
    tried = {float(v): counted(customers, at(study, "t", v)) for v in np.arange(-0.25, 5, 0.25)}
    for place, segment in enumerate(curve.sizes):
        target = float(rng.integers(0, 150))
        value, size, exact = solve(curve, segment, target)
        assert counted(customers, at(study, "t", value))[place] == size
        off = min(abs(sizes[place] - target) for sizes in tried.values())
        assert abs(size - target) == off
        assert exact == (off == 0)
        row = curve.piece(value)
        low, high = curve.starts[row], [*curve.starts, np.inf][row + 1]
        away = max(low - curve.now, curve.now - high, 0)
        best = [v for v, sizes in tried.items() if abs(sizes[place] - target) == off]
        assert all(abs(v - curve.now) >= away for v in best)


def test_a_third_smaller_by_a_round_value():
    customers = pd.DataFrame({"spend": [*range(0, 901, 100), 1041.2, 1041.9]})
    study = STUDY.change(thresholds={"t": 350}, segments=(condition_rule("x", "spend", ">=", "t"),))
    curve = size_curve(customers, study, "t")
    assert curve.size("x") == 8
    assert solve(curve, "x", 8 * 2 / 3) == (700, 5, False)
    assert solve(curve, "x", 8) == (350, 8, True)
    assert solve(curve, "x", 1) == (1041.3, 1, True)
    assert solve(curve, "x", 0) == (1100, 0, True)
    assert solve(curve, "x", 99)[:2] == (0, 12)


def test_what_a_threshold_can_reach_are_the_extremes_of_all_its_values():
    people = pd.DataFrame({"spend": [1.0, 2, 3, 4, np.nan], "age": [9.0, 9, 9, 1, 9]})
    study = Study(
        as_of=date(2024, 1, 1),
        segments=(
            Rule(
                key="x",
                conditions=(
                    Condition(column="spend", op=">=", threshold="t"),
                    Condition(column="age", op=">", threshold=5),
                ),
            ),
            Rule(key="rest"),
        ),
        thresholds={"t": 2.0},
    )
    curve = size_curve(people, study, "t")
    assert within_reach(curve, "x") == (0, 3)
    assert within_reach(curve, "rest") == (2, 5)


def test_whole_numbers_where_only_they_make_sense():
    customers = pd.DataFrame({"order_count": [1.0, 1, 2, 3, 3, 3]})
    rules = (condition_rule("x", "order_count", "==", "t"),)
    curve = size_curve(customers, STUDY.change(segments=rules), "t")
    assert solve(curve, "x", 3) == (3, 3, True)
    assert solve(curve, "x", 0) == (0, 0, True)
    assert thin(curve, "x")["value"].tolist() == [0, 1, 2, 3, 4]
    days = STUDY.change(
        active_days=1, segments=(condition_rule("x", "order_count", "<=", "active_days"),)
    )
    assert solve(size_curve(customers, days, "active_days"), "x", 0) == (1, 2, False)


def test_the_smallest_move_that_reaches_a_minimum():
    customers = pd.DataFrame({"spend": np.arange(100.0), "order_count": [1.0, 2] * 50})
    rules = (
        condition_rule("low", "spend", "<", "t"),
        condition_rule("high", "spend", ">=", 50),
    )
    study = STUDY.change(thresholds={"t": 10}, segments=rules)
    curve = size_curve(customers, study, "t")
    assert reach(curve, "low", 30) == (30, 30, True)
    assert reach(curve, "low", 5) == (10, 10, False)
    assert reach(curve, "low", 60) == (60, 60, True)
    assert reach(curve, "high", 45) == (10, 50, False)
    assert reach(curve, "low", 101) is None


def test_reaching_a_minimum_spares_the_others_where_it_can():
    customers = pd.DataFrame({"spend": np.arange(100.0)})
    between = Group(
        match="any",
        conditions=(edits.condition("spend", "<", "t"), edits.condition("spend", ">", 95)),
    )
    near = Rule(key="near", conditions=(between,))
    study = STUDY.change(
        thresholds={"t": 0}, segments=(near, condition_rule("first", "spend", "<", 4))
    )
    curve = size_curve(customers, study, "t")
    assert curve.sizes.iloc[curve.piece(0)].tolist() == [4, 4, 92]
    assert reach(curve, "near", 6) == (2, 6, True)
    assert reach(curve, "near", 8).value == 4


def test_cliffs_are_values_many_customers_have():
    values = [*np.arange(100.0), *[50.0] * 20, *[70.0] * 8]
    study = STUDY.change(thresholds={"t": 90}, segments=(condition_rule("x", "a", "<=", "t"),))
    curve = size_curve(pd.DataFrame({"a": values}), study, "t")
    found = cliffs(curve, "x")
    assert found.to_dict("list") == {"value": [50.0], "jump": [21], "tied": [21]}
    assert cliffs(curve, "unassigned")["jump"].tolist() == [-21]
    seen = thin(curve, "x").query("cliff")
    assert seen[["start", "change", "tied"]].to_numpy().tolist() == [[50.0, 21, 21]]


def test_a_pointer_reads_a_step_that_holds_at_one_value_only():
    customers = pd.DataFrame({"a": [1.5, 1.5, 3.0]})
    study = STUDY.change(segments=(condition_rule("x", "a", "==", "t"),))
    seen = thin(size_curve(customers, study, "t"), "x", window=(0, 6))
    assert seen["value"].tolist() == [0, 1.5, 2, 3, 4]
    assert seen["size"].tolist() == [0, 2, 0, 1, 0]
    assert seen["left"].tolist() == [0, 1.49, 1.51, 2.99, 3.01]
    assert seen["right"].tolist() == [1.49, 1.51, 2.99, 3.01, 6]
    shown = thin(size_curve(customers, study, "t"), "x")
    assert shown["start"].iloc[0] < 1.5 and shown["end"].iloc[-1] > 3


def test_a_thinned_curve_keeps_every_step_a_picture_can_show():
    rng = np.random.default_rng(4)
    values = np.round(rng.gamma(2, 100, 20_000), 2)
    values[:3000] = 120.0
    group = Group(
        match="all", conditions=(edits.condition("a", ">", "t"), edits.condition("b", "<", "t"))
    )
    customers = pd.DataFrame({"a": values, "b": rng.permutation(values)})
    study = STUDY.change(thresholds={"t": 150}, segments=(Rule(key="x", conditions=(group,)),))
    curve = size_curve(customers, study, "t")
    low, high, points = 0.0, 600.0, 100
    seen = thin(curve, "x", points, (low, high))
    assert len(seen) <= 4 * points + 5 < len(curve.starts) / 5
    sizes = curve.sizes["x"].to_numpy()
    pixels = np.floor((curve.starts - low) / (high - low) * points)
    seen_pixels = np.floor((seen["start"] - low) / (high - low) * points)
    for pixel in range(1, points):
        inside, shown = sizes[pixels == pixel], seen.loc[seen_pixels == pixel, "size"]
        assert (shown.min(), shown.max()) == (inside.min(), inside.max())
    assert seen["start"].iloc[0] == low and seen["end"].iloc[-1] == high
    for row in seen.itertuples():
        assert row.start <= row.value
        assert curve.size("x", row.value) == row.size
    read = seen.dropna(subset="left")
    assert len(read) <= 2 * points and read["value"].is_monotonic_increasing
    assert read["left"].tolist()[1:] == read["right"].tolist()[:-1]
    assert (read["left"].iloc[0], read["right"].iloc[-1]) == (low, high)
    assert (read["value"].map("{:g}".format).str.len() <= 3).mean() > 0.9
    assert read["cliff"].sum() == seen["cliff"].sum() > 0
    now = read[read["now"]]
    assert now["value"].tolist() == [150] and now["size"].tolist() == [curve.size("x")]


@pytest.mark.parametrize("parts", [1, 100])
@pytest.mark.parametrize("spread", [50, 100_000])
def test_whole_numbers_and_others_count_alike(parts, spread):
    rng = np.random.default_rng(parts)
    values = rng.integers(-spread, spread, 600) / parts
    study = STUDY.change(segments=(condition_rule("x", "a", "<=", "t"),))
    curve = size_curve(pd.DataFrame({"a": values}), study, "t")
    distinct, counts = np.unique(values, return_counts=True)
    assert curve.starts.tolist() == [-np.inf, *distinct]
    assert curve.sizes["x"].tolist() == [0, *np.cumsum(counts)]
    assert curve.moved.tolist() == [0, *counts]
