"""Who they are: attributes and traits, nobody's real data."""

import numpy as np
import pandas as pd

from data.retailer_model.catalogue import AGE_GROUPS, CITIES, GENDERS, SOURCES
from data.retailer_model.effects import CUSTOMERS, PRICE_SENSITIVE
from data.retailer_model.world import DAYS, stream

CLUB_START_DAYS, CLUB_START_SHARE = 180, 0.45  # the customer club opens with the record
REFERRALS_FROM = 60  # nobody can be referred before there are customers


def people() -> pd.DataFrame:
    """One row per person in order of arrival: day of arrival, attributes, traits."""
    rng = stream("people")
    frame = pd.DataFrame({"arrival": _arrivals(rng)})
    frame["source"] = _sources(rng, frame["arrival"])
    frame["city"] = draw(rng, {city: share for city, (_, share) in CITIES.items()}, CUSTOMERS)
    frame["region"] = frame["city"].map({city: region for city, (region, _) in CITIES.items()})
    frame["age_group"] = draw(rng, AGE_GROUPS, CUSTOMERS)
    frame["gender"] = draw(rng, GENDERS, CUSTOMERS)
    frame["language"] = draw(rng, {"zh": 0.6, "en": 0.4}, CUSTOMERS)
    frame["goodwill"] = rng.standard_normal(CUSTOMERS)
    frame["price_sensitive"] = rng.random(CUSTOMERS) < PRICE_SENSITIVE
    mean = frame["source"].map({name: cost for name, (_, cost) in SOURCES.items()})
    frame["acquisition_cost"] = np.round(mean * rng.lognormal(0, 0.25, CUSTOMERS), 2)
    return frame


def draw(rng: np.random.Generator, shares: dict[str, float], size: int) -> np.ndarray:
    """`size` independent picks from named shares."""
    cuts = np.cumsum(list(shares.values()))
    names = np.array(list(shares), dtype=object)
    return names[np.searchsorted(cuts[:-1], rng.random(size) * cuts[-1], side="right")]


def _arrivals(rng: np.random.Generator) -> np.ndarray:
    at_start = int(CUSTOMERS * CLUB_START_SHARE)
    late = DAYS - 6 - CLUB_START_DAYS
    first = rng.random(at_start) * CLUB_START_DAYS
    return np.sort(np.append(first, CLUB_START_DAYS + rng.random(CUSTOMERS - at_start) * late))


def _sources(rng: np.random.Generator, arrival: pd.Series) -> np.ndarray:
    shares = {name: share for name, (share, _) in SOURCES.items()}
    unreferred = {name: share for name, share in shares.items() if name != "Referral"}
    size = len(arrival)
    return np.where(arrival < REFERRALS_FROM, draw(rng, unreferred, size), draw(rng, shares, size))
