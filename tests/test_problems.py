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


def test_a_list_of_marked_texts_is_translated_and_joined():
    chinese = {
        "Lacks {columns}.": "缺少{columns}。",
        "Spend": "消费金额",
        "Recency": "最近一次消费",
        "{first}, {second}": "{first}、{second}",
    }
    refused = problems.Refused("Lacks {columns}.", columns=["Spend", "Recency", "note"])
    assert str(refused) == "Lacks Spend, Recency, note."
    spoken = refused.sentence(lambda text: chinese.get(text, text))
    assert spoken == "缺少消费金额、最近一次消费、note。"
    kept = problems.Problem("note", refused.text, values=refused.values)
    assert problems.Problem.from_dict(kept.as_dict()).sentence() == str(refused)
    assert problems.Refused("Lacks {columns}.", columns=[]).sentence() == "Lacks ."
