from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from simulation.cells.test_cells import ago, hazard_tables
from simulation.worlds import AS_OF, constant_hazard, study
from tables import open_literal, orders

from loyalty.problems import Refused
from loyalty.simulation import backtest as module
from loyalty.simulation.backtest import COLUMNS, backtest, crps, judged, pit
from loyalty.study import Range

ROWS = [
    *[("ann", ago(days), 10) for days in (10, 40, 75, 100, 170, 190)],
    ("bea", ago(64), 20), ("bea", ago(130), 20), ("cid", ago(5), 7), ("ann", ago(2), -4, True),
]  # fmt: skip
PEOPLE = pd.DataFrame({"customer_id": ["ann", "bea", "cid"]})
# Months end 0, 31 and 61 days ago; active is who ordered in the 60 days before.
FIRST, LAST = AS_OF - timedelta(days=61), AS_OF - timedelta(days=31)


def literal(folder, rows=ROWS, told=None, **choices):
    tables = open_literal(folder, orders=orders(rows))
    chosen = study(active_days=60, draws=200, general=told or {})
    return backtest(tables, PEOPLE, chosen, **{"months": 2} | choices)


def test_what_happened_and_naive_are_counted_by_hand(tmp_path):
    found = literal(tmp_path).points.set_index(["metric", "origin", "month"])[["actual", "naive"]]
    by_hand = {
        # ann ordered 10 days before today, cid 5; bea 64: she is no longer active.
        ("customers", FIRST, 1): (2, 2), ("customers", FIRST, 2): (2, 2),
        ("customers", LAST, 1): (2, 2),
        # Of ann and bea, both were active after a month, ann alone after two.
        ("retention", FIRST, 1): (1, 1), ("retention", FIRST, 2): (0.5, 1),
        ("retention", LAST, 1): (0.5, 1),
        ("orders", FIRST, 1): (1, 2), ("orders", FIRST, 2): (2, 2), ("orders", LAST, 1): (2, 1),
        ("revenue", FIRST, 1): (10, 30), ("revenue", FIRST, 2): (13, 30),
        ("revenue", LAST, 1): (13, 10),
    }  # fmt: skip
    assert {key: tuple(row) for key, row in zip(found.index, found.to_numpy(), strict=True)} == (
        by_hand
    )


def test_the_months_before_the_first_stop_are_kept(tmp_path):
    past = literal(tmp_path).past.set_index(["metric", "month"])["actual"]
    assert past["orders"].to_dict() == {-2: 1, -1: 1, 0: 2}
    assert past["revenue"].to_dict() == {-2: 20, -1: 10, 0: 30}
    assert past["retention"].to_dict() == {0: 1}


def test_a_forecast_knows_nothing_after_its_stop(tmp_path):
    later = [("ann", ago(day), 500) for day in range(31)] * 3
    before, after = (
        literal(tmp_path, rows).points.query("origin == @LAST").set_index("metric")
        for rows in (ROWS, ROWS + later)
    )
    bands = ["naive", "p05", "p25", "p50", "p75", "p95"]
    pd.testing.assert_frame_equal(before[bands], after[bands])
    assert after.loc["orders", "actual"] == before.loc["orders", "actual"] + 93


def test_a_forecast_knows_nothing_the_user_says_of_the_months_to_come(tmp_path):
    general = {"orders_level": Range(low=-50, high=-50)}
    plain, told = literal(tmp_path), literal(tmp_path, told=general)
    pd.testing.assert_frame_equal(plain.points, told.points)


def test_half_of_the_history_is_held_back_at_most(tmp_path):
    found = literal(tmp_path, months=12)
    assert found.months == 3
    assert found.points["origin"].nunique() == 3
    assert len(found.points) == 4 * (3 + 2 + 1)
    assert "few" not in found.reasons
    assert "few" in literal(tmp_path, months=2).reasons


def test_without_orders_there_is_nothing_to_test():
    with pytest.raises(Refused, match="needs orders"):
        backtest({}, PEOPLE, study())


