import pandas as pd
import pytest
import vl_convert

from loyalty.charts import cases, cases_in_time, theme


def over_time(unit: str = "week") -> pd.DataFrame:
    start = pd.to_datetime(["2024-03-04", "2024-03-04", "2024-03-11"])
    status = ["told", "open", "in_work"]
    return pd.DataFrame({"start": start, "status": status, "cases": [2, 3, 1], "unit": unit})


def counted() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": ["complaint", "detractor", "low_feeling"],
            "in_time": [20, 2, 0],
            "decided": [40, 10, 0],
            "share": [0.5, 0.2, float("nan")],
            "low": [0.35, 0.06, float("nan")],
            "high": [0.65, 0.51, float("nan")],
        }
    )


def test_bars_stand_on_each_other_the_open_ones_at_the_bottom():
    frame = cases.layout(over_time())
    assert frame["status"].tolist() == ["open", "told", "in_work"]
    assert frame[["below", "above"]].to_numpy().tolist() == [[0, 3], [3, 5], [0, 1]]
    assert (frame["end"] - frame["start"]).dt.days.tolist() == [7, 7, 7]
    assert cases.layout(over_time("month"))["end"].tolist()[0] == pd.Timestamp("2024-04-04")


def test_the_picture_over_time_has_every_status_and_its_colour():
    frame = cases.layout(over_time())
    svg = vl_convert.vegalite_to_svg(cases.draw(frame).to_dict())
    assert "Still open" in svg and "Customer told" in svg and "Cases a week" in svg
    for status in ("open", "in_work", "told"):
        assert cases.COLOURS[status] in svg
    spec = cases.draw(frame, lambda text: f"[{text}]", unit="month").to_json()
    assert "[Cases a month]" in spec and "[Still open]" in spec


def test_without_cases_nothing_breaks():
    assert cases.layout(over_time()[:0]).empty


def test_shares_in_time_are_of_those_come_due_and_few_are_pale():
    frame = cases_in_time.layout(counted(), ["Complaint", "<b>x</b>", "none"])
    assert frame["label"].tolist() == ["Complaint: 50% of 40", "<b>x</b>: 20% of 10"]
    assert frame["few"].tolist() == [False, True]


@pytest.mark.parametrize(("high", "end"), [(0.0, 0.1), (0.06, 0.1), (0.35, 0.5), (1.0, 1.0)])
def test_the_axis_ends_beyond_the_longest_interval(high, end):
    assert cases_in_time.end_of(pd.DataFrame({"high": [0.0, high]})) == end


def test_the_picture_of_shares_has_a_dot_an_interval_and_the_line_of_all():
    frame = cases_in_time.layout(counted(), ["Complaint", "<b>x</b>", "none"])
    spec = cases_in_time.draw(frame, labels=tuple(frame["label"]), whole=0.44, end=0.75)
    svg = vl_convert.vegalite_to_svg(spec.to_dict())
    assert "Complaint: 50% of 40" in svg and "&lt;b&gt;x" in svg
    assert svg.count(theme.MAIN) == 4 and theme.BASELINE in svg
