import json
from datetime import date

import pytest
from tables import open_literal, orders

from loyalty import adoption, analysis, segmentation, weights
from loyalty.problems import Refused
from loyalty.study import Condition, Rule, Study, from_json

DAY = date(2024, 7, 1)
WIDE = {"low": 0, "high": 1}
ORDERS = orders([("ann", "2024-05-01", 1), ("ann", "2024-06-01", 2), ("bob", "2024-06-30", 5)])


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return analysis.base(open_literal(tmp_path_factory.mktemp("small"), orders=ORDERS), DAY)


def test_a_study_of_a_day_alone_becomes_the_default_study(found):
    adopted = adoption.adopt(from_json('{"as_of": "2024-07-01"}'), found)
    assert adopted == analysis.first_study(found, DAY)


def test_what_a_study_brings_stays(found):
    given = from_json(
        '{"as_of": "2024-07-01", "active_days": 7, "thresholds": {"high_spend": 3},'
        ' "scale": {"spend": {"low": 0, "high": 9}}, "indicators": ["spend"],'
        ' "segments": [{"key": "mine"}], "family_weights": {"purchase": 2}}'
    )
    adopted = adoption.adopt(given, found)
    assert adopted.active_days == 7
    assert adopted.thresholds["high_spend"] == 3
    assert adopted.thresholds["lapsed_days"] == 14
    assert adopted.scale == given.scale
    assert adopted.segments == given.segments
    assert adopted.family_weights == {"purchase": 2}
    assert adopted.indicator_weights["spend"] == 1


def test_a_complete_study_is_not_changed(found):
    study = analysis.first_study(found, DAY).change(active_days=90)
    assert adoption.adopt(study, found) == study


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"indicators": ["charm"]}, "indicator “charm”"),
        ({"indicator_weights": {"charm": 1}}, "indicator “charm”"),
        ({"scale": {"charm": WIDE}}, "indicator “charm”"),
        ({"scale": {"spend": {"low": 1, "high": 0}}}, "scale of “spend”"),
        ({"cuts": {"rfm.recency": [4, 3, 2, 1]}}, "cuts of “rfm.recency”"),
        ({"cuts": {"rfm.frequency.6": [1, 2, 3, 4]}}, "no RFM rating"),
        ({"cuts": {"rfm.recency.1": [1, 2, 3, 4]}}, "no RFM rating"),
        ({"clusters": {"indicators": ["charm"], "centres": [[1]]}}, "indicator “charm”"),
        ({"segments": [{"key": "unassigned"}]}, "called “unassigned”"),
        ({"levels": [{"key": "not enough data", "start": 0}]}, "called “not enough data”"),
        ({"group_by": "attribute.charm"}, "weights by “attribute.charm”"),
        ({"group_by": "charm"}, "differ by “charm”"),
        ({"group_by": "life_cycle", "group_weights": {"charm": {}}}, "state “charm”"),
        ({"definitions": [{"name": "x", "scheme": "charm"}]}, "scheme “charm”"),
        ({"definitions": [{"name": "x", "cuts": {"charm": [1, 2, 3, 4]}}]}, "cuts of “charm”"),
        (
            {"definitions": [{"name": "x", "segments": [{"key": "a"}, {"key": "a"}]}]},
            "called “a”",
        ),
        ({"family_weights": {"charm": 1}}, "family “charm”"),
        ({"stages": {"Hotline": "charm"}}, "stage “charm”"),
        ({"general": {"charm": WIDE}}, "assumption “charm”"),
        ({"scenarios": [{"strategy": "charm"}]}, "strategy “charm”"),
        (
            {"scenarios": [{"strategy": "points", "assumptions": {"charm": WIDE}}]},
            "assumption “charm”",
        ),
        ({"levels": [{"key": "low", "start": 5}]}, "start at 0"),
        ({"levels": [{"key": "a", "start": 0}, {"key": "a", "start": 50}]}, "called “a”"),
        ({"levels": []}, "start at 0"),
        ({"segments": [{"key": "a"}, {"key": "a"}]}, "called “a”"),
        (
            {"segments": [{"key": "a", "conditions": [
                {"column": "charm", "op": ">", "threshold": 1}]}]},
            "indicator “charm”",
        ),
        (
            {"segments": [{"key": "a", "conditions": [
                {"column": "spend", "op": ">", "threshold": "charm"}]}]},
            "threshold “charm”",
        ),
    ],
)  # fmt: skip
def test_a_name_that_does_not_exist_is_refused(found, choices, said):
    with pytest.raises(Refused, match=said):
        adoption.adopt(Study(as_of=DAY, **choices), found)


