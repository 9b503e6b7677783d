"""When buyers leave, when they order again, and what promotions and bad service do to that.

`due` are the orders as they would be with neither promotions nor bad service.
"""

import numpy as np
import pandas as pd

from data.retailer_model.catalogue import PROMOTIONS
from data.retailer_model.effects import (
    BAD_SERVICE_DAYS,
    BAD_SERVICE_POINTS,
    GOODWILL_ON_ORDERS,
    PROMOTION_DAYS,
    PULL_DAYS,
    PULLED_SHARE,
    RECOVERED_SHARE,
    YEARLY_CHURN,
)
from data.retailer_model.world import DAYS, coin, stream

DEVICE_FIRST_SHARE = 0.88  # the others start with something small and never buy a main device
BLOCK = 50
DEVICE_RATE, DEVICE_PAUSE = 0.090, 90  # second main device: a year, once the pause is over
ORDERING_SHARE = 0.66  # buyers who order small things again at all, if they stay long enough
ORDER_RATE, ORDER_SHAPE = 2.2, 1.3  # their mean orders a year, and gamma shape between people
ORDER_PAUSE = 10


def lives(buyers: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Buyers with the day of their last contact (`leaves`, maybe after the record) and traits.

    Lifetimes are exponential, stratified among every 50 neighbours in time, so that the sample
    keeps to the yearly churn.
    """
    rng = stream("lives")
    frame = buyers.join(people[["goodwill", "price_sensitive", "language", "city"]], on="customer")
    size = len(frame)
    frame["leaves"] = (
        frame["day"] + np.log1p(-_strata(rng, frame["day"])) / np.log1p(-YEARLY_CHURN) * 365.25
    )
    frame["owner"] = rng.random(size) < DEVICE_FIRST_SHARE
    return frame


def _strata(rng: np.random.Generator, day: pd.Series) -> np.ndarray:
    size = len(day)
    blocks = np.array_split(day.to_numpy().argsort(kind="stable"), max(1, size // BLOCK))
    strata = np.empty(size)
    for block in blocks:
        strata[block] = (rng.permutation(len(block)) + rng.random(len(block))) / len(block)
    return strata


def due(buyers: pd.DataFrame) -> pd.DataFrame:
    """Repeat orders (customer, day, device) nobody has moved or lost yet."""
    both = pd.concat([_small(buyers), _devices(buyers)])
    end = buyers.set_index("customer")["leaves"].clip(upper=DAYS).reindex(both["customer"])
    kept = both[both["day"].to_numpy() < end.to_numpy()]
    return kept.sort_values(["day", "customer"], ignore_index=True)


def _small(buyers: pd.DataFrame) -> pd.DataFrame:
    rng = stream("small orders")
    rate = rng.gamma(ORDER_SHAPE, ORDER_RATE / ORDER_SHAPE, len(buyers))
    rate *= np.exp(GOODWILL_ON_ORDERS * buyers["goodwill"]) * (
        rng.random(len(buyers)) < ORDERING_SHARE
    )
    start = buyers["day"] + ORDER_PAUSE
    span = (buyers["leaves"].clip(upper=DAYS) - start).clip(lower=0)
    count = rng.poisson(rate * span / 365.25)
    rows = np.repeat(np.arange(len(buyers)), count)
    day = start.to_numpy()[rows] + rng.random(len(rows)) * span.to_numpy()[rows]
    return pd.DataFrame(
        {"customer": buyers["customer"].to_numpy()[rows], "day": day, "device": False}
    )


def _devices(buyers: pd.DataFrame) -> pd.DataFrame:
    rng = stream("second devices")
    day = buyers["day"] + DEVICE_PAUSE + rng.exponential(365.25 / DEVICE_RATE, len(buyers))
    frame = pd.DataFrame({"customer": buyers["customer"], "day": day, "device": True})
    return frame[buyers["owner"]]


def pull_forward(orders: pd.DataFrame, buyers: pd.DataFrame) -> pd.DataFrame:
    """Move a share of the orders due after each promotion into it; none is added."""
    rng = stream("promotions")
    first = buyers.set_index("customer")["day"].reindex(orders["customer"]).to_numpy()
    day = orders["day"].to_numpy().copy()
    for campaign in PROMOTIONS:
        since = day - campaign.day - PROMOTION_DAYS
        able = (since >= 0) & (since < PULL_DAYS) & (first < campaign.day)
        moves = able & (rng.random(len(day)) < PULLED_SHARE)
        day[moves] = campaign.day + rng.random(moves.sum()) * PROMOTION_DAYS
    return orders.assign(day=day).sort_values(["day", "customer"], ignore_index=True)


def lose(orders: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Drop every order in the 180 days after the bad service cases that end in a lost customer.

    So many cases that the planted points come out, whatever share would have ordered again.
    """
    rng = stream("lost orders")
    bad = cases[cases["bad"]]
    plain, recovered = bad[~bad["recovered"]], bad[bad["recovered"]]
    lost = [
        *_lost(rng, orders, plain, -BAD_SERVICE_POINTS),
        *_lost(rng, orders, recovered, -BAD_SERVICE_POINTS * (1 - RECOVERED_SHARE)),
    ]
    return orders.drop(lost).reset_index(drop=True)


def _lost(
    rng: np.random.Generator, orders: pd.DataFrame, cases: pd.DataFrame, points: float
) -> pd.Index:
    after = _following(orders, cases)
    would = after["case"].drop_duplicates().to_numpy()
    chosen = would[coin(rng, len(would), points * len(cases) / len(would))]
    return pd.Index(after[after["case"].isin(chosen)]["order"])


def _following(orders: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    left = orders.rename_axis("order").reset_index()
    right = cases.rename_axis("case").reset_index()[["case", "customer", "day"]]
    pairs = left.merge(right, on="customer", suffixes=("", "_case"))
    since = pairs["day"] - pairs["day_case"]
    return pairs[(since > 0) & (since <= BAD_SERVICE_DAYS)].drop_duplicates("order")
