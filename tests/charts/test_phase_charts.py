import pandas as pd
import vl_convert

from loyalty.charts import phases, theme
from loyalty.decision.phases import months
from loyalty.study import Phases, Scenario

NAMES = {
    "before": "Before",
    "preparation": "Preparation",
    "pilot": "Pilot",
    "roll_out": "Roll-out",
    "whole": "Full reach",
}
SCENARIO = Scenario(strategy="points", phases=Phases(preparation=3, pilot=6, roll_out=12))
LIMITS = pd.DataFrame(
    {
        "limit": [0.0, 1.0, 2.0],
        "stopped": [0.1, 0.5, 0.9],
        "worth": [0.0, 5000.0, -2000.0],
        "loss": [0.3, 0.2, 0.1],
        "now": [False, True, False],
    }
)


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


def test_phases_lie_side_by_side_and_the_steps_go_to_the_end():
    frame = phases.layout(months(SCENARIO, 24), NAMES, decision=9)
    spans = frame[frame["part"] == "phase"]
    assert spans["name"].tolist() == ["Preparation", "Pilot", "Roll-out", "Full reach"]
    assert spans["at"].tolist() == [0.5, 3.5, 9.5, 21.5]
    assert spans["end"].tolist() == [3.5, 9.5, 21.5, 24.5]
    steps = frame[frame["part"] == "step"]
    assert (steps["at"].min(), steps["at"].max()) == (0.5, 24.5)
    assert frame.loc[frame["part"] == "decision", "at"].tolist() == [9.5]


def test_the_phases_are_named_and_the_decision_is_drawn_only_with_a_rule():
    drawn = svg(phases.draw(phases.layout(months(SCENARIO, 24), NAMES, 9), str, place=2))
    for name in ("Preparation", "Pilot", "Roll-out"):
        assert f">{name}<" in drawn
    assert theme.SCENARIOS[2] in drawn
    assert theme.LEVELS["low"] in drawn
    without = svg(phases.draw(phases.layout(months(SCENARIO, 24), NAMES, None), str))
    assert theme.LEVELS["low"] not in without


def test_a_limit_is_picked_on_the_curve_of_the_rule():
    chart = phases.rule(LIMITS, str, place=1)
    assert theme.SCENARIOS[1] in svg(chart)
    spec = chart.to_dict()
    picks = [one for one in spec["params"] if one["name"] == phases.PICK]
    assert [one["select"]["fields"] for one in picks] == [["limit"]]
