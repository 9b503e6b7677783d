import pandas as pd
import vl_convert

from loyalty.charts import backtest, theme

FRAME = pd.DataFrame(
    {
        "month": [-1, 0, 1, 2],
        "actual": [90, 100, 104, 190],
        "naive": [None, None, 100, 100],
        "p05": [None, None, 80, 70],
        "p25": [None, None, 95, 90],
        "p50": [None, None, 100, 101],
        "p75": [None, None, 106, 112],
        "p95": [None, None, 120, 133],
        "inside": [None, None, True, False],
    }
)


def svg(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


def test_what_happened_stands_beside_the_bands():
    drawn = svg(backtest.draw(FRAME, str, title="Orders"))
    assert ">Orders<" in drawn
    assert theme.MAIN in drawn
    assert drawn.count(theme.LEVELS["low"]) == 1  # the one outcome outside
    inside = FRAME.assign(inside=[None, None, True, True])
    assert theme.LEVELS["low"] not in svg(backtest.draw(inside, str, title="Orders"))


def test_shares_are_written_as_per_cent():
    numbers = FRAME.drop(columns=["month", "inside"]) / 200
    assert "%<" in svg(backtest.draw(FRAME.assign(**numbers), str, share=True))


def test_even_bars_stand_at_the_dashed_line():
    frame = pd.DataFrame(
        {"start": [0, 0.5], "end": [0.5, 1], "share": [0.25, 0.75], "even": [0.5, 0.5]}
    )
    chinese = {"Comparisons": "比较次数"}
    drawn = svg(backtest.pit(frame, lambda text: chinese.get(text, text)))
    assert ">比较次数<" in drawn
    assert ">Futures below what happened<" in drawn
    assert theme.BASELINE in drawn
