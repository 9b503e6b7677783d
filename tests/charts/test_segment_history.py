"""Sizes over time: which segments are drawn, in which order, and that both shapes can be drawn."""

import pandas as pd
import pytest
import vl_convert

from loyalty.charts import segment_history

SIZES = pd.DataFrame(
    {
        "day": pd.to_datetime(["2024-01-31"] * 3 + ["2024-02-29"] * 3),
        "segment": ["loyal", "lost", "nobody"] * 2,
        "customers": [4, 1, 0, 3, 3, 0],
        "share": [0.8, 0.2, 0.0, 0.5, 0.5, 0.0],
    }
)
LABELS = {"loyal": "Loyal", "lost": "Lost", "nobody": "Nobody"}


def test_segments_that_never_had_a_customer_are_left_out():
    found = segment_history.layout(SIZES, LABELS)
    assert found[["key", "label", "place", "customers"]].to_numpy().tolist() == [
        ["loyal", "Loyal", 0, 4], ["lost", "Lost", 1, 1],
        ["loyal", "Loyal", 0, 3], ["lost", "Lost", 1, 3],
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["area", "line"])
@pytest.mark.parametrize("measure", ["customers", "share"])
def test_it_can_be_drawn(shape, measure):
    chart = segment_history.draw(
        segment_history.layout(SIZES, LABELS),
        labels=("Loyal", "Lost"),
        colours=("#0072B2", "#8A8A8A"),
        shape=shape,
        measure=measure,
    )
    svg = vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))
    assert svg.count(f"mark-{shape}") >= 1
    assert "#0072B2" in svg and ">Lost</text>" in svg
    assert ("%</text>" in svg) == (measure == "share")


def test_the_first_segment_stands_at_the_bottom():
    chart = segment_history.draw(
        segment_history.layout(SIZES, LABELS), labels=("Loyal", "Lost"), colours=("#1", "#2")
    )
    spec = chart.to_dict()
    assert spec["layer"][0]["encoding"]["order"] == {"field": "place", "type": "quantitative"}
