"""Which events are use, row by row, and on the sample against a count by pandas."""

from datetime import date

import pytest
from tables import open_literal

from loyalty import engine, rollup
from loyalty.indicators import BY_KEY
from loyalty.usage import usage, with_features
from tests.data import counts


def used(folder, rows: list[tuple], *names: str) -> list[str]:
    """Customers of the rows that are use, in file order; a row: touchpoint and `names`."""
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names, 1)}
    events = {
        "customer_id": [str(number) for number in range(len(rows))],
        "time": ["2024-01-01 10:00"] * len(rows),
        "touchpoint": [row[0] for row in rows],
    }
    frame = engine.collect(usage(open_literal(folder, events=events | columns)["events"]))
    assert (frame["day"] == frame["time"].dt.normalize()).all()
    return sorted(frame["customer_id"])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("App use", 5.0, None), True),
        (("使用App", 5.0, None), True),
        (("Yoga class", 5.0, None), True),  # speaks of no stage we know
        ((None, 5.0, None), True),
        (("Hotline", 5.0, None), False),
        (("客服热线", 5.0, None), False),
        (("Showroom visit", 5.0, None), False),
        (("Checkout", 5.0, None), False),
        (("Hotline", 5.0, "remote help"), True),  # a feature is use wherever it stands
        (("App use", None, "radio"), True),
        (("App use", None, None), False),
        (("App use", 0.0, None), True),
    ],
)
def test_an_event_is_use_by_its_feature_or_by_a_duration_at_its_touchpoint(tmp_path, row, expected):
    assert used(tmp_path, [row], "duration", "feature") == (["0"] if expected else [])


def test_either_column_may_be_missing(tmp_path):
    assert used(tmp_path, [("App use", 5.0), ("Repair", 5.0)], "duration") == ["0"]
    assert used(tmp_path, [("App use", "radio"), ("App use", None)], "feature") == ["0"]
    assert used(tmp_path, [("App use",)]) == []


def test_features_are_counted_over_all_customers(tmp_path):
    events = {
        "customer_id": ["a", "a", "b"],
        "time": ["2024-01-01"] * 3,
        "touchpoint": ["App use"] * 3,
        "feature": ["radio", None, "timer"],
    }
    used = usage(open_literal(tmp_path, events=events)["events"])
    frame = engine.collect(with_features(used))
    assert frame["features"].tolist() == [2, 2]


def test_use_of_the_sample_is_set_up_and_app_use():
    tables = engine.open_tables({"events": counts.FOLDER / "events.parquet"})
    keys = ("usage_days", "usage_minutes", "feature_share")
    frame = rollup.customers(tables, date(2026, 7, 1), [BY_KEY[key] for key in keys])
    events = counts.table("events")
    use = events[events["touchpoint"].isin(["App use", "Set-up"])]
    by = use.assign(day=use["time"].dt.date).groupby("customer_id")
    expected = {
        "usage_days": by["day"].nunique(),
        "usage_minutes": by["duration"].sum(),
        "feature_share": by["feature"].nunique() / events["feature"].nunique(),
    }
    for key, values in expected.items():
        everyone = values.reindex(frame["customer_id"]).fillna(0)
        assert frame[key].tolist() == pytest.approx(everyone.tolist()), key
    assert 0 < frame["feature_share"].max() <= 1
