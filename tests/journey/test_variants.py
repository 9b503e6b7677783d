"""Whole paths, against a plain count of tuples."""

from collections import Counter, defaultdict
from statistics import median

import pytest
from journey.logs import MAP, events, journeys, random_log, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import variants


def read(tmp_path, rows, **choices):
    return journey.read(open_literal(tmp_path, events=events(rows)), study(**choices))


def paths(log, by_stage: bool, merged: bool) -> dict[tuple, list[float]]:
    """Path -> hours from the first moment to the last of each journey that takes it."""
    found = defaultdict(list)
    for steps in journeys(log).values():
        names = [MAP[name] if by_stage else name for _, name in steps]
        if merged:
            names = [
                one for one, before in zip(names, [None, *names], strict=False) if one != before
            ]
        found[tuple(names)].append((steps[-1][0] - steps[0][0]).total_seconds() / 3600)
    return found


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("by_stage", [False, True])
@pytest.mark.parametrize(("seed", "size", "customers"), [(1, 900, 500), (2, 3000, 300), (3, 60, 1)])
def test_equal_to_an_independent_count(tmp_path, seed, size, customers, by_stage, merged):
    rows = random_log(seed, size, customers)
    tables = open_literal(tmp_path, events=rows.to_dict("list"))
    log = journey.read(tables, study(stages=MAP))
    expected = paths(rows, by_stage, merged)
    place = {name: code for code, name in enumerate(log.stages if by_stage else log.names)}
    order = sorted(expected, key=lambda one: (-len(expected[one]), [place[name] for name in one]))
    for top in (1, 7, 50, 10_000):
        table = variants.named(log, top, by_stage, merged)
        assert list(table["path"]) == order[:top]
        assert list(table["journeys"]) == [len(expected[one]) for one in order[:top]]
    check(table, expected)


def check(table, expected) -> None:
    total = sum(len(hours) for hours in expected.values())
    covered = 0
    for row in table.itertuples():
        covered += row.journeys
        assert row.steps == len(row.path)
        assert row.share == pytest.approx(row.journeys / total, abs=1e-6)
        assert row.coverage == pytest.approx(covered / total, abs=1e-6)
        assert row.median_hours == pytest.approx(median(expected[row.path]), abs=1e-4)
    assert covered == total


def test_literal_paths(tmp_path):
    rows = [
        ("a", "2024-01-01", "Ad"), ("a", "2024-01-02", "Shop"),
        ("b", "2024-01-01", "Ad"), ("b", "2024-01-04", "Shop"),
        ("c", "2024-01-01", "Shop"), ("c", "2024-01-02", "Ad"),
        ("d", "2024-01-01", "Ad"),
    ]  # fmt: skip
    table = variants.of_log(read(tmp_path, rows))
    assert table.to_numpy().tolist() == [
        ["Ad > Shop", 2, 2, 0.5, 0.5, 48.0],
        ["Ad", 1, 1, 0.25, 0.75, 0.0],
        ["Shop > Ad", 2, 1, 0.25, 1.0, 24.0],
    ]


@pytest.mark.parametrize("length", [1, 2, 3, 31, 32, 33, 64, 65])
def test_paths_that_differ_only_in_length_or_in_the_last_step(tmp_path, length):
    rows = [
        (customer, f"2024-01-01 {step // 60:02}:{step % 60:02}", "A")
        for customer, more in (("a", 0), ("b", 0), ("c", 1), ("d", 2))
        for step in range(length + more)
    ]
    rows += [("e", f"2024-01-01 {step // 60:02}:{step % 60:02}", "A") for step in range(length - 1)]
    rows += [("e", "2024-01-02", "B")]
    table = variants.named(read(tmp_path, rows))
    expected = [("A",) * length, ("A",) * (length + 1), ("A",) * (length + 2)]
    last = ("A",) * (length - 1) + ("B",)
    assert list(table["path"]) == [expected[0], *sorted([*expected[1:], last])]
    assert list(table["journeys"]) == [2, 1, 1, 1]


def test_many_journeys_of_many_lengths_never_share_a_number(tmp_path):
    rows = random_log(5, 6000, 900)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study())
    counted = Counter(tuple(name for _, name in steps) for steps in journeys(rows).values())
    table = variants.named(log, 10_000)
    assert dict(zip(table["path"], table["journeys"], strict=True)) == counted


def test_a_long_path_says_how_many_steps_its_name_leaves_out(tmp_path):
    rows = [
        ("a", f"2024-01-{day:02} {hour:02}:00", "Ad") for day in (1, 2, 3) for hour in range(24)
    ]
    row = variants.named(read(tmp_path, rows)).iloc[0]
    assert row["variant"] == " > ".join(["Ad"] * 60) + " > … (+12)"
    assert (row["steps"], len(row["path"])) == (72, 72)


def test_names_stay_exactly_as_in_the_data(tmp_path):
    names = [' O\'Brien "shop" > x', "到店体验", "<b>ad</b>"]
    rows = [("a", f"2024-01-0{day}", name) for day, name in enumerate(names, start=1)]
    row = variants.named(read(tmp_path, rows)).iloc[0]
    assert row["path"] == tuple(names)
    assert row["variant"] == " > ".join(names)


def test_orders_alone_and_nothing_at_all(tmp_path):
    rows = [("a", "2024-01-01", 5), ("a", "2024-01-03", 5), ("b", "2024-01-03", 5)]
    log = journey.read(open_literal(tmp_path, orders=orders(rows)), study())
    assert list(variants.of_log(log)["variant"]) == ["order 1", "order 1 > order 2"]
    table = variants.of_log(read(tmp_path, []))
    assert list(table.columns) == variants.COLUMNS and table.empty


def test_cut_journeys_are_counted_each(tmp_path):
    rows = [("a", "2024-01-01", "Ad"), ("a", "2024-06-01", "Ad"), ("b", "2024-01-01", "Ad")]
    cut = read(tmp_path, rows, journey={"cut": "inactivity", "cut_days": 30})
    assert variants.of_log(cut)[["variant", "journeys"]].to_numpy().tolist() == [["Ad", 3]]
