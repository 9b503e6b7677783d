"""The size curve: what the pointer reads is what the rules give, and the click is a selection."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import vl_convert

from loyalty import segmentation
from loyalty.charts import size_curve
from loyalty.language import translator
from loyalty.segmentation import PROBE, edits, probe, thin
from loyalty.study import Rule, Study

PEOPLE = pd.DataFrame(
    {
        "spend": [*np.arange(100.0), *[40.0] * 30],
        "date.joined": pd.to_datetime("2024-01-01") + pd.to_timedelta(np.arange(130), "D"),
    }
)
STUDY = Study(
    as_of=date(2024, 6, 1),
    thresholds={"t": 60.0},
    segments=(Rule(key="x", conditions=(edits.condition("spend", ">=", "t"),)),),
)


def frame(study=STUDY, name="t") -> pd.DataFrame:
    return size_curve.layout(thin(segmentation.size_curve(PEOPLE, study, name), "x"))


def drawn(points, value=None, language="en", **options) -> str:
    """The picture as SVG, the pointer over a value."""
    spec = size_curve.draw(points, translator(language), **options).to_dict(format="vega-lite")
    for one in spec["params"]:
        if one["name"] == "hover" and value is not None:
            one["value"] = [{"value": value}]
    return vl_convert.vegalite_to_svg(spec)


def test_steps_and_their_edge():
    points = frame()
    steps, edge = points[points["part"] == "step"], points.iloc[-1]
    assert (steps["previous"] + steps["change"] == steps["size"]).all()
    assert (edge["part"], edge["start"], edge["size"]) == ("edge", steps["end"].iloc[-1], 0)
    assert set(steps.loc[steps["value"] < 45, "side"]) == {"left"}
    assert steps["side"].iloc[-1] == "right"
    assert (points["room"] > points["size"].max()).all()


def test_the_present_value_stands_in_the_picture():
    svg = drawn(frame(), threshold="Spend", segment="Mine")
    assert "60: 40 customers" in svg
    assert "Customers in Mine" in svg and "Spend" in svg


@pytest.mark.parametrize("value", [10.0, 40, 41, 99])
def test_the_pointer_reads_value_and_size(value):
    size = (PEOPLE["spend"] >= value).sum()
    points = frame()
    assert points.loc[points["value"] == value, "size"].iloc[0] == size
    assert f"{value:g}: {size} customers" in drawn(points, value)


def test_the_pointer_says_where_a_cliff_is():
    assert "Cliff: 31 customers with exactly 40 change segment" in drawn(frame(), 41)
    assert "Cliff" not in drawn(frame(), 50)


def test_days_are_written_as_days():
    joined = edits.condition("date.joined", "<=", date(2024, 2, 1))
    study = STUDY.change(segments=(Rule(key="x", conditions=(joined,)),))
    svg = drawn(frame(probe(study, "x", (0,)), PROBE), days=True)
    assert "2024-02-01: 32 customers" in svg
    assert svg.count(">2024-0") > 3


def test_the_click_is_a_selection_of_the_columns_the_pointer_meets():
    spec = size_curve.draw(frame()).to_dict(format="vega-lite")
    params = {one["name"]: one for one in spec["params"]}
    assert set(params) == {"hover", size_curve.PICK}
    assert params[size_curve.PICK]["select"] == {
        "type": "point",
        "fields": ["value"],
        "on": "click",
    }
    names = [one.get("name") for one in spec["layer"]]
    assert params[size_curve.PICK]["views"] == ["size_curve_columns"] == names[-1:]


def test_the_same_options_give_the_same_picture_whatever_the_data():
    one, other = (size_curve.draw(points).to_dict() for points in (frame(), frame().head(3)))
    for spec in (one, other):
        del spec["data"], spec["datasets"]
    assert one == other


@pytest.mark.parametrize("values", [[], [5.0], [np.nan] * 3, [7.0] * 9])
def test_odd_customers_can_be_drawn(values):
    customers = pd.DataFrame({"spend": np.array(values, dtype=float)})
    curve = segmentation.size_curve(customers, STUDY, "t")
    now = int(np.nansum(np.array(values) >= 60)) if values else 0
    assert f"60: {now} customers" in drawn(size_curve.layout(thin(curve, "x")))
