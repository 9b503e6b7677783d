"""Reviews, community posts and referrals; who referred whom."""

import numpy as np
import pandas as pd

from data.retailer_model.world import DAYS, events, stream

REVIEW_SHARE, POST_SHARE, VAIN_REFERRALS = 0.13, 0.06, 0.8
GOODWILL_PULL = 0.9  # how much more the well-meaning refer


def advocacy(buyers: pd.DataFrame) -> pd.DataFrame:
    """Reviews some weeks after the first order, and posts in the community any time."""
    rng = stream("advocacy")
    writes = buyers[rng.random(len(buyers)) < REVIEW_SHARE]
    day = writes["day"] + 15 + rng.random(len(writes)) * 45
    feeling = 0.30 + 0.34 * writes["goodwill"] + 0.2 * rng.standard_normal(len(writes))
    review = events(writes["customer"], day, "Review written", "online", feeling=feeling)
    posts = buyers[rng.random(len(buyers)) < POST_SHARE]
    span = posts["leaves"].clip(upper=DAYS) - posts["day"]
    day = posts["day"] + rng.random(len(posts)) * span
    feeling = 0.35 + 0.25 * posts["goodwill"] + 0.2 * rng.standard_normal(len(posts))
    post = events(posts["customer"], day, "Community post", "app", feeling=feeling)
    return pd.concat([review, post], ignore_index=True)


def referrers(people: pd.DataFrame, buyers: pd.DataFrame) -> pd.Series:
    """For each referred person the index of the customer who did it: alive then, often content."""
    rng = stream("referrers")
    pull = np.exp(GOODWILL_PULL * buyers["goodwill"].to_numpy())
    since, until = buyers["day"].to_numpy() + 20, buyers["leaves"].to_numpy()
    chosen = {}
    for person, arrival in people.loc[people["source"] == "Referral", "arrival"].items():
        weight = pull * ((since < arrival - 8) & (until > arrival))
        place = np.searchsorted(weight.cumsum(), rng.random() * weight.sum(), side="right")
        chosen[person] = buyers["customer"].iat[place]
    return pd.Series(chosen, dtype="int64")


def referral_events(
    referrers: pd.Series, people: pd.DataFrame, buyers: pd.DataFrame
) -> pd.DataFrame:
    """Referral sent: one before each referred arrival, and others that led to nobody."""
    rng = stream("referral events")
    arrival = people["arrival"].reindex(referrers.index)
    day = arrival - 0.5 - rng.random(len(referrers)) * 6
    sent = _sent(rng, referrers, day)
    vain = buyers.sample(
        n=int(VAIN_REFERRALS * len(referrers)), weights=np.exp(0.5 * buyers["goodwill"]),
        random_state=rng,
    )  # fmt: skip
    span = vain["leaves"].clip(upper=DAYS) - vain["day"]
    return pd.concat(
        [sent, _sent(rng, vain["customer"], vain["day"] + rng.random(len(vain)) * span)]
    )


def _sent(rng: np.random.Generator, customer: pd.Series, day: pd.Series) -> pd.DataFrame:
    feeling = 0.6 + 0.2 * rng.standard_normal(len(day))
    return events(customer, day, "Referral sent", "referral", feeling=feeling, cost=1.0)
