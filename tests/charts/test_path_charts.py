"""Flow of paths, funnel, stays and moves between stages: places, words, and that they draw."""

import json
import re

import numpy as np
import pandas as pd
import pytest
import vl_convert
from journey.logs import MAP, events, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.charts import durations, dwell_strips, funnel, path_flow, theme, transitions
from loyalty.journey import dwell, flow, measures, moves, steps
from loyalty.journey.units import duration

CHINESE = {
    "Purchase": "购买",
    "all others": "其他",
    "{count} days": "{count} 天",
    "(end)": "（结束）",
}


def chinese(text: str) -> str:
    return CHINESE.get(text, text)


def svg(chart) -> str:
    return vl_convert.vegalite_to_svg(chart.to_dict())


def read(tmp_path, rows) -> journey.Log:
    return journey.read(open_literal(tmp_path, events=events(rows)), study(stages=MAP))


@pytest.fixture
def log(tmp_path) -> journey.Log:
    rows = random_log(4, 1500, 300)
    return journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study(stages=MAP))


def picture(log, **choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = flow.of_log(log, **choices)
    return found, path_flow.layout(found, [name for name in log.names if name in set(found.source)])


def test_bars_are_as_high_as_their_share_and_columns_fit(log):
    found, frame = picture(log)
    bars = frame[frame["part"] == "bar"]
    share = found.groupby(["step", "source"])["journeys"].sum() / 300
    height = (bars["high"] - bars["low"]).to_numpy()
    expected = share.loc[list(zip(bars["step"], bars["source"], strict=True))].to_numpy()
    ratio = height / expected
    assert ratio == pytest.approx(ratio[0])
    assert bars["high"].max() == pytest.approx(1)  # the fullest column just fits
    for _, column in bars.groupby("step"):
        ordered = column.sort_values("low")
        assert (np.diff(ordered["low"]) > 0).all()
        assert (ordered["low"].to_numpy()[1:] > ordered["high"].to_numpy()[:-1]).all()


def test_ribbons_and_wedges_fill_their_bars(log):
    _, frame = picture(log, top=2)
    bars = frame[frame["part"] == "bar"]
    lines = frame[frame["part"].isin(["ribbon", "wedge"])]
    leaving = lines[lines["x"].sub(path_flow.BAR).mod(1).round(6).isin([0.0, 1.0])]
    leaving = leaving[(leaving["x"] - path_flow.BAR).round(6) == leaving["step"] - 1]
    for bar in bars.itertuples():
        mine = leaving[(leaving["step"] == bar.step) & (leaving["source"] == bar.source)]
        if bar.step < flow.DEPTH:
            assert mine["low"].min() == pytest.approx(bar.low)
            filled = (mine["high"] - mine["low"]).sum()
            assert filled == pytest.approx(bar.high - bar.low, abs=0.02)


def test_ribbons_arrive_at_the_bar_they_lead_to(log):
    _, frame = picture(log)
    bars = frame[frame["part"] == "bar"].set_index(["step", "source"])
    ribbons = frame[(frame["part"] == "ribbon") & (frame["x"] == frame["step"])]
    assert len(ribbons) > 20
    for ribbon in ribbons.itertuples():
        bar = bars.loc[(ribbon.step + 1, ribbon.target)]
        assert bar["low"] - 1e-9 <= ribbon.low and ribbon.high <= bar["high"] + 1e-9


def test_what_ends_runs_out_in_a_wedge_and_the_rest_is_told_as_others(log):
    found, frame = picture(log, top=2)
    ended = found[found["target"] == "(end)"]
    wedges = frame[frame["part"] == "wedge"].drop_duplicates(["step", "source"])
    seen = ended[ended["journeys"] >= 3]  # a hundredth of all can be seen
    assert set(zip(seen["step"], seen["source"], strict=True)) <= set(
        zip(wedges["step"], wedges["source"], strict=True)
    )
    others = frame[frame["source"] == flow.OTHER]
    assert set(others["colour"]) == {-1}
    assert "all others" in svg(path_flow.draw(frame, width=900))


def test_names_are_written_as_data_or_in_the_language(log):
    found = flow.of_log(log, by_stage=True)
    frame = path_flow.layout(found, list(log.stages), chinese, steps.label(True))
    drawn = svg(path_flow.draw(frame, chinese, title=("A title",), width=900))
    assert "购买" in drawn and "A title" in drawn
    options = path_flow.settings(frame)
    spec = path_flow.draw(frame.head(0), chinese, width=900, **options).to_dict()
    full = path_flow.draw(frame, chinese, width=900).to_dict()
    for one in (spec, full):
        one.pop("datasets")
        one.pop("data")
    assert spec == full  # the page draws once and changes the data


def test_the_flow_of_nothing_is_empty_and_one_journey_is_drawn(tmp_path):
    _, frame = picture(read(tmp_path, []))
    assert frame.empty
    assert "svg" in svg(path_flow.draw(frame))
    _, frame = picture(read(tmp_path, [("a", "2024-01-01", '<b>"Ad"</b> 到店')]))
    assert "到店" in svg(path_flow.draw(frame))


def test_colours_come_from_the_theme_and_texts_follow_the_page(log):
    _, frame = picture(log)
    spec = path_flow.draw(frame).to_dict()
    del spec["datasets"]
    known = {theme.BASELINE, theme.NOBODYS, *theme.SPARE}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(spec))) <= known
    texts = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert texts and {mark["color"] for mark in texts} == {"currentColor"}
    assert set(path_flow.PALETTE) == set(theme.SPARE)


