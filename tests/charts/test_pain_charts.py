"""Pain points and hand-overs: what is certain is filled, names and words stand in the picture."""

import numpy as np
import pandas as pd
import pytest
import vl_convert

from loyalty.charts import handovers, pain_points, theme
from loyalty.charts.labels import text_width
from loyalty.journey import handovers as pairs
from loyalty.journey import pains
from loyalty.language import translator

NAN = float("nan")


def found(count: int = 4) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "touchpoint": ["Hotline <b>", "到店", 'App\'s "use"', "Website"],
            "stage": ["service", "consideration", "use", "consideration"],
            "customers": [400, 900, 1600, 100],
            "scored": [300, 20, 500, 90],
            "feeling": [-0.4, 0.0, 0.5, 0.1],
            "feeling_low": [-0.5, NAN, 0.4, 0.05],
            "feeling_high": [-0.3, NAN, 0.6, 0.15],
            "line": 0.25,
            "below": [0.5, 0.2, 0.0, 0.1],
            "effect": [0.1, 0.2, -0.1, 0.0],
            "effect_low": [0.05, -0.1, -0.2, NAN],
            "effect_high": [0.15, 0.5, 0.0, NAN],
            "effect_of": "repurchase",
            "measured": [True, True, True, False],
            "why": ["", "chance", "chance", "few"],
            "pain": [20.0, 36.0, 0.0, 0.0],
            "low": [True, False, False, True],
            "sure": [True, False, False, False],
        }
    )
    return rows[pains.COLUMNS].head(count)


def drawn(rows: pd.DataFrame, chosen: str = "", language: str = "en", **options) -> str:
    frame = pain_points.layout(rows, chosen, translator(language))
    spec = pain_points.draw(
        frame, translator(language), **pain_points.settings(rows), **options
    ).to_dict(format="vega-lite")
    return vl_convert.vegalite_to_svg(spec)


def test_kinds_and_sizes():
    frame = pain_points.layout(found(), "到店").set_index("touchpoint")
    assert frame["kind"].tolist() == ["pain", "unsure", "none", "unsure"]
    assert frame["area"].tolist() == [480.0, 900.0, 60.0, 60.0]
    assert frame["chosen"].tolist() == [False, True, False, False]
    assert frame["first"].tolist() == [True, False, False, False]


def test_names_stand_beside_their_dots_and_inside():
    frame = pain_points.layout(found())
    known = pain_points.settings(found())
    assert (frame["align"] != "").all()
    assert frame["label_x"].between(known["low"], known["high"]).all()
    assert frame["label_y"].between(0, known["most"]).all()
    pixels = pain_points.WIDTH / (known["high"] - known["low"])
    away = (frame["label_x"] - frame["feeling"]).abs() * pixels
    assert (away <= np.sqrt(frame["area"] / np.pi) + 5).all()


def test_names_that_would_cover_each_other_are_left_out():
    rows = pd.concat([found(1)] * 40, ignore_index=True)
    frame = pain_points.layout(rows)
    assert 1 <= (frame["align"] != "").sum() < 40
    here = frame[frame["align"] == "left"]
    height = text_width("m", pain_points.NAME_SIZE)
    y = (1 - np.sqrt(here["label_y"] / pain_points.settings(rows)["most"])) * pain_points.HEIGHT
    assert len(y) < 2 or np.diff(np.sort(y)).min() >= height


@pytest.mark.parametrize("usual", [True, False])
def test_the_picture_holds_names_line_and_legend(usual):
    svg = drawn(found(), "到店", usual=usual)
    assert ("usual: 0.25" if usual else "middle: 0.25") in svg
    assert "到店" in svg and "Hotline &lt;b&gt;" in svg
    assert "Uncertain pain point" in svg
    assert theme.LEVELS["low"] in svg and theme.BASELINE in svg


def test_an_empty_and_a_single_picture():
    assert "Customers" in drawn(found(0))
    assert "Hotline" in drawn(found(1))


def test_a_click_is_a_selection_of_the_touchpoint():
    spec = pain_points.draw(pain_points.layout(found())).to_dict(format="vega-lite")
    (pick,) = [one for one in spec["params"] if one["name"] == "pick"]
    assert pick["select"]["fields"] == ["touchpoint"]


def broken() -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "level": ["touchpoint", "touchpoint", "channel"],
            "source": ["Showroom <i>", "Ad", "Ad"],
            "target": ["Quote", "订单", None],
            "source_channel": [None, None, "social"],
            "target_channel": [None, None, NAN],
            "customers": [1000, 200, 200],
            "followed": [350, 196, 100],
            "broken": [650, 4, 100],
            "bought_anyway": pd.array([400, 0, pd.NA], dtype="Int64"),
            "nothing": pd.array([250, 4, pd.NA], dtype="Int64"),
            "followed_share": [0.35, 0.98, 0.5],
            "followed_low": [0.32, 0.95, 0.4],
            "followed_high": [0.38, 0.99, 0.6],
            "compared": ["yes", "few", "yes"],
            "lost_conversion": [0.2, NAN, 0.1],
            "lost_low": [0.15, NAN, -0.1],
            "lost_high": [0.25, NAN, 0.3],
        }
    )
    return rows.reindex(columns=pairs.COLUMNS)


def test_a_bar_holds_all_customers_of_a_pair():
    frame = handovers.layout(broken())
    assert frame["label"].tolist()[:3] == [
        "Showroom <i> → Quote",
        "Ad → 订单",
        "Ad (social) → any other channel",
    ]
    for _label, parts in frame.groupby("label"):
        assert parts["start"].min() == 0 and parts["end"].max() == 1
        assert parts["count"].sum() == parts["customers"].iloc[0]
    assert frame["kind"].tolist()[3:] == ["bought", "lost", "broken", "open"]
    assert frame["said"].tolist()[3:] == ["400", "250", "", "100"]  # no room for the 4
    assert frame["start"].tolist()[3:5] == pytest.approx([0.35, 0.75])


def test_more_buyers_among_those_who_did_not_come_are_no_loss():
    rows = broken().assign(lost_conversion=-0.2, lost_low=-0.3, lost_high=[-0.1, 0.1, NAN])
    frame = handovers.layout(rows)
    assert frame["kind"].tolist()[3:] == ["bought", "gained", "broken", "open"]
    assert frame["purchases"].tolist()[:2] == ["compared", "too few to compare"]
    chart = handovers.draw(frame, labels=tuple(frame["label"].iloc[:3]))
    svg = vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))
    assert "Did neither: no buyers lost" in svg and "neither: buyers lost" not in svg


def test_a_low_feeling_is_no_pain_only_where_who_felt_bad_buys_more():
    rows = found().assign(pain=0.0, sure=False, low=True, effect_high=[-0.1, 0.1, NAN, 0.0])
    kinds = pain_points.layout(rows)["kind"].tolist()
    assert kinds == ["none", "unsure", "unsure", "unsure"]


def test_the_bars_are_drawn():
    frame = handovers.layout(broken())
    chart = handovers.draw(frame, labels=tuple(frame["label"].iloc[:3]))
    svg = vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))
    assert "Did neither: buyers lost" in svg and "400" in svg and "250" in svg
    assert "Bought all the same" in svg
    assert "Showroom &lt;i&gt; → Quote" in svg
    assert "no buyers lost" not in svg  # nowhere
    empty = handovers.layout(broken().head(0))
    assert vl_convert.vegalite_to_svg(handovers.draw(empty).to_dict(format="vega-lite"))
