"""The Complete Journey extract through the lab: what can be counted is counted apart, by pandas."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from loyalty import analysis, engine, ingest, simulation
from loyalty.decision.break_even import break_even, tornado
from loyalty.simulation import arithmetic
from loyalty.simulation.backtest import TESTED, backtest
from loyalty.simulation.scenario_file import from_json, to_json
from loyalty.study import Action, Audience, Range, Scenario

FOLDER = Path(__file__).parents[1] / "data" / "complete_journey"
TABLES = {
    "transactions": "orders", "demographics": "customers", "campaigns": "events",
    "coupon_redemptions": "events", "campaign_descriptions": "campaigns",
}  # fmt: skip
DAYS_A_MONTH = 30.4375
PROMOTION = Scenario(strategy="price_promotion")
SHELF = ("service_recovery", "points", "referral", "win_back")
MIX = Scenario(
    name="Mix", strategy="price_promotion", lasts=3, budget=3000,
    also=(Action(strategy="win_back", start=2),), audience=Audience(life_cycle=("loyal",)),
)  # fmt: skip
COMPARED = (PROMOTION, *(Scenario(strategy=key) for key in SHELF), MIX)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The extract as the lab has it: tables, customers with a segment, study, cells, futures."""
    sources = [
        ingest.Source(FOLDER / f"{name}.parquet", name, ingest.Reading(table=table))
        for name, table in TABLES.items()
    ]
    tables = engine.open_tables(ingest.read(sources, tmp_path_factory.mktemp("read")).tables)
    day = analysis.default_day(tables)
    base = analysis.base(tables, day)
    study = analysis.first_study(base, day).change(draws=100, months=6)
    customers = analysis.results(base, study)
    cells = simulation.cells(tables, customers, study)
    result = simulation.run(cells, study, COMPARED)
    return SimpleNamespace(
        tables=tables, customers=customers, study=study, cells=cells, result=result
    )


@pytest.fixture(scope="module")
def baskets(world) -> pd.DataFrame:
    """The baskets of the file: household, age in days, whole months of age (0 is the last)."""
    lines = pd.read_parquet(FOLDER / "transactions.parquet")
    found = lines.groupby("basket_id").agg(
        household=("household_id", "first"), time=("transaction_timestamp", "min"),
        money=("sales_value", "sum"),
    )  # fmt: skip
    age = (pd.Timestamp(world.study.as_of) - found["time"].dt.normalize()).dt.days
    return found.assign(age=age, month=(age / DAYS_A_MONTH).astype(int))


def states(cells) -> pd.DataFrame:
    """What was counted of each state, once."""
    return cells.table.drop_duplicates("state")


def test_each_household_is_in_the_life_cycle_that_its_baskets_say(world, baskets):
    one = baskets.groupby("household").agg(
        orders=("age", "size"), silent=("age", "min"), recent=("month", lambda ages: sum(ages < 6))
    )
    days = world.study.active_days
    fresh = np.select([one["orders"] == 1, one["recent"] >= 5], ["new", "loyal"], "active")
    late = np.where(one["silent"] <= 2 * days, "cooling", "lost")
    expected = pd.Series(np.where(one["silent"] <= days, fresh, late)).value_counts()
    found = world.cells.table.groupby("life_cycle")["customers"].sum()
    assert found[found > 0].to_dict() == expected.to_dict()
    assert expected.sum() == len(world.customers) == 200
    assert world.result.start == (one["silent"] <= days).sum()


def test_segments_hold_as_many_as_the_table_of_customers(world):
    found = world.cells.table.groupby("segment")["customers"].sum()
    assert found.to_dict() == world.customers["segment"].astype(str).value_counts().to_dict()


def test_orders_arrivals_and_stays_are_those_of_the_baskets(world, baskets):
    first = baskets.groupby("household")["month"].transform("max")
    months, cells = range(world.cells.months), world.cells
    recent = baskets[baskets["month"].isin(months)]
    new = recent["month"] == first[recent.index]
    assert states(cells)["orders"].sum() == (~new).sum()
    assert cells.first_orders * cells.arrivals.sum() == pytest.approx(new.sum())
    arrived = baskets.groupby("household")["month"].max().value_counts()
    assert cells.arrivals.tolist() == [arrived.get(month, 0) for month in reversed(months)]
    stayed = [stays(baskets, month, world.study.active_days) for month in months]
    counted = states(cells)[["months_seen", "stayed"]].sum()
    assert counted.tolist() == np.sum(stayed, axis=0).tolist()


def stays(baskets, month, active_days) -> tuple[int, int]:
    """Households known before a month (0 is the last), and those of them active at its end."""
    ended = np.ceil(month * DAYS_A_MONTH)
    before = baskets[baskets["month"] > month]["household"].unique()
    until = baskets[baskets["age"].between(ended, ended + active_days)]["household"]
    return len(before), int(pd.Series(before).isin(until).sum())


def test_the_first_month_is_near_the_months_before(world, baskets):
    """Doing nothing goes on where the baskets stopped: within a tenth of their last half-year."""
    recent = baskets[baskets["month"] < 6]
    for metric, usual in (("orders", len(recent) / 6), ("revenue", recent["money"].sum() / 6)):
        first = np.median(world.result.metric("do_nothing", metric)[0])
        assert first == pytest.approx(usual, rel=0.1), metric


