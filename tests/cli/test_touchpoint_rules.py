"""A study file whose rules name visits to touchpoints, run over small literal files."""

import json

import pandas as pd
import pytest

EVENTS = [
    ("c01", "2024-12-01", "Hotline", -0.5),
    ("c01", "2024-12-02", "Hotline", 0.5),
    ("c02", "2024-12-01", "Hotline", 0.5),
    ("c03", "2024-12-01", "Web", -0.5),
    ("z99", "2024-12-01", "Hotline", -1.0),
    ("c04", "2025-02-01", "Hotline", -1.0),
]
RULES = [
    {"key": "felt bad", "conditions": [
        {"column": "touchpoint.Hotline", "op": ">=", "threshold": 1},
        {"column": "felt.Hotline", "op": "<", "threshold": 0},
    ]},
    {"key": "called", "conditions": [
        {"column": "touchpoint.Hotline", "op": ">=", "threshold": 1}
    ]},
    {"key": "faxed", "conditions": [{"column": "touchpoint.Fax", "op": "<", "threshold": 9}]},
]  # fmt: skip


@pytest.fixture
def result(run, folder):
    """The results of the rules in the order given, and what they were told."""

    def of(*words: str):
        columns = ["customer_id", "time", "touchpoint", "feeling"]
        pd.DataFrame(EVENTS, columns=columns).to_csv(folder / "events.csv", index=False)
        study = {"as_of": "2024-12-31", "scheme": "own", "segments": RULES, "draws": 100}
        (folder / "study.json").write_text(json.dumps(study))
        done = run("run", *words, "--study", "study.json", "--out", "out")
        assert done.code == 0, done.err
        customers = pd.read_parquet(folder / "out" / "customers.parquet")
        return customers, pd.read_csv(folder / "out" / "problems.csv")

    return of


def test_the_rules_of_a_study_file_take_who_was_there(result):
    customers, problems = result("--orders", "orders.csv", "--events", "events.csv")
    chosen = customers.set_index("customer_id")["segment"]
    taken = chosen[chosen != "unassigned"].to_dict()
    assert taken == {"c01": "felt bad", "z99": "felt bad", "c02": "called"}
    assert not [name for name in customers if name.startswith(("touchpoint", "felt"))]
    told = " ".join(problems["text"].dropna())
    assert "Visits: Fax" in told
    assert "Hotline" not in told


def test_without_events_such_rules_take_nobody_and_the_run_says_so(result):
    customers, problems = result("--orders", "orders.csv")
    assert set(customers["segment"]) == {"unassigned"}
    told = " ".join(problems["text"].dropna())
    assert all(name in told for name in ("Visits: Hotline", "Lowest feeling: Hotline"))


def test_rules_on_visits_hold_on_past_days_as_they_were(result, folder):
    words = ("--orders", "orders.csv", "--events", "events.csv", "--history", "2")
    _customers, problems = result(*words)
    history = pd.read_csv(folder / "out" / "history.csv")
    mine = history[history["segment"] != "unassigned"].pivot(
        index="day", columns="segment", values="customers"
    )
    assert mine.index.tolist() == ["2024-10-31", "2024-11-30", "2024-12-31"]
    assert mine["felt bad"].tolist() == [0, 0, 2]
    assert mine["called"].tolist() == [0, 0, 1]
    assert not problems["text"].str.contains("Without a past", na=False).any()
