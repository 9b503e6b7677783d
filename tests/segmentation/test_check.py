"""The rule check against counts by hand and by pandas, and its repairs against the check itself."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from segmentation import random_rules

from loyalty import segmentation
from loyalty.problems import Refused
from loyalty.segmentation import Finding, check, edits, repair
from loyalty.study import Group, Rule, Study

STUDY = Study(as_of=date(2024, 1, 1), thresholds={"t": 2.0, "u": 1.0}, minimum_size=3)
PEOPLE = pd.DataFrame({"spend": [float(one) for one in range(20)]})


def rule(key, *conditions):
    return Rule(key=key, conditions=tuple(edits.condition(*one) for one in conditions))


def of(*rules, **choices):
    return STUDY.change(segments=rules, **choices)


def kinds(found):
    return Counter(one.kind for one in found)


def keys(study):
    return [one.key for one in study.segments]


def test_one_of_each():
    study = of(
        rule("top", ("spend", ">=", 15)),
        rule("never", ("spend", ">", 4), ("spend", "<", 3)),
        rule("hidden", ("spend", ">=", 16)),
        rule("middle", ("spend", ">=", 10)),
        rule("nobody", ("spend", "<", -5)),
        rule("one", ("spend", "<", 1)),
    )
    assert check(PEOPLE, study) == [
        Finding("unreachable", "never"),
        Finding("unreachable", "hidden", 0, ("top",)),
        Finding("empty", "nobody"),
        Finding("small", "one", 1),
        Finding("unassigned", "unassigned", 9),
        Finding("overlap", "middle", 5, ("top",)),
    ]
    assert kinds(check(PEOPLE, study, minimum=6))["small"] == 3
    assert kinds(check(PEOPLE, study, minimum=1))["small"] == 0


def test_no_customers_and_no_rules():
    rest = of(Rule(key="rest"))
    assert check(PEOPLE.iloc[:0], rest) == [Finding("empty", "rest")]
    assert check(PEOPLE.iloc[:0], of()) == []
    assert check(PEOPLE, of()) == [Finding("unassigned", "unassigned", 20)]
    assert check(PEOPLE, rest) == []


@pytest.mark.parametrize("seed", range(30))
def test_counts_are_those_of_a_loop_over_customers(seed):
    rng = np.random.default_rng(seed)
    customers = random_rules.people(rng)
    study = of(*random_rules.rules(rng, 6, ("t", "u"), (*"ab", random_rules.REGION)))
    found = check(customers, study, minimum=10)
    truth = segmentation.Evaluation(customers, study.thresholds)
    met = np.array([truth.rule(one) for one in study.segments])
    sizes, pairs = Counter(), Counter()
    for column in met.T:
        holds = [key for key, one in zip(keys(study), column, strict=True) if one]
        sizes[holds[0] if holds else "unassigned"] += 1
        pairs.update((later, holds[0]) for later in holds[1:])
    never = {one.segment for one in found if one.kind == "unreachable"}
    plain = {one.key for one in study.segments if one.conditions} - never
    assert {(one.segment, one.others[0]): one.count for one in found if one.kind == "overlap"} == {
        pair: count for pair, count in pairs.items() if pair[0] in plain
    }
    few = {one.segment: one.count for one in found if one.kind in ("small", "empty")}
    assert few == {key: sizes[key] for key in keys(study) if sizes[key] < 10 and key not in never}
    assert sum(one.count for one in found if one.kind == "unassigned") == sizes["unassigned"]
    assert all(sizes[key] == 0 for key in never)


def first(study, kind, customers=PEOPLE):
    return next(one for one in check(customers, study) if one.kind == kind)


def test_a_covered_rule_moves_up_before_the_one_that_takes_the_rest():
    study = of(
        rule("low", ("spend", "<", 5)),
        rule("middle", ("spend", "<", 10)),
        rule("high", ("spend", ">=", 10)),
        rule("spot", ("spend", ">", 8), ("spend", "<", 14)),
        Rule(key="rest"),
    )
    finding = first(study, "unreachable")
    assert finding.others == ("middle", "high")
    proposed = repair(PEOPLE, study, finding)
    assert (proposed.kind, proposed.other) == ("move", "high")
    assert keys(proposed.study) == ["low", "middle", "spot", "high", "rest"]
    assert kinds(check(PEOPLE, proposed.study))["unreachable"] == 0


def test_a_rule_goes_when_it_contradicts_itself_or_repeats_another():
    contrary = of(rule("x", ("spend", ">", 4), ("spend", "<", 3)), Rule(key="rest"))
    twice = of(rule("x", ("spend", ">", 4)), rule("y", ("spend", ">", 4)), Rule(key="rest"))
    for study, left in ((contrary, ["rest"]), (twice, ["x", "rest"])):
        proposed = repair(PEOPLE, study, first(study, "unreachable"))
        assert proposed.kind == "remove"
        assert keys(proposed.study) == left
        assert not check(PEOPLE, proposed.study)


def test_a_small_rule_gets_the_smallest_relative_move():
    study = of(
        rule("x", ("spend", ">=", 18), ("spend", "<", 40)),
        rule("y", ("spend", ">=", "t"), ("spend", "<=", 3)),
        Rule(key="rest"),
    )
    widened = repair(PEOPLE, study, Finding("small", "x", 2))
    assert (widened.kind, widened.path, widened.size) == ("limit", (0,), 3)
    assert edits.test_at(widened.study, "x", (0,)).threshold == 17
    shared = repair(PEOPLE, study, Finding("small", "y", 2))
    assert (shared.kind, shared.path) == ("limit", (1,))
    assert edits.test_at(shared.study, "y", (1,)).threshold == 4
    lowered = repair(PEOPLE, study.change(thresholds={"t": 2.9, "u": 1}), Finding("small", "y", 1))
    assert (lowered.kind, lowered.other) == ("threshold", "t")
    assert lowered.study.thresholds["t"] == 1
    assert lowered.study.scheme == study.scheme


def test_no_limit_is_proposed_at_which_the_condition_tells_nobody_from_anybody():
    other = PEOPLE.assign(order_count=[4.0] * 14 + [0.0] * 3 + [4.0] * 3)
    both = rule("x", ("spend", ">=", 2), ("spend", "<", 10), ("order_count", "<", 3.5))
    study = of(both, Rule(key="rest"))
    loosened = repair(other, study, first(study, "empty", other))
    assert (loosened.kind, loosened.path) == ("limit", (1,))
    assert edits.test_at(loosened.study, "x", (1,)).threshold == 17
    narrow = of(rule("x", ("spend", ">=", 19)), Rule(key="rest"))
    assert repair(PEOPLE, narrow, Finding("small", "x", 1), minimum=20).kind == "remove"
    assert repair(PEOPLE, narrow, Finding("small", "x", 1), minimum=19).kind == "limit"


def test_a_day_is_moved_by_its_age():
    joined = pd.to_datetime("2023-01-01") + pd.to_timedelta(np.arange(20) * 10, "D")
    customers = PEOPLE.assign(**{"date.joined": joined.astype("datetime64[s]")})
    study = of(
        rule("x", ("date.joined", "<=", date(2023, 1, 11)), ("spend", "<", 12)), Rule(key="rest")
    )
    proposed = repair(customers, study, first(study, "small", customers))
    assert proposed.kind == "limit"
    assert edits.test_at(proposed.study, "x", (0,)).day == date(2023, 1, 21)


def test_what_no_limit_can_fill_is_removed():
    nested = Group(match="none", conditions=(edits.condition("spend", "missing"),))
    study = of(
        Rule(key="x", conditions=(nested, edits.condition("other", ">", 3))),
        Rule(key="rest"),
    )
    customers = PEOPLE.assign(other=np.nan)
    proposed = repair(customers, study, first(study, "empty", customers))
    assert proposed.kind == "remove"
    assert keys(proposed.study) == ["rest"]


def test_all_whom_no_rule_takes_get_a_last_rule():
    study = of(rule("x", ("spend", ">", 9)))
    proposed = repair(PEOPLE, study, first(study, "unassigned"), last="Wszyscy inni")
    assert keys(proposed.study) == ["x", "Wszyscy inni"]
    assert proposed.segment == "Wszyscy inni"
    assert not check(PEOPLE, proposed.study)
    with pytest.raises(Refused, match="already a segment"):
        repair(PEOPLE, study, first(study, "unassigned"), last="X")


def test_a_narrow_rule_moves_up_when_most_of_it_is_taken():
    wide, narrow = (
        rule("wide", ("spend", ">", 5)),
        rule("narrow", ("spend", ">", 3), ("spend", "<", 9)),
    )
    study = of(wide, narrow, Rule(key="rest"))
    proposed = repair(PEOPLE, study, first(study, "overlap"))
    assert (proposed.kind, proposed.other) == ("move", "wide")
    assert keys(proposed.study) == ["narrow", "wide", "rest"]
    shifted = of(wide, rule("narrow", ("spend", ">", 2), ("spend", "<", 7)), Rule(key="rest"))
    assert repair(PEOPLE, shifted, first(shifted, "overlap")) is None
    assert repair(PEOPLE, of(narrow, wide), first(of(narrow, wide), "overlap")) is None


@pytest.mark.parametrize("seed", range(40))
def test_repairs_do_away_with_the_finding(seed):
    rng = np.random.default_rng(seed)
    customers = random_rules.people(rng)
    study = of(*random_rules.rules(rng, 5, ("t", "u"), (*"ab", random_rules.REGION)))
    for finding in check(customers, study, minimum=15):
        proposed = repair(customers, study, finding, minimum=15)
        if proposed is None:
            assert finding.kind == "overlap"
            continue
        left = check(customers, proposed.study, minimum=15)
        same = [one for one in left if one.segment == finding.segment and one.kind == finding.kind]
        assert all(one.kind == "overlap" and one.others != finding.others for one in same)
        if proposed.kind in ("threshold", "limit"):
            codes = segmentation.codes(customers, proposed.study)
            place = edits.position(proposed.study, finding.segment)
            assert (codes == place).sum() == proposed.size >= 15