def test_the_funnel_shows_what_the_table_says(log):
    table = measures.of_log(log, study(stages=MAP))
    frame = funnel.layout(table, chinese)
    stages = frame[frame["part"] == "stage"].set_index("stage")
    rows = measures.stage_rows(table).set_index("stage")
    largest = rows["customers"].max()
    assert stages.loc["use", "size"] == rows.loc["use", "customers"] / largest
    assert stages.loc["use", "filled"] == rows.loc["use", "reached"] / largest
    assert (stages["filled"] <= stages["size"]).all()
    assert stages.loc["use", "gone"] == f"{rows.loc['use', 'lost']} not yet"
    assert stages.loc["advocacy", ["gone", "going", "took"]].tolist() == ["", "", ""]
    drawn = svg(funnel.draw(frame, chinese, title=("A title",), width=900))
    assert "购买" in drawn and f">{rows.loc['use', 'customers']}<" in drawn
    assert stages["wait"].min() >= 0 and stages["wait"].max() <= 1


def test_a_stage_of_few_customers_is_pale_and_an_empty_log_has_only_names(tmp_path):
    frame = funnel.layout(
        measures.of_log(
            read(tmp_path, [("a", "2024-01-01", "Advert"), ("a", "2024-01-01", "Website")]),
            study(stages=MAP),
        )
    )
    assert not frame.loc[frame["stage"] == "awareness", "sure"].item()
    assert frame.loc[frame["stage"] == "awareness", "took"].item() == "0 minutes"
    assert "Awareness" in svg(funnel.draw(frame))
    empty = funnel.layout(measures.of_log(read(tmp_path, []), study()))
    assert set(empty.loc[empty["part"] == "stage", "count"]) == {"–"}
    assert "Advocacy" in svg(funnel.draw(empty))


def test_strips_stand_where_their_hours_are(log):
    found = dwell.of_log(log)
    rows = found[found["touchpoint"].notna()]
    frame = dwell_strips.layout(rows, "touchpoint", chinese)
    assert list(frame["label"]) == list(rows["touchpoint"])
    hours = 10 ** frame["middle"]
    assert hours.to_numpy() == pytest.approx(rows["median_hours"].to_numpy())
    assert (frame["p10"] <= frame["low"]).all() and (frame["high"] <= frame["p90"]).all()
    assert (frame["start"] <= frame["p10"]).all() and (frame["p90"] <= frame["end"]).all()
    drawn = svg(dwell_strips.draw(frame, chinese, title=("A title",), width=700))
    assert "Tell a friend" in drawn and "天 (moves: " in drawn


def test_a_strip_needs_moves_and_few_are_pale(tmp_path):
    log = read(tmp_path, [("a", "2024-01-01", "Advert"), ("a", "2024-01-01", "Website")])
    found = dwell.of_log(log)
    rows = found[found["touchpoint"].notna()]
    frame = dwell_strips.layout(rows, "touchpoint")
    assert frame["text"].tolist() == ["0 minutes (moves: 1)", "nobody has moved on yet"]
    assert not frame["sure"].any()
    assert "nobody has moved on yet" in svg(dwell_strips.draw(frame))
    assert "svg" in svg(dwell_strips.draw(dwell_strips.layout(rows.head(0), "touchpoint")))


def test_moves_between_stages_are_drawn_in_their_order(log):
    found = moves.between(log, log.stage, log.stages)
    frame = transitions.layout(found, log.stages, chinese, steps.label(True))
    assert set(frame["target_label"]) >= {"购买", "（结束）"}
    assert frame.loc[frame["source"] == "purchase", "row"].unique() == [3]
    assert "购买" in svg(transitions.draw(frame, chinese))


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.0, "0 minutes"), (0.5, "30 minutes"), (1 / 60, "1 minute"), (1.0, "1 hour"),
        (47.96, "48 hours"),
        (60.0, "2.5 days"), (240.0, "10 days"), (24_000.0, "1,000 days"), (float("nan"), "–"),
    ],
)  # fmt: skip
def test_durations_are_written_in_the_unit_people_use(hours, said):
    assert duration(hours) == said


def test_the_scale_of_durations_ends_on_ticks():
    ends = durations.domain(durations.place(pd.Series([0.0, 5.0, 700.0])))
    assert 10 ** ends[0] == pytest.approx(1 / 60) and 10 ** ends[1] == pytest.approx(720)
    ticks = durations.tick_rows(ends, "wait")
    assert ticks["label"].tolist() == ["1 minute", "1 hour", "1 day", "1 week", "1 month"]
    assert ticks["wait"].iloc[[0, -1]].tolist() == pytest.approx([0, 1], abs=1e-6)
    years = durations.domain(durations.place(pd.Series([500_000.0])))
    assert 10 ** years[1] >= 500_000
    assert durations.domain([]) == pytest.approx((np.log10(24), np.log10(8760)))
