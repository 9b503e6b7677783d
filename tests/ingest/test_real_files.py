"""The real files in data/, against counts made by pandas from the same files."""

from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def retail(desk):
    return desk.read_files(DATA / "Online_Retail.parquet")


def test_online_retail_gives_the_counted_customers_and_spend(retail):
    raw = pd.read_parquet(DATA / "Online_Retail.parquet")
    known = raw[raw.CustomerID.notna()]
    orders = pd.read_parquet(retail.paths["orders"])
    assert orders.customer_id.nunique() == known.CustomerID.nunique() == 4372
    expected = (known.Quantity * (known.UnitPrice * 1000).round().astype(int)).sum()
    assert int(orders.amount.sum() * 1000) == expected
    assert len(orders) == known.InvoiceNo.nunique() == 22190
    assert retail.found("Rows without a customer").count == 135_080
    returned = known.InvoiceNo.str.startswith("C")
    assert orders.is_return.sum() == known[returned].InvoiceNo.nunique()
    assert retail.found("Order numbers of C").count == returned.sum() == 8905
    columns = ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]
    assert retail.found("Lines that repeat").count == known.duplicated(columns).sum()
    spend = (known.Quantity * known.UnitPrice).groupby(known.CustomerID).sum().round(2)
    assert retail.found("Customers whose returns exceed").count == (spend < 0).sum()
    kept = known[~returned].CustomerID.nunique()
    assert retail.found("Customers with returns only").count == 4372 - kept


def test_cdnow_text_without_header_gives_the_counted_orders(desk):
    path = DATA / "CDNOW_sample.txt"
    raw = pd.read_csv(path, sep=r"\s+", header=None, dtype=str)
    done = desk.read_files(path)
    orders = pd.read_parquet(done.paths["orders"])
    assert orders.customer_id.nunique() == raw[0].nunique() == 2357
    assert len(orders) == len(raw.drop_duplicates([0, 2]))
    assert float(orders.amount.sum()) == pytest.approx(raw[4].astype(float).sum(), abs=1e-6)
    assert orders.lines.sum() == len(raw) == 6919
    daily = raw.assign(amount=raw[4].astype(float)).groupby([0, 2]).amount.sum()
    assert done.found("Orders of zero").count == (daily == 0).sum()


def test_two_runs_give_the_same_bytes(desk, retail):
    again = desk.read_files(DATA / "Online_Retail.parquet")
    for name in ("orders", "lines"):
        assert retail.paths[name].read_bytes() == again.paths[name].read_bytes()
