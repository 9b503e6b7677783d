"""The rule for the customers of a touchpoint."""

from datetime import date

import pytest

from loyalty.charts import theme
from loyalty.problems import Refused
from loyalty.segmentation import of_touchpoint
from loyalty.study import Condition, Rule, Study

DAY = date(2024, 6, 30)


def test_visits_and_a_low_feeling_make_the_rule():
    there, badly = of_touchpoint.conditions("热 <b>.", 3.0)
    assert there == Condition(column="touchpoint.热 <b>.", op=">=", threshold=1)
    assert badly == Condition(column="felt.热 <b>.", op="<", threshold=3)
    assert of_touchpoint.conditions("热 <b>.") == (there,)
    assert of_touchpoint.conditions("a", 0.0)[1].threshold == 0


def test_a_name_too_long_for_a_rule_is_refused():
    assert of_touchpoint.conditions("x" * 189)
    with pytest.raises(Refused):
        of_touchpoint.conditions("x" * 190)


@pytest.mark.parametrize(
    ("touchpoint", "number"),
    [("order 1", 1), ("order 2+", 2), ("order 10+", 10), ("order", None), ("reorder 1", None),
     ("order 1 ", None), ("Order 1", None)],
)  # fmt: skip
def test_numbered_orders_are_told_by_their_number(touchpoint, number):
    assert of_touchpoint.order_number(touchpoint) == number


def test_orders_are_counted():
    (only,) = of_touchpoint.of_order(2)
    assert only == Condition(column="order_count", op=">=", threshold=2)


def test_a_rule_that_says_the_same_is_found():
    wanted = of_touchpoint.conditions("Hotline")
    other = Rule(key="b", conditions=of_touchpoint.conditions("Hotline", 0.0))
    study = Study(as_of=DAY, segments=(other,))
    assert of_touchpoint.held(study, wanted) is None
    mine = Rule(key="a", conditions=wanted, description="renamed")
    assert of_touchpoint.held(study.change(segments=(other, mine)), wanted) == mine


def test_the_colour_is_one_no_rule_has_chosen():
    study = Study(as_of=DAY)
    assert of_touchpoint.colour(study) == theme.SPARE[0]
    assert of_touchpoint.colour(study, bad=True) == theme.FEELING[0]
    taken = [theme.FEELING[0], *theme.SPARE[:2]]
    rules = [Rule(key=one, colour=one.lower()) for one in taken]
    assert of_touchpoint.colour(study.change(segments=rules), bad=True) == theme.SPARE[2]
    every = [Rule(key=one, colour=one) for one in theme.SPARE]
    assert of_touchpoint.colour(study.change(segments=every)) == theme.SPARE[0]
