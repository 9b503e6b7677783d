import re
from itertools import combinations

import pandas as pd
import pytest
import vl_convert
from journey.logs import MAP, events, random_log, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.charts import journey_layout, journey_map, purchase_path, theme, transitions
from loyalty.charts.labels import text_width
from loyalty.charts.lanes import column_width

CHINESE = {
    "Awareness": "认知",
    "Purchase": "购买",
    "Customers": "客户",
    "Feeling": "感受",
    "and {count} more": "另有 {count} 个",
    "Purchase {number}": "第 {number} 次购买",
    "(end)": "（结束）",
}


def chinese(text: str) -> str:
    return CHINESE.get(text, text)


def svg(chart) -> str:
    return vl_convert.vegalite_to_svg(chart.to_dict())


@pytest.fixture
def table(tmp_path) -> pd.DataFrame:
    log = random_log(4, 4000, 300)
    tables = open_literal(tmp_path, events=log.to_dict("list"))
    return journey.journey_map(tables, study(stages=MAP))


def map_of(tmp_path, rows, **choices) -> pd.DataFrame:
    return journey.journey_map(open_literal(tmp_path, events=events(rows)), study(**choices))


def test_layout_has_a_column_per_stage_and_a_slot_per_touchpoint(table):
    frame = journey_layout.layout(table)
    stages = frame[frame["part"] == "stage"]
    assert list(stages["label"]) == [*journey.STAGES.values(), "Unassigned"]
    assert list(stages["x"]) == [place + 0.5 for place in range(8)]
    assert stages["arrow"].iloc[0] == f"→ {table['conversion'].iloc[0]:.0%}"
    assert stages["arrow_x"].iloc[0] == 1.0
    dots = frame[frame["part"] == "touchpoint"]
    assert list(dots["slot"]) == [0] * 8


def test_the_arrow_points_to_the_middle_of_the_way_past_empty_stages(tmp_path):
    rows = [("a", "2024-01-01", "Website"), ("a", "2024-01-02", "Hotline")]
    stages = journey_layout.layout(map_of(tmp_path, rows)).set_index("stage")
    assert stages.loc["consideration", "arrow_x"].iloc[0] == (1.5 + 4.5) / 2


def test_no_more_than_six_touchpoints_are_listed_and_the_rest_is_counted(tmp_path):
    rows = [(f"c{c}", "2024-01-01", f"Ad {n}") for n in range(9) for c in range(n + 1)]
    frame = journey_layout.layout(map_of(tmp_path, rows), chinese)
    dots = frame[frame["part"] == "touchpoint"].sort_values("slot")
    assert list(dots["label"][:6]) == [f"Ad {n}" for n in (8, 7, 6, 5, 4, 3)]
    assert dots["slot"].isna().sum() == 3
    assert frame.loc[frame["part"] == "more", "label"].item() == "另有 3 个"


def test_names_in_the_feeling_lane_do_not_overlap(tmp_path):
    rows = [
        (f"c{c}", f"2024-01-{c % 28 + 1:02}", f"{kind} {n}", 0.3 + 0.02 * n + 0.1 * (c % 3))
        for kind in ("Website section", "Checkout at till", "Hotline call", "网站浏览")
        for n in range(6)
        for c in range(8)
    ]
    frame = journey_layout.layout(map_of(tmp_path, rows))
    named = frame[frame["label_y"].notna()]
    assert len(named) >= 6
    boxes = [pixels(row) for row in named.itertuples()]
    for one, other in combinations(boxes, 2):
        apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
        assert apart


def pixels(row) -> tuple[float, float, float, float]:
    width, high = text_width(row.label, 11), 11 * 0.65
    left = row.label_x * column_width(7)
    left -= width * {"left": 0, "center": 0.5, "right": 1}[row.align]
    y = (1 - row.label_y) * journey_layout.FEELING_HEIGHT
    return left, y - high, left + width, y + high


def test_colours_turn_at_zero_or_in_the_middle_of_the_scores(tmp_path):
    around = map_of(
        tmp_path,
        [("a", "2024-01-01", "Ad", f) for f in (-0.5, 1.0)]
        + [("a", "2024-01-02", "Hotline", -0.5)],
    )
    assert tones(around) == {"Ad": 0.25, "Hotline": -1.0}
    stars = map_of(
        tmp_path,
        [("a", "2024-01-01", "Ad", f) for f in (1.0, 5.0)] + [("a", "2024-01-02", "Hotline", 5.0)],
    )
    assert tones(stars) == {"Ad": 0.0, "Hotline": 1.0}


