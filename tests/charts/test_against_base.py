import pandas as pd
import vl_convert

from loyalty.charts import against_base, theme

NAN = float("nan")


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["Spend: 9 (all 5)", "<b>region</b> = 北方: 40% (all 20%)", "Recency", "none"],
            "value": [0.8, -0.5, 0.1, NAN],
            "low": [0.4, -0.9, -0.2, NAN],
            "high": [1.2, -0.1, 0.4, NAN],
            "here": ["9", "40%", "3", "–"],
            "all": ["5", "20%", "4", "5"],
            "known": [20, 30, 40, 0],
        }
    )


def drawn(**options):
    frame = against_base.layout(rows())
    return against_base.draw(frame, labels=tuple(frame["label"]), title="Difference", **options)


def test_sure_is_what_lies_on_one_side_of_the_line():
    assert against_base.layout(rows())["sure"].tolist() == [True, True, False]
    assert against_base.layout(rows(), line=-1.0)["sure"].tolist() == [True] * 3
    unknown = rows().assign(low=NAN, high=NAN)
    assert not against_base.layout(unknown)["sure"].any()


def test_rows_without_a_value_are_not_drawn():
    assert len(against_base.layout(rows())) == 3
    assert against_base.layout(rows()[3:]).empty


def test_the_picture_has_every_row_and_the_colour_of_the_group():
    svg = vl_convert.vegalite_to_svg(drawn(colour="#123456").to_dict())
    assert "Spend: 9 (all 5)" in svg and "北方" in svg and "<b>region" not in svg
    # two sure rows: an interval and a filled dot each
    assert svg.count("#123456") == 4
    assert theme.BASELINE in svg


def test_texts_are_translated():
    frame = against_base.layout(rows())
    spec = against_base.draw(frame, lambda text: f"[{text}]", labels=()).to_json()
    assert "[Everybody]" in spec and "[Customers with a value]" in spec
