"""Two groups compared: every number against a count of one customer at a time."""

from datetime import timedelta
from statistics import mean, median

import numpy as np
import pandas as pd
import pytest
from journey.logs import MAP, events, random_log, study
from scipy import stats
from tables import open_literal, orders

from loyalty import journey
from loyalty.intervals import bonett_price, median_error
from loyalty.journey import log as logs
from loyalty.journey.compare import comparison

ORDER = list(journey.STAGES)


def split(log: logs.Log, first) -> tuple[logs.Log, logs.Log]:
    """Customers of whom `first` holds, and all others."""
    chosen = np.array([first(name) for name in log.ids])
    return logs.of_customers(log, chosen), logs.of_customers(log, ~chosen)


def compared(tmp_path, rows: pd.DataFrame, first, **choices) -> comparison.Comparison:
    chosen = study(**{"stages": MAP} | choices)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), chosen)
    return comparison.of_logs(*split(log, first), chosen)


def odd(name: str) -> bool:
    return int(name[1:]) % 2 == 1


def steps(rows: pd.DataFrame, wanted) -> list[list]:
    """The events of each wanted customer, in order."""
    kept = rows[rows["customer_id"].map(wanted)].sort_values(["time", "position"])
    return [list(own.itertuples()) for _name, own in kept.groupby("customer_id")]


def count(rows: pd.DataFrame, wanted, here: set[str], there: set[str]) -> dict:
    """Every number of one group at a stage or touchpoint, one customer at a time."""
    everybody = steps(rows, wanted)
    visitors = [own for own in everybody if any(one.touchpoint in here for one in own)]
    waits, feelings = [], []
    for own in visitors:
        places = [place for place, one in enumerate(own) if one.touchpoint in here]
        feelings += [own[place].feeling for place in places if pd.notna(own[place].feeling)]
        later = [one.time for one in own[places[0] + 1 :] if one.touchpoint in there]
        waits += [(later[0] - own[places[0]].time) / timedelta(hours=1)] if later else []
    return {
        "customers": len(visitors),
        "of": len(everybody),
        "feelings": feelings,
        "waits": waits,
    }


def following(rows: pd.DataFrame, stage: str) -> set[str]:
    """The touchpoints of the next recorded stage."""
    seen = [key for key in ORDER if set(rows["touchpoint"]) & {n for n in MAP if MAP[n] == key}]
    later = seen[seen.index(stage) + 1 :]
    return {name for name, key in MAP.items() if later and key == later[0]}


@pytest.mark.parametrize("seed", range(2))
def test_both_sides_are_counted_one_customer_at_a_time(tmp_path, seed):
    rows = random_log(seed, 900, 50)
    found = compared(tmp_path, rows, odd)
    points = found.table[found.table["touchpoint"].notna()]
    assert sorted(points["touchpoint"]) == sorted(MAP)
    for row in points.to_dict("records"):
        here = row["touchpoint"]
        there = following(rows, MAP[here]) if MAP[here] != "unassigned" else set()
        for side, wanted in (("first", odd), ("second", lambda name: not odd(name))):
            expected = count(rows, wanted, {here}, there)
            own = {name: row[f"{name}_{side}"] for name in (*comparison.MEASURES, "customers")}
            assert own["customers"] == expected["customers"]
            assert own["journey_share"] == pytest.approx(
                expected["customers"] / expected["of"], abs=1e-6
            )
            assert own["feeling"] == pytest.approx(mean(expected["feelings"]), abs=1e-4)
            if there:
                share = len(expected["waits"]) / expected["customers"]
                assert own["conversion"] == pytest.approx(share, abs=1e-6)
                assert own["median_hours"] == pytest.approx(median(expected["waits"]), abs=1e-4)
            else:
                assert np.isnan(own["conversion"]) and np.isnan(own["median_hours"])


@pytest.mark.parametrize("seed", range(2))
def test_differences_have_the_intervals_of_their_papers(tmp_path, seed):
    rows = random_log(seed, 700, 40)
    found = compared(tmp_path, rows, odd).differences
    assert found["measure"].value_counts().to_dict() == dict.fromkeys(comparison.MEASURES, 8 + 8)
    for row in found[found["touchpoint"].notna()].to_dict("records"):
        here, stage = row["touchpoint"], row["stage"]
        there = following(rows, stage) if stage != "unassigned" else set()
        sides = [count(rows, one, {here}, there) for one in (odd, lambda name: not odd(name))]
        expected = ends(row["measure"], sides, bool(there))
        if expected is None:
            continue
        middle, low, high = expected
        assert row["difference"] == pytest.approx(middle, abs=1e-4)
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-4)
        assert row["significant"] == (low > 0 or high < 0)


