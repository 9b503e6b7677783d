import numpy as np
import pandas as pd
import pytest

from loyalty import segmentation
from loyalty.intervals import newcombe
from loyalty.journey import handovers
from loyalty.report import published


def sizes(customers: list[int], spend: list[float]) -> pd.DataFrame:
    people = np.array(customers)
    total = sum(spend)
    return pd.DataFrame(
        {
            "segment": [f"s{n}" for n in range(len(people))],
            "customers": people,
            "share": people / people.sum(),
            "spend": spend,
            "spend_share": [one / total for one in spend],
        }
    )


def shown(values: pd.Series) -> list[float | None]:
    return [None if value != value else value for value in values]


def test_counts_are_rounded_to_five_and_small_ones_left_out():
    people = pd.Series([0, 1, 9, 10, 12, 13, 1002])
    assert shown(published.counts(people)) == [0, None, None, 10, 10, 15, 1000]


def test_shares_come_from_rounded_counts():
    safe = published.groups(sizes([498, 498], [1.0, 1.0]))
    assert shown(safe["customers"]) == [500, 500]
    assert shown(safe["share"]) == [500 / 995, 500 / 995]


def test_the_money_of_one_small_group_is_hidden_with_that_of_the_next_smallest():
    safe = published.groups(sizes([300, 40, 7, 0], [5000.0, 800.0, 12345.0, 0.0]))
    assert shown(safe["customers"]) == [300, 40, None, 0]
    assert shown(safe["spend"]) == [5000, None, None, 0]
    assert shown(safe["spend_share"].isna()) == [False, True, True, False]


def test_several_tiny_groups_are_hidden_until_ten_people_are_together():
    safe = published.groups(sizes([300, 40, 3, 2], [5000.0, 800.0, 100.0, 50.0]))
    assert shown(safe["spend"].isna()) == [False, True, True, True]
    safe = published.groups(sizes([300, 40, 6, 5], [5000.0, 800.0, 100.0, 50.0]))
    assert shown(safe["spend"].isna()) == [False, False, True, True]


def test_a_hidden_amount_is_not_the_total_less_the_others():
    names = ["a", "b", "c"]
    found = np.repeat([0, 1, 2], [500, 60, 1])
    spend = np.where(found == 2, 987654.0, 10.0)
    exact = segmentation.sizes(found, names, spend)
    safe = published.groups(exact)
    known = safe["spend"].fillna(0).sum()
    rest = exact["spend"].sum() - known
    assert abs(rest - 987654.0) >= 600


def test_a_base_of_fewer_than_ten_shows_nothing():
    safe = published.groups(sizes([4, 3], [10.0, 20.0]))
    assert safe[["customers", "share", "spend", "spend_share"]].isna().all(axis=None)


def stage(**values: object) -> dict[str, object]:
    row = {
        "stage": "purchase", "touchpoint": None, "customers": 100, "events": 300, "scored": 50,
        "feeling": 0.5, "feeling_low": 0.4, "feeling_high": 0.6, "feeling_least": -1.0,
        "feeling_most": 1.0, "next_stage": "use", "reached": 50, "beyond": 70, "conversion": 0.5,
        "conversion_low": 0.4, "conversion_high": 0.6, "median_hours": 5.0,
        "hours_low": 4.0, "hours_high": 6.0,
    }  # fmt: skip
    return row | values


def test_a_small_stage_shows_neither_feeling_nor_conversion():
    safe = published.journey(pd.DataFrame([stage(), stage(customers=7, reached=3, scored=40)]))
    assert shown(safe["customers"]) == [100, None]
    assert shown(safe["feeling"]) == [0.5, None]
    assert shown(safe["conversion"]) == [0.5, None]


def test_neither_those_who_go_on_nor_those_who_do_not_are_told_when_few():
    rows = [stage(reached=4), stage(reached=96), stage(reached=100), stage(reached=0)]
    safe = published.journey(pd.DataFrame(rows))
    assert shown(safe["reached"]) == [None, None, 100, 0]
    assert shown(safe["conversion"]) == [None, None, 1, 0]
    assert shown(safe["hours_low"]) == shown(safe["median_hours"] - 1) == [None, None, 4, 4]


def test_who_comes_further_is_told_when_neither_they_nor_the_others_are_few():
    rows = [stage(), stage(beyond=50), stage(beyond=100), stage(beyond=55), stage(beyond=95)]
    safe = published.journey(pd.DataFrame([*rows, stage(reached=4)]))
    assert shown(safe["beyond"]) == [70, 50, 100, None, None, None]


def test_few_scores_hide_the_feeling_only():
    [row] = published.journey(pd.DataFrame([stage(scored=4)])).to_dict("records")
    assert row["customers"] == 100
    assert np.isnan(row["feeling"]) and np.isnan(row["feeling_high"]) and np.isnan(row["scored"])


