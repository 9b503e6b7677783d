import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import vl_convert
from journey.logs import MAP, events, random_log, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.charts import purchase_path, theme, transitions
from loyalty.charts.journey_map import layout
from loyalty.charts.journey_map import picture as journey_map
from loyalty.charts.labels import text_width
from loyalty.journey.blueprint import Blueprint
from loyalty.study.journey import Card

CHINESE = {
    "Awareness": "认知",
    "Purchase": "购买",
    "Customers": "客户",
    "Feeling": "感受",
    "and {count} more": "另有 {count} 个",
    "nobody recorded": "无人记录",
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


def test_layout_has_a_column_per_stage_and_a_card_per_touchpoint(table):
    frame = layout.layout(table)
    stages = frame[frame["part"] == "stage"]
    assert list(stages["label"]) == [*journey.STAGES.values(), "Unassigned"]
    assert stages["x"].is_monotonic_increasing and stages["x"].diff().round(6).nunique() == 1
    assert stages["arrow"].iloc[0] == f"→ {table['conversion'].iloc[0]:.0%}"
    assert stages["arrow_x"].iloc[0] == pytest.approx(stages["x"].iloc[:2].mean())
    points = frame[frame["part"] == "touchpoint"].merge(stages, on="stage", suffixes=("", "_of"))
    assert len(points) == 8
    assert ((points["card_left"] >= points["left_of"]) & points["card_top"].notna()).all()
    assert (points["card_right"] <= points["right_of"]).all()


def test_a_stage_nobody_records_is_folded_and_the_arrow_goes_past_it(tmp_path):
    rows = [("a", "2024-01-01", "Website"), ("a", "2024-01-02", "Hotline")]
    frame = layout.layout(map_of(tmp_path, rows), chinese)
    stages = frame[frame["part"] == "stage"].set_index("stage")
    assert list(stages.index[~stages["folded"].astype(bool)]) == ["consideration", "service"]
    assert stages.loc["purchase", "head"] == "购买\n无人记录"
    width = stages["right"] - stages["left"]
    assert width["purchase"] < width["service"] / 3
    between = (stages["right"]["consideration"] + stages["left"]["service"]) / 2
    assert stages["arrow_x"]["consideration"] == pytest.approx(between)


def test_before_the_first_event_no_stage_is_folded(tmp_path):
    stages = layout.layout(map_of(tmp_path, [])).query("part == 'stage'")
    assert not stages["folded"].any()
    assert set(stages["count"]) == {"nobody recorded"}


def test_what_does_not_fit_into_a_lane_is_counted(table, tmp_path):
    full = [(f"c{c}", "2024-01-01", name) for c, name in enumerate(MAP) if name != "Riddle"]
    many = [(f"c{c}", "2024-01-01", f"Ad {n}") for n in range(9) for c in range(n + 1)]
    frame = layout.layout(map_of(tmp_path, full + many), chinese)
    ads = frame[(frame["part"] == "touchpoint") & frame["label"].str.startswith("Ad ", na=False)]
    assert list(ads["label"][ads["card_top"].notna()]) == [f"Ad {n}" for n in (8, 7, 6, 5, 4, 3)]
    assert frame.loc[frame["part"] == "more", "label"].item() == "另有 4 个"


def test_a_wide_column_holds_cards_side_by_side(tmp_path):
    rows = [(f"c{c}", "2024-01-01", f"Ad {n}") for n in range(9) for c in range(n + 1)]
    frame = layout.layout(map_of(tmp_path, rows))
    cards = frame[frame["part"] == "touchpoint"]
    assert cards["card_top"].notna().all() and cards["card_left"].nunique() > 3


def test_names_in_the_feeling_lane_do_not_overlap(tmp_path):
    frame = layout.layout(map_of(tmp_path, crowd()))
    named = frame[frame["label_y"].notna()]
    assert len(named) >= 4
    boxes = [pixels(row) for row in named.itertuples()]
    for one, other in combinations(boxes, 2):
        assert apart(one, other)


def test_cards_do_not_overlap(tmp_path):
    frame = layout.layout(map_of(tmp_path, crowd()), sheet=Blueprint(cards=CARDS))
    cards = frame[frame["card_top"].notna()]
    boxes = cards[["card_left", "card_top", "card_right", "card_bottom"]].to_numpy().tolist()
    written = frame[frame["part"].isin(("owner", "note"))]
    boxes += written[["left", "top", "right", "bottom"]].to_numpy().tolist()
    assert len(boxes) > 15
    for one, other in combinations(boxes, 2):
        assert apart(one, other)
    assert max(box[3] for box in boxes) < frame["page_bottom"].max()


CARDS = {
    "Hotline call 1": Card(owner="Wang", note="Call back " * 20),
    "Hotline call 2": Card(owner="Wang", note="两天之内回电"),
    "Hotline call 3": Card(owner="Li", lane="support"),
}


def crowd() -> list[tuple]:
    return [
        (f"c{c}", f"2024-01-{c % 28 + 1:02}", f"{kind} {n}", 0.3 + 0.02 * n + 0.1 * (c % 3))
        for kind in ("Website section", "Checkout at till", "Hotline call", "网站浏览")
        for n in range(6)
        for c in range(8)
    ]


def apart(one, other) -> bool:
    return one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def pixels(row) -> tuple[float, float, float, float]:
    width, high = text_width(row.name, 13), 13 * 0.65
    left = row.label_x - width * {"left": 0, "center": 0.5, "right": 1}[row.align]
    return left, row.label_y - high, left + width, row.label_y + high


def test_heights_follow_the_feelings(table):
    frame = layout.layout(table)
    dots = frame[frame["dot_x"].notna()].sort_values("feeling")
    assert len(dots) == 8 and dots["mean_y"].is_monotonic_decreasing
    ticks = frame[frame["part"] == "tick"]
    at = np.polyfit(ticks["label"].str.replace("−", "-").astype(float), ticks["tick_y"], 1)
    assert np.polyval(at, dots["feeling"].astype(float)) == pytest.approx(dots["mean_y"], abs=0.1)


def test_a_mark_is_a_shape_or_a_sign_before_the_name_and_is_explained(table):
    marks = pd.DataFrame(
        {
            "touchpoint": ["Hotline", "Advert", "Hotline", "Advert", "Website"],
            "kind": ["pain", "delight", "end", "high", "low"],
        }
    )
    frame = layout.layout(table, chinese, marks=marks)
    points = frame[frame["part"] == "touchpoint"].set_index("touchpoint")
    assert points["shape"].to_dict() == {name: "plain" for name in MAP} | {
        "Hotline": "pain",
        "Advert": "delight",
    }
    assert points["card_name"]["Hotline"] == "■ Hotline"
    assert points["name"]["Hotline"] == "■ Hotline" and points["name"]["Advert"] == "◆ Advert"
    assert points["card_name"]["Website"] == "◇ Website"
    legend = frame[frame["part"] == "legend"]
    assert list(legend["sign"].dropna()) == ["→", "▼", "▲", "◆", "◇", "■"]


def test_the_legend_explains_only_what_is_there(tmp_path):
    rows = [("a", "2024-01-01", "Ad"), ("a", "2024-01-02", "Hotline")]
    words = layout.layout(map_of(tmp_path, rows)).query("part == 'legend'")["label"]
    assert list(words) == ["share who later reach the next stage", "larger: more customers"]
    rows[0] += (0.5,)
    words = layout.layout(map_of(tmp_path, rows)).query("part == 'legend'")["label"]
    assert {"as usual (0.50)", "grey: no scores", "pale: fewer than 30 scores"} <= set(words)


def test_lanes_are_those_chosen_or_guessed_and_empty_ones_are_left_out(tmp_path):
    rows = [("a", "2024-01-01", name) for name in ("Ad", "Delivery", "Hotline")]
    table = map_of(tmp_path, rows)
    assert captions(table) == ["Customers", "Front stage", "Back stage"]
    chosen = {"Delivery": Card(lane="front"), "Hotline": Card(lane="support", owner="Li")}
    assert captions(table, chosen) == ["Customers", "Front stage", "Support", "Owners"]
    chosen = {"Delivery": Card(lane="front")}
    assert captions(table, chosen) == ["Customers", "Touchpoints"]


def captions(table: pd.DataFrame, cards: dict | None = None) -> list[str]:
    frame = layout.layout(table, sheet=Blueprint(cards=cards or {}))
    return list(frame[frame["part"] == "lane"].sort_values("lane_y")["label"])


def test_notes_stand_under_the_stage_and_owners_with_what_they_own(tmp_path):
    rows = [("a", "2024-01-01", name) for name in ("Ad", "Banner", "Hotline")]
    cards = {
        "Ad": Card(owner="Ann"),
        "Banner": Card(owner="Ann"),
        "Hotline": Card(note="  Call\nback  "),
        "Gone": Card(owner="Bob", note="nobody is here"),
    }
    frame = layout.layout(map_of(tmp_path, rows), sheet=Blueprint(cards=cards))
    written = frame[frame["part"].isin(("owner", "note"))].set_index("label")
    assert written["whole"].to_dict() == {"Ann": "Ad, Banner", "Hotline": "Call\nback"}
    service = frame[(frame["part"] == "stage") & (frame["stage"] == "service")].iloc[0]
    assert service["left"] <= written["left"]["Hotline"] < service["x"]


def test_the_mean_of_a_stage_is_a_face_and_a_number(tmp_path):
    good = [(f"c{n}", "2024-01-01", "Ad", (0.5, 1.0)[n % 2]) for n in range(40)]
    bad = [("a", "2024-01-02", "Hotline", -0.8), ("b", "2024-01-03", "Website", 0.1)]
    faces = layout.layout(map_of(tmp_path, good + bad)).query("part == 'mood'")
    assert list(faces["mood"]) == ["good", "bad", "bad"]  # usual: 0.70
    assert list(faces["mean"]) == ["0.75", "0.10", "−0.80"]
    # sd 0.2532 over sqrt(40), times 2.0227
    assert list(faces["ends"]) == ["0.67 … 0.83", "scores: 1", "scores: 1"]


def test_the_curve_breaks_where_nobody_told_a_feeling(tmp_path):
    rows = [
        ("a", "2024-01-01", "Ad", 0.5),
        ("a", "2024-01-02", "Website"),
        ("a", "2024-01-03", "Hotline", 0.1),
    ]
    moods = layout.layout(map_of(tmp_path, rows)).query("part == 'mood'")
    assert moods["run"].nunique() == 2
    moods = layout.layout(map_of(tmp_path, [rows[0], rows[2]])).query("part == 'mood'")
    assert len(moods) == 2 and moods["run"].nunique() == 1


def test_lanes_can_be_left_out(table):
    frame = layout.layout(table, lanes=("touchpoints",))
    assert frame.query("part == 'mood'").empty and "dot_x" not in frame
    assert svg(journey_map.draw(frame)).count("Hotline") == 1
    only = layout.layout(table, lanes=("feelings",))
    assert only["page_bottom"].max() < layout.layout(table)["page_bottom"].max()
    assert "card_top" not in only and only["dot_x"].notna().sum() == 8


def test_the_map_draws_in_both_languages(table):
    for _ in (str, chinese):
        frame = layout.layout(table, _)
        picture = svg(journey_map.draw(frame, _, title=("A title",)))
        assert _("Awareness") in picture and _("Feeling") in picture and "A title" in picture
        assert "Tell a friend" in picture


def test_a_picture_for_a_file_is_as_wide_as_it_says_and_breaks_its_title(table):
    title = ("A long finding " * 12,)
    picture = svg(journey_map.draw(layout.layout(table), title=title, width=700))
    width = int(re.search(r'<svg[^>]* width="(\d+)', picture)[1])
    assert 700 <= width <= 740
    assert len(re.findall("A long finding", picture)) > 2


def test_the_map_draws_without_feelings_without_touchpoints_and_with_one_row(tmp_path):
    for rows in ([], [("a", "2024-01-01", "Ad")], [("a", "2024-01-01", "Ad", 1.0)]):
        frame = layout.layout(map_of(tmp_path, rows))
        picture = svg(journey_map.draw(frame))
        assert "Awareness" in picture
        assert ("Feeling" in picture) == (bool(rows) and len(rows[0]) == 4)
        assert ("Touchpoints" in picture) == bool(rows)


def test_quotes_in_names_and_stages_do_not_break_the_picture(tmp_path):
    rows = [("a", "2024-01-01", """Ad "x" 'y' <b>&</b>""")]
    frame = layout.layout(map_of(tmp_path, rows), lambda text: f"{text}\"'")
    assert "<b>" not in svg(journey_map.draw(frame, lambda text: f"{text}\"'"))


def test_the_same_settings_give_the_same_picture_whatever_the_rows(table):
    frame = layout.layout(table)
    known = journey_map.settings(frame)
    other = frame.assign(size=frame["size"] / 2, mean_y=frame["mean_y"] + 9)
    one, two = (journey_map.draw(rows, **known).to_dict() for rows in (frame, other))
    for spec in (one, two):
        del spec["data"], spec["datasets"]
    assert re.sub("view_[0-9a-f]+", "view", str(one)) == re.sub("view_[0-9a-f]+", "view", str(two))


def test_a_click_anywhere_on_a_touchpoint_gives_its_name(table):
    spec = journey_map.draw(layout.layout(table)).to_dict()
    [pick] = spec["params"]
    assert pick["name"] == "pick" and pick["select"]["fields"] == ["touchpoint"]


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
    frame = layout.layout(table)
    spec = journey_map.draw(frame).to_dict()
    del spec["datasets"]
    known = {theme.BASELINE, theme.MAIN, theme.NOTE, theme.INK, *theme.FEELING}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", str(spec))) <= known
    assert "background" not in str(spec["layer"])
    texts = [one["mark"] for one in spec["layer"] if one["mark"]["type"] == "text"]
    assert texts and {mark["color"] for mark in texts} == {"currentColor"}
    assert min(mark["fontSize"] for mark in texts) >= 11


def test_a_tooltip_tells_the_figures_in_words_and_a_dash_where_nothing_is_known(tmp_path):
    rows = [(f"c{n}", "2024-01-01", "Ad", (0.5, 1.0)[n % 2]) for n in range(40)]
    rows += [("c1", "2024-01-03", "Hotline")]
    frame = layout.layout(map_of(tmp_path, rows))
    points = frame[frame["part"] == "touchpoint"].set_index("touchpoint")
    tips = points[[name for name in points if name.startswith("tip_")] + ["next_label"]]
    assert tips.loc["Ad"].to_dict() == {
        "tip_customers": "40",
        "tip_events": "40",
        "tip_feeling": "0.75",
        "tip_ends": "0.67 … 0.83, scores: 40",
        "tip_share": "2% (0% … 13%)",  # Wilson of 1 of 40
        "tip_wait": "2 days",
        "next_label": "Service",
    }
    unknown = ["tip_feeling", "tip_ends", "tip_share", "tip_wait", "next_label"]
    assert set(tips.loc["Hotline", unknown]) == {"–"}
    spec = str(journey_map.draw(frame).to_dict()["layer"])
    told = set(re.findall(r"'field': '(tip_\w+|next_label|owner|note)'", spec))
    assert told <= set(points.columns) and len(told) == 9


def test_names_of_stages_shrink_before_they_are_cut(tmp_path):
    rows = [("a", "2024-01-01", "Ad")]
    few = layout.layout(map_of(tmp_path, rows)).query("part == 'stage'")
    assert set(few["head_size"]) == {14}
    keys = [f"Consideration {n}" for n in range(8)]
    many = {f"t{n}": key for n, key in enumerate(keys)}
    rows = [("a", "2024-01-01", name) for name in many]
    table = map_of(tmp_path, rows, stages=many, journey={"stages": keys})
    stages = layout.layout(table).query("part == 'stage'")
    assert set(stages["head_size"]) == {12} and not stages["head"].str.contains("…").any()


def test_an_interval_of_few_scores_is_not_told_and_none_leaves_the_scale(tmp_path):
    few = [(f"c{n}", "2024-01-01", "Ad", score) for n, score in enumerate((10.0, 0.0, 10.0, 0.0))]
    more = [(f"c{n}", "2024-01-02", "Hotline", 10.0 * (n > 0)) for n in range(5)]
    frame = layout.layout(map_of(tmp_path, few + more))
    points = frame[frame["part"] == "touchpoint"].set_index("touchpoint")
    assert points["low_y"].isna().to_dict() == {"Ad": True, "Hotline": False}
    ends = {"Ad": "scores: 4", "Hotline": "2.45 … 10.00, scores: 5"}
    assert points["tip_ends"].to_dict() == ends
    at = axis(frame)
    # 8 less 2.776 times the deviation 4.472 over the root of 5
    assert points["low_y"]["Hotline"] == pytest.approx(np.polyval(at, 2.447), abs=0.2)
    assert points["high_y"]["Hotline"] == pytest.approx(np.polyval(at, 10), abs=0.2)
    ticks = frame[frame["part"] == "tick"]["label"].astype(float)
    assert ticks.min() >= 0 and ticks.max() <= 10


def test_the_scale_of_everybody_goes_before_that_of_the_table(tmp_path):
    rows = [(f"c{n}", "2024-01-02", "Hotline", float(n > 0)) for n in range(5)]
    table = map_of(tmp_path, rows)
    narrow, wide = (
        layout.layout(table, scale=scale).query("part == 'touchpoint'")["tip_ends"].item()
        for scale in (None, (0.0, 10.0))
    )
    assert (narrow, wide) == ("0.24 … 1.00, scores: 5", "0.24 … 1.36, scores: 5")


def axis(frame: pd.DataFrame) -> np.ndarray:
    ticks = frame[frame["part"] == "tick"]
    return np.polyfit(ticks["label"].str.replace("−", "-").astype(float), ticks["tick_y"], 1)


def test_the_feeling_lane_has_as_many_dots_as_a_lane_has_cards_and_says_so(tmp_path):
    ads = [(f"c{c}", "2024-01-01", f"Ad {n}", 0.5) for n in range(9) for c in range(n + 1)]
    others = [("c0", "2024-01-02", name, 0.5) for name in MAP if name != "Riddle"]
    table = map_of(tmp_path, ads + others)
    marks = pd.DataFrame({"touchpoint": ["Ad 0"], "kind": ["pain"]})
    frame = layout.layout(table, marks=marks)
    dots = frame[frame["dot_x"].notna()]["touchpoint"]
    assert sorted(dots[dots.str.startswith("Ad ")]) == [f"Ad {n}" for n in (0, 4, 5, 6, 7, 8)]
    told = frame[frame["part"] == "lane"]["label"]
    count = 9 + len(others)
    assert f"Feeling ({len(dots)} of {count} touchpoints: most customers in their stage)" in set(
        told
    )


def test_a_file_says_below_the_picture_what_it_shows(table):
    frame = layout.layout(table)
    footed = layout.footed(frame, ["Shop <b>&</b>", "Rests on 4,000 events. " * 8])
    picture = svg(journey_map.draw(footed))
    assert "Shop &lt;b&gt;&amp;&lt;/b&gt;" in picture and "4,000 events" in picture
    assert journey_map.settings(footed)["height"] > journey_map.settings(frame)["height"] + 3 * 17
    assert "4,000 events" not in svg(journey_map.draw(frame))
