import pandas as pd
import vl_convert

from loyalty.charts import split

PARTS = pd.DataFrame(
    [
        ["Points", "Core", 100.0, 500, 900],
        ["Points", "Lost", 0.0, 0, 0],
        ["Tiers", "Core", 37.5, 9, 8],
    ],
    columns=["strategy", "segment", "reach", "spent", "gain"],
)
CURVE = pd.DataFrame(
    {
        "budget": [0.0, 1000.0, 2000.0, 1500.0],
        "spent": [0.0, 900.0, 1100.0, 1100.0],
        "gain": [0.0, 3000.0, 3200.0, 3200.0],
        "last": [4.0, 1.0, 0.0, 0.0],
        "now": [False, False, False, True],
    }
)


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


def test_each_part_tells_its_reach_and_none_is_a_dash():
    drawn = svg(split.reach(PARTS, str, ("Tiers", "Points"), ("Lost", "Core")))
    for told in (">100 %<", ">38 %<", ">–<", ">Points<", ">Lost<"):
        assert told in drawn
    assert drawn.index(">Tiers<") < drawn.index(">Points<")
    assert drawn.index(">Lost<") < drawn.index(">Core<")


def test_a_budget_is_picked_on_the_curve():
    chart = split.curve(CURVE, str)
    assert ">3k<" in svg(chart)
    picks = [one for one in chart.to_dict()["params"] if one["name"] == split.PICK]
    assert [one["select"]["fields"] for one in picks] == [["budget"]]
