"""The flow: heights are shares, ends carry sizes and changes, and the picture can be drawn."""

import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from loyalty.charts import who_moves

NAMES = ["loyal", "lost", "new"]
MOVES = pd.DataFrame(
    {
        "source": ["loyal", "loyal", "lost"],
        "target": ["loyal", "lost", "lost"],
        "customers": [60, 20, 20],
        "spend": [1.0, 2.0, 3.0],
    }
)


def test_the_height_of_a_ribbon_is_its_share_of_customers():
    ribbons = who_moves.layout(MOVES, NAMES)
    heights = (ribbons["high"] - ribbons["low"]).groupby(ribbons["pair"]).agg(["min", "max"])
    assert heights.loc["loyal→lost"].tolist() == pytest.approx([0.2, 0.2])
    assert heights.loc["loyal→loyal"].tolist() == pytest.approx([0.6, 0.6])
    assert ribbons.groupby("pair")["moved"].first().to_dict() == {
        "loyal→loyal": False, "loyal→lost": True, "lost→lost": False,
    }  # fmt: skip


@pytest.mark.parametrize("x", [0.0, 1.0])
def test_ribbons_do_not_overlap_at_the_ends(x):
    ends = who_moves.layout(MOVES, NAMES).query("x == @x").sort_values("low")
    assert (ends["low"].to_numpy()[1:] >= ends["high"].to_numpy()[:-1] - 1e-9).all()


def test_ends_name_size_and_change_and_leave_out_the_empty():
    labels = {name: name.title() for name in NAMES}
    ends = who_moves.ends(MOVES, NAMES, labels)
    assert ends["label"].tolist() == ["Loyal  80", "Lost  20", "Loyal  60 (-20)", "Lost  40 (+20)"]


def test_labels_stand_apart_and_inside_and_else_stay_where_they_belong():
    far = np.array([0.1, 0.5, 0.9])
    assert who_moves.apart(far, 1).tolist() == far.tolist()
    close = who_moves.apart(np.array([0.010, 0.012, 0.014, 0.5, 0.98, 0.99]), 1)
    assert (np.diff(close) >= who_moves.LINE - 1e-9).all()
    assert close[0] == 0.01 and close[3] == 0.5
    assert close[-1] <= 1


def test_it_can_be_drawn():
    ribbons = who_moves.layout(MOVES, NAMES)
    labels = {name: name.title() for name in NAMES}
    frame = pd.concat([ribbons, who_moves.ends(MOVES, NAMES, labels)], ignore_index=True)
    chart = who_moves.draw(frame, keys=tuple(NAMES))
    assert "Lost  40 (+20)" in vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))


def test_a_long_name_leaves_room_for_its_numbers():
    labels = {name: name * 10 for name in NAMES}
    ends = who_moves.ends(MOVES, NAMES, labels)
    assert ends["label"].tolist()[-1] == f"{('lost' * 10)[: who_moves.NAME - 1]}…  40 (+20)"


def test_groups_of_two_schemes_have_no_change():
    labels = {name: name.title() for name in NAMES}
    ends = who_moves.ends(MOVES, NAMES, labels, changes=False)
    assert ends["label"].tolist() == ["Loyal  80", "Lost  20", "Loyal  60", "Lost  40"]


def test_a_chinese_letter_takes_the_room_of_two():
    whole = "无订单客户（价格或价值）"
    ends = who_moves.ends(MOVES, NAMES, dict.fromkeys(NAMES, whole))
    assert ends["label"].iloc[-1] == f"{whole}  40 (+20)"
    ends = who_moves.ends(MOVES, NAMES, dict.fromkeys(NAMES, f"{whole}户"))
    assert ends["label"].iloc[-1] == f"{whole[:11]}…  40 (+20)"


def test_a_few_of_many_have_an_outline_and_who_stays_has_none():
    moves = MOVES.assign(customers=[5000, 4, 196])
    ribbons = who_moves.layout(moves, NAMES)
    chart = who_moves.draw(ribbons, keys=tuple(NAMES), colours=("red", "blue", "green"))
    svg = vl_convert.vegalite_to_svg(chart.to_dict(format="vega-lite"))
    widths = re.findall(r'<path[^>]*stroke="(?:red|blue)"[^>]*stroke-width="([^"]+)"', svg)
    assert sorted(float(one) for one in widths) == [0, 0, who_moves.LEAST]
