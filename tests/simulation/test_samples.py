"""The samples we ship: doing nothing forecasts a half-year that was kept back; effects show."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from loyalty import analysis, engine, ingest, rollup, samples, simulation

BACK = 6


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    def tables(key):
        sources = [
            ingest.Source(path, path.name, ingest.Reading(**reading))
            for path, reading in samples.BY_KEY[key].paths().items()
        ]
        return engine.open_tables(ingest.read(sources, tmp_path_factory.mktemp(key)).tables)

    return {key: tables(key) for key in ("retailer", "cdnow")}


def simulated(tables, day: date, months: int):
    found = analysis.base(tables, day)
    study = analysis.first_study(found, day).change(months=months, draws=1000)
    customers = analysis.results(found, study)
    cells = simulation.cells(tables, customers, study)
    return study, customers, cells, simulation.run(cells, study, [])


def actual(tables, study, last: date) -> dict[str, float]:
    """What happened in the last month and at its end, counted by pandas."""
    orders = engine.collect(tables["orders"].select("customer_id", "time", "amount", "is_return"))
    orders["day"] = orders["time"].dt.date
    orders = orders[orders["day"] <= last]
    real = orders[~orders["is_return"]]
    recent = orders[orders["day"] > last - timedelta(days=31)]  # as months of 30.4 days have it
    latest = real.groupby("customer_id")["day"].max()
    return {
        "customers": int((latest >= last - timedelta(days=study.active_days)).sum()),
        "orders": int((~recent["is_return"]).sum()),
        "revenue": float(recent["amount"].sum()),
    }


def test_doing_nothing_forecasts_the_retailers_last_half_year(read):
    tables = read["retailer"]
    last = rollup.last_day(tables) + timedelta(days=1)
    study, _, _, result = simulated(tables, last - timedelta(days=int(BACK * 30.4375)), BACK)
    for metric, truth in actual(tables, study, last).items():
        low, high = np.percentile(result.metric("do_nothing", metric)[-1], [5, 95])
        assert low <= truth <= high, metric


def test_month_0_of_the_cells_is_the_customers_as_counted(read):
    for tables in read.values():
        day = analysis.default_day(tables)
        study, customers, cells, result = simulated(tables, day, 1)
        assert cells.table["customers"].sum() == (customers["order_count"] > 0).sum()
        active = (customers["recency_days"] <= study.active_days).sum()
        assert cells.table.query("active")["customers"].sum() == active == result.start
        by_segment = customers.loc[customers["order_count"] > 0, "segment"].astype(str)
        found = cells.table.groupby("segment")["customers"].sum()
        assert found[found > 0].to_dict() == by_segment.value_counts().to_dict()


def test_cdnow_has_no_new_customers_left(read):
    day = analysis.default_day(read["cdnow"])
    _, _, cells, result = simulated(read["cdnow"], day, 12)
    assert cells.arrivals.sum() == 0
    assert np.median(result.metric("do_nothing", "customers")[-1]) < result.start


def test_the_planted_bad_service_is_inside_the_measured_range(read):
    """Planted: 14 points fewer order within half a year after bad service than after good."""
    day = analysis.default_day(read["retailer"])
    study, _, cells, _ = simulated(read["retailer"], day, 1)
    good, bad = shares_with_an_order(read["retailer"], study.active_days)
    assert bad < good
    monthly = [1 - (1 - share) ** (30.4375 / study.active_days) for share in (good, bad)]
    odds = [share / (1 - share) for share in monthly]
    loss = cells.measured["loss"]
    assert 0 < loss.low <= 100 * (1 - odds[1] / odds[0]) <= loss.high
    assert 0 < cells.measured["failed"].low < cells.measured["failed"].high < 15


def shares_with_an_order(tables, days: int) -> tuple[float, float]:
    """Share with an order within so many days after a good and after a bad hotline call."""
    calls = engine.collect(tables["events"].select("customer_id", "time", "touchpoint", "feeling"))
    calls = calls[calls["touchpoint"] == "Hotline"]
    bought = engine.collect(tables["orders"].select("customer_id", "time", "is_return"))
    bought = bought[~bought["is_return"]].rename(columns={"time": "ordered"})
    pairs = calls.merge(bought, on="customer_id", how="left")
    wait = (pairs["ordered"] - pairs["time"]).dt.total_seconds() / 86400
    again = pairs.assign(again=wait.between(0, days)).groupby(["customer_id", "time"], sort=True)
    one = again.agg(again=("again", "any"), feeling=("feeling", "first")).reset_index()
    seen = one["time"] < pd.Timestamp(one["time"].max()) - pd.Timedelta(days=days)
    share = one[seen].groupby(one["feeling"] < 0)["again"].mean()
    return float(share[False]), float(share[True])
