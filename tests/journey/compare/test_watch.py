"""Equal follow-up: what is kept, against a walk through one journey at a time."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from journey.logs import MAP, events, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.journey import log as logs
from loyalty.journey.compare import comparison, watch

DAY = timedelta(days=1)


def read(tmp_path, rows, **choices):
    chosen = study(**{"stages": MAP} | choices)
    return journey.read(open_literal(tmp_path, events=rows), chosen), chosen


def at(moment: pd.Timestamp) -> int:
    return int(moment.value // 1000)


@pytest.mark.parametrize("cut", ["none", "inactivity"])
def test_only_the_first_days_of_journeys_whose_days_are_over(tmp_path, cut):
    rows = random_log(3, 900, 60)
    log, _study = read(
        tmp_path, rows.to_dict("list"), journey={"cut": cut, "cut_days": 20, "orders": "none"}
    )
    end = pd.Timestamp("2024-11-01")
    kept = watch.within(log, 40, at(end))
    expected = []
    for number in np.unique(log.journey):
        own = log.time[log.journey == number].view("datetime64[us]")
        begun = pd.Timestamp(own[0])
        if begun + 40 * DAY <= end:
            expected += [one for one in own if pd.Timestamp(one) < begun + 40 * DAY]
    assert 0 < len(expected) < len(log.time)
    assert kept.time.view("datetime64[us]").tolist() == np.array(expected).tolist()


EARLY_AND_LATE = [
    (name, f"2024-{month:02}-{day:02}", point)
    for month, who in ((1, "early"), (10, "late"))
    for name, steps in (
        (f"{who}1", ((1, "Website"), (20, "Checkout"))),
        (f"{who}2", ((1, "Website"),)),
    )
    for day, point in steps
] + [("early2", "2024-11-30", "Checkout")]


def test_a_later_group_with_less_time_is_not_called_worse(tmp_path):
    log, chosen = read(
        tmp_path, events(EARLY_AND_LATE), as_of=date(2024, 12, 1), journey={"within_days": 30}
    )
    split = date(2024, 6, 1)
    pair = (
        logs.between(log, date(2024, 1, 1), split), logs.between(log, split, date(2025, 1, 1)),
    )  # fmt: skip
    row = comparison.of_logs(*pair, chosen).table.iloc[0]
    assert (row["conversion_first"], row["conversion_second"]) == (1.0, 0.5)
    until = watch.known_until(log, chosen)
    found = watch.equally(pair, until, chosen)
    assert (found.days, found.journeys) == (30, ((2, 2), (2, 2)))
    row = comparison.of_logs(*found.logs, chosen).table.iloc[0]
    assert row["conversion_first"] == row["conversion_second"] == 0.5


def test_the_window_is_short_enough_for_the_newer_group(tmp_path):
    log, chosen = read(
        tmp_path, events(EARLY_AND_LATE), as_of=date(2024, 10, 20), journey={"within_days": 90}
    )
    pair = (log, logs.between(log, date(2024, 10, 1), date(2025, 1, 1)))
    until = watch.known_until(log, chosen)
    assert until == at(pd.Timestamp("2024-10-21"))
    assert watch.window(pair, until, chosen) == 10
    assert watch.window((log, log), until, chosen) == 90
    assert watch.equally(pair, until, chosen).journeys == ((4, 4), (2, 2))


def test_nothing_is_known_after_the_last_moment_or_the_day_of_the_study(tmp_path):
    log, chosen = read(tmp_path, events(EARLY_AND_LATE), as_of=date(2030, 1, 1))
    assert watch.known_until(log, chosen) == at(pd.Timestamp("2024-12-01"))
    nobody = logs.of_customers(log, np.zeros(len(log.ids), dtype=bool))
    assert watch.known_until(nobody, chosen) == at(pd.Timestamp("2030-01-02"))
    found = watch.equally((nobody, nobody), at(pd.Timestamp("2024-10-21")), chosen)
    assert (found.journeys, len(found.logs[0].time)) == (((0, 0), (0, 0)), 0)


def test_a_much_newer_group_is_named_with_both_ages(tmp_path):
    log, _chosen = read(tmp_path, events(EARLY_AND_LATE), as_of=date(2024, 12, 1))
    late = logs.between(log, date(2024, 10, 1), date(2025, 1, 1))
    early = logs.between(log, date(2024, 1, 1), date(2024, 10, 1))
    until = at(pd.Timestamp("2024-12-01"))
    assert watch.newer((early, late), until) == (1, 61.0, 335.0)
    assert watch.newer((late, early), until) == (0, 61.0, 335.0)
    assert watch.newer((log, log), until) is None
    nobody = logs.of_customers(log, np.zeros(len(log.ids), dtype=bool))
    assert watch.newer((nobody, early), until) is None