def test_months_and_bars_leave_small_groups_out():
    trend = pd.DataFrame(
        {"month": ["2024-01"] * 2, "orders": [30, 31], "spend": [1234.0, 99.0]}
        | {"customers": [25, 22], "new": [3, 11], "returning": [22, 11]}
    )
    safe = published.months(trend)
    assert shown(safe["new"]) == [None, 10]
    assert shown(safe["spend"]) == [None, 99]
    bars = pd.DataFrame({"start": [0, 5], "end": [5, 10], "level": "low", "customers": [9, 21]})
    assert published.histogram(bars)["customers"].tolist() == [20]


def test_money_keeps_three_significant_digits():
    values = pd.Series([0.0, 1234567.0, -98765.4, 0.012345, np.nan])
    assert shown(published.significant(values).round(6)) == [0, 1230000, -98800, 0.0123, None]


@pytest.mark.parametrize(
    ("some", "whole", "said"),
    [
        (52, 101, (50, 100)), (0, 33, (0, 35)), (33, 33, (35, 35)), (9, 100, None), (91, 100, None),
        (5, 5, None), (0, 0, (0, 0)),
    ],
)  # fmt: skip
def test_neither_a_part_nor_its_rest_is_told_when_few(some, whole, said):
    assert published.part(some, whole) == said


def effect(name: str, **values: object) -> dict[str, object]:
    row = {"touchpoint": name, "stage": "use", "journeys": 203, "reach": 0.4, "removal_effect": 0.5}
    return row | {"low": 0.4, "high": 0.6, "significant": True, "enough": True} | values


def test_effects_that_few_journeys_make_are_left_out():
    rows = [
        effect("kept"), effect("of few", journeys=7), effect("of few people"),
        effect("needed by few", removal_effect=0.05), effect("by nobody", removal_effect=0.0),
        effect("by nearly all", removal_effect=0.95), effect("by all", removal_effect=1.0),
        effect("unknown", removal_effect=np.nan),
    ]  # fmt: skip
    people = pd.Series({row["touchpoint"]: 90 for row in rows} | {"of few people": 9})
    safe = published.removal(pd.DataFrame(rows), people, 100)
    assert safe["touchpoint"].tolist() == ["kept", "by nobody", "by all"]
    assert safe["journeys"].tolist() == [205] * 3


def compared(name: str, good: int, came: int, bad: int, bad_came: int) -> dict[str, object]:
    return {
        "touchpoint": name, "stage": "use", "good": good, "bad": bad, "difference": 0.1,
        "good_share": came / good if good else np.nan, "enough": True, "significant": True,
        "bad_share": bad_came / bad if bad else np.nan, "low": 0.0, "high": 0.2,
    }  # fmt: skip


def test_experiences_that_few_had_or_few_came_back_from_are_left_out():
    rows = [
        compared("kept", 203, 100, 57, 12), compared("few bad", 200, 100, 9, 0),
        compared("few came back", 200, 9, 60, 20), compared("few stayed away", 200, 100, 60, 55),
        compared("nobody bad", 200, 100, 0, 0), compared("all and nobody", 50, 50, 40, 0),
    ]  # fmt: skip
    safe = published.experience(pd.DataFrame(rows))
    assert safe["touchpoint"].tolist() == ["kept", "all and nobody"]
    assert safe[["good", "bad"]].to_numpy().tolist() == [[205, 55], [50, 40]]


def handover(followed: int, broken: int, bought: int, others: int) -> dict[str, object]:
    return {
        "level": "touchpoint", "source": "a", "target": "b", "source_channel": None,
        "target_channel": None, "customers": followed + broken, "followed": followed,
        "broken": broken, "bought_anyway": others, "nothing": broken - others,
        "followed_share": followed / (followed + broken), "lost_conversion": 0.3,
        "conversion_followed": bought / followed, "conversion_broken": others / broken,
        "followed_watched": followed, "broken_watched": broken, "lost_low": 0.1, "lost_high": 0.5,
        "lost_customers": 7.7, "lost_customers_low": 2.0, "lost_customers_high": 19.0,
    }  # fmt: skip


def test_hand_overs_are_told_from_rounded_counts_and_only_of_enough():
    rows = [handover(103, 61, 52, 12), handover(9, 200, 9, 100), handover(200, 8, 100, 4)]
    rows += [handover(100, 100, 50, 4), handover(100, 100, 97, 50), handover(100, 100, 100, 0)]
    safe = published.handovers(pd.DataFrame(rows))
    assert safe["customers"].tolist() == [165, 200, 200, 200]
    assert safe[["followed", "broken"]].iloc[0].tolist() == [105, 60]
    assert safe["followed_share"].iloc[0] == 105 / 165
    assert shown(safe["bought_anyway"]) == [10, None, 50, 0]
    assert shown(safe["nothing"]) == [50, None, 50, 100]
    assert shown(safe["lost_conversion"]) == [50 / 105 - 10 / 60, None, None, 1]
    low, high = newcombe(50, 105, 10, 60)
    assert safe[["lost_low", "lost_high"]].iloc[0].tolist() == [low, high]
    assert shown(safe["lost_customers"]) == [20, None, None, 100]
    assert safe["lost_customers_low"].iloc[0] == round(60 * float(low) / 5) * 5


def test_no_hand_over_at_all():
    none = pd.DataFrame(columns=handovers.COLUMNS)
    assert published.handovers(none).empty
