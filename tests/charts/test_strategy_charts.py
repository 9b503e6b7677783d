import re

import pandas as pd
import pytest
import vl_convert

from loyalty.charts import fan, gain, segment_mix, theme

BANDS = ["p05", "p25", "p50", "p75", "p95"]


def bands(part, top, months=3):
    rows = [
        [month, part, *(top * month * share for share in (0.2, 0.4, 0.5, 0.7, 1))]
        for month in range(1, months + 1)
    ]
    return pd.DataFrame(rows, columns=["month", "part", *BANDS]).assign(metric="cash")


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


@pytest.fixture
def fans():
    others = bands("A", 400)[["month", "part", "p50", "metric"]]
    return pd.concat([bands("base", 90), bands("strategy", 100), others])


def test_a_fan_shows_the_strategy_in_its_colour_and_nothing_in_grey(fans):
    alone = svg(fan.draw(fans[fans["part"] != "A"], str, place=1, title="Cash"))
    assert theme.SCENARIOS[1] in alone
    assert theme.BASELINE in alone
    assert theme.SCENARIOS[0] not in alone
    assert ">Cash<" in alone


def test_other_scenarios_are_thin_lines_on_the_same_axis(fans):
    drawn = svg(fan.draw(fans, str, place=1, title="Cash"))
    assert theme.SCENARIOS[0] in drawn
    assert ">600<" in drawn
    assert ">600<" not in svg(fan.draw(fans[fans["part"] != "A"], str, place=1))


def test_differences_have_a_line_at_zero(fans):
    far = fans.assign(**{band: fans[band] + 5000 for band in BANDS})
    assert ">0<" in svg(fan.draw(far, str, zero=True))
    assert ">0<" not in svg(fan.draw(far, str))


def test_shares_are_written_as_per_cent():
    frame = pd.concat([bands("base", 0.3), bands("strategy", 0.32)])
    assert "%<" in svg(fan.draw(frame, str, share=True))
    assert "%<" in svg(fan.small(frame, str, share=True))


def test_a_stamp_shows_the_same_and_can_be_picked(fans):
    spec = fan.small(fans, str, place=2).to_dict()
    assert theme.SCENARIOS[2] in svg(fan.small(fans, str, place=2))
    picks = [one for one in spec["params"] if one["name"] == "pick"]
    assert picks[0]["select"]["fields"] == ["metric"]
    assert spec["height"] == fan.SMALL


@pytest.mark.parametrize("draw", [segment_mix.draw, segment_mix.small])
def test_the_mix_shows_each_segment_in_its_colour(draw):
    frame = pd.concat([bands("x", 5).assign(segment="New"), bands("x", 9).assign(segment="Loyal")])
    options = {"names": ("New", "Loyal"), "colours": ("#123456", "#654321")}
    for zero in (False, True):
        drawn = svg(draw(frame, str, zero=zero, **options))
        assert "#123456" in drawn
        assert "#654321" in drawn


@pytest.mark.parametrize("zero", [False, True])
def test_a_segment_that_nobody_is_in_is_not_in_the_legend(zero):
    sizes = {"A": 9, "Lost": 0, "New": -5 if zero else 5}
    frame = pd.concat([bands("x", size).assign(segment=name) for name, size in sizes.items()])
    names, colours = ("New", "Lost", "A"), ("#123456", "#abcdef", "#654321")
    drawn = svg(segment_mix.draw(frame, str, names=names, colours=colours, zero=zero))
    entries = r'legend-symbol.*?fill="(#\w+)".*?>(\w+)</text>'
    assert re.findall(entries, drawn) == [("#123456", "New"), ("#654321", "A")]
    assert "#abcdef" not in drawn


def test_a_mix_in_which_nothing_changes_is_an_empty_picture():
    frame = bands("x", 0).assign(segment="New")
    drawn = svg(segment_mix.draw(frame, str, names=("New",), colours=("#123456",), zero=True))
    assert ">Month<" in drawn and ">New<" not in drawn


def test_levels_of_segments_are_stacked_and_differences_are_not():
    frame = pd.concat([bands("x", 90).assign(segment="a"), bands("x", 90).assign(segment="b")])
    options = {"names": ("a", "b"), "colours": ("#123456", "#654321")}
    assert ">250<" in svg(segment_mix.draw(frame, str, **options))  # 135 and 135
    assert ">250<" not in svg(segment_mix.draw(frame, str, zero=True, **options))


def test_every_text_is_translated(fans):
    chinese = {"Month": "月份", "Gain over doing nothing": "相比不采取行动的收益"}
    assert ">月份<" in svg(fan.draw(fans, lambda text: chinese.get(text, text)))
    frame = bands("x", 5)[BANDS].assign(label="A", colour=0, chance=0.5)
    drawn = svg(gain.rank(frame, lambda text: chinese.get(text, text), labels=("A",)))
    assert ">相比不采取行动的收益<" in drawn


def test_the_ranking_keeps_its_order_and_colours():
    frame = bands("x", 5)[BANDS].assign(
        label=["Points", "B · y", "A · x"], colour=[-1, 1, 0], chance=0.5
    )
    drawn = svg(gain.rank(frame, str, labels=("Points", "B · y", "A · x")))
    places = [drawn.index(f">{text}<") for text in ("Points", "B · y", "A · x")]
    assert places == sorted(places)
    for colour in (theme.SCENARIOS[0], theme.SCENARIOS[1], theme.BASELINE):
        assert colour in drawn
