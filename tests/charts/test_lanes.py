import pytest

from loyalty.charts.lanes import nice_ticks, tick_rows


@pytest.mark.parametrize(
    ("domain", "ticks"),
    [
        ((-0.75, 0.68), [-0.5, 0.0, 0.5]),
        ((0.9, 5.1), [1, 2, 3, 4, 5]),
        ((0, 213.7), [0, 50, 100, 150, 200]),
        ((-12, 96), [0, 20, 40, 60, 80]),
        ((0.0312, 0.0377), [0.032, 0.034, 0.036]),
    ],
)
def test_ticks_are_round_values_within_the_domain(domain, ticks):
    assert nice_ticks(domain) == pytest.approx(ticks)


def test_tick_rows_give_the_place_and_the_text():
    rows = tick_rows((-1.0, 1.0), "mean")
    assert list(rows["label"]) == ["−1.0", "−0.5", "0.0", "0.5", "1.0"]
    assert list(rows["mean"]) == [0, 0.25, 0.5, 0.75, 1]
    assert set(rows["part"]) == {"tick"}
    assert list(tick_rows((0, 2000), "mean")["label"][-1:]) == ["2,000"]


def test_an_unknown_domain_has_no_ticks():
    assert tick_rows((float("nan"), float("nan")), "mean").empty


def test_zero_has_no_sign():
    assert "−0.0" not in tick_rows((-0.07, 0.5), "y")["label"].tolist()
    assert "0.0" in tick_rows((-0.07, 0.5), "y")["label"].tolist()
