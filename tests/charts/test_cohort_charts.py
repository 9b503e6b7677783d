import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
import vl_convert
from tables import open_literal, orders

from loyalty.charts import cohort_curves, cohort_table, concentration_curve, theme
from loyalty.cohorts import cohorts, overall
from loyalty.concentration import concentration


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


def without_data(chart):
    spec = chart.to_dict(format="vega-lite")
    return {part: spec[part] for part in spec if part not in ("data", "datasets")}


def chinese(text):
    return {
        "Months since the month of the first order": "首单后月数",
        "Joined (customers)": "加入",
        "All cohorts, with 95% interval": "全部",
        "Top tenth: {share} of the value": "前十分之一：{share}",
        "Share of value": "价值",
    }.get(text, text)


@pytest.fixture
def table(tmp_path):
    """1,500 join in January, every fourth comes back in March; three join in February."""
    rows = [(f"a{n}", "2024-01-05", 1) for n in range(1500)]
    rows += [(f"a{n}", "2024-03-05", 1) for n in range(0, 1500, 4)]
    rows += [(f"b{n}", "2024-02-05", 1) for n in range(3)]
    return cohorts(open_literal(tmp_path, orders=orders(rows)), date(2024, 3, 31))


def test_cells_of_retention_begin_at_age_one(table):
    cells = cohort_table.layout(table)
    assert cells["row"].tolist() == ["2024-01  (1,500)"] * 2 + ["2024-02  (3)"]
    assert cells["age"].tolist() == [1, 2, 1]
    assert cells["count"].tolist() == [0, 375, 0]
    assert cells["share"].tolist() == [0, 0.25, 0]
    assert (cells["low"] <= cells["share"]).all() and (cells["share"] <= cells["high"]).all()


def test_cells_of_repurchase_begin_at_age_zero(table):
    cells = cohort_table.layout(table, "repurchase")
    assert cells["age"].tolist() == [0, 1, 2, 0, 1]
    assert cells["count"].tolist() == [0, 0, 375, 0, 0]


def test_quarters_have_their_names():
    days = pd.Series(pd.to_datetime(["2023-10-01", "2024-01-01"]))
    assert cohort_table.cohort_names(days, "quarter") == ["2023-Q4", "2024-Q1"]


def test_the_table_writes_shares_and_sizes(table):
    drawn = svg(cohort_table.draw(cohort_table.layout(table), chinese))
    for text in (">25<", ">0<", ">2024-01  (1,500)<", ">首单后月数<", ">加入<"):
        assert text in drawn
    assert theme.MAIN in drawn


def test_too_many_columns_hold_no_numbers(table):
    cells = cohort_table.layout(table)
    assert ">25<" in svg(cohort_table.draw(cells, columns=40))
    assert ">25<" not in svg(cohort_table.draw(cells, columns=41))


def test_curves_hold_every_cohort_and_all_together(table):
    points = cohort_curves.layout(table, overall(table), chinese, "repurchase")
    single = points[points["part"] == "cohort"]
    pooled = points[points["part"] == "pooled"]
    assert set(single["name"]) == {"2024-01", "2024-02"}
    assert set(pooled["name"]) == {"All cohorts"}
    assert pooled["size"].tolist() == [1503, 1503, 1500]
    drawn = svg(cohort_curves.draw(points, chinese, "repurchase"))
    for text in (">全部<", ">Each cohort<", ">首单后月数<", theme.MAIN, theme.BASELINE):
        assert text in drawn


def test_the_curve_tells_the_top_tenth():
    points = concentration_curve.layout(concentration([60.0] + [10.0] * 4), chinese)
    assert [text for text in points["label"] if text] == ["前十分之一：30%"]
    drawn = svg(concentration_curve.draw(points, chinese))
    for text in (">前十分之一：30%<", ">价值<", theme.MAIN, theme.BASELINE):
        assert text in drawn


def test_without_rows_the_charts_still_draw(table):
    empty = table.iloc[:0]
    assert "<svg" in svg(cohort_table.draw(cohort_table.layout(empty)))
    points = cohort_curves.layout(empty, overall(empty))
    assert "<svg" in svg(cohort_curves.draw(points))
    assert "<svg" in svg(concentration_curve.draw(concentration_curve.layout(concentration([]))))
    nothing = concentration_curve.layout(concentration(np.zeros(3)))
    assert set(nothing["label"]) == {""}
    assert "<svg" in svg(concentration_curve.draw(nothing))


def test_only_the_data_differ_and_texts_take_the_colour_of_the_page(table):
    half = table[table["cohort"] < pd.Timestamp("2024-02-01")]
    one, two = cohort_table.layout(table), cohort_table.layout(half)
    assert without_data(cohort_table.draw(one)) == without_data(cohort_table.draw(two))
    one, two = (cohort_curves.layout(rows, overall(rows)) for rows in (table, half))
    assert without_data(cohort_curves.draw(one)) == without_data(cohort_curves.draw(two))
    one, two = (concentration_curve.layout(concentration(values)) for values in ([1, 2], [3, 9]))
    drawn = [without_data(concentration_curve.draw(points)) for points in (one, two)]
    assert drawn[0] == drawn[1]
    for spec in (drawn[0], without_data(cohort_table.draw(cohort_table.layout(table)))):
        written = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
        assert [mark["color"] for mark in written] == [theme.TEXT]
        assert "background" not in json.dumps(spec)
