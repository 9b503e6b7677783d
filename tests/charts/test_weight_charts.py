"""Pictures of shares: parts in their order, texts where they fit, and they can be drawn."""

import pandas as pd
import pytest
import vl_convert

from loyalty.charts import acceptability, decisive, stacked


def svg(chart) -> str:
    return vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))


SHARES = pd.DataFrame(
    {
        "label": ["North", "North", "North", "South"],
        "key": ["high", "low", "none", "low"],
        "name": ["High", "Low", "None", "Low"],
        "share": [0.96, 0.04, 0.0, 1.0],
    }
)


def test_parts_stand_in_order_without_the_empty_and_small_ones_carry_no_text():
    found = stacked.layout(SHARES, ["low", "high", "none"])
    assert found["place"].tolist() == [1, 0, 0]
    assert found["text"].tolist() == ["96%", "", "100%"]


def test_stacked_bars_show_rows_in_order_and_their_shares():
    options = {"names": ("Low", "High"), "colours": ("#111111", "#222222"), "title": "Of all"}
    frame = stacked.layout(SHARES, ["low", "high", "none"])
    drawn = svg(stacked.draw(frame, labels=("South", "North"), **options))
    assert drawn.index("South") < drawn.index("North")
    for text in ("96%", "100%", "Of all", "High"):
        assert text in drawn


MATRIX = pd.DataFrame(
    [[0.9, 0.1], [0.002, 0.998], [float("nan")] * 2],
    index=pd.Index(["a", "b", "c"], name="segment"),
    columns=pd.RangeIndex(1, 3, name="rank"),
)


def test_the_heat_map_leaves_out_rows_without_anybody_and_texts_of_nearly_nothing():
    found = acceptability.layout(MATRIX)
    texts = found.set_index(["row", "column"])["text"].to_dict()
    assert texts == {("a", "1"): "90%", ("a", "2"): "10%", ("b", "1"): "", ("b", "2"): "100%"}


def test_the_heat_map_names_its_sides():
    frame = acceptability.layout(MATRIX)
    options = {
        "rows": ("b", "a"),
        "columns": ("1", "2"),
        "row_title": "Now",
        "column_title": "Then",
    }
    drawn = svg(acceptability.draw(frame, **options))
    assert "90%" in drawn and "Now" in drawn and "Then" in drawn


@pytest.mark.parametrize("labels", [("Spend", "Recency"), ("Recency", "Spend")])
def test_the_most_decisive_stands_on_top(labels):
    frame = pd.DataFrame(
        {
            "label": ["Spend", "Recency"],
            "family": ["purchase", "purchase"],
            "weight": [0.6, 0.4],
            "left_out": [0.3, 0.2],
            "doubled": [0.1, 0.15],
        }
    )
    drawn = svg(decisive.draw(frame, labels=labels))
    assert drawn.index(f">{labels[0]}<") < drawn.index(f">{labels[1]}<")