def test_without_costs_in_the_data_the_margin_is_assumed(world):
    assert "margin_share" not in world.cells.measured
    known = world.study.change(general={"margin_share": Range(low=25, high=25)})
    result = simulation.run(world.cells, known, [])
    margin, revenue = (result.metric("do_nothing", one) for one in ("margin", "revenue"))
    assert margin == pytest.approx(0.25 * revenue)
    assumed = world.result.metric("do_nothing", "margin") / world.result.metric(
        "do_nothing", "revenue"
    )
    assert np.ptp(assumed, axis=0).max() < 1e-6  # one margin for each future
    low, high = np.percentile(assumed, [5, 95])
    assert 0 < low < assumed.mean() < high < 1
    assert high - low > 0.1


def test_customers_and_money_are_conserved(world):
    result = world.result
    for name in result.paths:
        customers = result.metric(name, "customers")
        assert result.mix[name].sum(axis=0) == pytest.approx(customers, rel=1e-4)
        assert (customers >= 0).all()
        kept = result.metric(name, "retention")
        assert ((kept >= 0) & (kept <= 1)).all()
        assert (customers >= kept * result.start - 1e-3).all()
        flow = (result.metric(name, "margin") - result.metric(name, "cost")).cumsum(axis=0)
        assert result.metric(name, "cash") == pytest.approx(flow)
    for moves in (world.cells.stay_moves, world.cells.lapse_moves, world.cells.entry):
        assert moves.sum(axis=-1) == pytest.approx(1)
    assert world.cells.table["customers"].sum() == 200
    assert (result.metric("do_nothing", "cost") == 0).all()


def test_the_decision_is_read_off_the_draws(world):
    result, decision = world.result, world.result.decision().set_index("strategy")
    assert len(decision) == len(COMPARED)
    worth = {
        name: (result.metric(name, "cash") - result.metric(name, "liability"))[-1]
        for name in result.paths
    }
    best = np.maximum.reduce(list(worth.values()))
    for name, row in decision.iterrows():
        gain = worth[name] - worth["do_nothing"]
        assert row["gain_p50"] == pytest.approx(np.median(gain), abs=0.01)
        assert row["chance"] == (gain > 0).mean()
        assert row["regret"] == pytest.approx((best - worth[name]).mean(), abs=0.01)
        assert row["worst_decile"] == pytest.approx(np.sort(gain)[:10].mean(), abs=0.01)
        assert row["gain_p05"] < row["gain_p95"]


def test_a_budget_is_kept(world):
    spent = world.result.metric("Mix", "cost").sum(axis=0).mean()
    assert 0 < spent <= MIX.budget * 1.01


def test_break_even_is_where_the_gain_is_nothing(world):
    found = list(break_even(PROMOTION, world.study, world.cells))
    assert {one.lever.key for one in found} >= {"depth", "margin_share"}
    [margin] = [one for one in found if one.lever.key == "margin_share"]
    assert margin.value is not None
    at = {"margin_share": Range(low=margin.value, high=margin.value)}
    result = simulation.run(world.cells, world.study.change(general=at), [PROMOTION])
    ends = [abs(margin.at_low), abs(margin.at_high)]
    assert abs(np.median(result.gain("price_promotion")[-1])) < 0.1 * max(ends)
    widths = tornado(found).eval("at_high - at_low").abs()
    assert widths.is_monotonic_decreasing
    assert widths.iloc[0] > 0


def test_the_back_test_holds_forecasts_against_the_baskets(world, baskets):
    found = backtest(world.tables, world.customers, world.study)
    counted = baskets.groupby("month").agg(orders=("age", "size"), revenue=("money", "sum"))
    last = found.points[found.points["month"] == found.months].set_index("metric")
    first = found.points[found.points["month"] == 1].groupby("metric")["actual"]
    for metric in ("orders", "revenue"):
        months = range(found.months - 1, -1, -1)
        assert first.get_group(metric).tolist() == pytest.approx(
            [counted.loc[month, metric] for month in months]
        )
        assert last.loc[metric, "naive"] == pytest.approx(counted.loc[found.months, metric])
    silent = baskets.groupby("household")["age"].min()
    assert last.loc["customers", "actual"] == (silent <= world.study.active_days).sum()
    assert found.months == 6
    assert set(found.scores["metric"]) == set(TESTED)
    inside = found.points["actual"].between(found.points["p05"], found.points["p95"]).mean()
    assert found.together["inside90"] == pytest.approx(inside)
    assert inside >= 0.8


def test_a_file_gives_the_same_numbers_elsewhere(world):
    text = to_json(world.cells, world.study, COMPARED)
    assert text == to_json(world.cells, world.study, COMPARED)
    read = from_json(text)
    theirs = simulation.run(read.cells, read.study, read.study.scenarios)
    assert theirs.segments == world.result.segments
    for name, path in world.result.paths.items():
        assert path.tobytes() == theirs.paths[name].tobytes()
    pd.testing.assert_frame_equal(theirs.decision(), world.result.decision())


@pytest.mark.parametrize("month", [1, 2, 6])
def test_the_steps_hold_every_household_and_those_that_came(world, month):
    usual = world.study.change(draws=250)
    found = arithmetic.steps(Scenario(), usual, world.cells, month)
    assert found.table["customers"].sum() == pytest.approx(200 + (month - 1) * found.new)
    assert (found.table["stayed"] <= found.table["customers"]).all()
    money = found.table["stayed"] * found.table["orders"] * found.table["amount"]
    assert found.table["sales"].sum() == pytest.approx(money.sum())
    for column in ("segment", "life_cycle", "value_band"):
        grouped = arithmetic.by(found.table, column)
        for total in ("customers", "stayed", "sales"):
            assert grouped[total].sum() == pytest.approx(found.table[total].sum())
    mean = world.result.metric("do_nothing", "revenue")[month - 1].mean()
    assert found.sales == pytest.approx(mean, rel=0.1)
