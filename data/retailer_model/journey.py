"""The first journey: from the first contact to the first order, or to nothing.

Every hand-over succeeds within `HANDOVER_DAYS` with its planted share; who fails comes later or
not at all.
"""

import numpy as np
import pandas as pd

from data.retailer_model.catalogue import CAMPAIGNS
from data.retailer_model.effects import (
    BUY_WITH_QUOTE,
    BUY_WITHOUT_QUOTE,
    HANDOVER_DAYS,
    HANDOVER_USUAL,
    HANDOVERS,
)
from data.retailer_model.people import draw
from data.retailer_model.world import DAYS, coin, events, soon, stream

AFTER_WEBSITE = {
    "Website visit": 0.34, "Showroom visit": 0.41, "Phone advice": 0.12, "Chat advice": 0.13,
}  # fmt: skip
WITHOUT_WEBSITE = {"": 0.30, "Showroom visit": 0.38, "Phone advice": 0.16, "Chat advice": 0.16}
STARTS = {"Showroom": "", "Referral": "Referral invitation"}
ALONE = ("Website visit", "Online quote")  # for those who take no advice
CHANNELS = {
    "Website visit": "online", "Showroom visit": "showroom", "Phone advice": "phone",
    "Chat advice": "chat",
}  # fmt: skip
COSTS = {"Website visit": 0.2, "Showroom visit": 35.0, "Phone advice": 12.0, "Chat advice": 5.0}
MINUTES = {"Website visit": 9, "Showroom visit": 42, "Phone advice": 11, "Chat advice": 14}


def first_journeys(people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Events before the first order, and the buyers: customer, day and channel of that order."""
    rng = stream("journey")
    start = _first_contacts(people)
    path = pd.DataFrame({"arrival": people["arrival"], "walk_in": people["source"] == "Showroom"})
    path["start"] = people["source"].map(STARTS).fillna("Advertisement")
    _website(rng, path)
    _advice(rng, path)
    _quote(rng, path)
    log = pd.concat([start, *_visits(rng, path)], ignore_index=True)
    buyers = _buyers(rng, path)
    return log[log["day"] < DAYS], buyers


def _first_contacts(people: pd.DataFrame) -> pd.DataFrame:
    invited = people[people["source"] == "Referral"]
    reached = people[~people["source"].isin(["Referral", "Showroom"])]
    kinds = {"Social advertisement": "social", "Search advertisement": "search"}
    channel = reached["source"].map(kinds).fillna("partner")
    brand = [campaign for campaign in CAMPAIGNS if campaign.kind == "brand"]
    index = np.searchsorted([c.day for c in brand], reached["arrival"], side="right") - 1
    names = np.array([campaign.id for campaign in brand], dtype=object)[index]
    advert = events(
        reached.index, reached["arrival"], "Advertisement", channel, cost=1.5, campaign=names
    )
    invitation = events(invited.index, invited["arrival"], "Referral invitation", "referral")
    return pd.concat([advert, invitation], ignore_index=True)


def _website(rng: np.random.Generator, path: pd.DataFrame) -> None:
    follows = _handed_over(rng, path["start"], "Website visit")
    path["website"] = (path["arrival"] + soon(rng, len(path), 2.0)).where(follows)


def _advice(rng: np.random.Generator, path: pd.DataFrame) -> None:
    size = len(path)
    on_line = path["website"].notna()
    kind = np.where(on_line, draw(rng, AFTER_WEBSITE, size), draw(rng, WITHOUT_WEBSITE, size))
    path["advice"] = np.where(path["walk_in"], "Showroom visit", kind)
    late = path["arrival"] + HANDOVER_DAYS + 1 + rng.random(size) * 25
    day = (path["website"] + soon(rng, size, 4.0)).fillna(late)
    day = day.where(path["advice"] != "Website visit", path["website"])
    path["advised"] = day.where(~path["walk_in"], path["arrival"])


def _quote(rng: np.random.Generator, path: pd.DataFrame) -> None:
    gets = _handed_over(rng, path["advice"], "Online quote")
    path["quoted"] = (path["advised"] + soon(rng, len(path), 2.5)).where(gets)


def _handed_over(rng: np.random.Generator, source: pd.Series, target: str) -> np.ndarray:
    follows = np.zeros(len(source), dtype=bool)
    for (before, after), share in {**HANDOVERS, ALONE: HANDOVER_USUAL}.items():
        if after == target:
            rows = np.flatnonzero(source == before)
            follows[rows] = coin(rng, len(rows), share)
    return follows


def _visits(rng: np.random.Generator, path: pd.DataFrame) -> list[pd.DataFrame]:
    first = path[path["website"].notna()]
    parts = [_visit(rng, "Website visit", first["website"])]
    for touchpoint in ("Showroom visit", "Phone advice", "Chat advice"):
        parts.append(_visit(rng, touchpoint, path["advised"][path["advice"] == touchpoint]))
    quoted = path["quoted"].dropna()
    return [*parts, events(quoted.index, quoted, "Online quote", "online", cost=2.0)]


def _visit(rng: np.random.Generator, touchpoint: str, day: pd.Series) -> pd.DataFrame:
    minutes = np.ceil(MINUTES[touchpoint] * rng.gamma(3.0, 1 / 3, len(day)))
    extra = {"duration": minutes, "cost": COSTS[touchpoint]}
    return events(day.index, day, touchpoint, CHANNELS[touchpoint], **extra)


def _buyers(rng: np.random.Generator, path: pd.DataFrame) -> pd.DataFrame:
    size = len(path)
    quoted = path["quoted"].notna()
    chance = np.where(quoted, BUY_WITH_QUOTE, BUY_WITHOUT_QUOTE) * (path["advice"] != "")
    buys = rng.random(size) < chance
    day = path["quoted"].fillna(path["advised"]) + soon(rng, size, 3.5)
    channel = path["advice"].map({**CHANNELS, "Chat advice": "online"})
    channel = channel.where(~quoted | (rng.random(size) < 0.35), "online")
    keep = buys & (day < DAYS)
    frame = pd.DataFrame({"day": day, "channel": channel})[keep]
    return frame.rename_axis("customer").reset_index()
