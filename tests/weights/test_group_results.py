"""Groups of customers: members, means and level shares against pandas and loops."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty.study import Study, WeightSet
from loyalty.weights import group_results
from loyalty.weights.group_results import Members

STUDY = Study(
    as_of=date(2024, 1, 1), thresholds={"new_days": 60, "lapsed_days": 200, "frequent_orders": 4}
)


def people(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns).assign(customer_id=lambda frame: frame.index.astype(str))


def test_columns_are_attributes_with_a_few_values_and_the_life_cycle():
    size = 30
    frame = people(
        order_count=np.ones(size),
        **{
            "attribute.region": pd.Categorical(["north", "south", None] * 10),
            "attribute.one": pd.Categorical(["x"] * size),
            "attribute.many": np.arange(size, dtype=float),
            "attribute.twelve": np.arange(size, dtype=float) % 12,
            "answer.q1": np.arange(size, dtype=float) % 3,
        },
    )
    assert group_results.columns(frame) == ["attribute.region", "attribute.twelve", "life_cycle"]
    assert "life_cycle" not in group_results.columns(frame.assign(order_count=0.0))
    assert group_results.columns(frame.iloc[:0]) == []


def test_members_are_in_the_order_of_their_values_and_none_comes_last():
    frame = people(**{"attribute.kids": [2.0, 0.0, np.nan, 2.0, 10.0]})
    study = STUDY.change(group_by="attribute.kids", group_weights={"3": WeightSet()})
    found = group_results.members(frame, study)
    assert found.values == ("0", "2", "10", "3")
    assert found.codes.tolist() == [1, 0, 4, 1, 2]


def test_every_life_cycle_state_is_there_though_nobody_is_in_it():
    frame = people(order_count=[1.0, 9.0], recency_days=[5.0, 900.0], tenure_days=[5.0, 900.0])
    found = group_results.members(frame, STUDY.change(group_by="life_cycle"))
    assert "cycle_back" in found.values
    assert [found.values[code] for code in found.codes] == ["cycle_new", "cycle_lost"]


def test_a_column_the_data_lack_leaves_everybody_without_a_value():
    found = group_results.members(people(x=[1.0, 2.0]), STUDY.change(group_by="attribute.gone"))
    assert found.values == ()
    assert found.codes.tolist() == [0, 0]


@pytest.fixture
def drawn() -> tuple[Members, tuple, tuple]:
    rng = np.random.default_rng(5)
    codes = rng.choice(4, 200, p=[0.6, 0.37, 0.01, 0.02])
    sides = []
    for _side in range(2):
        index, level = rng.random(200) * 100, rng.integers(0, 5, 200)
        index[level == 4] = np.nan
        sides.append((index, level))
    return Members(("a", "b", "c"), codes), *sides


def test_means_and_changes_are_those_of_pandas(drawn):
    members, own, common = drawn
    found = group_results.by_group(members, own, common, 4)
    for place, row in enumerate(found.itertuples()):
        here = members.codes == place
        assert row.customers == here.sum()
        assert row.with_level == (here & (own[1] < 4)).sum()
        assert row.own == pytest.approx(pd.Series(own[0][here]).mean(), nan_ok=True)
        assert row.common == pytest.approx(pd.Series(common[0][here]).mean(), nan_ok=True)
        assert row.changing == (own[1][here] != common[1][here]).sum()
        assert row.few == (here.sum() < 10)
    assert found["customers"].sum() == 200
    assert found["value"].fillna("none").tolist() == ["a", "b", "c", "none"]


def test_level_shares_are_of_the_group(drawn):
    members, own, _common = drawn
    found = group_results.level_shares(members, own[1], ["1", "2", "3", "4", "none"])
    assert found.groupby("value", dropna=False)["share"].sum().to_numpy() == pytest.approx(1)
    one = found.query("value == 'b' and level == '2'").iloc[0]
    b = members.codes == 1
    assert one["customers"] == (own[1][b] == 1).sum()
    assert one["share"] == pytest.approx((own[1][b] == 1).mean())


def test_everybody_with_a_value_leaves_no_row_for_none():
    members = Members(("a",), np.zeros(2, dtype=int))
    side = np.array([1.0, 3.0]), np.array([0, 0])
    found = group_results.by_group(members, side, side, 4)
    assert found["value"].tolist() == ["a"]
    assert found["own"].tolist() == [2.0]


def test_nobody_has_no_mean():
    members = Members(("a",), np.zeros(0, dtype=int))
    side = np.zeros(0), np.zeros(0, dtype=int)
    assert group_results.by_group(members, side, side, 4)["own"].isna().all()
    assert group_results.level_shares(members, side[1], ["low", "none"]).empty
