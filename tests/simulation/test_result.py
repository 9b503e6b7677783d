import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.language import compact
from loyalty.simulation.answer import answer, beyond, details, headline, risk
from loyalty.simulation.cells import Spread
from loyalty.simulation.cells.drift import Drift
from loyalty.simulation.result import METRICS, Result, regrets
from loyalty.strategies import CATALOGUE

COLUMNS = ["strategy", "month", "metric", "p05", "p25", "p50", "p75", "p95"]


def paths(cash):
    """A path of nothing but cash: rows are months, columns draws."""
    path = np.zeros((len(METRICS), *np.shape(cash)))
    path[list(METRICS).index("cash")] = cash
    return path


def result(with_it):
    return Result({"do_nothing": paths(np.zeros_like(with_it)), "x": paths(with_it)}, start=1.0)


def test_the_table_has_every_strategy_month_and_metric_sorted():
    table = simulation.run(one_cell(0.95), study(months=3, draws=100), CATALOGUE).table()
    assert list(table.columns) == COLUMNS
    assert len(table) == len(CATALOGUE) * 3 * 9
    assert table.equals(table.sort_values(COLUMNS[:3], ignore_index=True))
    assert set(table["metric"]) == {
        "customers", "retention", "orders", "revenue", "margin", "cost", "cash", "liability",
        "customers:everybody",
    }  # fmt: skip
    bands = table[COLUMNS[3:]].to_numpy()
    assert (np.diff(bands, axis=1) >= 0).all()


def test_bands_are_the_percentiles_of_the_draws():
    row = result(np.arange(101.0)[None]).table().query("strategy == 'x' and metric == 'cash'")
    assert row[COLUMNS[3:]].to_numpy().tolist() == [[5, 25, 50, 75, 95]]


