"""The journey map on one screen: it fits, its letters are large, and its places agree with it."""

import re

import pandas as pd
import pytest
import vl_convert
from journey.logs import MAP, events, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.charts.journey_map import layout, picture, presented
from loyalty.charts.lanes import WIDTH
from loyalty.journey.blueprint import Blueprint
from loyalty.study.journey import Card

SCREEN = presented.HEIGHT * presented.ZOOM


@pytest.fixture
def table(tmp_path) -> pd.DataFrame:
    tables = open_literal(tmp_path, events=random_log(4, 4000, 300).to_dict("list"))
    return journey.journey_map(tables, study(stages=MAP))


def svg(frame: pd.DataFrame) -> str:
    chart = presented.draw(frame, **presented.settings(frame))
    return vl_convert.vegalite_to_svg(chart.properties(width=round(WIDTH)).to_dict())


def bottom(frame: pd.DataFrame) -> float:
    return float(frame["page_bottom"].max())


def test_the_whole_map_fills_one_screen_exactly(table):
    frame = presented.layout(table, foot=["Rests on 4,000 events."])
    assert bottom(frame) == pytest.approx(SCREEN)
    assert SCREEN < 720 - 180  # what the page has above the picture
    stages = frame[frame["part"] == "stage"]
    assert len(stages) == 8 and frame["dot_x"].notna().sum() == len(MAP)


def test_letters_are_larger_than_at_the_desk_by_the_zoom(table):
    sizes = []
    for module in (picture, presented):
        frame = layout.layout(table) if module is picture else presented.layout(table)
        spec = module.draw(frame).to_dict(validate=False)
        texts = [one["mark"] for one in spec["layer"] if one["mark"]["type"] == "text"]
        sizes.append([mark["fontSize"] for mark in texts])
    usual, large = sizes
    assert large == pytest.approx([size * presented.ZOOM for size in usual])
    assert min(large) >= 16


def test_dots_are_larger_by_the_square(table):
    spec = presented.draw(presented.layout(table)).to_dict(validate=False)
    ranges = [
        one["encoding"]["size"]["scale"]["range"]
        for one in spec["layer"]
        if isinstance(one["encoding"].get("size", {}).get("scale"), dict)
    ]
    assert ranges and all(one == pytest.approx([45 * 1.36**2, 340 * 1.36**2]) for one in ranges)


def test_places_down_are_those_of_the_same_map_at_the_desk(table):
    frame = presented.layout(table)
    dots = frame[frame["dot_x"].notna()].sort_values("feeling")
    assert dots["mean_y"].is_monotonic_decreasing
    faces, heads = frame[frame["part"] == "mood"], frame[frame["part"] == "stage"]
    assert faces["face_y"].min() > dots["mean_y"].max()
    assert (heads["bar_y"] <= heads["bar_base"]).all()
    assert (heads["bar_base"].max() < frame.loc[frame["part"] == "tick", "tick_y"]).all()


def test_opportunities_take_room_from_the_feelings_and_the_map_still_fits(table):
    sheet = Blueprint(cards={"Hotline": Card(note="Call back within two days. " * 9, owner="Li")})
    plain, noted = presented.layout(table), presented.layout(table, sheet=sheet)
    assert bottom(noted) == pytest.approx(bottom(plain)) == pytest.approx(SCREEN)
    lane = list(noted[noted["part"] == "lane"]["label"])
    assert "Opportunities" in lane and "Owners" not in lane
    [note] = noted.loc[noted["part"] == "note", "text"]
    assert note.count("\n") == 1 and note.endswith("…")


def test_of_many_opportunities_of_a_stage_one_is_shown_and_the_others_counted(tmp_path):
    rows = [
        (f"c{c}", "2024-01-01", f"Hotline {n}", 0.1 * n) for n in range(4) for c in range(n + 1)
    ]
    table = journey.journey_map(open_literal(tmp_path, events=events(rows)), study())
    cards = {f"Hotline {n}": Card(note="Call back within two days. " * 3) for n in range(4)}
    frame = presented.layout(table, sheet=Blueprint(cards=cards))
    assert bottom(frame) == pytest.approx(SCREEN)
    assert list(frame.loc[frame["part"] == "note", "label"]) == ["Hotline 3"]
    assert list(frame.loc[frame["part"] == "more", "label"]) == ["and 3 more"]


def test_without_feelings_as_many_touchpoints_as_fit_stand_under_their_stage(tmp_path):
    rows = [
        (f"c{c}", "2024-01-01", f"{kind} {n}")
        for kind in ("Ad", "Website", "Checkout", "Manual", "Hotline", "Delivery", "Refill", "CRM")
        for n in range(9)
        for c in range(n + 1)
    ]
    table = journey.journey_map(open_literal(tmp_path, events=events(rows)), study())
    frame = presented.layout(table)
    assert bottom(frame) <= SCREEN
    assert frame["card_top"].notna().sum() >= 12 and (frame["part"] == "more").any()
    lanes = list(frame[frame["part"] == "lane"]["label"])
    assert lanes == ["Customers", "Touchpoints"]


def test_the_legend_leaves_out_what_a_speaker_says(table):
    words = presented.layout(table).query("part == 'legend'")["label"]
    assert not words.str.contains("larger: more customers|share who|95%").any()
    assert words.str.contains("as usual|neutral").any()


def test_it_draws_names_of_any_kind_as_text(tmp_path):
    rows = [("a", "2024-01-01", """Ad "x" <b>&</b>""", 0.5), ("a", "2024-01-02", "热线", -0.5)]
    table = journey.journey_map(open_literal(tmp_path, events=events(rows)), study())
    drawn = svg(presented.layout(table, foot=["Shop <i>"]))
    assert "<b>" not in drawn and "<i>" not in drawn and "Shop &lt;i&gt;" in drawn
    height = float(re.search(r'<svg[^>]* height="(\d+)', drawn)[1])
    assert SCREEN - 1 <= height <= SCREEN + 20


def test_before_the_first_event_it_still_draws(tmp_path):
    table = journey.journey_map(open_literal(tmp_path, events=events([])), study())
    frame = presented.layout(table)
    assert bottom(frame) <= SCREEN and "Awareness" in svg(frame)
