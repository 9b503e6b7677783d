"""The five tables as a user would upload them, as Arrow with a label saying they are synthetic."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa

from data.retailer_model.catalogue import CAMPAIGNS, TIERS
from data.retailer_model.effects import SEED
from data.retailer_model.world import START, times

RETAILER = "Orvane (invented audio-visual retailer)"
CURRENCY = "CNY"
MONEY = pa.decimal128(12, 2)
TIME = pa.timestamp("us")
TEXT = pa.string()
LABEL = {
    "synthetic": "yes",
    "title": RETAILER,
    "note": "Synthetic data: no row describes a real person, company or purchase.",
    "made_by": "python -m data.make_retailer",
    "seed": str(SEED),
}


def customers(people: pd.DataFrame, referrers: pd.Series, lines: pd.DataFrame) -> pa.Table:
    """One row per person known by name, buyer or not."""
    spend = (lines["quantity"] * lines["unit_price"]).groupby(lines["customer"]).sum()
    spend = spend.reindex(people.index).fillna(0.0)
    steps, names = zip(*TIERS, strict=True)
    tier = np.array(names, dtype=object)[np.searchsorted(steps, spend, side="right") - 1]
    referred_by = ids(referrers).reindex(people.index)
    return _table(
        customer_id=(ids(people.index), TEXT),
        joined=(times(people["arrival"]).astype("datetime64[D]").astype("datetime64[us]"), TIME),
        acquisition_channel=(people["source"], TEXT),
        acquisition_cost=(_money(people["acquisition_cost"]), MONEY),
        referred_by=(referred_by.astype(object).where(referred_by.notna(), None), TEXT),
        city=(people["city"], TEXT),
        region=(people["region"], TEXT),
        age_group=(people["age_group"], TEXT),
        gender=(people["gender"], TEXT),
        language=(people["language"], TEXT),
        tier=(tier, TEXT),
    )


def orders(lines: pd.DataFrame) -> pa.Table:
    """Order lines and returned lines by time."""
    rows = lines.assign(time=times(lines["day"]))
    rows = rows.sort_values(["time", "order_id"], kind="stable")
    return _table(
        customer_id=(ids(rows["customer"]), TEXT),
        order_id=(rows["order_id"], TEXT),
        time=(rows["time"], TIME),
        channel=(rows["channel"], TEXT),
        product=(rows["product"], TEXT),
        category=(rows["category"], TEXT),
        quantity=(rows["quantity"], pa.int32()),
        unit_price=(_money(rows["unit_price"]), MONEY),
        discount=(_money(rows["discount"]), MONEY),
        unit_cost=(_money(rows["unit_cost"]), MONEY),
        returned=(rows["returned"].astype(bool), pa.bool_()),
        currency=([CURRENCY] * len(rows), TEXT),
    )


def events(log: pd.DataFrame) -> pa.Table:
    """Touchpoint events by time; durations in minutes, feelings from -1 to 1."""
    return _table(
        customer_id=(ids(log["customer"]), TEXT),
        time=(times(log["day"]), TIME),
        touchpoint=(log["touchpoint"], TEXT),
        channel=(log["channel"], TEXT),
        feeling=(log["feeling"], pa.float64()),
        cost=(_money(log["cost"]), MONEY),
        duration=(log["duration"].astype("float64"), pa.float64()),
        feature=(_texts(log["feature"]), TEXT),
        campaign=(_texts(log["campaign"]), TEXT),
        text=(_texts(log["text"]), TEXT),
    )


def answers(rows: pd.DataFrame) -> pa.Table:
    """Survey answers by time; one row per question."""
    return _table(
        customer_id=(ids(rows["customer"]), TEXT),
        time=(times(rows["day"]), TIME),
        question=(rows["question"], TEXT),
        score=(rows["score"].astype("float64"), pa.float64()),
        text=(_texts(rows["text"]), TEXT),
    )


def campaigns() -> pa.Table:
    """What was announced when, to whom, at what cost; `end` is the first day after it."""
    start = [START + np.timedelta64(int(campaign.day), "D") for campaign in CAMPAIGNS]
    end = [
        day + np.timedelta64(campaign.days, "D")
        for day, campaign in zip(start, CAMPAIGNS, strict=True)
    ]
    return _table(
        campaign_id=([campaign.id for campaign in CAMPAIGNS], TEXT),
        start=(np.array(start), TIME),
        end=(np.array(end), TIME),
        cost=([Decimal(campaign.cost) for campaign in CAMPAIGNS], MONEY),
        target=([campaign.target for campaign in CAMPAIGNS], TEXT),
    )


def ids(index: pd.Index | pd.Series) -> pd.Series:
    """Customer numbers as the retailer writes them: C00001 ..."""
    place = index.index if isinstance(index, pd.Series) else index
    return pd.Series([f"C{number + 1:05}" for number in index], index=place, dtype=object)


def _money(values: pd.Series) -> list[Decimal | None]:
    return [None if value != value else Decimal(f"{value:.2f}") for value in values]


def _texts(values: pd.Series) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in values]


def _table(**columns: tuple[object, pa.DataType]) -> pa.Table:
    arrays = {
        name: pa.array(values, kind, from_pandas=True) for name, (values, kind) in columns.items()
    }
    return pa.table(arrays).replace_schema_metadata(LABEL)
