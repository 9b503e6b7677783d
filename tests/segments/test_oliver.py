"""Loyalty stages: the highest that passes while every earlier one passes too."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from segments.people import NAN, chosen, groups, people, sizes

from loyalty import segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES
from loyalty.segments.oliver import ANSWERS

STAGES = ("cognitive", "affective", "conative", "action")
# cognitive, affective, conative, action -> stage, on a scale of 1 to 7
CASES = [
    (7, 6, 5, 5, "action"),
    (7, 7, 7, 4, "conative"),
    (5, 5, 4, 7, "affective"),
    (5, 4, 7, 7, "cognitive"),
    (4, 7, 7, 7, "none"),
    (1, 1, 1, 1, "none"),
    (6, NAN, 7, 7, "cognitive"),
    (6, 6, 6, NAN, "conative"),
    (NAN, 7, 7, 7, "unasked"),
    (NAN, NAN, NAN, NAN, "unasked"),
]


def asked(rows) -> pd.DataFrame:
    answers = pd.DataFrame(rows, columns=list(ANSWERS), dtype=float)
    return pd.concat([people([()] * len(rows)), answers], axis=1)


def test_every_stage_by_hand():
    found = asked([case[:4] for case in CASES])
    study = chosen("oliver", found)
    assert study.thresholds["stage_cut"] == 5
    assert groups(found, study) == [f"oliver_{case[4]}" for case in CASES]
    assert set(groups(found, study)) == {one.key for one in SCHEMES["oliver"].groups}


def stage(row, cut):
    """The definition, stage by stage."""
    if np.isnan(row[0]):
        return "oliver_unasked"
    reached = "none"
    for name, answer in zip(STAGES, row, strict=True):
        if not answer >= cut:
            break
        reached = name
    return f"oliver_{reached}"


def test_every_combination_of_answers_equals_the_definition():
    rows = list(product((1, 4, 5, 7, NAN), repeat=4))
    found = asked(rows)
    assert groups(found, chosen("oliver", found)) == [stage(row, 5) for row in rows]


@pytest.mark.parametrize(
    ("scale", "cut"), [((1, 2, 3, 4, 5), 4), ((0, 5, 6, 10), 6), ((0, 1, 99, 100), 51)]
)
def test_the_cut_is_the_first_answer_above_the_middle_of_the_scale(scale, cut):
    found = asked([(one,) * 4 for one in scale])
    assert chosen("oliver", found).thresholds["stage_cut"] == cut


def test_the_scale_is_told_by_all_four_questions():
    found = asked([(1, 2, 3, 4), (5, 5, 5, 6)])
    assert chosen("oliver", found).thresholds["stage_cut"] == 5


def test_data_without_the_questions_are_refused_by_their_names():
    found = asked([(7, 6, NAN, 5)]).drop(columns="answer.action")
    assert segmentation.lacking("oliver", found) == ["answer.conative", "answer.action"]
    with pytest.raises(Refused) as refused:
        chosen("oliver", found)
    assert refused.value.sentence() == (
        "These data lack what the scheme needs: conative loyalty (survey answer), action loyalty "
        "(survey answer)."
    )
    told = refused.value.sentence(lambda text: text.upper() if text.endswith("answer)") else text)
    assert "CONATIVE LOYALTY (SURVEY ANSWER), ACTION" in told


def test_the_retailers_stages_equal_the_definition(retailer):
    study = chosen("oliver", retailer.customers)
    rows = retailer.customers[list(ANSWERS)].to_numpy()
    assert study.thresholds["stage_cut"] == 5
    assert groups(retailer.customers, study) == [stage(row, 5) for row in rows]
    found = sizes(retailer.customers, study)
    assert set(found) == {one.key for one in SCHEMES["oliver"].groups}
    assert found["oliver_unasked"] == np.isnan(rows[:, 0]).sum()
