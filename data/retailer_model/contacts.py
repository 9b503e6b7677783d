"""What happens around and between orders: checkout, delivery, use, offers, the last contact.

A customer leaves on the day of the last contact; until then something happens at least every
80 days. A late delivery is unpleasant and changes nothing else.
"""

import numpy as np
import pandas as pd

from data.retailer_model.catalogue import CAMPAIGNS, Campaign
from data.retailer_model.people import draw
from data.retailer_model.world import DAYS, coin, events, stream

LATE_SHARE = 0.13
HARD_SET_UP_SHARE = 0.18
RHYTHMS = {"often": 0.12, "sometimes": 0.44, "seldom": 0.26, "newsletter": 0.18}
GAPS = {"often": (12, 40), "sometimes": (30, 75), "seldom": (45, 80), "newsletter": (40, 80)}
MINUTES = {"often": 38.0, "sometimes": 21.0, "seldom": 11.0}
FEATURES = {
    "Remote control": 0.34, "Streaming": 0.28, "Playlists": 0.16, "Picture profiles": 0.12,
    "Room sound": 0.10,
}  # fmt: skip
OFFERED_SHARE = {"promotion": 0.30, "trade-in": 0.45}
OFFERS = {"promotion": "Loyalty offer", "trade-in": "Trade-in offer"}


def deliveries(buyers: pd.DataFrame) -> pd.DataFrame:
    """First deliveries of main devices: customer, day, late, set-up day (or none), hard set-up."""
    rng = stream("first deliveries")
    owners = buyers[buyers["owner"]].reset_index(drop=True)
    size = len(owners)
    late = coin(rng, size, LATE_SHARE)
    wait = np.where(late, 9 + rng.random(size) * 9, 1.5 + rng.random(size) * 4)
    frame = pd.DataFrame(
        {"customer": owners["customer"], "day": owners["day"] + wait, "late": late}
    )
    frame["days_late"] = np.floor(np.where(late, wait - 5, 0)).astype("int64")
    set_up = frame["day"] + 0.1 + rng.random(size) * 2
    frame["set_up"] = set_up.where(rng.random(size) < 0.85)
    return frame.assign(hard=coin(rng, size, HARD_SET_UP_SHARE))


def delivery_events(deliveries: pd.DataFrame) -> pd.DataFrame:
    """Delivery and Set-up of main devices."""
    rng = stream("delivery events")
    late, size = deliveries["late"], len(deliveries)
    feeling = np.where(late, -0.35, 0.42) + 0.24 * rng.standard_normal(size)
    delivered = events(
        deliveries["customer"], deliveries["day"], "Delivery", "courier", feeling=feeling, cost=45.0
    )
    done = deliveries[deliveries["set_up"].notna()]
    feeling = np.where(done["hard"], -0.25, 0.35) + 0.24 * rng.standard_normal(len(done))
    minutes = np.ceil(np.where(done["hard"], 75, 30) * rng.gamma(4.0, 0.25, len(done)))
    channel = np.where(rng.random(len(done)) < 0.3, "home visit", "app")
    cost = np.where(channel == "home visit", 60.0, 0.5)
    extra = {"feeling": feeling, "duration": minutes, "cost": cost}
    ready = events(done["customer"], done["set_up"], "Set-up", channel, **extra)
    return pd.concat([delivered, ready], ignore_index=True)


def checkouts(orders: pd.DataFrame) -> pd.DataFrame:
    """One Checkout per order, a few minutes before it."""
    rng = stream("checkouts")
    minutes = np.ceil(6 * rng.gamma(3.0, 1 / 3, len(orders)))
    day = orders["day"] - 0.004
    return events(
        orders["customer"], day, "Checkout", orders["channel"], duration=minutes, cost=3.0
    )


def habits(buyers: pd.DataFrame) -> pd.DataFrame:
    """App use or newsletters between the first order and the last contact, both ends kept."""
    rng = stream("habits")
    rhythm = draw(rng, RHYTHMS, len(buyers))
    start = buyers["day"].to_numpy() + 3
    end = buyers["leaves"].to_numpy()
    row, day = _renewals(rng, rhythm, start, np.minimum(end, DAYS))
    leaving = np.flatnonzero(end < DAYS)
    row, day = np.append(row, leaving), np.append(day, end[leaving])
    customer, kind = buyers["customer"].to_numpy()[row], rhythm[row]
    letter = kind == "newsletter"
    used = ~letter
    mean = np.array([MINUTES[name] for name in kind[used]])
    use = events(
        customer[used], day[used], "App use", "app", cost=0.05,
        duration=np.ceil(mean * rng.gamma(2.0, 0.5, used.sum())),
        feature=draw(rng, FEATURES, used.sum()),
    )  # fmt: skip
    read = events(customer[letter], day[letter], "Loyalty newsletter", "e-mail", cost=0.1)
    return pd.concat([use, read], ignore_index=True)


def offers(buyers: pd.DataFrame) -> pd.DataFrame:
    """Offers of promotions and trade-in campaigns to a random part of the customers."""
    rng = stream("offers")
    parts = [_offer(rng, campaign, buyers) for campaign in CAMPAIGNS if campaign.kind in OFFERS]
    return pd.concat(parts, ignore_index=True)


def _offer(rng: np.random.Generator, campaign: Campaign, buyers: pd.DataFrame) -> pd.DataFrame:
    there = (buyers["day"] < campaign.day) & (buyers["leaves"] > campaign.day + 3)
    if campaign.kind == "trade-in":
        there &= buyers["owner"] & (buyers["day"] < campaign.day - 365)
    gets = buyers[there & (rng.random(len(buyers)) < OFFERED_SHARE[campaign.kind])]
    day = campaign.day + rng.random(len(gets)) * 2
    channel = np.where(rng.random(len(gets)) < 0.7, "e-mail", "app")
    return events(
        gets["customer"], day, OFFERS[campaign.kind], channel, cost=0.8, campaign=campaign.id
    )


def _renewals(
    rng: np.random.Generator, rhythm: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.array([GAPS[name] for name in rhythm], dtype=float).T
    most = int(np.ceil(DAYS / low.min()))
    gaps = low[:, None] + rng.random((len(rhythm), most)) * (high - low)[:, None]
    day = start[:, None] + gaps.cumsum(axis=1) - gaps[:, :1] * rng.random((len(rhythm), 1))
    row, place = np.nonzero(day < end[:, None])
    return row, day[row, place]
