import pandas as pd
import pytest
from outcomes import small_events, small_orders, small_outcome

from loyalty import strategies
from loyalty.indicators import CATALOGUE


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return small_outcome(tmp_path_factory.mktemp("small"))


def test_customers_have_their_indicators_in_order_and_their_groups(found):
    keys = [one.key for one in CATALOGUE]
    wanted = ["customer_id", *keys, "loyalty_index", "level", "segment", "weight_share"]
    assert list(found.customers) == wanted
    assert found.customers["customer_id"].tolist() == [f"c{n:02}" for n in range(60)]


def test_sizes_count_the_customers_of_each_group(found):
    for column, sizes in (("segment", found.segments()), ("level", found.levels())):
        counted = found.customers[column].astype(str).value_counts()
        money = found.customers.groupby(found.customers[column].astype(str))["spend"].sum()
        shown = sizes.set_index(column)
        assert shown["customers"].sum() == 60
        assert shown["customers"][shown["customers"] > 0].to_dict() == counted.to_dict()
        assert shown["spend"][shown["customers"] > 0].to_dict() == money.to_dict()


def test_every_part_is_there(found):
    assert found.notes == []
    assert found.simulated.strategies == tuple(one.key for one in strategies.CATALOGUE[1:])
    assert found.touchpoints["customers"].tolist()[:2] == [60, 40]
    assert found.months["orders"].sum() == len(small_orders()["order_id"])
    assert found.path["customers"].iloc[0] == 60


def test_orders_alone_give_a_journey_of_purchases(tmp_path):
    found = small_outcome(tmp_path, {"orders": small_orders()})
    assert found.stages["customers"].sum() > 60
    assert set(found.touchpoints["touchpoint"]) == {f"order {n}" for n in range(1, 8)}
    assert found.notes == []


def test_events_alone_give_no_path_and_no_simulation(tmp_path):
    found = small_outcome(tmp_path, {"events": small_events()})
    assert found.simulated is None
    assert len(found.path) == len(found.months) == 0
    assert [note.text for note in found.notes] == [
        "The purchase path needs orders; these data have none.",
        "Cohorts need orders; these data have none.",
        "A simulation needs orders; add a table of orders on the Data page.",
    ]
    assert found.customers["interaction_count"].sum() == 104


def test_answers_alone_give_an_index_but_no_journey(tmp_path):
    answers = {
        "customer_id": ["ann", "bob", "cem"], "time": ["2024-01-01"] * 3,
        "question": ["nps"] * 3, "score": [9.0, 3.0, 10.0], "position": [0, 1, 2],
    }  # fmt: skip
    found = small_outcome(tmp_path, {"answers": answers})
    assert found.customers["nps_score"].tolist() == [9, 3, 10]
    assert len(found.stages) == len(found.transitions) == 0
    assert len(found.notes) == 4


def test_a_chosen_scenario_runs_instead_of_the_shelf(tmp_path):
    own = {"points": {"low": 3, "high": 3}}
    mine = {"name": "Mine", "strategy": "points", "assumptions": own}
    found = small_outcome(tmp_path, scenarios=(mine,))
    assert found.simulated.strategies == ("Mine",)
    points = found.assumptions.set_index(["strategy", "assumption"]).loc[("points", "points")]
    assert points["low"] == points["high"] == 3
    assert points["changed"]


def test_rows_after_the_day_are_ignored(tmp_path):
    found = small_outcome(tmp_path, as_of="2024-11-01")
    rows = pd.DataFrame(small_orders())
    known = rows[rows["time"] <= "2024-11-01"]
    counted = found.customers.set_index("customer_id")["order_count"]
    assert counted.sum() == len(known)
    assert found.months["orders"].sum() == len(known)


def test_a_day_before_the_first_row_leaves_nothing_but_notes(tmp_path):
    found = small_outcome(
        tmp_path, {"orders": small_orders(), "customers": {"customer_id": ["zed"]}},
        as_of="2020-01-01",
    )  # fmt: skip
    assert found.customers["customer_id"].tolist() == ["zed"]
    assert found.simulated is None
    assert found.path["customers"].sum() == 0
