"""Charts of weights: what they say of the data, in both languages, and that they can be drawn."""

import pandas as pd
import pytest
import vl_convert

from loyalty.charts import calibration, judged_weights, weights_found

ROWS = pd.DataFrame(
    {"label": ["Spend", "It's “own”"], "present": [0.25, 0.75], "found": [1.0, 0.0]}
)
FIFTHS = pd.DataFrame(
    {
        "fifth": [1, 2],
        "customers": [1200, 1201],
        "predicted": [0.1, 0.6],
        "observed": [0.2, 0.5],
        "observed_low": [0.1, 0.4],
        "observed_high": [0.3, 0.8],
    }
)


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))


def test_each_indicator_has_a_bar_in_use_and_a_bar_found():
    frame = weights_found.layout(ROWS)
    assert frame.set_index(["label", "part"])["weight"].to_dict() == {
        ("Spend", "present"): 0.25,
        ("Spend", "found"): 1.0,
        ("It's “own”", "present"): 0.75,
        ("It's “own”", "found"): 0.0,
    }


@pytest.mark.parametrize("series", ["Proposed", "Room's own"])
def test_weights_found_are_written_also_where_they_are_zero(series):
    drawn = svg(
        weights_found.draw(
            weights_found.layout(ROWS),
            lambda text: series if text == "Proposed" else text,
            labels=("Spend", "It's “own”"),
        )
    )
    for said in ("0.0%", "25.0%", "75.0%", "100.0%", "In use now"):
        assert said in drawn
    assert series.replace("'", "&#39;") in drawn or series in drawn


def test_calibration_draws_each_fifth_with_its_interval():
    drawn = svg(calibration.draw(FIFTHS))
    assert "Observed share: 20%; Fifth of the prediction: 1" in drawn
    assert "Customers: 1,201" in drawn


def test_bars_of_judgements_carry_their_share():
    frame = pd.DataFrame({"label": ["Purchase", "Usage"], "weight": [0.75, 0.25]})
    drawn = svg(judged_weights.bars(frame, labels=("Purchase", "Usage")))
    assert "75%" in drawn and "25%" in drawn


def test_the_spread_names_each_person_and_the_group():
    frame = pd.DataFrame(
        {
            "label": ["Purchase"] * 3,
            "name": ["Ann <b>", "Bob", "Group"],
            "part": ["person", "person", "group"],
            "weight": [0.2, 0.6, 0.4],
        }
    )
    drawn = svg(judged_weights.spread(frame, labels=("Purchase",)))
    for said in ("Participant: Bob", "Weight: 20.0%", "Participant: Group", "Ann &lt;b&gt;"):
        assert said in drawn
