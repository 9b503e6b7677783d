"""Orders become lines: products, prices, discounts, unit costs, returns.

`unit_price` is the price paid for one piece after the discount; `discount` is what was taken off
the whole line. A return is an order of its own (id R...) with negative quantity.
"""

import numpy as np
import pandas as pd

from data.retailer_model.catalogue import (
    DEVICE_SHARES,
    MAIN_DEVICES,
    PRODUCTS,
    PROMOTIONS,
    SMALL_SHARES,
)
from data.retailer_model.effects import COUPON, PROMOTION_DAYS, PROMOTION_DISCOUNT
from data.retailer_model.people import draw
from data.retailer_model.world import DAYS, stream

CHANNEL_SHARES = {"online": 0.55, "app": 0.24, "showroom": 0.17, "phone": 0.04}
ATTACHED = {"Accessories": 0.42, "Service plan": 0.22, "Content": 0.12}
SECOND_LINE, SECOND_PIECE = 0.28, 0.12
RETURN_SHARE, LATEST_RETURN = 0.045, 25
RETURNABLE = (*MAIN_DEVICES, "Headphones", "Accessories")
PRICES = {name: (price, cost) for rows in PRODUCTS.values() for name, price, cost in rows}


def orders(buyers: pd.DataFrame, repeats: pd.DataFrame) -> pd.DataFrame:
    """Every order once: first ones with the channel of the journey, then the repeats."""
    rng = stream("orders")
    first = buyers[["customer", "day", "channel"]].assign(device=buyers["owner"], first=True)
    usual = buyers.set_index("customer")["channel"].reindex(repeats["customer"]).to_numpy()
    keeps = rng.random(len(repeats)) < 0.35
    channel = np.where(keeps, usual, draw(rng, CHANNEL_SHARES, len(repeats)))
    both = pd.concat([first, repeats.assign(channel=channel, first=False)], ignore_index=True)
    both = both.sort_values(["day", "customer"], ignore_index=True)
    sensitive = buyers.set_index("customer")["price_sensitive"].reindex(both["customer"])
    both["rate"] = _discounts(rng, both, sensitive.to_numpy())
    return both.assign(order_id=[f"A{100001 + number}" for number in range(len(both))])


def lines(orders: pd.DataFrame) -> pd.DataFrame:
    """Order lines, in order of orders: a device with what goes with it, or small things."""
    rng = stream("lines")
    devices = orders[orders["device"]]
    small = orders[~orders["device"]]
    parts = [_line(rng, devices, draw(rng, DEVICE_SHARES, len(devices)))]
    for category, share in ATTACHED.items():
        parts.append(_line(rng, devices[rng.random(len(devices)) < share], category))
    parts.append(_line(rng, small, draw(rng, SMALL_SHARES, len(small))))
    more = small[rng.random(len(small)) < SECOND_LINE]
    parts.append(_line(rng, more, draw(rng, SMALL_SHARES, len(more))))
    both = pd.concat(parts, ignore_index=True)
    return _ordered(both.drop_duplicates(["order_id", "product"]))


def returns(lines: pd.DataFrame, buyers: pd.DataFrame) -> pd.DataFrame:
    """Lines brought back some days later, as orders of their own, while the customer stays."""
    rng = stream("returns")
    chosen = lines[lines["category"].isin(RETURNABLE) & (rng.random(len(lines)) < RETURN_SHARE)]
    day = chosen["day"] + 4 + rng.random(len(chosen)) * (LATEST_RETURN - 4)
    leaves = buyers.set_index("customer")["leaves"].reindex(chosen["customer"]).to_numpy()
    back = chosen.assign(
        day=day, quantity=-chosen["quantity"], discount=-chosen["discount"], returned=True
    )
    back = back[(back["day"] < DAYS) & (back["day"] < leaves)].sort_values(["day", "customer"])
    return back.assign(order_id=[f"R{100001 + number}" for number in range(len(back))])


def _discounts(rng: np.random.Generator, orders: pd.DataFrame, sensitive: np.ndarray) -> np.ndarray:
    coupon = sensitive & ~orders["device"] & (rng.random(len(orders)) < 0.5)
    promoted = np.zeros(len(orders), dtype=bool)
    for campaign in PROMOTIONS:
        promoted |= orders["day"].between(campaign.day, campaign.day + PROMOTION_DAYS).to_numpy()
    return np.where(promoted, PROMOTION_DISCOUNT, np.where(coupon, COUPON, 0.0))


def _line(
    rng: np.random.Generator, orders: pd.DataFrame, category: np.ndarray | str
) -> pd.DataFrame:
    frame = orders[["order_id", "customer", "day", "channel", "rate"]].assign(category=category)
    place = rng.random(len(frame)) ** 1.6  # the first products sell more
    frame["product"] = [
        PRODUCTS[name][int(at * len(PRODUCTS[name]))][0]
        for name, at in zip(frame["category"], place, strict=True)
    ]
    several = (rng.random(len(frame)) < SECOND_PIECE) & frame["category"].eq("Accessories")
    frame["quantity"] = 1 + several.astype("int64")
    price, cost = np.array([PRICES[name] for name in frame["product"]], dtype=float).T
    frame["unit_price"] = np.round(price * (1 - frame["rate"]), 2)
    frame["discount"] = np.round((price - frame["unit_price"]) * frame["quantity"], 2)
    return frame.assign(unit_cost=cost, returned=False)


def _ordered(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.sort_values(["day", "order_id"], kind="stable", ignore_index=True)
