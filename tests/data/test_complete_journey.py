"""The 200 households: how they are chosen, and that the product reads what SQL counts."""

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest

from data import make_complete_journey as script
from loyalty import cli, ingest
from loyalty.ingest import Reading, Source

FOLDER = Path(__file__).parent / "complete_journey"
TABLES = {
    "transactions": "orders",
    "demographics": "customers",
    "campaigns": "events",
    "coupon_redemptions": "events",
    "campaign_descriptions": "campaigns",
}


def sql(query: str) -> tuple:
    """One row of SQL over the files; a table is named by its file."""
    connection = duckdb.connect()
    for name in TABLES:
        connection.read_parquet(str(FOLDER / f"{name}.parquet")).create_view(name)
    return connection.execute(query).fetchone()


def test_the_extract_has_the_documented_size():
    assert sql(
        "SELECT count(*), count(DISTINCT household_id), count(DISTINCT basket_id), "
        "sum(sales_value::DECIMAL(18, 2)), sum(discount::DECIMAL(18, 2)) FROM transactions"
    ) == (115_959, 200, 11_382, Decimal("369253.75"), Decimal("63110.75"))
    for name, rows, households in (
        ("campaigns", 542, 126), ("coupon_redemptions", 176, 33), ("demographics", 65, 65)
    ):  # fmt: skip
        found = sql(f"SELECT count(*), count(DISTINCT household_id) FROM {name}")
        assert found == (rows, households)
    assert sql("SELECT count(*) FROM campaign_descriptions") == (27,)
    assert sum(path.stat().st_size for path in FOLDER.glob("*.parquet")) < 2_000_000


def test_every_row_belongs_to_a_household_that_buys():
    for name in ("campaigns", "coupon_redemptions", "demographics"):
        strangers = f"SELECT count(*) FROM {name} ANTI JOIN transactions USING (household_id)"
        assert sql(strangers) == (0,)
    assert sql("SELECT count(*) FROM campaigns ANTI JOIN campaign_descriptions "
               "USING (campaign_id, start_date)") == (0,)  # fmt: skip


