"""The sample's tables and counts of them by pandas alone, independent of the product."""

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parents[2] / "data" / "retailer"
START, END = pd.Timestamp("2023-07-01"), pd.Timestamp("2026-07-01")
MAIN = ["Television", "Projector", "Hi-fi system"]


def table(name: str) -> pd.DataFrame:
    return pd.read_parquet(FOLDER / f"{name}.parquet")


def orders() -> pd.DataFrame:
    """One row per order, returns left out: customer_id, order_id, time."""
    lines = table("orders")
    kept = lines[~lines["returned"]]
    return kept.groupby(["customer_id", "order_id"], as_index=False)["time"].min()


def first_orders() -> pd.Series:
    return orders().groupby("customer_id")["time"].min()


def repeat_orders() -> pd.DataFrame:
    every = orders()
    first = first_orders().reindex(every["customer_id"]).to_numpy()
    return every.assign(first=first)[every["time"] > first]


def lifetimes(observed_days: int) -> pd.Series:
    """Days from first order to last contact, of buyers seen for `observed_days` and 90 more."""
    first = first_orders()
    both = pd.concat([table(name)[["customer_id", "time"]] for name in ("orders", "events")])
    last = both.groupby("customer_id")["time"].max().reindex(first.index)
    seen = first < END - pd.Timedelta(days=observed_days + 90)
    return (last - first)[seen] / pd.Timedelta(days=1)


def followed(rows: pd.DataFrame, later: pd.DataFrame, days: float) -> pd.Series:
    """Whether `later` holds a row of the same customer within `days` after each of `rows`."""
    left = rows.reset_index(names="row")[["row", "customer_id", "time"]]
    pairs = left.merge(later[["customer_id", "time"]], on="customer_id", suffixes=("", "_later"))
    wait = pairs["time_later"] - pairs["time"]
    hit = pairs[(wait > pd.Timedelta(0)) & (wait <= pd.Timedelta(days=days))]
    return rows.index.to_series().isin(hit["row"])


def touchpoint(name: str, days_left: float = 0) -> pd.DataFrame:
    events = table("events")
    chosen = events["touchpoint"].eq(name) & (events["time"] < END - pd.Timedelta(days=days_left))
    return events[chosen]


def difference(treated: pd.Series, control: pd.Series) -> tuple[float, float, float]:
    """Difference of two shares and its 95 % interval."""
    a, b = treated.mean(), control.mean()
    error = np.sqrt(a * (1 - a) / len(treated) + b * (1 - b) / len(control))
    return a - b, a - b - 1.96 * error, a - b + 1.96 * error


def share(hits: pd.Series) -> tuple[float, float, float]:
    """A share and its 95 % Wilson interval."""
    count, part, z = len(hits), hits.mean(), 1.96
    middle = (part + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(part * (1 - part) / count + z * z / (4 * count**2)) / (1 + z * z / count)
    return part, middle - half, middle + half


def incidence(days: np.ndarray, happened: np.ndarray, limit: float) -> float:
    """Kaplan-Meier share with the event by `limit` days."""
    left = 1.0
    for day in np.unique(days[happened & (days <= limit)]):
        left *= 1 - (happened & (days == day)).sum() / (days >= day).sum()
    return 1 - left