def ends(measure: str, sides: list[dict], asked: bool):
    """Difference, low, high; None where the test has no independent count."""
    if measure == "feeling":
        values = [side["feelings"] for side in sides]
        ends = stats.ttest_ind(*values, equal_var=False).confidence_interval(0.95)
        return mean(values[0]) - mean(values[1]), ends.low, ends.high
    if measure == "journey_share":
        return newcombe([(side["customers"], side["of"]) for side in sides])
    if measure == "conversion" and asked:
        return newcombe([(len(side["waits"]), side["customers"]) for side in sides])
    if measure == "median_hours" and asked:
        waits = [side["waits"] for side in sides]
        middles = [median(one) for one in waits]
        errors = [median_error(one, np.zeros(len(one), dtype=int), 1)[0] for one in waits]
        low, high = bonett_price(middles, errors)
        return middles[0] - middles[1], float(low), float(high)
    return None


def newcombe(counts: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Newcombe (1998), method 10, from scipy's Wilson intervals."""
    (k, n), (m, o) = counts
    one, two = (
        stats.binomtest(a, b).proportion_ci(confidence_level=0.95, method="wilson")
        for a, b in counts
    )
    middle = k / n - m / o
    low = middle - np.hypot(k / n - one.low, two.high - m / o)
    return middle, low, middle + np.hypot(one.high - k / n, m / o - two.low)


LITERAL = [
    ("a", "2024-01-01 00:00", "Website"),
    ("a", "2024-01-02 00:00", "Checkout"),
    ("a", "2024-01-03 00:00", "Hotline"),
    ("b", "2024-01-01 00:00", "Website"),
    ("b", "2024-01-05 00:00", "Hotline"),
]


def literal(tmp_path, rows=LITERAL, first=("a",), **choices) -> comparison.Comparison:
    log = pd.DataFrame(events(rows))
    return compared(tmp_path, log, lambda name: name in first, **choices)


def stage(found: comparison.Comparison, name: str) -> pd.Series:
    rows = found.table[(found.table["stage"] == name) & found.table["touchpoint"].isna()]
    return rows.iloc[0]


def test_both_are_asked_for_the_same_next_stage(tmp_path):
    row = stage(literal(tmp_path), "consideration")
    assert row["next_stage"] == "purchase"
    # of the second alone, the next recorded stage would be service, which b reaches
    assert (row["conversion_first"], row["conversion_second"]) == (1.0, 0.0)
    assert row["median_hours_first"] == 24 and np.isnan(row["median_hours_second"])


def test_where_one_group_never_comes_its_share_is_nothing_and_the_rest_is_missing(tmp_path):
    row = stage(literal(tmp_path), "purchase")
    assert (row["customers_second"], row["journey_share_second"]) == (0, 0.0)
    missing = ["feeling", "conversion", "complaint_share", "median_hours"]
    assert row[[f"{name}_second" for name in missing]].isna().all()
    found = literal(tmp_path).differences
    assert not found["significant"].any()
    one = found[(found["stage"] == "purchase") & found["touchpoint"].isna()]
    share = one[one["measure"] == "journey_share"].iloc[0]
    assert share["difference"] == 1.0 and share["low"] < 0 < share["high"]


def test_an_empty_group_is_compared_as_nobody(tmp_path):
    found = literal(tmp_path, first=())
    assert (found.customers, found.journeys, found.both) == ((0, 2), (0, 2), 0)
    assert (found.table["customers_first"] == 0).all()
    assert found.table["journey_share_first"].isna().all()
    assert found.differences["low"].isna().all()
    assert not found.differences["significant"].any()


def test_two_empty_groups_have_no_rows(tmp_path):
    chosen = study(stages=MAP)
    log = journey.read(open_literal(tmp_path, events=events(LITERAL)), chosen)
    nobody = logs.of_customers(log, np.zeros(len(log.ids), dtype=bool))
    found = comparison.of_logs(nobody, nobody, chosen)
    assert found.table.empty and found.differences.empty


def test_customers_in_both_groups_are_counted(tmp_path):
    chosen = study(stages=MAP)
    log = journey.read(open_literal(tmp_path, events=events(LITERAL)), chosen)
    found = comparison.of_logs(log, split(log, lambda name: name == "b")[0], chosen)
    assert (found.customers, found.both) == ((2, 1), 1)
    assert comparison.of_logs(*split(log, lambda name: name == "b"), chosen).both == 0


def test_feelings_that_do_not_vary_tell_no_difference(tmp_path):
    rows = [(f"{name}{n}", "2024-01-01", "Website", score)
            for name, score in (("a", 5.0), ("b", 4.0)) for n in range(3)]  # fmt: skip
    found = literal(tmp_path, rows, ("a0", "a1", "a2")).differences
    row = found[(found["measure"] == "feeling") & found["touchpoint"].notna()].iloc[0]
    assert (row["difference"], row["low"], row["high"]) == (1.0, 1.0, 1.0)
    assert not row["significant"]


def test_few_times_have_no_interval(tmp_path):
    rows = [
        (f"{name}{n}", day, point)
        for name, count in (("a", 5), ("b", 6))
        for n in range(count)
        for day, point in (("2024-01-01", "Website"), (f"2024-02-{n + 1:02}", "Checkout"))
    ]
    few = literal(tmp_path, rows, [f"a{n}" for n in range(5)]).differences
    row = few[(few["measure"] == "median_hours") & (few["touchpoint"] == "Website")].iloc[0]
    assert (row["first_base"], row["second_base"]) == (5, 6)
    assert np.isnan(row["low"]) and not row["significant"]


def test_complaints_of_each_group(tmp_path):
    rows = [
        ("a", "2024-01-01", "Website"),
        ("a", "2024-01-09", "Complaint"),
        ("b", "2024-01-01", "Website"),
        ("b", "2024-03-09", "Complaint"),
    ]
    row = stage(literal(tmp_path, rows), "consideration")
    assert (row["complaint_share_first"], row["complaint_share_second"]) == (1.0, 0.0)
    unheard = stage(literal(tmp_path), "consideration")  # nobody records complaints
    assert unheard[["complaint_share_first", "complaint_share_second"]].isna().all()


def test_orders_alone_compare_the_way_to_the_second_order(tmp_path):
    rows = [("a", "2024-01-01", 5), ("a", "2024-01-11", 5), ("b", "2024-01-01", 5)]
    chosen = study()
    log = journey.read(open_literal(tmp_path, orders=orders(rows)), chosen)
    row = stage(comparison.of_logs(*split(log, lambda name: name == "a"), chosen), "purchase")
    assert (row["conversion_first"], row["conversion_second"]) == (1.0, 0.0)
    assert row["median_hours_first"] == 240
    assert np.isnan(row["feeling_first"])


def test_cut_journeys_are_shares_of_journeys_but_conversions_of_customers(tmp_path):
    rows = [
        ("a", "2024-01-01", "Website"),
        ("a", "2024-06-01", "Website"),
        ("a", "2024-06-02", "Checkout"),
        ("b", "2024-01-01", "Checkout"),
    ]
    chosen = {"journey": {"cut": "inactivity", "cut_days": 30}}
    found = literal(tmp_path, rows, **chosen)
    assert found.journeys == (2, 1) and found.customers == (1, 1)
    row = stage(found, "consideration")
    assert (row["journeys_first"], row["asked_first"], row["reached_first"]) == (2, 1, 1)
    assert row["waited_first"] == 1 and row["median_hours_first"] == 24
    assert stage(found, "purchase")["journey_share_first"] == 0.5


def test_where_a_purchase_ends_journeys_no_going_on_is_compared(tmp_path):
    rows = random_log(5, 900, 50)
    found = compared(tmp_path, rows, odd, journey={"cut": "purchase"})
    table = found.table.set_index(found.table["touchpoint"].fillna(found.table["stage"]))
    ended = ["purchase", "Checkout", "repurchase", "Refill"]
    numbers = [f"{name}_{side}" for name in ("conversion", "median_hours")
               for side in comparison.SIDES]  # fmt: skip
    assert table.loc[ended, [*numbers, "next_stage"]].isna().all(axis=None)
    assert (table.loc[ended, ["asked_first", "asked_second"]] == 0).all(axis=None)
    assert table.loc["Website", numbers].notna().all()
    going = found.differences[found.differences["measure"].isin(["conversion", "median_hours"])]
    where = going["touchpoint"].fillna(going["stage"])
    assert going.loc[where.isin(ended), "difference"].isna().all()
    uncut = compared(tmp_path, rows, odd).table
    assert uncut.loc[uncut["touchpoint"] == "Checkout", "asked_first"].item() > 0


def test_an_order_put_into_another_stage_ends_journeys_there_too(tmp_path):
    rows = [("a", "2024-01-01", "Website"), ("a", "2024-01-02", "Manual"),
            ("b", "2024-01-01", "Website"), ("b", "2024-01-03", "Hotline")]  # fmt: skip
    placed = MAP | {"order 1": "use", "order 2+": "use"}
    chosen = study(stages=placed, journey={"cut": "purchase"})
    bought = orders([("a", "2024-01-04", 5), ("b", "2024-01-05", 5), ("b", "2024-01-06", 5)])
    read = journey.read(open_literal(tmp_path, events=events(rows), orders=bought), chosen)
    found = comparison.of_logs(*split(read, lambda name: name == "a"), chosen)
    table = found.table.set_index(found.table["touchpoint"].fillna(found.table["stage"]))
    assert table.loc[["order 1", "order 2+"], "asked_second"].tolist() == [0, 0]
    assert table.loc["Manual", "asked_first"] == 1