def test_pit_is_the_share_of_draws_below():
    assert pit(np.array([1.0, 2, 3, 4]), 2.5) == 0.5
    assert pit(np.array([1.0, 2, 2, 4]), 2) == 0.5
    assert pit(np.array([1.0, 2]), 0) == 0


def test_crps_of_known_distributions():
    assert crps(np.array([3.0]), 5) == 2
    assert crps(np.array([0.0, 1]), 0) == pytest.approx(0.25)
    normal = np.random.default_rng(1).standard_normal(100_000)
    # Gneiting & Raftery (2007): 2 phi(0) - 1 / sqrt(pi)
    assert crps(normal, 0) == pytest.approx(2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi), abs=0.005)


def points(inside90, inside50, months=6, crps=1.0):
    """One stop a month; so many outcomes in the middle, then in the 90 % band, then far off."""
    rows = []
    for metric in module.TESTED:
        actual = np.full(months, 200.0)
        actual[:inside90], actual[:inside50] = 140.0, 110.0
        rows += [
            [AS_OF + timedelta(days=30 * place), 1, metric, one, 90, 50, 80, 100, 120, 150, 0, crps]
            for place, one in enumerate(actual)
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


@pytest.mark.parametrize(
    ("found", "reasons"),
    [
        (points(11, 6, months=12), ()),
        (points(12, 5, months=12), ()),
        (points(12, 4, months=12), ("narrow",)),
        (points(8, 6, months=12), ("narrow",)),
        (points(12, 1, months=12), ("narrow",)),
        (points(2, 1, months=2), ("few",)),
        (points(12, 12, months=12, crps=5.0), ()),
        (points(12, 12, months=12, crps=50.0), ("vague",)),
    ],
)
def test_the_verdict_follows_the_coverage(found, reasons):
    told = judged(found, pd.DataFrame(), found["origin"].nunique(), 100)
    assert told.reasons == reasons
    assert told.verdict == ("illustrative" if reasons else "calibrated")


def test_one_bad_figure_is_enough():
    found = points(6, 4)
    assert judged(found, pd.DataFrame(), 6, 100).verdict == "calibrated"
    found.loc[(found["metric"] == "revenue") & (found["actual"] == 110), "actual"] = 200.0
    assert judged(found, pd.DataFrame(), 6, 100).reasons == ("narrow",)


def test_scores_by_hand():
    scores = judged(points(1, 1, months=2), pd.DataFrame(), 2, 100).scores.set_index("metric")
    row = scores.loc["orders"]
    assert row["bias"] == pytest.approx((200 - 310) / 310)
    assert row["error"] == (10 + 100) / 2
    assert row["naive_error"] == (20 + 110) / 2
    assert row["ratio"] == pytest.approx(55 / 65)
    assert row["inside90"] == row["inside50"] == 0.5


def test_overlapping_forecasts_of_a_month_are_one_outcome(tmp_path):
    found = literal(tmp_path)
    assert found.scores["outcomes"].tolist() == [2] * 4
    assert found.together["outcomes"] == 8


def test_a_world_of_constant_hazard_is_calibrated(tmp_path):
    tables, customers = hazard_tables(tmp_path, constant_hazard(months=26, arriving=80), 26)
    found = backtest(tables, customers, study(draws=300), 4)
    assert found.verdict == "calibrated"
    assert found.together["inside90"] >= 0.85
    assert found.scores.set_index("metric").loc["customers", "ratio"] < 0.5
    assert 0.3 < found.points["pit"].mean() < 0.7


def test_the_frame_is_sorted_rounded_and_the_same_each_time(tmp_path):
    told = module.frame(literal(tmp_path))
    assert list(told.columns) == list(COLUMNS)
    assert told["origin"].is_monotonic_increasing
    assert told["pit"].between(0, 1).all()
    assert told.loc[told["metric"] == "orders", "p50"].tolist() == [
        round(value, 1) for value in told.loc[told["metric"] == "orders", "p50"]
    ]
    pd.testing.assert_frame_equal(told, module.frame(literal(tmp_path)))
