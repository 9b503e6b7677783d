"""Two journeys and their differences drawn: every number is the table's, whoever is compared."""

import numpy as np
import pandas as pd
import pytest
import vl_convert
from journey.logs import MAP, events, random_log, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.charts import differences, two_journeys
from loyalty.charts.two_journeys import COLOURS
from loyalty.journey import log as logs
from loyalty.journey.compare import comparison, findings

NAMES = ("<b>Gold</b> “A”", "客户很多的一个非常非常长的名字的客群名称在这里")


def compared(tmp_path, chosen=None, **tables) -> comparison.Comparison:
    chosen = chosen or study(stages=MAP)
    log = journey.read(open_literal(tmp_path, **tables), chosen)
    half = np.arange(len(log.ids)) % 2 == 0
    return comparison.of_logs(logs.of_customers(log, half), logs.of_customers(log, ~half), chosen)


@pytest.fixture
def found(tmp_path) -> comparison.Comparison:
    return compared(tmp_path, events=random_log(3, 1500, 80).to_dict("list"))


def layout(found, names=NAMES) -> pd.DataFrame:
    return two_journeys.layout(found.table, names, found.customers)


def svg(frame) -> str:
    return vl_convert.vegalite_to_svg(two_journeys.draw(frame, width=820).to_dict())


def test_each_stage_has_a_row_of_each_group_with_the_numbers_of_the_table(found):
    frame = layout(found)
    stages = found.table[found.table["touchpoint"].isna()].reset_index(drop=True)
    for side in comparison.SIDES:
        rows = frame[(frame["part"] == "stage") & (frame["group"] == side)].reset_index(drop=True)
        assert list(rows["stage"]) == list(stages["stage"])
        for name in ("customers", "journey_share", "feeling", "conversion", "median_hours"):
            expected = stages[f"{name}_{side}"].to_numpy(dtype=float)
            assert np.array_equal(rows[name].to_numpy(dtype=float), expected, equal_nan=True)


def test_means_and_intervals_stand_within_the_lane_in_their_order(found):
    rows = layout(found).query("part == 'stage'")
    assert rows["mean"].between(0, 1).all()
    known = rows[rows["low"].notna()]
    assert ((known["low"] < known["mean"]) & (known["mean"] < known["high"])).all()
    by_feeling = rows.sort_values("feeling")["mean"]
    assert by_feeling.is_monotonic_increasing


def test_both_groups_are_drawn_named_and_told_apart_without_colour(found):
    drawn = svg(layout(found))
    assert f"({found.customers[0]} customers)" in drawn and "&lt;b&gt;Gold" in drawn
    assert all(colour in drawn for colour in COLOURS)
    assert "stroke-dasharray" in drawn
    assert "<b>Gold" not in drawn


def test_the_settings_do_not_depend_on_who_is_compared(found):
    one, two = (layout(found, names) for names in (NAMES, ("a", "b")))
    assert two_journeys.settings(one) == two_journeys.settings(two)
    assert two_journeys.settings(one) == {"columns": 8, "feelings": True, "onward": True}


def test_names_stand_at_the_curves_only_where_they_cover_none(tmp_path):
    def named(gap: float) -> pd.DataFrame:
        rows = [
            (f"{who}{n}", f"2024-01-0{day}", name, score + sign * gap)
            for who, sign in (("a", 1), ("b", -1))
            for n in range(3)
            for day, (name, score) in enumerate([("Advert", 1.0), ("Website", 5.0)], 1)
        ]
        chosen = study(stages=MAP)
        folder = tmp_path / str(gap)
        folder.mkdir()
        log = journey.read(open_literal(folder, events=events(rows)), chosen)
        first = np.array([name.startswith("a") for name in log.ids])
        parts = [logs.of_customers(log, one) for one in (first, ~first)]
        frame = layout(comparison.of_logs(*parts, chosen), ("a", "b"))
        return frame[frame["label_y"].notna()]

    apart = named(1.0)
    assert list(apart["short"]) == ["a", "b"]
    over, under = apart.to_dict("records")
    assert over["label_y"] > over["mean"] and under["label_y"] < under["mean"]
    assert named(0.0)["label_y"].nunique() in (0, 2)


