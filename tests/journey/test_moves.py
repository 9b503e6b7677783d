import pandas as pd
import pytest
from journey.logs import AS_OF, count_moves, events, random_log, study
from tables import open_literal, orders

from loyalty import journey


def moves(tmp_path, rows, **choices) -> list[tuple]:
    table = journey.transitions(open_literal(tmp_path, events=events(rows)), study(**choices))
    return as_rows(table)


def as_rows(table: pd.DataFrame) -> list[tuple]:
    return [tuple(None if value != value else value for value in row) for row in table.to_numpy()]


def test_literal_log(tmp_path):
    rows = [
        ("a", "2024-01-01 08:00", "Ad"),
        ("a", "2024-01-01 10:00", "Shop"),
        ("a", "2024-01-01 11:00", "Shop"),
        ("b", "2024-01-02", "Ad"),
        ("c", "2024-01-03", "Ad"),
        ("c", "2024-01-03 06:00", "Shop"),
    ]
    assert moves(tmp_path, rows) == [
        ("(start)", "Ad", 3, 1.0, None),
        ("Ad", "(end)", 1, 0.333333, None),
        ("Ad", "Shop", 2, 0.666667, 4.0),
        ("Shop", "(end)", 2, 0.666667, None),
        ("Shop", "Shop", 1, 0.333333, 1.0),
    ]


def test_equal_times_keep_the_file_order_even_when_the_file_is_not_in_time_order(tmp_path):
    rows = [
        ("a", "2024-01-02", "second"),
        ("a", "2024-01-02", "third"),
        ("a", "2024-01-01", "first"),
        ("a", "2024-01-02", "fourth"),
    ]
    inner = [row[:2] for row in moves(tmp_path, rows) if row[4] is not None]
    assert inner == [("first", "second"), ("second", "third"), ("third", "fourth")]


def test_names_stay_exactly_as_in_the_data(tmp_path):
    rows = [
        ("a", "2024-01-01", ' O\'Brien "shop" '),
        ("a", "2024-01-02", "到店体验"),
        ("a", "2024-01-03", "ad"),
    ]
    names = {row[0] for row in moves(tmp_path, rows)}
    assert names == {"(start)", ' O\'Brien "shop" ', "到店体验", "ad"}


def test_rows_after_the_day_of_the_study_are_ignored(tmp_path):
    rows = [
        ("a", f"{AS_OF} 23:59", "Ad"),
        ("a", "2025-01-02", "Shop"),
        ("b", "2025-01-02", "Shop"),
    ]
    assert [row[:2] for row in moves(tmp_path, rows)] == [("(start)", "Ad"), ("Ad", "(end)")]


def test_no_rows_at_all(tmp_path):
    table = journey.transitions(open_literal(tmp_path, events=events([])), study())
    assert list(table.columns) == ["source", "target", "moves", "share", "median_hours"]
    assert table.empty


@pytest.mark.parametrize(("seed", "size", "customers"), [(1, 3000, 40), (2, 500, 400), (3, 60, 1)])
def test_equal_to_an_independent_count(tmp_path, seed, size, customers):
    log = random_log(seed, size, customers)
    table = journey.transitions(open_literal(tmp_path, events=log.to_dict("list")), study())
    assert as_rows(table) == count_moves(log)
    assert table.groupby("source")["share"].sum().round(5).eq(1).all()


def test_orders_that_no_event_records_are_moves_too(tmp_path):
    tables = open_literal(
        tmp_path,
        events=events([("a", "2024-01-01", "Ad"), ("a", "2024-01-09", "Checkout")]),
        orders=orders(
            [("a", "2024-01-02", 5), ("a", "2024-01-10 08:00", 5), ("b", "2024-01-09", 5)]
        ),
    )
    table = journey.transitions(tables, study())
    assert list(zip(table["source"], table["target"], strict=True)) == [
        ("(start)", "Ad"),
        ("(start)", "order 1"),
        ("Ad", "order 1"),
        ("Checkout", "(end)"),
        ("order 1", "(end)"),
        ("order 1", "Checkout"),  # the second order of a is the Checkout of the day before
    ]
    alone = study(journey={"orders": "none"})
    assert set(journey.transitions(tables, alone)["target"]) == {"Ad", "Checkout", "(end)"}


def test_orders_alone_become_numbered_touchpoints_with_an_open_last_one(tmp_path):
    rows = [("a", f"2024-01-{day:02}", 5) for day in range(1, 13)]
    rows += [("b", "2024-02-01", 5), ("b", "2024-02-03", -5, True), ("b", "2024-02-04", 5)]
    table = journey.transitions(open_literal(tmp_path, orders=orders(rows)), study())
    found = {row[:2]: row[2:] for row in as_rows(table)}
    assert found["(start)", "order 1"] == (2, 1.0, None)
    assert found["order 1", "order 2"] == (2, 1.0, 48.0)  # 24 h and 72 h
    assert found["order 9", "order 10+"] == (1, 1.0, 24.0)
    assert found["order 10+", "order 10+"] == (2, 0.666667, 24.0)
    assert found["order 2", "(end)"] == (1, 0.5, None)