def tones(table: pd.DataFrame) -> dict[str, float]:
    frame = journey_layout.layout(table)
    dots = frame[frame["part"] == "touchpoint"]
    return dict(zip(dots["touchpoint"], dots["tone"], strict=True))


def test_the_map_draws_in_both_languages(table):
    for _ in (str, chinese):
        frame = journey_layout.layout(table, _)
        picture = svg(journey_map.draw(frame, _, title=("A title",)))
        assert _("Awareness") in picture and _("Feeling") in picture and "A title" in picture
        assert "Tell a friend" in picture


def test_a_picture_for_a_file_is_as_wide_as_it_says_and_breaks_its_title(table):
    title = ("A long finding " * 12,)
    picture = svg(journey_map.draw(journey_layout.layout(table), title=title, width=700))
    width = int(re.search(r'<svg[^>]* width="(\d+)', picture)[1])
    assert 700 <= width <= 740
    assert len(re.findall("A long finding", picture)) > 2


def test_the_map_draws_without_feelings_without_touchpoints_and_with_one_row(tmp_path):
    for rows in ([], [("a", "2024-01-01", "Ad")], [("a", "2024-01-01", "Ad", 1.0)]):
        frame = journey_layout.layout(map_of(tmp_path, rows))
        picture = svg(journey_map.draw(frame))
        assert "Awareness" in picture
        assert ("Feeling" in picture) == (bool(rows) and len(rows[0]) == 4)
        assert ("Touchpoints" in picture) == bool(rows)


def test_quotes_in_names_and_stages_do_not_break_the_picture(tmp_path):
    rows = [("a", "2024-01-01", """Ad "x" 'y' <b>&</b>""")]
    frame = journey_layout.layout(map_of(tmp_path, rows), lambda text: f"{text}\"'")
    assert "<b>" not in svg(journey_map.draw(frame, lambda text: f"{text}\"'"))


def test_the_same_settings_give_the_same_picture_whatever_the_rows(table):
    frame = journey_layout.layout(table)
    known = journey_map.settings(frame)
    other = frame.assign(size=frame["size"] / 2, mean=frame["mean"] ** 2)
    one, two = (journey_map.draw(rows, **known).to_dict() for rows in (frame, other))
    for spec in (one, two):
        del spec["data"], spec["datasets"]
    assert one == two


def test_purchase_path_draws(tmp_path):
    rows = [(f"c{c}", f"2024-{n + 1:02}-{c + 1:02}", 5) for c in range(9) for n in range(c)]
    path = journey.purchase_path(open_literal(tmp_path, orders=orders(rows)), study())
    frame = purchase_path.layout(path, chinese)
    assert list(frame["count"].dropna()) == ["8", "7", "6", "5", "4", "3"]
    assert frame["arrow"].iloc[0] == "→ 88%"
    picture = svg(purchase_path.draw(frame, chinese, title=("A title",)))
    assert "第 1 次购买" in picture and "→ 88%" in picture


def test_purchase_path_draws_a_single_buyer(tmp_path):
    tables = open_literal(tmp_path, orders=orders([("a", "2024-01-01", 5)]))
    frame = purchase_path.layout(journey.purchase_path(tables, study()))
    assert "Purchase 1" in svg(purchase_path.draw(frame))


def test_transitions_show_the_busiest_touchpoints_in_stage_order(tmp_path):
    log = random_log(9, 3000, 100)
    moves = journey.transitions(open_literal(tmp_path, events=log.to_dict("list")), study())
    order = list(MAP)
    assert transitions.busiest(moves, order) == order
    many = pd.DataFrame({"source": [f"t{n:02}" for n in range(20)], "moves": range(20)})
    assert transitions.busiest(many, sorted(many["source"])) == [f"t{n:02}" for n in range(5, 20)]
    frame = transitions.layout(moves, order[:3], chinese)
    assert set(frame["source"]) == {"(start)", *order[:3]}
    assert set(frame["target_label"]) == {*order[:3], "（结束）"}
    picture = svg(transitions.draw(frame, chinese, title=("A title",)))
    assert "A title" in picture and "（结束）" in picture


def test_colours_come_from_the_theme_and_texts_follow_the_page(table):
    frame = journey_layout.layout(table)
    spec = journey_map.draw(frame).to_dict()
    del spec["datasets"]
    known = {theme.BASELINE, theme.MAIN, *theme.FEELING}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", str(spec))) <= known
    assert "background" not in str(spec["vconcat"])
    texts = [layer for lane in spec["vconcat"] for layer in lane["layer"]]
    texts = [one["mark"] for one in texts if one["mark"]["type"] == "text"]
    assert texts and {mark["color"] for mark in texts} == {"currentColor"}
