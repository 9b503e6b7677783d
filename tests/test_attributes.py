"""What tables know of customers beside the indicators, on literal tables."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from tables import open_literal, orders

from loyalty import attributes

AS_OF = date(2024, 6, 30)
NAN = float("nan")


def of(tmp_path, **tables) -> pd.DataFrame:
    return attributes.attributes(open_literal(tmp_path, **tables), AS_OF)


def answers(rows) -> dict[str, list]:
    names = ["customer_id", "time", "question", "score"]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    return columns | {"position": list(range(len(rows)))}


def test_other_columns_of_the_customer_table_become_attributes(tmp_path):
    found = of(
        tmp_path,
        customers={
            "customer_id": ["ann", "bob", "cat", "dan"],
            "joined": ["2024-01-05", None, "2024-02-01 13:00", "2024-07-01"],
            "region": ["north", None, "south", "north"],
            "note": [None] * 4,
            "referred_by": [None, "ann", None, None],
        },
    )
    assert list(found) == ["attribute.region", "date.joined"]
    assert list(found.index) == ["ann", "bob", "cat"]  # dan joins later
    assert found.index.name == "customer_id"
    assert isinstance(found["attribute.region"].dtype, pd.CategoricalDtype)
    assert found["attribute.region"].tolist()[::2] == ["north", "south"]
    assert found["attribute.region"].isna().tolist() == [False, True, False]
    joined = [pd.Timestamp("2024-01-05"), pd.NaT, pd.Timestamp("2024-02-01 13:00")]
    assert found["date.joined"].tolist() == joined
    assert found["date.joined"].dtype == "datetime64[s]"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, None], [1, 2, NAN]),
        ([1.5, NAN, NAN], [1.5, NAN, NAN]),
        ([True, False, True], ["True", "False", "True"]),
        ([True, None, False], ["True", None, "False"]),
        ([date(2001, 5, 1), None, date(1999, 1, 1)], ["2001-05-01", None, "1999-01-01"]),
        (["", "a", "a"], ["", "a", "a"]),
        ([None, None, None], None),
    ],
)
def test_numbers_stay_numbers_and_all_else_becomes_text(values, expected):
    found = attributes._plain(pd.Series(values, dtype=None if values[0] is not None else "str"))
    if expected is None:
        assert found is None
        return
    known = [None if pd.isna(one) else one for one in found]
    assert known == [None if one != one else one for one in expected]
    numbers = all(isinstance(one, float | int) for one in expected if one == one)
    assert isinstance(found.dtype, pd.CategoricalDtype) != (numbers and found.dtype == "float64")


def test_texts_that_tell_single_people_are_left_out():
    names = pd.Series([f"name {number}" for number in range(200)], dtype="str")
    assert attributes._plain(names) is None
    pairs = pd.Series([f"town {number // 2}" for number in range(200)], dtype="str")
    assert len(attributes._plain(pairs).cat.categories) == 100
    few = pd.Series([f"branch {number}" for number in range(20)], dtype="str")
    assert len(attributes._plain(few).cat.categories) == 20
    many = pd.Series([f"street {number % 1001}" for number in range(9000)], dtype="str")
    assert attributes._plain(many) is None


def test_the_latest_answer_to_each_question_by_its_code(tmp_path):
    found = of(
        tmp_path,
        answers=answers(
            [
                ("ann", "2024-01-01", "NPS", 3.0),
                ("ann", "2024-02-01", "净推荐值", 9.0),
                ("ann", "2024-03-01", "nps", 99.0),  # no such score
                ("ann", "2024-07-01", "nps", 1.0),  # after the day
                ("ann", "2024-02-01", "Would you come back?", 4.0),
                ("bob", "2024-02-01", "nps", None),
                ("bob", "2024-02-01", "Would you come back?", 2.0),
                ("bob", "2024-02-01", "would you come back? ", 5.0),  # same time, later row
            ]
        ),
    )
    assert set(found) == {"answer.nps", "answer.would you come back?"}
    np.testing.assert_array_equal(found["answer.nps"].reindex(["ann", "bob"]), [9, NAN])
    assert found["answer.would you come back?"].to_dict() == {"ann": 4, "bob": 5}


def test_of_many_questions_the_ones_asked_most_stay(tmp_path):
    rows = [("ann", "2024-01-01", f"q{number:03}", 1.0) for number in range(120)]
    rows += [("bob", "2024-01-01", f"q{number:03}", 1.0) for number in range(119, 60, -1)]
    found = of(tmp_path, answers=answers(rows))
    kept = [f"answer.q{number:03}" for number in [*range(41), *range(61, 120)]]
    assert sorted(found) == sorted(kept)
    assert len(kept) == attributes.QUESTIONS


def test_answers_without_a_valid_score_give_no_columns(tmp_path):
    found = of(tmp_path, answers=answers([("ann", "2024-01-01", "nps", None)]))
    assert list(found) == []


def test_the_last_gap_counts_days_between_the_last_two_days_with_an_order(tmp_path):
    found = of(
        tmp_path,
        orders=orders(
            [
                ("ann", "2024-01-01 23:00", 1),
                ("ann", "2024-03-01 01:00", 1),
                ("ann", "2024-03-01 09:00", 1),
                ("ann", "2024-07-01", 1),  # after the day
                ("bob", "2024-03-01", 1),
                ("bob", "2024-03-01", 1),  # one day only
                ("cat", "2024-03-01", 1),
                ("cat", "2024-03-09", 1, True),  # sent back
                ("cat", "2024-02-29", 1),
            ]
        ),
    )
    assert list(found) == ["last_gap_days"]
    assert found["last_gap_days"].dropna().to_dict() == {"ann": 60, "cat": 1}


def test_everything_known_of_a_customer_stands_in_one_row(tmp_path):
    found = of(
        tmp_path,
        customers={"customer_id": ["ann"], "region": ["north"]},
        answers=answers([("bob", "2024-01-01", "csat", 4.0)]),
        orders=orders([("cat", "2024-01-01", 1), ("cat", "2024-01-08", 1)]),
    )
    assert set(found.index) == {"ann", "bob", "cat"}
    assert found.loc["ann", "attribute.region"] == "north"
    assert found.loc["bob", "answer.csat"] == 4
    assert found.loc["cat", "last_gap_days"] == 7
    assert found.notna().sum().sum() == 3


def test_a_customer_listed_twice_counts_once(tmp_path):
    found = of(tmp_path, customers={"customer_id": ["ann", "ann"], "region": ["north", "north"]})
    assert found.index.tolist() == ["ann"]


def test_without_tables_nothing_is_known():
    assert attributes.attributes({}, AS_OF).shape == (0, 0)
