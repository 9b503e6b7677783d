import pytest

from loyalty.ingest import durations


@pytest.mark.parametrize(
    ("name", "per_minute"),
    [
        ("duration", 1),
        ("minutes", 1),
        ("Duration (min)", 1),
        ("时长", 1),
        ("停留时长（分钟）", 1),
        ("session's length", 1),
        ("sessions", 1),
        ("seconds", 60),
        ("Duration (s)", 60),
        ("duration_sec", 60),
        ("durationSeconds", 60),
        ("停留时长（秒）", 60),
        ("duration ms", 60_000),
        ("时长(毫秒)", 60_000),
        ("Hours", 1 / 60),
        ("使用时长(小时)", 1 / 60),
    ],
)
def test_the_name_of_a_column_states_the_unit(name, per_minute):
    assert durations.unit(name)[0] == per_minute


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("duration", ["90", "", "x"], [90, None, None]),
        ("seconds", ["90", "", "x"], [1.5, None, None]),
        ("Duration (h)", ["1.5", "", "x"], [90, None, None]),
    ],
)
def test_durations_are_stored_in_minutes(desk, name, values, expected):
    rows = "".join(f"c{n},2024-01-0{n},App use,{v}\n" for n, v in enumerate(values, 1))
    done = desk.read(f"customer_id,time,touchpoint,{name}\n{rows}")
    assert done.column("events", "duration") == pytest.approx(expected)
    reports = [p for p in done.problems if p.text.endswith("converted to minutes.")]
    assert [(p.kind, p.count, p.column) for p in reports] == (
        [] if name == "duration" else [("assumed", 1, name)]
    )
