"""The R x F heat map: what its cells say, what its axes stand for, and that it can be drawn."""

import pandas as pd
import pytest
import vl_convert

from loyalty.charts import rf_grid
from loyalty.replay import rf_grid as cells_of

CUTS = {"rfm.recency": (10.0, 20.0, 30.0, 40.0), "rfm.frequency": (1.0, 2.5, 4.0, 4.0)}


def customers(rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["recency_days", "order_count"], dtype=float)
    return frame.assign(spend=1.0)


CELLS = cells_of(customers([(5, 1)] * 3 + [(50, 5)]), customers([(5, 1)] * 2 + [(50, 5)] * 6), CUTS)


def cell(frame: pd.DataFrame, recency: int, frequency: int) -> pd.Series:
    rows = frame.query("part == 'cell' and recency == @recency and frequency == @frequency")
    assert len(rows) == 1
    return rows.iloc[0]


def test_bands_say_what_a_rating_stands_for():
    assert rf_grid.bands(CUTS, "rfm.recency") == ["≥ 41", "31–40", "21–30", "11–20", "≤ 10"]
    assert rf_grid.bands(CUTS, "rfm.frequency") == ["1", "2", "3–4", "–", "≥ 5"]
    assert rf_grid.bands({}, "rfm.recency") == ["–"] * 5
    thousands = {"rfm.frequency": (2.0, 5.0, 9.0, 1000.0)}
    assert rf_grid.bands(thousands, "rfm.frequency")[::4] == ["≤ 2", "≥ 1,001"]


@pytest.mark.parametrize("value", range(1, 8))
def test_a_band_holds_the_values_that_get_its_rating(value):
    found = cells_of(customers([]), customers([(5, value)]), CUTS)
    rating = found.loc[found["now"] == 1, "frequency"].item()
    band = rf_grid.bands(CUTS, "rfm.frequency")[rating - 1]
    inside = {"1": value == 1, "2": value == 2, "3–4": 3 <= value <= 4, "≥ 5": value >= 5}
    assert inside[band]


def test_both_days_share_one_strength_of_colour():
    then, now = (rf_grid.layout(CELLS, panel) for panel in ("then", "now"))
    assert cell(then, 5, 1)["text"] == "3" and cell(now, 5, 1)["text"] == "2"
    assert cell(then, 5, 1)["strength"] == 1  # 3 of 4, the largest share of both days
    assert cell(now, 1, 5)["strength"] == 1  # 6 of 8
    assert cell(now, 5, 1)["strength"] == pytest.approx(1 / 3)


def test_the_change_is_in_points_with_its_sign():
    change = rf_grid.layout(CELLS, "change")
    assert cell(change, 5, 1)[["text", "direction"]].tolist() == ["-50.0", "fewer"]
    assert cell(change, 1, 5)[["text", "direction"]].tolist() == ["+50.0", "more"]
    assert cell(change, 3, 3)["text"] == "0"


def test_large_counts_are_written_short_in_the_language():
    many = CELLS.assign(now=1_234_567)
    assert cell(rf_grid.layout(many, "now"), 5, 1)["text"] == "1.2M"
    assert cell(rf_grid.layout(many, "now", language="zh_CN"), 5, 1)["text"] == "123.5万"


def test_corners_are_named_after_who_is_there():
    corners = rf_grid.layout(CELLS, "now").query("part == 'corner'")
    assert corners.set_index(["frequency", "recency"])["text"].to_dict() == {
        (0, 5): "New", (5, 5): "Best", (0, 0): "Lost", (5, 0): "Loyal, but leaving",
    }  # fmt: skip


def test_a_rating_that_ties_leave_to_nobody_is_left_out():
    cells, recency, frequency = rf_grid.without_empty(CELLS, CUTS)
    assert frequency == ["1", "2", "3–4", "≥ 5"]
    assert recency == rf_grid.bands(CUTS, "rfm.recency")
    assert len(cells) == 20 and cells["frequency"].max() == 4
    assert cells[["then", "now"]].sum().tolist() == CELLS[["then", "now"]].sum().tolist()
    assert cell(rf_grid.layout(cells, "now"), 1, 4)["text"] == "6"
    drawn = rf_grid.draw(
        rf_grid.layout(cells, "now"), recency=tuple(recency), frequency=tuple(frequency)
    )
    svg = vl_convert.vegalite_to_svg(drawn.to_dict(format="vega-lite"))
    assert "Best" in svg and "≥ 5" in svg and "–<" not in svg


def test_without_cuts_no_rating_is_left_out():
    nobody = cells_of(customers([]), customers([]), {})
    cells, recency, frequency = rf_grid.without_empty(nobody, {})
    assert len(cells) == 25 and recency == frequency == ["–"] * 5


@pytest.mark.parametrize("panel", rf_grid.PANELS)
def test_it_can_be_drawn_even_without_buyers(panel):
    nobody = cells_of(customers([]), customers([]), {})
    for cells in (CELLS, nobody):
        chart = rf_grid.draw(
            rf_grid.layout(cells, panel),
            title="2024",
            recency=tuple(rf_grid.bands(CUTS, "rfm.recency")),
            frequency=tuple(rf_grid.bands(CUTS, "rfm.frequency")),
        )
        svg = vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))
        assert "Loyal, but leaving" in svg and "11–20" in svg and ">2024<" in svg
        assert svg.count('aria-roledescription="rect mark"') == 25
