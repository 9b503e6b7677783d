"""Cases, their states and outcomes against counts in plain Python, one customer at a time."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import median

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from journey.logs import AS_OF, events, study
from tables import open_literal, orders

from loyalty.intervals import newcombe, wilson
from loyalty.journey import log
from loyalty.journey.cases import closings as case_closings
from loyalty.journey.cases import findings, opening, outcomes, states
from loyalty.journey.cases.signals import KINDS, complains, solves
from loyalty.store.cases import STATUSES

NO_ENTRIES = pd.DataFrame(
    {name: pd.Series(dtype=object) for name in states.ENTRY}
    | {"at": pd.to_datetime([]), "written": pd.to_datetime([], utc=True)}
)
HOURS = 48


def answers(rows: list[tuple]) -> dict[str, list]:
    """Answers from (customer, time, question, score[, text]) rows."""
    full = [(*row, None)[:5] for row in rows]
    names = ("customer_id", "time", "question", "score", "text")
    return {name: [row[place] for row in full] for place, name in enumerate(names)}


def found(tmp_path, day=AS_OF, **tables):
    opened = open_literal(tmp_path, **tables)
    return opening.of(opened, study(as_of=day))


# What a case is


@pytest.mark.parametrize(
    ("name", "complaint", "solved"),
    [
        ("Complaint", True, False),
        ("客户投诉", True, False),
        ("ComplaintFiled", True, False),
        ("Complaint resolved", False, True),
        ("Complaint unresolved", True, False),
        ("complaint_not_resolved", True, False),
        ("投诉已解决", False, True),
        ("投诉未解决", True, False),
        ("投诉待处理", True, False),
        ("Service recovery", False, True),
        ("service_recovery", False, True),
        ("服务补救", False, True),
        ("Cart recovery e-mail", False, False),
        ("Password recovery", False, False),
        ("解决方案咨询", False, False),
        ("Case closed", False, True),
        ("Hotline", False, False),
    ],
)
def test_names_that_speak_of_complaints_and_of_solving(name, complaint, solved):
    assert (complains(name), solves(name)) == (complaint, solved)


def test_each_kind_of_signal_opens_a_case(tmp_path):
    asked = [
        ("a", "2024-03-01 10:00", "NPS", 6.0, "too slow"),
        ("b", "2024-03-01 10:00", "nps", 7.0),
        ("c", "2024-03-01 10:00", "csat", 2.0),
        ("d", "2024-03-01 10:00", "csat", 3.0),
        ("e", "2024-03-01 10:00", "满意度", 5.0),
        ("f", "2024-03-01 10:00", "ces", 5.0),
        ("g", "2024-03-01 10:00", "ces", 4.0),
        ("h", "2024-03-01 10:00", "ces", 7.0),
        ("i", "2024-03-01 10:00", "other", 0.0),
        ("j", "2024-03-01 10:00", "nps", 99.0),
        ("k", None, "nps", 0.0),
    ]
    log_rows = [
        ("l", "2024-03-02", "Complaint"),
        ("m", "2024-03-02", "Hotline", -0.5),
        ("n", "2024-03-02", "Hotline", -0.49),
        ("o", "2024-03-02", "Hotline", 1.0),
    ]
    got = found(tmp_path, answers=answers(asked), events=events(log_rows))
    assert dict(zip(got["customer_id"], got["kind"], strict=True)) == {
        "a": "detractor", "c": "low_satisfaction", "f": "high_effort", "h": "high_effort",
        "l": "complaint", "m": "low_feeling",
    }  # fmt: skip
    row = got[got["customer_id"] == "a"].iloc[0]
    assert (row["score"], row["comment"], row["source"]) == (6.0, "too slow", "answers/nps")
    assert row["due"] - row["opened"] == pd.Timedelta(hours=HOURS)
    assert got[got["customer_id"] == "l"]["score"].isna().all()


@pytest.mark.parametrize(
    ("question", "scores", "bad"),
    [
        ("csat", [1, 2, 3, 4, 5], [1, 2]),
        ("csat", [1, 1, 1], [1, 1, 1]),
        ("csat", [1, 4, 7, 3.9], [1, 3.9]),
        ("csat", [0, 49, 50, 100], [0, 49]),
        ("csat", [3.0], []),
        ("ces", [1, 3, 4, 5], [4, 5]),
        ("ces", [1, 4, 4.5, 7], [4.5, 7]),
    ],
)
def test_the_bad_end_of_a_scale(tmp_path, question, scores, bad):
    rows = [(f"c{n}", "2024-03-01", question, float(one)) for n, one in enumerate(scores)]
    got = found(tmp_path, answers=answers(rows))
    assert sorted(got["score"]) == sorted(map(float, bad))


def test_feelings_all_alike_or_on_one_to_five(tmp_path):
    alike = [(f"c{n}", "2024-03-01", "Hotline", 500.0) for n in range(3)]
    assert found(tmp_path, events=events(alike)).empty
    five = [(f"c{n}", "2024-03-01", "Hotline", float(n)) for n in range(1, 6)]
    assert sorted(found(tmp_path, events=events(five))["score"]) == [1.0, 2.0]


def test_signals_until_the_case_is_due_are_one_case(tmp_path):
    rows = [
        ("a", "2024-03-01 10:00", "Hotline", -1.0),
        ("a", "2024-03-02 10:00", "Complaint", -0.9),
        ("a", "2024-03-03 10:00", "Complaint", -0.8),  # exactly when it is due
        ("a", "2024-03-03 10:01", "Hotline", -0.7),
        ("b", "2024-03-03 10:02", "Hotline", 1.0),
    ]
    asked = [("a", "2024-03-02 09:00", "nps", 3.0, "call me")]
    got = found(tmp_path, events=events(rows), answers=answers(asked))
    first, second = got.to_dict("records")
    assert (first["opened"], first["signals"]) == (pd.Timestamp("2024-03-01 10:00"), 4)
    assert (first["kind"], first["touchpoint"], first["score"]) == ("complaint", "Complaint", -0.9)
    assert (first["comment"], first["source"]) == ("call me", "events/Hotline")
    assert (second["kind"], second["signals"]) == ("low_feeling", 1)


def test_an_answer_belongs_to_the_nearest_moment_within_the_window(tmp_path):
    rows = [
        ("a", "2024-03-01", "Website"),
        ("a", "2024-03-05", "Hotline"),
        ("b", "2024-01-01", "Ad"),
    ]
    asked = [("a", "2024-03-04", "nps", 1.0), ("b", "2024-03-04", "nps", 1.0)]
    asked += [("nobody else", "2024-03-04", "nps", 1.0)]
    got = found(tmp_path, events=events(rows), answers=answers(asked)).set_index("customer_id")
    assert (got.loc["a", "touchpoint"], got.loc["a", "stage"]) == ("Hotline", "service")
    assert got.loc[["b", "nobody else"], ["touchpoint", "stage"]].isna().all(axis=None)


def test_ids_stay_when_rows_are_shuffled_and_later_ones_added(tmp_path):
    rows = [("a", "2024-03-01", "Complaint"), ("é<b>'\"", "2024-03-01", "投诉", -1.0)]
    later = [("a", "2024-05-01", "Complaint"), ("c", "2024-03-01", "Hotline", 1.0)]
    one = found(tmp_path, events=events(rows))
    two = found(tmp_path, events=events([*later, *rows[::-1]]))
    assert set(one["case"]) < set(two["case"])
    assert len(set(two["case"])) == len(two) == 3
    assert one["case"].str.fullmatch(r"case-[0-9a-f]{16}").all()


def test_rows_after_the_day_open_no_case(tmp_path):
    rows = [("a", "2024-03-01 23:59", "Complaint"), ("b", "2024-03-02", "Complaint")]
    assert list(found(tmp_path, date(2024, 3, 1), events=events(rows))["customer_id"]) == ["a"]


@pytest.mark.parametrize(
    "tables",
    [
        {"events": events([])},
        {"events": events([("a", "2024-03-01", "Website")])},
        {"orders": orders([("a", "2024-03-01", 5)])},
        {"answers": {"customer_id": ["a"], "question": ["nps"], "score": [0.0]}},
    ],
)
def test_without_signals_there_are_no_cases(tmp_path, tables):
    got = found(tmp_path, **tables)
    assert got.empty and list(got.columns) == opening.COLUMNS
    told = states.states(got, NO_ENTRIES, NO_ENTRIES[["case", "at"]], AS_OF)
    assert outcomes.counted(told).empty and outcomes.over_time(told).empty


def test_answers_beside_orders_become_cases_at_an_order(tmp_path):
    tables = {
        "orders": orders([("a", "2024-03-01", 5)]),
        "answers": answers([("a", "2024-03-02", "nps", 0.0)]),
    }
    got = found(tmp_path, **tables)
    assert got["touchpoint"].tolist() == ["order 1"]


# Against plain counts on a random log


def random_tables(seed: int, size: int = 900, customers: int = 60) -> dict[str, dict]:
    rng = np.random.default_rng(seed)
    names = ["Hotline", "Complaint", "Service recovery", "Website", "Checkout"]
    start = pd.Timestamp("2024-01-01")

    def times(count, step):
        return [
            str(start + pd.Timedelta(hours=int(h) * step))
            for h in rng.integers(0, 3800 // step, count)
        ]

    feelings = rng.choice([None, -1.0, -0.6, -0.5, 0.2, 1.0], size)
    rows = list(zip((f"c{n}" for n in rng.integers(0, customers, size)), times(size, 6),
                    rng.choice(names, size), feelings, strict=True))  # fmt: skip
    asked = [
        (f"c{n}", time, str(question), float(score))
        for n, time, question, score in zip(
            rng.integers(0, customers, size // 3), times(size // 3, 1),
            rng.choice(["nps", "csat", "ces"], size // 3), rng.integers(1, 6, size // 3),
            strict=True,
        )
    ]  # fmt: skip
    return {"events": events(rows), "answers": answers(asked)}


def naive_signals(tables) -> dict[str, list[tuple]]:
    """customer -> (time, kind, touchpoint) of each signal."""
    told = defaultdict(list)
    columns = ("customer_id", "time", "touchpoint", "feeling")
    for name, time, touchpoint, feeling in zip(
        *(tables["events"][key] for key in columns), strict=True
    ):
        if touchpoint == "Complaint":
            told[name].append((pd.Timestamp(time), "complaint", touchpoint))
        elif feeling is not None and feeling <= -0.5:
            told[name].append((pd.Timestamp(time), "low_feeling", touchpoint))
    columns = ("customer_id", "time", "question", "score")
    for name, time, question, score in zip(
        *(tables["answers"][key] for key in columns), strict=True
    ):
        bad = {"nps": score <= 6, "csat": score <= 2, "ces": score >= 4}[question]
        kind = {"nps": "detractor", "csat": "low_satisfaction", "ces": "high_effort"}[question]
        if bad:
            told[name].append((pd.Timestamp(time), kind, None))
    return told


def naive_cases(tables) -> dict[tuple, dict]:
    """(customer, opened) -> kind, signals, due; counted one customer at a time."""
    found = {}
    rank = list(KINDS)
    for name, signals in naive_signals(tables).items():
        signals.sort(key=lambda one: (one[0], rank.index(one[1]), one[2] or ""))
        current = None
        for time, kind, touchpoint in signals:
            if current is None or time > current["due"]:
                due = time + timedelta(hours=HOURS)
                current = {"due": due, "kind": kind, "signals": 0, "opener": touchpoint}
                found[name, time] = current
            current["signals"] += 1
            current["kind"] = min(current["kind"], kind, key=rank.index)
    return found


@pytest.fixture(params=range(3))
def drawn(request, tmp_path):
    tables = random_tables(request.param)
    opened = open_literal(tmp_path, **tables)
    chosen = study(as_of=date(2024, 6, 10))
    journeys = log.read(opened, chosen)
    got = opening.of(opened, chosen, journeys)
    told = states.states(got, NO_ENTRIES, states.recoveries(got, journeys), chosen.as_of)
    return tables, chosen, journeys, told


def test_cases_equal_those_counted_one_by_one(drawn):
    tables, _chosen, _journeys, told = drawn
    naive = naive_cases(tables)
    assert len(told) == len(naive) > 100
    for row in told.itertuples():
        expected = naive[row.customer_id, row.opened]
        assert (row.kind, row.signals, row.due) == tuple(
            expected[k] for k in ("kind", "signals", "due")
        )


def naive_solved(tables) -> dict[tuple, pd.Timestamp]:
    """(customer, opened) -> the first recovery within 30 days, not the event that opened it."""
    rows = zip(
        *(tables["events"][key] for key in ("customer_id", "time", "touchpoint")), strict=True
    )
    recovered = defaultdict(list)
    for name, time, touchpoint in rows:
        if touchpoint == "Service recovery":
            recovered[name].append(pd.Timestamp(time))
    found = {}
    for (name, opened), case in naive_cases(tables).items():
        own = case["opener"] == "Service recovery"
        fit = [
            time for time in sorted(recovered[name])
            if time - opened <= timedelta(days=30)
            and (time > opened or (time == opened and not own))
        ]  # fmt: skip
        if fit:
            found[name, opened] = fit[0]
    return found


def test_recoveries_in_the_data_solve_cases(drawn):
    tables, _chosen, _journeys, told = drawn
    expected = naive_solved(tables)
    got = {
        (row.customer_id, row.opened): row.solved
        for row in told.itertuples()
        if row.status == "solved"
    }
    assert got == expected and len(got) > 20


def group_of(row: dict, by: str | None) -> str | None:
    """The group of a case; None where it has none."""
    if by is None:
        return "all"
    return row[by] if isinstance(row[by], str) else None


def named(groups: pd.Series) -> pd.Series:
    return groups.astype(object).where(groups.notna(), None)


@pytest.mark.parametrize("by", [None, "kind", "touchpoint", "stage"])
def test_counts_equal_those_counted_one_by_one(drawn, by):
    *_rest, told = drawn
    table = outcomes.counted(told, by)
    groups = defaultdict(list)
    for row in told.to_dict("records"):
        groups[group_of(row, by)].append(row)
    table["group"] = named(table["group"])
    assert set(table["group"]) == set(groups) and table["cases"].sum() == len(told)
    end = pd.Timestamp("2024-06-11")
    for row in table.itertuples():
        mine = groups[row.group]
        due = [one for one in mine if one["due"] < end]
        on_time = [one for one in due if one["solved"] <= one["due"]]
        assert row.cases == len(mine)
        assert row.overdue == sum(one["status"] == "open" for one in due)
        assert (row.decided, row.in_time) == (len(due), len(on_time))
        hours = [
            (one["solved"] - one["opened"]).total_seconds() / 3600
            for one in mine
            if one["solved"] == one["solved"]
        ]
        assert (row.past, row.closed, row.timed) == (len(due), len(hours), len(hours))
        expected = median(hours) if len(hours) >= 10 else np.nan
        assert row.median_hours == pytest.approx(expected, abs=1e-4, nan_ok=True)
        if due:
            low, high = wilson(len(on_time), len(due))
            assert (row.share, row.low, row.high) == pytest.approx(
                (len(on_time) / len(due), low, high), abs=1e-6
            )


@pytest.mark.parametrize("by", [None, "kind", "touchpoint", "stage"])
def test_what_followed_equals_a_count_one_by_one(drawn, by):
    tables, chosen, journeys, told = drawn
    bought = defaultdict(list)
    rows = zip(
        *(tables["events"][key] for key in ("customer_id", "time", "touchpoint")), strict=True
    )
    for name, time, touchpoint in rows:
        if touchpoint == "Checkout":
            bought[name].append(pd.Timestamp(time))
    days = timedelta(days=chosen.journey.within_days)
    counts = defaultdict(lambda: [0, 0, 0, 0])
    seen = set()
    for row in sorted(told.to_dict("records"), key=lambda one: (one["due"], one["case"])):
        if row["due"] + days > pd.Timestamp("2024-06-11") or row["customer_id"] in seen:
            continue
        seen.add(row["customer_id"])
        group = group_of(row, by)
        place = 0 if row["solved"] <= row["due"] else 2
        counts[group][place] += 1
        counts[group][place + 1] += any(
            row["due"] < time <= row["due"] + days for time in bought[row["customer_id"]]
        )
    table = outcomes.followed(told, journeys, chosen, by)
    whole = outcomes.followed(told, journeys, chosen).iloc[0]
    for name in ("in_time", "in_time_bought", "late", "late_bought"):
        assert table[name].sum() == whole[name]
    table["group"] = named(table["group"])
    assert set(table["group"]) == set(counts)
    for row in table.itertuples():
        mine = counts[row.group]
        assert [row.in_time, row.in_time_bought, row.late, row.late_bought] == mine
        low, high = newcombe(mine[1], mine[0], mine[3], mine[2])
        assert (row.low, row.high) == pytest.approx((low, high), abs=1e-6, nan_ok=True)


def test_without_purchases_nothing_is_said_of_what_followed(tmp_path):
    rows = [("a", "2024-03-01", "Complaint"), ("a", "2024-03-02", "Hotline")]
    opened = open_literal(tmp_path, events=events(rows))
    journeys = log.read(opened, study())
    got = opening.of(opened, study(), journeys)
    told = states.states(got, NO_ENTRIES, states.recoveries(got, journeys), AS_OF)
    assert outcomes.followed(told, journeys, study()).empty


def test_cases_by_week_and_over_a_long_time_by_month(drawn, tmp_path):
    *_rest, told = drawn
    weekly = outcomes.over_time(told)
    assert weekly["cases"].sum() == len(told) and set(weekly["unit"]) == {"week"}
    assert set(weekly["start"].dt.day_of_week) == {0}
    for row in weekly.itertuples():
        within = told["opened"].between(
            row.start, row.start + pd.Timedelta(days=7), inclusive="left"
        )
        assert row.cases == (within & (told["status"] == row.status)).sum()
    shifted = told.assign(opened=told["opened"].where(told.index > 0, pd.Timestamp("2020-01-31")))
    monthly = outcomes.over_time(shifted)
    assert set(monthly["unit"]) == {"month"} and set(monthly["start"].dt.day) == {1}
    assert monthly["cases"].sum() == len(told)


# States


def entries(*rows: tuple, source="closings.csv", written="2026-05-01") -> pd.DataFrame:
    """Entries from (case, at, status[, owner, note]) rows, in the order they were written."""
    full = [(*row, *[None] * (5 - len(row))) for row in rows]
    frame = pd.DataFrame(full, columns=["case", "at", "status", "owner", "note"])
    return frame.assign(
        at=pd.to_datetime(frame["at"]),
        number=range(1, len(full) + 1),
        source=source,
        written=pd.Timestamp(written, tz="UTC"),
    )


@pytest.fixture
def one_case(tmp_path):
    got = found(tmp_path, events=events([("a", "2024-03-01 10:00", "Complaint")]))
    return got, got["case"].iloc[0]


def state(got, *rows, day=AS_OF, recovered=()):
    data = pd.DataFrame(
        {"case": [c for c, _t in recovered], "at": pd.to_datetime([t for _c, t in recovered])}
    )
    return states.states(got, entries(*rows), data, day).iloc[0]


def test_a_case_is_open_and_overdue_until_somebody_says_otherwise(one_case):
    got, key = one_case
    seen = state(got)
    assert (seen["status"], seen["owner"], seen["overdue"], seen["in_time"]) == (
        "open",
        "",
        True,
        False,
    )
    assert not state(got, day=date(2024, 3, 2))["overdue"]
    assert state(got, day=date(2024, 3, 2))["left"] == 10.0
    assert state(got, day=date(2024, 3, 3))["overdue"]
    assert state(got, (key, "2024-03-02", "in_work", "Ann"))["overdue"]


def test_solved_dates_from_the_first_of_the_entries_that_stayed(one_case):
    got, key = one_case
    seen = state(
        got,
        (key, "2024-03-02", "solved", "Ann", "called"),
        (key, "2024-03-04", "open", None, "again"),
        (key, "2024-03-05", "solved"),
        (key, "2024-03-06", "told", "Bob"),
    )
    assert (seen["status"], seen["owner"], seen["note"]) == ("told", "Bob", "again")
    assert (seen["solved"], seen["in_time"]) == (pd.Timestamp("2024-03-05"), False)
    assert seen["hours"] == 86.0
    before = state(
        got, (key, "2024-03-02", "solved"), (key, "2024-03-04", "open"), day=date(2024, 3, 3)
    )
    assert (before["status"], before["in_time"]) == ("solved", True)


def test_people_come_before_data_and_an_empty_owner_is_taken_away(one_case):
    got, key = one_case
    recovered = [(key, "2024-03-02")]
    assert state(got, recovered=recovered)["status"] == "solved"
    assert state(got, (key, "2024-03-02", "open"), recovered=recovered)["status"] == "open"
    assert (
        state(got, (key, "2024-03-01 12:00", "in_work", "Ann"), recovered=recovered)["owner"]
        == "Ann"
    )
    assert (
        state(got, (key, "2024-03-02", "open", "Ann"), (key, "2024-03-03", "open", ""))["owner"]
        == ""
    )


def test_entries_of_other_cases_and_later_days_do_not_count(one_case):
    got, key = one_case
    assert state(got, ("case-0", "2024-03-02", "solved"))["status"] == "open"
    assert state(got, (key, "2025-01-01 23:59", "solved"))["status"] == "solved"
    assert state(got, (key, "2025-01-02", "solved"))["status"] == "open"


def many_cases(tmp_path, size=30, more=()):
    rows = [(f"c{number}", "2024-03-01 10:00", "Complaint") for number in range(size)]
    return found(tmp_path, events=events([*rows, *more]))


def noted(got, count, at, **choices):
    return entries(*[(key, at, "solved") for key in got["case"][:count]], **choices)


def test_without_any_closing_nothing_is_said_of_solved_in_time(tmp_path):
    got = many_cases(tmp_path)
    none = pd.DataFrame({"case": [], "at": pd.to_datetime([])})
    told = states.states(got, NO_ENTRIES, none, AS_OF)
    row = outcomes.counted(told).iloc[0]
    assert (row["past"], row["overdue"], row["decided"], row["closed"]) == (30, 30, 0, 0)
    assert row[["share", "low", "high", "median_hours"]].isna().all()
    said = findings.answer(outcomes.counted(told), HOURS)
    assert "hold no closings" in said and "%" not in said and "overdue" not in said
    # a touchpoint for recoveries makes none of them an answer
    answered = states.states(got, NO_ENTRIES, none, AS_OF, recovers=True)
    row = outcomes.counted(answered).iloc[0]
    assert (row["decided"], row["in_time"], row["share"]) == (30, 0, 0.0)
    assert "30 of 30 cases are overdue; 0% of 30" in findings.answer(
        outcomes.counted(answered), HOURS
    )


@pytest.mark.parametrize(("count", "decided"), [(1, 0), (9, 0), (10, 30)])
def test_timed_closings_make_a_share_and_a_median_from_ten_on(tmp_path, count, decided):
    got = many_cases(tmp_path)
    none = pd.DataFrame({"case": [], "at": pd.to_datetime([])})
    told = states.states(got, noted(got, count, "2024-03-02 10:00"), none, AS_OF)
    counted = outcomes.counted(told)
    row = counted.iloc[0]
    assert (row["closed"], row["timed"], row["decided"]) == (count, count, decided)
    said = findings.answer(counted, HOURS) + findings.state_sentence(counted)
    if decided:
        assert "33% of 30 were solved within 48 hours" in said
        assert "Half of the 10 closings with a known time took at most 24 hours." in said
    else:
        assert f"{count} of 30 cases are closed; too few" in said and "Half" not in said


def test_closings_noted_by_hand_on_older_data_have_no_time(tmp_path):
    got = many_cases(tmp_path)
    none = pd.DataFrame({"case": [], "at": pd.to_datetime([])})
    by_hand = noted(got, 12, "2025-01-01 23:59:59", source="")
    told = states.states(got, by_hand, none, AS_OF, recovers=True)
    row = outcomes.counted(told).iloc[0]
    assert (row["closed"], row["timed"], row["overdue"], row["decided"]) == (12, 0, 18, 18)
    assert told["hours"].isna().all() and not told["in_time"].any()
    said = findings.state_sentence(outcomes.counted(told))
    assert "nobody knows how long they took: 12." in said and "Half" not in said
    # noted while the data are fresh, by a clock eight hours ahead
    prompt = noted(got, 12, "2025-01-01 23:30", source="", written="2025-01-01 15:30")
    told = states.states(got, prompt, none, AS_OF, recovers=True)
    assert told["timed"].sum() == 12
    hours = (datetime(2025, 1, 1, 23, 30) - datetime(2024, 3, 1, 10)).total_seconds() / 3600
    assert outcomes.counted(told)["median_hours"].iloc[0] == pytest.approx(hours)


def test_whether_the_data_name_recoveries(tmp_path):
    rows = [("a", "2024-03-01", "Complaint"), ("b", "2024-02-01", "Service recovery")]
    opened = open_literal(tmp_path, events=events(rows))
    assert states.recovers(log.read(opened, study()))
    assert not states.recovers(log.read(opened, study(as_of=date(2024, 1, 31))))
    without = open_literal(tmp_path, events=events(rows[:1]))
    assert not states.recovers(log.read(without, study()))


def test_things_are_noted_on_the_day_of_the_study():
    day = date(2024, 3, 1)
    assert states.moment_of(day, datetime(2024, 3, 1, 9, 30)) == datetime(2024, 3, 1, 9, 30)
    assert states.moment_of(day, datetime(2026, 1, 1)) == datetime(2024, 3, 1, 23, 59, 59)
    assert states.moment_of(day, datetime(2023, 1, 1)) == datetime(2024, 3, 1)


def test_the_statuses_are_those_the_store_keeps():
    assert tuple(states.STATUSES) == STATUSES


# Closing events


def closings(*rows: dict) -> pa.Table:
    frame = pd.DataFrame(rows)
    return pa.Table.from_pandas(
        frame.assign(time=pd.to_datetime(frame["time"]), row=range(2, len(rows) + 2))
    )


@pytest.fixture
def three_cases(tmp_path):
    rows = [("a", "2024-03-01 10:00", "Complaint"), ("a", "2024-03-10 10:00", "Complaint"),
            ("b", "2024-03-05 10:00", "Complaint")]  # fmt: skip
    return found(tmp_path, events=events(rows))


def test_closing_events_find_their_case_by_id_or_by_customer(three_cases):
    first, other, second = three_cases["case"]
    rows = closings(
        {"time": "2024-03-12 08:00", "case_id": first, "status": "Resolved", "owner": "Ann"},
        {"time": "2024-03-11 08:00", "customer_id": "a", "status": "处理中"},
        {"time": "2024-03-09 08:00", "customer_id": "a", "status": "closed"},
        {"time": "2024-03-06 08:00", "case_id": "b", "status": "Told the customer"},
    )
    got = case_closings.match(rows, three_cases, study())
    assert got.problems == [] and got.rows == 4
    assert [tuple(row[:3]) for row in got.entries.to_numpy()] == [
        (other, pd.Timestamp("2024-03-06 08:00"), "told"),
        (first, pd.Timestamp("2024-03-09 08:00"), "solved"),
        (second, pd.Timestamp("2024-03-11 08:00"), "in_work"),
        (first, pd.Timestamp("2024-03-12 08:00"), "solved"),
    ]
    assert got.entries["owner"].tolist() == [None, None, None, "Ann"]


def test_rows_that_fit_no_case_are_counted_by_reason(three_cases):
    first = three_cases["case"].iloc[0]
    rows = closings(
        {"time": "2024-03-02 08:00", "case_id": first, "status": "solved"},
        {"time": "2024-03-02 08:00", "case_id": "case-unknown", "status": "solved"},
        {"time": "2024-03-02 08:00", "customer_id": "nobody", "status": "solved"},
        {"time": "2024-02-01 08:00", "customer_id": "a", "status": "solved"},
        {"time": "2024-02-01 08:00", "case_id": first, "status": "solved"},
        {"time": "2024-03-03 08:00", "case_id": first, "status": "gone fishing"},
        {"time": "2024-03-03 08:00", "case_id": first, "status": None},
        {"time": "2026-03-03 08:00", "case_id": first, "status": "open"},
    )
    got = case_closings.match(rows, three_cases, study())
    assert {
        problem.text: (problem.kind, problem.count, problem.rows) for problem in got.problems
    } == {
        case_closings.NO_CASE: ("rejected", 2, (3, 4)),
        case_closings.TOO_EARLY: ("rejected", 2, (5, 6)),
        case_closings.UNKNOWN_STATUS: ("rejected", 2, (7, 8)),
        case_closings.LATER: ("note", 1, (9,)),
    }
    assert got.entries["status"].tolist() == ["solved", "open"]


def test_days_without_a_clock_and_a_file_without_status(three_cases):
    got = case_closings.match(
        closings({"time": "2024-03-01", "customer_id": "a"}), three_cases, study()
    )
    assert got.entries["at"].tolist() == [pd.Timestamp("2024-03-01 23:59:59")]
    assert got.entries["status"].tolist() == ["solved"]
    assert {problem.text for problem in got.problems} == {case_closings.DAYS, case_closings.SOLVED}


def test_long_owners_are_shortened_and_no_cases_match_nothing(three_cases):
    first = three_cases["case"].iloc[0]
    row = {"time": "2024-03-02 08:00", "case_id": first, "status": "open", "owner": "x" * 300}
    got = case_closings.match(closings(row), three_cases, study())
    assert got.entries["owner"].str.len().tolist() == [200]
    assert [problem.text for problem in got.problems] == [case_closings.SHORTENED]
    assert case_closings.match(closings(row), three_cases[:0], study()).entries.empty
    assert case_closings.match(closings(row).slice(0, 0), three_cases, study()).entries.empty
