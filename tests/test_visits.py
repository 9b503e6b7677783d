"""Visits to touchpoints as columns of customers, against a count in plain Python."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from journey.logs import events, random_log
from tables import open_literal, orders

from loyalty import analysis, features, replay, segmentation, study_notes, visits
from loyalty.journey.log import LARGEST_SCORE
from loyalty.outcome import customer_table
from loyalty.study import Condition, Rule

AS_OF = date(2024, 6, 30)
ODD = ("热线", 'He said "no"', "<b>x</b> & y", "a.b. c", "o'clock", " Hotline")
NAN = float("nan")


def counted(log: pd.DataFrame, day: date) -> tuple[Counter, dict]:
    """(customer, touchpoint) -> visits, and the lowest feeling where there is one."""
    count, felt = Counter(), defaultdict(list)
    for row in log.itertuples():
        if row.time.date() > day:
            continue
        count[row.customer_id, row.touchpoint] += 1
        if row.feeling is not None and row.feeling == row.feeling:
            felt[row.customer_id, row.touchpoint].append(row.feeling)
    return count, {key: min(values) for key, values in felt.items()}


def of(folder, ids, names, **tables) -> pd.DataFrame:
    return visits.columns(open_literal(folder, **tables), AS_OF, pd.Series(ids), names)


def test_visits_and_feelings_are_those_a_loop_counts(tmp_path):
    log = random_log(3, 4000, 90)
    tables = open_literal(tmp_path, events=log.to_dict("list"))
    ids = pd.Series(["nobody", *sorted(set(log["customer_id"]))])
    names = sorted(set(log["touchpoint"]))
    for day in (date(2024, 1, 1), date(2024, 3, 1), AS_OF, date(2025, 1, 1)):
        count, felt = counted(log, day)
        wanted = [f"{kind}{name}" for name in names for kind in (visits.VISITS, visits.FELT)]
        found = visits.columns(tables, day, ids, wanted)
        here = [name for name in names if any(key[1] == name for key in count)]
        assert list(found) == [
            f"{kind}{name}" for name in here for kind in (visits.VISITS, visits.FELT)
        ]
        for name in here:
            expected = [float(count[one, name]) for one in ids]
            assert found[f"touchpoint.{name}"].tolist() == expected
            lowest = [felt.get((one, name), NAN) for one in ids]
            np.testing.assert_array_equal(found[f"felt.{name}"], lowest)


def test_names_are_taken_exactly_as_in_the_data(tmp_path):
    rows = events([("ann", "2024-01-01", name, place) for place, name in enumerate(ODD)])
    found = of(
        tmp_path, ["ann", "bob"], [f"felt.{name}" for name in (*ODD, "Hotline")], events=rows
    )
    assert found.loc[0].to_dict() == {f"felt.{name}": place for place, name in enumerate(ODD)}
    assert found.loc[1].isna().all()


def test_rows_without_a_customer_time_or_touchpoint_and_mad_scores_do_not_count(tmp_path):
    rows = [
        ("ann", "2024-01-01", "Shop", -2e9),
        ("ann", "2024-01-02", "Shop", NAN),
        ("ann", "2024-01-03", "Shop", float("-inf")),
        ("ann", None, "Shop", -1.0),
        (None, "2024-01-03", "Shop", -1.0),
        ("ann", "2024-01-03", None, -1.0),
        ("ann", "2024-07-01", "Shop", -1.0),
        ("bob", "2024-06-30 23:59", "Shop", LARGEST_SCORE),
    ]
    found = of(tmp_path, ["ann", "bob"], ["touchpoint.Shop", "felt.Shop"], events=events(rows))
    assert found["touchpoint.Shop"].tolist() == [3, 1]
    np.testing.assert_array_equal(found["felt.Shop"], [NAN, LARGEST_SCORE])
    assert visits.LARGEST == LARGEST_SCORE


def test_without_events_feelings_or_the_touchpoint_there_is_no_column(tmp_path):
    names = ("touchpoint.Shop", "felt.Shop", "spend")
    bought = orders([("ann", "2024-01-01", 1)])
    assert of(tmp_path, ["ann"], names, orders=bought).shape == (1, 0)
    assert of(tmp_path, ["ann"], names, events=events([])).shape == (1, 0)
    other = events([("ann", "2024-01-01", "Web")])
    assert of(tmp_path, ["ann"], names, events=other).shape == (1, 0)
    plain = events([("ann", "2024-01-01", "Shop")])
    del plain["feeling"]
    found = of(tmp_path, ["ann"], names, events=plain)
    assert found["touchpoint.Shop"].tolist() == [1]
    assert found["felt.Shop"].isna().all()
    assert of(tmp_path, ["ann"], ["spend"], events=plain).shape == (1, 0)


def test_the_touchpoints_offered_are_those_with_most_customers(tmp_path):
    rows = [(f"c{one}", "2024-01-01", f"p{place:02}", place % 7 - 3)
            for place in range(80) for one in range(place % 9 + 1)]  # fmt: skip
    rows += [("c0", "2024-01-02", "p00", -9.0)] * 50  # often, but one customer
    found = visits.known(open_literal(tmp_path, events=events(rows)), AS_OF)
    people = defaultdict(set)
    for who, _time, name, _feeling in rows:
        people[name].add(who)
    order = sorted(people, key=lambda name: (-len(people[name]), name))[: visits.OFFERED]
    assert found["touchpoint"].tolist() == order
    assert found["customers"].tolist() == [len(people[name]) for name in order]
    least = [min(row[3] for row in rows if row[2] == name) for name in order]
    assert found["least"].tolist() == least


def test_without_events_no_touchpoint_is_offered(tmp_path):
    assert visits.known({}, AS_OF).empty
    assert visits.known(open_literal(tmp_path, events=events([])), AS_OF).empty
    plain = events([("ann", "2024-01-01", "Shop")])
    del plain["feeling"]
    (tmp_path / "plain").mkdir()
    found = visits.known(open_literal(tmp_path / "plain", events=plain), AS_OF)
    assert found["touchpoint"].tolist() == ["Shop"]
    assert found[["least", "most"]].isna().all(axis=None)


@pytest.fixture
def tables(tmp_path):
    log = random_log(5, 1500, 60)
    bought = orders([(f"C{number}", "2024-02-01", 10) for number in range(0, 70, 2)])
    return open_literal(tmp_path, events=log.to_dict("list"), orders=bought), log


def rules(*conditions) -> tuple[Rule, ...]:
    return (Rule(key="mine", conditions=conditions),)


HOTLINE = Condition(column="touchpoint.Hotline", op=">=", threshold=3)
BADLY = Condition(column="felt.Hotline", op="<", threshold=0)


def test_rules_on_visits_take_the_customers_a_loop_finds(tables):
    opened, log = tables
    study = analysis.first_study(analysis.base(opened, AS_OF), AS_OF)
    study = study.change(segments=rules(HOTLINE, BADLY))
    found = analysis.base(opened, AS_OF, study)
    results = analysis.results(found, study)
    count, felt = counted(log, AS_OF)
    expected = {
        who for (who, name), times in count.items()
        if name == "Hotline" and times >= 3 and felt.get((who, name), 0) < 0
    }  # fmt: skip
    mine = set(results.loc[results["segment"] == "mine", "customer_id"])
    assert mine == expected
    assert 0 < len(expected) < results["customer_id"].nunique()
    assert found.customers["touchpoint.Hotline"].notna().all()  # some ordered and never came
    assert study_notes.in_vain(found, study) == []


def test_only_what_rules_name_is_counted_and_none_is_written(tables):
    opened, _log = tables
    study = analysis.first_study(analysis.base(opened, AS_OF), AS_OF)
    named = study.change(segments=rules(HOTLINE))
    plain, found = analysis.base(opened, AS_OF, study), analysis.base(opened, AS_OF, named)
    assert [name for name in found.customers if name not in plain.customers] == [HOTLINE.column]
    written = customer_table(analysis.results(found, named))
    assert not [name for name in written if name.startswith(("touchpoint", "felt"))]


def test_a_rule_on_a_touchpoint_these_data_lack_takes_nobody_and_is_noted(tables):
    opened, _log = tables
    lacking = rules(Condition(column="touchpoint.Fax", op="<", threshold=5))
    study = analysis.first_study(analysis.base(opened, AS_OF), AS_OF).change(segments=lacking)
    found = analysis.base(opened, AS_OF, study)
    assert set(analysis.results(found, study)["segment"]) == {segmentation.UNASSIGNED}
    [note] = study_notes.in_vain(found, study)
    assert "Visits: Fax" in note.sentence()


def test_on_a_past_day_visits_are_those_until_then(tables):
    opened, log = tables
    days = [date(2024, 1, 31), date(2024, 4, 30), AS_OF]
    study = analysis.first_study(analysis.base(opened, AS_OF), AS_OF)
    study = study.change(segments=rules(HOTLINE))
    past = replay.replay(opened, study, days)
    for place, day in enumerate(days):
        count, _felt = counted(log, day)
        mine = sum(times >= 3 for (_who, name), times in count.items() if name == "Hotline")
        assert (past.codes[:, place] == 0).sum() == mine
    assert replay.timeless.timeless(opened, study) == ()
    now = replay.customers_at(opened, study, days[1], ["felt.Website"])
    plain = analysis.base(opened, days[1], study.change(segments=rules(HOTLINE, BADLY)))
    assert now["customer_id"].tolist() == plain.customers["customer_id"].tolist()
    np.testing.assert_array_equal(now[HOTLINE.column], plain.customers[HOTLINE.column])


def test_the_columns_can_be_named_in_rules_and_not_in_groups_of_weights():
    for column in ("touchpoint.Hotline", "felt.热线"):
        assert features.is_known(column)
        assert not features.can_group(column)
    assert not features.is_known("touchpoint")


def test_one_customer_with_one_event(tmp_path):
    one = events([("ann", str(AS_OF - timedelta(days=1)), "Shop", 0.5)])
    found = of(tmp_path, ["ann"], ["touchpoint.Shop", "felt.Shop"], events=one)
    assert found.loc[0].tolist() == [1.0, 0.5]
    assert (found.dtypes == "float64").all()
