import pytest

from loyalty import problems
from loyalty.study import from_json


def test_an_error_is_described_by_type_and_place_without_its_message():
    with pytest.raises(TypeError) as caught:
        from_json(None)
    assert problems.describe(caught.value).startswith("TypeError at study.py:")
    assert problems.place(ValueError("13800138000 was never raised")) == "unknown"


def test_what_caused_an_error_is_named_by_its_type():
    with pytest.raises(ValueError) as caught:
        try:
            {}["13800138000"]
        except KeyError as error:
            raise ValueError("13800138000") from error
    found = problems.describe(caught.value)
    assert found.startswith("ValueError at test_problems.py:")
    assert found.endswith(", after KeyError")


def test_a_problem_survives_plain_data():
    problem = problems.Problem(
        "rejected", "Not {what}.", "a.csv", "Date", 2, (3, 4), ("x",), {"what": "a date"}
    )
    assert problems.Problem.from_dict(problem.as_dict()) == problem
    assert problem.sentence() == "Not a date."