def test_decision_says_gain_chance_break_even_and_turn():
    late = np.array([[-2.0, -3, -1], [-1, 1, 2], [3, -1, 4], [5, 6, -2]])
    found = result(late).decision().iloc[0]
    assert (found["gain_p50"], found["gain_mean"]) == (5, 3)
    assert found["chance"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["break_even"] == 2
    assert pd.isna(found["turn"])
    early = result(-late).decision().iloc[0]
    assert pd.isna(early["break_even"])
    assert early["turn"] == 2


def test_regret_is_what_the_best_would_have_brought_more():
    gains = {"x": [[10.0, -20, 30]], "y": [[4.0, 5, -1]]}
    compared = Result(
        {"do_nothing": paths([[0.0] * 3])} | {k: paths(v) for k, v in gains.items()}, 1
    )
    found = compared.decision().set_index("strategy")["regret"]
    # best of x, y and nothing: 10, 5, 30; x misses 0, 25, 0 and y misses 6, 0, 31
    assert found.tolist() == pytest.approx([25 / 3, 37 / 3], abs=0.01)
    alone = regrets({"x": np.array([-6.0, 3.0])})
    assert alone == {"x": 3.0}  # doing nothing would have been better once, by 6


def test_worst_decile_is_the_mean_of_the_worst_tenth():
    found = result(np.arange(-10.0, 10)[None]).decision().iloc[0]
    assert found["worst_decile"] == -9.5  # the worst two of twenty: -10 and -9
    few = result(np.array([[3.0, 1.0, 2.0]])).decision().iloc[0]
    assert few["worst_decile"] == 1


def test_return_is_gain_for_each_unit_spent_beyond_doing_nothing():
    with_it, without = paths([[0.0, 0], [30, 60]]), paths(np.zeros((2, 2)))
    with_it[list(METRICS).index("cost")] = [[10, 20], [30, 40]]
    without[list(METRICS).index("cost")] = [[5, 5], [5, 5]]
    found = Result({"do_nothing": without, "x": with_it}, start=1.0).decision().iloc[0]
    assert found["return"] == 1.125  # 45 on average for 50 - 10
    assert pd.isna(result(np.array([[1.0, 2]])).decision()["return"]).all()


def test_tracks_are_changes_relative_to_doing_nothing():
    with_it, without = paths(np.zeros((2, 3))), paths(np.zeros((2, 3)))
    revenue, retention = (list(METRICS).index(key) for key in ("revenue", "retention"))
    without[revenue], with_it[revenue] = 50, [[60, 55, 50], [60, 55, 50]]
    without[retention], with_it[retention] = [[1] * 3, [0.5] * 3], [[1] * 3, [0.6, 0.45, 0.6]]
    found = Result({"do_nothing": without, "x": with_it}, start=1.0).tracks().iloc[0]
    assert found["sales"] == pytest.approx(0.1)  # 20, 10 and 0 per cent
    assert found["loyalty"] == pytest.approx(0.2)  # 20, -10 and 20 per cent


def test_changes_are_paired():
    both = Result({"do_nothing": paths([[1.0, 9]]), "x": paths([[2.0, 10]])}, start=1.0)
    row = both.changes().query("metric == 'cash'").iloc[0]
    assert row[COLUMNS[3:]].tolist() == [1] * 5


def test_differences_are_paired_in_every_month():
    both = Result(
        {"do_nothing": paths([[1.0, 9], [5, 0]]), "x": paths([[2.0, 10], [3, -2]])}, start=1.0
    )
    rows = both.differences().query("metric == 'cash'")
    assert rows["month"].tolist() == [1, 2]
    assert rows[COLUMNS[3:]].to_numpy().tolist() == [[1] * 5, [-2] * 5]
    last = rows[rows["month"] == 2].drop(columns="month")
    assert both.changes().query("metric == 'cash'").to_numpy().tolist() == last.to_numpy().tolist()


def test_a_shorter_simulation_is_the_beginning_of_a_longer_one():
    wild = Drift(now=0.1, error=0.1, noise=0.1, step=0.1)
    cells = one_cell(0.95, evidence=100, arrivals=np.full(12, 20), spread=Spread(wild, wild, wild))
    short, long = (
        simulation.run(cells, study(months=months, draws=100), CATALOGUE[1:2]) for months in (3, 9)
    )
    for name, path in short.paths.items():
        assert np.array_equal(path, long.paths[name][:, :3], equal_nan=True)


def test_points_still_owed_are_no_gain():
    path = paths(np.full((1, 3), 10.0))
    path[list(METRICS).index("liability")] = 10
    both = Result({"do_nothing": paths(np.zeros((1, 3))), "x": path}, start=1.0)
    assert both.decision()["gain_p50"].tolist() == [0]
    assert both.decision()["chance"].tolist() == [0]


def test_nothing_to_compare_is_an_empty_decision():
    alone = simulation.run(one_cell(0.95), study(draws=100), [])
    assert alone.decision().empty
    assert alone.gains().empty
    assert headline(alone.decision(), 24, {}, str, euros) == (
        "Choose a strategy to see what it brings beyond doing nothing."
    )
    assert details(alone.decision(), {}, str, "en", euros) == ""
    assert answer(alone.decision(), 24, {}, str, "en", euros) == headline(
        alone.decision(), 24, {}, str, euros
    )


def euros(value):
    return f"EUR {compact(value)}"


def said(gains):
    return told(result(np.array(gains)).decision(), {"x": "Points"})


def told(decision, names):
    first = headline(decision, 24, names, str, euros)
    second = details(decision, names, str, "en", euros)
    assert answer(decision, 24, names, str, "en", euros) == f"{first} {second}"
    return first, second


def test_the_answer_names_the_best_and_how_sure_it_is():
    assert said([[-1.0, 2, 3], [4000, 5000, 6000]]) == (
        "Points brings most: EUR 5K more than doing nothing within 24 months.",
        "In nine of ten cases it ends between EUR 4.1K and EUR 5.9K; the chance of a gain is 100%."
        " It stays ahead from month 1 on.",
    )


def test_the_answer_says_when_nothing_helps():
    assert said([[-1.0, -2, -3], [-4000, -5000, -6000]]) == (
        "Points is not likely to beat doing nothing within 24 months.",
        "It comes to EUR -5K. In nine of ten cases it ends between EUR -5.9K and EUR -4.1K; the"
        " chance of a gain is 0%.",
    )


def test_the_answer_says_of_how_many_none_helps():
    one = result(np.array([[-4000.0, -5000, -6000]])).decision()
    worse = one.assign(strategy="y", gain_p50=-7000.0)
    first, second = told(pd.concat([worse, one]), {"x": "Points", "y": "Levels"})
    assert first == "None of the 2 compared is likely to beat doing nothing within 24 months."
    assert second.startswith("Points comes closest, with EUR -5K. ")


@pytest.mark.parametrize(
    ("compared", "other", "named"),
    [(-5, 3, True), (5, 8, True), (-5, -1, False), (5, 5, False), (None, 3, True)],
)
def test_a_strategy_not_compared_is_named_where_it_is_better(compared, other, named):
    rows = pd.DataFrame({"gain_p50": [] if compared is None else [compared]})
    best = pd.DataFrame([{"strategy": "z", "gain_p50": other, "chance": 0.7}])
    assert beyond(rows, best, {"z": "Referral"}, str, "en", euros) == named * (
        f"Not compared yet, Referral does better: EUR {other} more than doing nothing, with a"
        " chance of a gain of 70%."
    )


def test_the_answer_says_when_a_strategy_falls_behind():
    assert said([[3.0, 3, 3], [-5, -5, -5]])[1].endswith(
        "It is ahead at first and falls behind from month 2 on."
    )


def risked(**row):
    decision = pd.DataFrame([{"strategy": "x", "gain_p50": 5.0} | row])
    return risk(decision, {"x": "Points"}, str, "en", euros)


def test_the_answer_says_what_a_wrong_choice_costs():
    assert risked(regret=1200.0, worst_decile=-3400.0, **{"return": 0.25}) == (
        "Choosing it would miss EUR 1.2K on average against the best of those compared, known"
        " afterwards. In the worst tenth of futures it comes to EUR -3.4K. On average, every 100"
        " spent come back with 25 on top."
    )


def test_the_answer_says_when_nothing_is_missed_and_when_money_is_lost():
    said = risked(regret=0.0, worst_decile=10.0, gain_p50=-5.0, **{"return": -0.4})
    assert said.startswith("In no future would another of those compared have brought more.")
    assert said.endswith("On average, 40 of every 100 spent do not come back.")
    assert "spent" not in risked(regret=1.0, worst_decile=1.0, **{"return": np.nan})


def test_a_mean_against_the_median_is_explained():
    row = {"regret": 1.0, "worst_decile": -9.0}
    lifted = risked(gain_p50=-3.0, **row, **{"return": 0.1})
    assert "In most futures the money does not come back; a few very good ones" in lifted
    assert lifted.endswith("lift the average to 10 on top of every 100 spent.")
    dragged = risked(gain_p50=3.0, **row, **{"return": -0.1})
    assert "In most futures the money comes back; in a few very bad ones" in dragged
    assert dragged.endswith("on average 10 of every 100 spent do not.")


def test_the_first_months_of_a_result_decide_as_if_it_ended_there():
    both = result(np.array([[1.0, 2, 3], [-5, -5, -5]]))
    assert both.until(1).decision()["gain_p50"].tolist() == [2]
    assert both.until(2).decision().equals(both.decision())


def test_doing_nothing_is_sure_and_regrets_not_to_have_acted():
    [row] = result(np.array([[5.0, 6, -2]])).nothing().to_dict("records")
    assert (row["gain_p05"], row["gain_mean"], row["worst_decile"], row["cost"]) == (0, 0, 0, 0)
    assert row["regret"] == pytest.approx(11 / 3, abs=0.005)
    assert all(pd.isna(row[name]) for name in ("chance", "break_even", "turn", "return"))
    alone = Result({"do_nothing": paths(np.zeros((1, 3)))}, start=1.0).nothing()
    assert alone["regret"].tolist() == [0]


PRINT = """
import hashlib
from simulation.worlds import one_cell, study
from loyalty import simulation
from loyalty.strategies import CATALOGUE
table = simulation.run(one_cell(0.95), study(), CATALOGUE).table()
print(hashlib.sha256(table.to_csv(index=False).encode()).hexdigest())
"""


def test_same_study_same_bytes_whatever_the_number_of_threads():
    seen = set()
    for threads in ("1", "2"):
        environment = {"OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": ".:tests"}
        done = subprocess.run(
            [sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert len(seen.pop().strip()) == 64


def test_another_seed_gives_other_numbers():
    tables = [
        simulation.run(one_cell(0.95), study(seed=seed, draws=100), []).table() for seed in (1, 2)
    ]
    assert not tables[0].equals(tables[1])
