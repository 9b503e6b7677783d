"""The customers of a touchpoint against a plain count."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from journey.logs import events, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.journey import visitors

ROWS = [
    ("b", "2024-01-03", "Hotline", -0.5),
    ("a", "2024-01-01", "Hotline", 0.5),
    ("a", "2024-02-01", "Hotline", -0.25),
    ("a", "2024-03-01", "Website", -1.0),
    ("c", "2024-01-09", "Hotline", None),
    ("d", "2024-01-09", "Website", 1.0),
    ("e", "2024-01-09", "Hotline", 0.75),
]


def log_of(tmp_path, rows) -> journey.Log:
    return journey.read(open_literal(tmp_path, events=events(rows)), study())


def test_the_worst_come_first_and_unknown_feelings_last(tmp_path):
    table = visitors.of_log(log_of(tmp_path, ROWS), "Hotline")
    assert list(table.columns) == visitors.COLUMNS
    assert list(table["customer_id"]) == ["b", "a", "e", "c"]
    assert list(table["visits"]) == [1, 2, 1, 1]
    assert list(table["scored"]) == [1, 2, 1, 0]
    assert table["worst"].tolist()[:3] == [-0.5, -0.25, 0.75] and np.isnan(table["worst"].iloc[3])
    assert table["feeling"].tolist()[:3] == [-0.5, 0.125, 0.75]
    assert table["last_visit"].iloc[1] == pd.Timestamp("2024-02-01")


def test_only_those_who_felt_worse_than_a_value(tmp_path):
    log = log_of(tmp_path, ROWS)
    assert visitors.middle(log) == 0.0
    assert list(visitors.of_log(log, "Hotline", below=0.0)["customer_id"]) == ["b", "a"]
    assert list(visitors.of_log(log, "Hotline", below=-0.25)["customer_id"]) == ["b"]


def test_feelings_of_the_events_alone(tmp_path):
    log = log_of(tmp_path, ROWS)
    hotline = log.touchpoint == log.names.index("Hotline")
    answered = hotline & (log.feeling == -0.25)
    log = replace(log, answered=answered)
    table = visitors.of_log(log, "Hotline", below=0.0, own=True)
    assert list(table["customer_id"]) == ["b"]
    assert list(visitors.of_log(log, "Hotline", below=0.0)["customer_id"]) == ["b", "a"]
    table = visitors.of_log(log, "Hotline", own=True).set_index("customer_id")
    assert table.loc["a", ["visits", "scored", "worst"]].tolist() == [2, 1, 0.5]


@pytest.mark.parametrize("rows", [[], ROWS])
def test_nobody_was_at_a_touchpoint_that_is_not_there(tmp_path, rows):
    table = visitors.of_log(log_of(tmp_path, rows), "Fair <b>")
    assert table.empty and list(table.columns) == visitors.COLUMNS


def test_equal_to_a_plain_count(tmp_path):
    rows = random_log(3, 900, 80)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study())
    for touchpoint in ("Hotline", "Riddle"):
        here = rows[rows["touchpoint"] == touchpoint].assign(
            feeling=lambda some: some["feeling"].astype(float)
        )
        table = visitors.of_log(log, touchpoint).set_index("customer_id")
        assert set(table.index) == set(here["customer_id"])
        for who, mine in here.groupby("customer_id"):
            row = table.loc[who]
            assert (row["visits"], row["scored"]) == (len(mine), mine["feeling"].notna().sum())
            assert row["worst"] == mine["feeling"].min() or mine["feeling"].isna().all()
            assert row["last_visit"] == mine["time"].max()


def test_ends_are_the_last_moments_of_journeys(tmp_path):
    ends = visitors.ends(log_of(tmp_path, ROWS))
    assert ends.to_dict() == {"Hotline": 3, "Website": 2}
