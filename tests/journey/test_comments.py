"""Comments by touchpoint: of events, and of answers whose nearest moment is there."""

import pandas as pd
import pytest
from journey.logs import events, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import comments
from loyalty.journey import log as logs

ROWS = [
    ("a", "2024-03-01 10:00", "Hotline", -0.5, "kept waiting"),
    ("b", "2024-03-02 10:00", "Hotline", 0.8, "<b>great</b> '[x](y)\" 很好"),
    ("c", "2024-03-03 10:00", "Hotline", None, "no score"),
    ("d", "2024-03-04 10:00", "Hotline", -0.9, "   "),
    ("e", "2024-03-05 10:00", "Hotline", -0.9, None),
    ("f", "2024-03-06 10:00", "Website", -1.0, "somewhere else"),
    ("g", "2024-03-07 10:00", "Hotline", -0.5, "later than the other"),
    ("h", "2026-03-07 10:00", "Hotline", -1.0, "after the day of the study"),
]


def with_text(rows: list[tuple]) -> dict:
    return events([row[:4] for row in rows]) | {"text": [row[4] for row in rows]}


def answers(rows: list[tuple]) -> dict:
    """Answers from (customer, time, question, score, text) rows."""
    names = ("customer_id", "time", "question", "score", "text")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def said(tables, touchpoint: str = "Hotline", limit: int = 100, **choices) -> list[tuple]:
    table = comments.of(tables, study(journey=choices), touchpoint, limit)
    assert list(table.columns) == comments.COLUMNS
    return list(zip(table["customer_id"], table["text"], table["source"], strict=True))


def test_comments_of_events_lowest_first_unknown_last(tmp_path):
    tables = open_literal(tmp_path, events=with_text(ROWS))
    found = said(tables)
    assert [row[0] for row in found] == ["g", "a", "b", "c"]
    assert found[2] == ("b", "<b>great</b> '[x](y)\" 很好", "event")
    assert said(tables, limit=2) == found[:2]
    assert said(tables, "Website") == [("f", "somewhere else", "event")]
    assert said(tables, "Showroom 'x'") == []


def test_answers_belong_to_their_nearest_moment(tmp_path):
    rows = [
        ("c", "2024-03-03 12:00", "NPS", 0, "two hours later"),
        ("f", "2024-03-06 12:00", "nps", 10, "belongs to the website"),
        ("a", "2024-03-09 12:00", "nps", 3, "too late"),
        ("c", "2024-03-03 11:00", "fit", 3, "a question that is not asked for"),
        ("c", "2024-03-03 11:00", "csat", None, None),
        ("nobody", "2024-03-03 11:00", "csat", 3, "no moment at all"),
    ]
    tables = open_literal(tmp_path, events=with_text(ROWS), answers=answers(rows))
    found = said(tables)
    assert ("c", "two hours later", "nps") in found and len(found) == 5
    assert set(said(tables, answers=("csat",))) == {row for row in found if row[2] == "event"}
    wide = said(tables, window_hours=24 * 30)
    assert ("a", "too late", "nps") in wide
    table = comments.of(tables, study(), "Hotline")
    # the event has no score of its own: its moment has that of the answer
    both = table[table["customer_id"] == "c"]
    assert both["feeling"].tolist() == [-1.0, -1.0]


def test_only_the_customers_that_are_shown(tmp_path):
    tables = open_literal(tmp_path, events=with_text(ROWS))
    log = journey.read(tables, study())
    some = logs.of_customers(log, logs.places(log, pd.Series(["a", "f"])))
    assert comments.of(tables, study(), "Hotline", log=some)["customer_id"].tolist() == ["a"]
    none = logs.of_customers(log, logs.places(log, pd.Series(["nobody"])))
    assert comments.of(tables, study(), "Hotline", log=none).empty


def test_everybody_in_a_log_without_moments(tmp_path):
    rows = answers([("a", "2024-01-01", "nps", 1, "words")])
    tables = open_literal(tmp_path, events=with_text([]), answers=rows)
    assert said(tables) == []


@pytest.mark.parametrize("drop", [("text",), ("text", "feeling")])
def test_events_without_a_text(tmp_path, drop):
    rows = {key: value for key, value in with_text(ROWS).items() if key not in drop}
    assert said(open_literal(tmp_path, events=rows)) == []


def test_events_without_feelings(tmp_path):
    rows = {key: value for key, value in with_text(ROWS).items() if key != "feeling"}
    table = comments.of(open_literal(tmp_path, events=rows), study(), "Hotline")
    assert table["feeling"].isna().all() and len(table) == 4


def test_orders_alone_say_nothing(tmp_path):
    assert said(open_literal(tmp_path, orders=orders([("a", "2024-01-01", 5)])), "order 1") == []
