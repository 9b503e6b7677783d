import pandas as pd
import pytest
import vl_convert

from loyalty.charts import fan, gain, theme

BANDS = ["p05", "p25", "p50", "p75", "p95"]


def bands(part, top, months=3):
    rows = [
        [month, part, *(top * month * share for share in (0.2, 0.4, 0.5, 0.7, 1))]
        for month in range(1, months + 1)
    ]
    return pd.DataFrame(rows, columns=["month", "part", *BANDS])


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


@pytest.fixture
def fans():
    return pd.concat([bands("base", 90), bands("strategy", 100), bands("room", 400)])


def test_a_fan_shows_the_strategy_in_its_colour_and_nothing_in_grey(fans):
    drawn = svg(fan.draw(fans, str, place=1, title="Cash"))
    assert theme.SCENARIOS[1] in drawn
    assert theme.BASELINE in drawn
    assert theme.SCENARIOS[0] not in drawn
    assert ">Cash<" in drawn


def test_fans_side_by_side_share_their_axis(fans):
    alone = svg(fan.draw(fans[fans["part"] != "room"], str, title="Cash"))
    assert ">1.2k<" in svg(fan.draw(fans, str, title="Cash"))
    assert ">1.2k<" not in alone


def test_shares_are_written_as_per_cent():
    frame = pd.concat([bands("base", 0.3), bands("strategy", 0.32)])
    assert "%<" in svg(fan.draw(frame, str, share=True))


def test_every_text_is_translated(fans):
    chinese = {"Month": "月份", "Gain over doing nothing": "相比不采取行动的收益"}
    assert ">月份<" in svg(fan.draw(fans, lambda text: chinese.get(text, text)))
    frame = bands("x", 5).assign(label="A")
    drawn = svg(gain.draw(frame, lambda text: chinese.get(text, text), labels=("A",)))
    assert ">相比不采取行动的收益<" in drawn


def test_the_gain_has_a_line_at_zero_and_names_the_scenarios():
    frame = pd.concat([bands("x", 5).assign(label="A · x"), bands("x", -9).assign(label="B · y")])
    drawn = svg(gain.draw(frame, str, labels=("A · x", "B · y")))
    for text in ("A · x", "B · y", theme.SCENARIOS[0], theme.SCENARIOS[1], theme.BASELINE):
        assert text in drawn


def test_the_ranking_keeps_its_order_and_colours():
    frame = bands("x", 5)[BANDS].assign(
        label=["Points", "B · y", "A · x"], colour=[-1, 1, 0], chance=0.5
    )
    drawn = svg(gain.rank(frame, str, labels=("Points", "B · y", "A · x")))
    places = [drawn.index(f">{text}<") for text in ("Points", "B · y", "A · x")]
    assert places == sorted(places)
    for colour in (theme.SCENARIOS[0], theme.SCENARIOS[1], theme.BASELINE):
        assert colour in drawn
