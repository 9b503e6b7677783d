import narwhals as nw
import pandas as pd
import pytest

from loyalty.questions import NAMES, STAGES, item, item_expression


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (" NPS ", "nps"),
        ("Brand Identity", "brand_identity"),
        ("品牌认同", "brand_identity"),
        ("相对态度", "relative_attitude"),
        ("Cognitive", "cognitive"),
        ("情感忠诚", "affective"),
        ("意动忠诚", "conative"),
        ("行动忠诚", "action"),
        ("Action", "action"),
        ("Would you come back?", "would you come back?"),
    ],
)
def test_a_question_has_its_code_here_and_on_the_engine(question, code):
    assert item(question) == code
    frame = nw.from_native(pd.DataFrame({"question": [question]}))
    assert frame.select(item=item_expression())["item"].to_list() == [code]


def test_no_name_stands_for_two_questions():
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))
    assert set(STAGES) <= set(NAMES)
    assert all(name == name.strip().lower() for name in names)
