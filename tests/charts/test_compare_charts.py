import numpy as np
import pandas as pd
import vl_convert

from loyalty.charts import cross_table, stability
from loyalty.segmentation.compare import cross_table as counted

FIRST = {"a": "Alpha", "b": "<b>北</b>", "none": "In no segment"}
SECOND = {"x": "Xi", "y": "Yps", "rest": "In no segment"}


def table() -> pd.DataFrame:
    here, there = np.array([0, 0, 0, 1, 1]), np.array([1, 1, 0, 1, 1])
    return counted(here, list(FIRST), there, list(SECOND))


def test_segments_without_customers_have_no_field():
    frame = cross_table.layout(table(), FIRST, SECOND)
    assert frame[["first_label", "second_label", "customers"]].to_numpy().tolist() == [
        ["Alpha", "Xi", 1],
        ["Alpha", "Yps", 2],
        ["<b>北</b>", "Xi", 0],
        ["<b>北</b>", "Yps", 2],
    ]
    assert frame["row"].tolist() == [0, 0, 1, 1] and frame["column"].tolist() == [0, 1, 0, 1]


def test_the_heat_map_names_rows_and_columns_and_counts():
    frame = cross_table.layout(table(), FIRST, SECOND)
    chart = cross_table.draw(frame, first="Present", second="Value bands")
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    for text in ("Alpha", "Yps", "Present", "Value bands", "北"):
        assert text in svg
    assert "<b>北" not in svg
    assert svg.count("In no segment") == 0


def rows() -> pd.DataFrame:
    days = pd.to_datetime(["2024-02-01", "2024-03-01"])
    return pd.DataFrame(
        {
            "label": ["Present", "Present", "Other", "Other"],
            "until": [*days, *days],
            "share": [0.9, 0.8, 1.0, 0.95],
            "low": [0.85, 0.7, 0.99, 0.9],
            "high": [0.95, 0.9, 1.0, 0.99],
            "customers": [100, 110, 100, 110],
            "stayed": [90, 88, 100, 105],
        }
    )


def test_each_definition_has_a_line_and_a_name():
    chart = stability.draw(rows(), labels=("Present", "Other"))
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    assert "Present" in svg and "Other" in svg and "90%" in svg
    translated = stability.draw(rows(), lambda text: f"[{text}]", labels=("Present", "Other"))
    assert "[Stay in their segment]" in translated.to_json()