def test_without_feelings_there_is_no_curve_and_orders_alone_are_enough(tmp_path):
    rows = [(f"c{n}", f"2024-01-{day:02}", 5) for n in range(8) for day in range(1, 2 + n % 3)]
    found = compared(tmp_path, study(), orders=orders(rows))
    frame = layout(found)
    assert two_journeys.settings(frame) == {"columns": 2, "feelings": False, "onward": True}
    drawn = svg(frame)
    assert "Purchase" in drawn and "→" in drawn and "Feeling" not in drawn


def test_one_event_is_drawn(tmp_path):
    rows = [("a", "2024-01-01", "Advert", 2.0), ("b", "2024-01-01", "Advert", 2.0)]
    frame = layout(compared(tmp_path, events=events(rows)))
    assert two_journeys.settings(frame) == {"columns": 1, "feelings": True, "onward": False}
    assert "Awareness" in svg(frame)


def test_many_stages_leave_texts_out_that_would_meet(tmp_path):
    names = [f"s{n}" for n in range(16)]
    chosen = study(stages={name: name for name in names}, journey={"stages": names})
    rows = [(one, f"2024-01-{n + 1:02}", name) for one in "ab" for n, name in enumerate(names)]
    frame = layout(compared(tmp_path, chosen, events=events(rows)))
    stages = frame[frame["part"] == "stage"]
    assert (stages["share_text"] == "").all()
    assert set(stages["arrow"].dropna()) == {"→ 100%"}


def test_differences_are_drawn_in_units_people_read(found):
    rows = findings.ranked(found.differences, "conversion")
    frame = differences.layout(rows, "conversion")
    assert frame["difference"].tolist() == pytest.approx((rows["difference"] * 100).tolist()[:15])
    hours = findings.ranked(found.differences, "median_hours")
    days = differences.layout(hours, "median_hours")
    assert days["high"].tolist() == pytest.approx((hours["high"] / 24).tolist()[:15], nan_ok=True)


def test_significant_rows_have_the_colour_of_the_group_with_more():
    rows = pd.DataFrame(
        {
            "stage": ["use"] * 3,
            "touchpoint": ["<i>A</i>", "北方", None],
            "difference": [0.3, -0.2, 0.1],
            "low": [0.1, -0.3, -0.1],
            "high": [0.5, -0.1, 0.3],
            "significant": [True, True, False],
            "first": 0.5, "second": 0.2, "first_base": 40, "second_base": 50,
        }
    )  # fmt: skip
    frame = differences.layout(rows, "feeling")
    assert list(frame["look"]) == differences.LOOKS
    assert list(frame["label"]) == ["<i>A</i>", "北方", "Stage: Use"]
    drawn = vl_convert.vegalite_to_svg(differences.draw(frame, title="x").to_dict())
    for colour in COLOURS:
        assert drawn.count(f'stroke="{colour}"') == 2  # its interval and its dot
    assert "<i>A" not in drawn


def test_no_interval_is_drawn_of_few_scores_or_beyond_the_scale(tmp_path):
    rows = [
        (f"{who}{n}", "2024-01-01", "Advert", 10.0 * (n > 0))
        for who, size in (("a", 5), ("b", 4))
        for n in range(size)
    ]
    chosen = study(stages=MAP)
    log = journey.read(open_literal(tmp_path, events=events(rows)), chosen)
    first = np.array([name.startswith("a") for name in log.ids])
    parts = [logs.of_customers(log, one) for one in (first, ~first)]
    table = comparison.of_logs(*parts, chosen).table
    frame = two_journeys.layout(table, ("a", "b"), (5, 4), scale=(0.0, 10.0))
    known = frame[frame["part"] == "stage"].set_index("group")
    # 8 less 2.776 times the deviation 4.472 over the root of 5; 13.55 is above the scale
    ends = known.loc["first", ["feeling_low", "feeling_high"]].astype(float)
    assert ends.tolist() == pytest.approx([2.447, 10.0], abs=1e-3)
    assert known.loc["second", ["low", "high"]].isna().all()
    assert known["tip_ends"].to_dict() == {
        "first": "2.45 … 10.00, scores: 5",
        "second": "scores: 4",
    }
    assert set(known["tip_share"]) == {"–"} and set(known["tip_wait"]) == {"–"}
