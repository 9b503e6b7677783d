from datetime import date

import pytest
from tables import open_literal, orders

from loyalty import analysis, study_notes

DAY = date(2024, 7, 1)
TABLES = {
    "orders": orders(
        [("ann", "2024-05-01", 1), ("ann", "2024-06-01", 2), ("bob", "2024-06-30", 5)]
    ),
    "customers": {"customer_id": ["ann", "bob"], "region": ["north", "south"]},
}
RULES = [
    {"key": "a", "conditions": [
        {"match": "any", "conditions": [
            {"column": "attribute.region", "op": "in", "values": ["north"]},
            {"column": "attribute.rgion", "op": "in", "values": ["north"]},
        ]},
        {"column": "answer.nps", "op": ">", "threshold": 5},
        {"column": "nps_score", "op": ">", "threshold": 5},
    ]},
]  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    return open_literal(tmp_path_factory.mktemp("small"), **TABLES)


@pytest.fixture(scope="module")
def found(opened):
    return analysis.base(opened, DAY)


def sentences(notes):
    return [(one.kind, one.count, one.sentence()) for one in notes]


def test_columns_that_rules_name_in_vain_are_named(found):
    study = analysis.first_study(found, DAY)
    assert study_notes.in_vain(found, study) == []
    assert sentences(study_notes.in_vain(found, study.change(segments=RULES))) == [
        ("note", 2, "The segment rules name rgion, Willingness to recommend (NPS answer), of"
         " which these data have no value.")
    ]  # fmt: skip


def test_weights_that_hold_for_nobody_are_named(found):
    study = analysis.first_study(found, DAY).change(
        group_by="attribute.region", group_weights={"north": {}, "{nrth}": {}, "east": {}}
    )
    assert sentences(study_notes.in_vain(found, study)) == [
        ("note", 2, "The study has weights for {nrth}, east, but no customer has this value of"
         " “region”.")
    ]  # fmt: skip
    by_state = study.change(group_by="life_cycle", group_weights={"cycle_lost": {}})
    assert sentences(study_notes.in_vain(found, by_state))[0][1] == 1
    assert study_notes.in_vain(found, by_state.change(group_weights={})) == []


def test_what_a_replay_takes_as_it_is_today_is_named(opened, found):
    study = analysis.first_study(found, DAY)
    assert study_notes.without_past(opened, study) == []
    [note] = study_notes.without_past(opened, study.change(segments=RULES))
    assert note.sentence() == "Without a past, so taken as they are today: region, rgion."