def test_discounts_are_positive_and_those_of_the_store():
    assert sql(
        "SELECT min(discount), max(abs(discount - retail_disc - coupon_match_disc)) < 0.001 "
        "FROM transactions"
    ) == (0.0, True)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The results of the command line, with default choices and no mapping."""
    out = tmp_path_factory.mktemp("journey") / "out"
    files = [f"--{table}={FOLDER / name}.parquet" for name, table in TABLES.items()]
    assert cli.main(["run", *files, "--out", str(out)]) == 0
    return SimpleNamespace(
        customers=pd.read_parquet(out / "customers.parquet").set_index("customer_id"),
        touchpoints=pd.read_csv(out / "touchpoints.csv").set_index("touchpoint"),
        manifest=json.loads((out / "manifest.json").read_text()),
    )


def test_the_command_line_gives_the_counted_customers_orders_and_spend(done):
    raw = pd.read_parquet(FOLDER / "transactions.parquet")
    rows = raw.groupby(raw["household_id"].astype(str))
    found = done.customers
    assert sorted(rows.groups) == found.index.tolist()
    for key, column in {"order_count": "basket_id", "channel_count": "store_id",
                        "category_count": "department"}.items():  # fmt: skip
        assert found[key].to_dict() == rows[column].nunique().to_dict()
    spend = (raw["sales_value"] * 100).round().astype(int).groupby(raw["household_id"]).sum()
    assert found["spend"].to_dict() == (spend / 100).rename(str).to_dict()
    assert found["order_count"].sum() == 11_382
    assert round(found["spend"].sum(), 2) == 369_253.75
    assert done.manifest["rows"]["read"] == {
        "orders": 11_382, "lines": 115_959, "events": 542 + 176, "customers": 65, "campaigns": 27,
    }  # fmt: skip


def test_campaigns_and_coupons_are_touchpoints(done):
    found = done.touchpoints[["customers", "events"]].to_dict("index")
    for kind in "ABC":
        customers, events = sql(
            "SELECT count(DISTINCT household_id), count(*) FROM campaigns "
            f"JOIN campaign_descriptions USING (campaign_id) WHERE campaign_type = 'Type {kind}'"
        )
        counted = {"customers": customers, "events": events}
        assert found[f"Campaign Type {kind} received"] == counted
    assert found["Coupon redeemed"] == {"customers": 33, "events": 176}


def test_an_upload_needs_no_answer_and_keeps_the_discount(tmp_path):
    sources = []
    for name, table in TABLES.items():
        path = FOLDER / f"{name}.parquet"
        seen = ingest.inspect(path, path.name)
        assert (seen.table, list(seen.questions)) == (table, [])
        sources.append(Source(path, path.name, Reading()))
    read = ingest.read(sources, tmp_path)
    orders = pd.read_parquet(read.tables["orders"])
    assert (len(orders), orders["discount"].sum()) == (11_382, Decimal("63110.75"))
    assert len(pd.read_parquet(read.tables["events"])) == 542 + 176
    ages = pd.read_parquet(read.tables["customers"])["age"].value_counts()
    raw = pd.read_parquet(FOLDER / "demographics.parquet")["age"].value_counts()
    assert ages.to_dict() == raw.to_dict()


def originals(folder: Path) -> None:
    """Twelve households: 1-6 with demographics, 4-9 with a campaign, 4-5 with a coupon."""
    day = pd.Timestamp("2017-05-01")
    number = np.arange(1, 13)
    tables = {
        "transactions": {
            "household_id": np.repeat(number, 2), "store_id": 1, "basket_id": np.arange(24),
            "product_id": np.tile([7, 8], 12), "quantity": 1,
            "sales_value": np.repeat(number * 1.1, 2), "retail_disc": 0.1, "coupon_disc": 9.0,
            "coupon_match_disc": 0.2, "week": 1, "transaction_timestamp": day,
        },
        "products": {"product_id": [7], "department": ["FUEL"]},
        "demographics": {"household_id": number[:6], "age": "65+"},
        "campaigns": {"campaign_id": 3, "household_id": number[3:9]},
        "campaign_descriptions": {"campaign_id": [3], "campaign_type": ["Type B"],
                                  "start_date": [day], "end_date": [day]},
        "coupon_redemptions": {"household_id": number[3:5], "coupon_upc": 5, "campaign_id": 3,
                               "redemption_date": day},
    }  # fmt: skip
    for name, columns in tables.items():
        pd.DataFrame(columns).to_parquet(folder / f"{name}.parquet")


def test_the_script_takes_its_share_of_every_group(tmp_path):
    originals(tmp_path)
    # By group, then spend: 10 11 12 | 7 8 9 | 1 2 3 | 6 | 4 5; every second from the second.
    assert script.choose(script.read(tmp_path), 6).tolist() == [11, 7, 9, 2, 6, 5]
    script.write(tmp_path, tmp_path / "made", 6)
    made = {path.stem: pd.read_parquet(path) for path in (tmp_path / "made").iterdir()}
    assert set(made) == set(TABLES)
    bought = made["transactions"]
    assert bought["household_id"].value_counts().to_dict() == dict.fromkeys([11, 7, 9, 2, 6, 5], 2)
    assert bought["discount"].tolist() == [0.3] * 12
    assert bought.groupby("product_id", dropna=False)["department"].first().isna().to_dict() == {
        7: False, 8: True,
    }  # fmt: skip
    assert made["demographics"]["household_id"].tolist() == [2, 5, 6]
    assert made["campaigns"]["household_id"].tolist() == [5, 6, 7, 9]
    assert set(made["campaigns"]["event"]) == {"Campaign Type B received"}
    assert made["coupon_redemptions"]["household_id"].tolist() == [5]


def test_the_script_writes_the_same_bytes(tmp_path):
    originals(tmp_path)
    for name in ("one", "two"):
        script.write(tmp_path, tmp_path / name, 6)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
                for name in ("one", "two"))  # fmt: skip
    assert one == two