def test_a_study_that_names_a_scheme_gets_its_rules_and_what_it_learns(found):
    for scheme in ("rfm_quintiles", "rfm_nested", "rfm_fixed", "value_bands", "life_cycle"):
        adopted = adoption.adopt(Study(as_of=DAY, scheme=scheme), found)
        assert adopted.segments == segmentation.default_rules(scheme)
        assert bool(adopted.cuts) == scheme.startswith("rfm_")
        assert adoption.adopt(adopted, found) == adopted
        assert len(analysis.results(found, adopted)) == 2


def test_cuts_that_a_study_brings_stay_and_those_it_lacks_are_learned(found):
    cuts = {"rfm.recency": (1, 2, 3, 4), "rfm.frequency": (1, 1, 1, 1)}
    learned = {"rfm.monetary": (3.4, 3.8, 4.2, 4.6)}  # fifths of 3 and 5
    for scheme in ("rfm_quintiles", "own"):
        given = Study(as_of=DAY, scheme=scheme, cuts=cuts)
        assert adoption.adopt(given, found).cuts == cuts | learned
        whole = given.change(cuts=cuts | {"rfm.monetary": (1, 2, 3, 4)})
        assert adoption.adopt(whole, found).cuts == whole.cuts


def test_own_rules_get_the_cuts_and_need_the_clusters_they_name(found):
    best = Rule(key="a", conditions=[Condition(column="rfm.recency", op="==", threshold=5)])
    given = Study(as_of=DAY, scheme="own", segments=[best])
    adopted = adoption.adopt(given, found)
    assert adopted.segments == given.segments
    assert adopted.cuts["rfm.recency"] == (6.8, 12.6, 18.4, 24.2)  # fifths of 1 and 30 days
    assert analysis.results(found, adopted)["segment"].tolist() == ["unassigned", "a"]
    rule = Rule(key="a", conditions=[Condition(column="cluster", op="==", threshold=1)])
    with pytest.raises(Refused, match="name clusters"):
        adoption.adopt(given.change(segments=[rule]), found)


def test_thresholds_of_the_shelf_that_own_rules_name_are_learned(found):
    rule = Rule(key="a", conditions=[Condition(column="spend", op=">", threshold="value_high")])
    adopted = adoption.adopt(Study(as_of=DAY, scheme="own", segments=[rule]), found)
    assert adopted.thresholds["value_high"] == 5  # bob's 5 of 8
    segments = analysis.results(found, adopted)["segment"].tolist()
    assert segments == ["unassigned", "unassigned"]


def test_a_scheme_these_data_cannot_give_is_refused(found):
    with pytest.raises(Refused, match="needs: Relative attitude, Repurchase rate"):
        adoption.adopt(Study(as_of=DAY, scheme="dick_basu"), found)


def test_a_preset_of_any_kind_gives_its_weights_and_an_unknown_one_is_refused(found):
    for preset in (*weights.INDUSTRIES.values(), *weights.LIFE_STAGES.values()):
        text = json.dumps({"as_of": "2024-07-01", "preset": preset.key})
        adopted = adoption.adopt(from_json(text), found)
        assert dict(adopted.family_weights) == preset.choices()["family_weights"]
    with pytest.raises(Refused, match="equl"):
        adoption.adopt(from_json('{"as_of": "2024-07-01", "preset": "equl"}'), found)


@pytest.mark.parametrize(
    "second",
    [
        {"strategy": "no_such"},
        {"strategy": "price_promotion", "assumptions": {"no_such": {"low": 1, "high": 2}}},
    ],
)
def test_every_action_of_a_scenario_is_checked(second):
    scenario = {"strategy": "do_nothing", "also": [second]}
    with pytest.raises(Refused, match="no_such"):
        adoption.check(Study(as_of="2024-01-01", scenarios=(scenario,)))
