"""Dates after today or long after all others are reported, with what to do."""

from datetime import date, timedelta

import numpy as np
import pytest

from loyalty.ingest import late

HEAD = "customer,date,amount\n"
STEADY = [f"c{n},2023-{1 + n % 12:02}-05,5\n" for n in range(30)]
AFTER, LONG = "Dates after today", "Dates more than a year after all others"


def none(done, start: str) -> bool:
    return not [problem for problem in done.problems if problem.text.startswith(start)]


def test_rows_after_today_are_kept_and_counted(desk):
    rows = [*STEADY, "c1,2099-01-01,5\n", "c2,2098-05-05,5\n", "c2,2098-05-05,5\n"]
    done = desk.read(HEAD + "".join(rows))
    found = done.found(AFTER)
    assert (found.kind, found.column, found.count) == ("assumed", "date", 3)
    assert found.rows == (32, 33, 34)
    assert found.examples == ("2099-01-01", "2098-05-05")
    assert len(done.tables["orders"]) == 32  # two lines of one day are one order
    assert none(done, LONG)


@pytest.mark.parametrize("days, told", [(-1, False), (0, False), (1, False), (2, True)])
def test_tomorrow_may_be_today_elsewhere(desk, days, told):
    day = date.today() + timedelta(days=days)
    near = [f"c{n},{date.today() - timedelta(days=n)},5\n" for n in range(20)]
    done = desk.read(HEAD + "".join(near) + f"c1,{day},5\n")
    assert none(done, AFTER) != told


def test_a_row_more_than_a_year_after_all_others(desk):
    done = desk.read(HEAD + "".join([*STEADY, "c1,2025-02-03,5\n"]))
    found = done.found(LONG)
    assert (found.count, found.rows, found.examples) == (1, (32,), ("2025-02-03",))
    assert none(done, AFTER)
    assert none(desk.read(HEAD + "".join([*STEADY, "c1,2024-11-20,5\n"])), LONG)


def test_going_on_after_a_pause_is_no_mistake(desk):
    again = [f"c{n},2025-{1 + n % 12:02}-05,5\n" for n in range(12)]
    assert none(desk.read(HEAD + "".join([*STEADY, *again])), LONG)


def test_others_are_those_of_all_files(desk):
    events = "customer,time,touchpoint\nc1,2025-05-05,visit\nc1,2023-05-05,visit\n"
    found = desk.read(HEAD + "".join(STEADY), events).found(LONG)
    assert (found.file, found.column, found.rows) == ("file2.csv", "time", (2,))
    done = desk.read(events)
    assert none(done, LONG)


def test_left_out_and_blank_times_do_not_count(desk):
    done = desk.read(
        "customer,item,score,date\nc1,nps,9,\nc2,nps,8,2099-05-05\n,nps,8,2099-05-05\n"
    )
    assert (done.found(AFTER).count, done.found(AFTER).rows) == (1, (3,))


@pytest.mark.parametrize("seed", range(20))
def test_late_days_equal_a_plain_count(seed):
    rng = np.random.default_rng(seed)
    parts = [rng.integers(0, 300, 60), rng.integers(600, 900, int(rng.integers(1, 12)))]
    files = [late.Dated(str(n), "time", part, np.arange(len(part))) for n, part in enumerate(parts)]
    told = sum(problem.count for problem in late.of_files(files, date(2000, 1, 1)))
    days = sorted(int(day) for part in parts for day in part)
    gap = [place for place in range(1, len(days)) if days[place] - days[place - 1] > 365]
    after = len(days) - gap[-1] if gap else 0
    assert told == (after if after * 10 <= len(days) else 0)


def test_nothing_to_say_of_nothing():
    assert late.of_files([], date(2024, 1, 1)) == []
