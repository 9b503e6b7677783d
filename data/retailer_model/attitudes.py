"""The loyalty survey: attitude against competitors, identity with the brand, Oliver's four stages.

Asked once a year of some of those who are there, 1-7 each, 4 the middle (of relative_attitude:
"the same as competitors"). All items grow with goodwill; of those who mostly buy at a discount the
attitude against competitors is low, however often they buy (Dick and Basu's spurious loyalty).
"""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from data.retailer_model.effects import (
    BRAND_IDENTITY,
    PROMOTION_BUYER_ORDERS,
    PROMOTION_BUYER_POINTS,
    PROMOTION_BUYER_SHARE,
    RELATIVE_ATTITUDE,
    STAGE_PASSED,
    STAGE_SHARES,
)
from data.retailer_model.world import day_of, stream

WAVES, SHARE, DAYS_OPEN = ("2024-06-10", "2025-06-09", "2026-06-08"), 0.40, 14
GOODWILL_ON_ATTITUDE, ATTITUDE_SPREAD = 0.75, 0.75
GOODWILL_ON_IDENTITY, IDENTITY_SPREAD = 0.8, 0.8
OWN_MIND, STAGE_NOISE, STAGE_SPREAD = 0.7, 0.8, 1.3  # beside one standard deviation of goodwill


def survey(buyers: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Answers of all waves, one row per item: customer, day, question, score, context."""
    rng = stream("loyalty survey")
    asked = pd.concat([_wave(rng, buyers, date) for date in WAVES], ignore_index=True)
    rows = asked[["customer", "day"]].assign(context="loyalty survey")
    scores = {
        "relative_attitude": _attitude(rng, asked, promotion_buyers(asked, orders)),
        "brand_identity": _identity(rng, asked),
        **_stages(rng, asked["goodwill"].to_numpy()),
    }
    parts = [rows.assign(question=item, score=score) for item, score in scores.items()]
    return pd.concat(parts, ignore_index=True)


def promotion_buyers(asked: pd.DataFrame, orders: pd.DataFrame) -> np.ndarray:
    """Who bought often before the day of the answer, and mostly at a discount."""
    left = asked[["customer", "day"]].rename_axis("row").reset_index()
    pairs = left.merge(orders[["customer", "day", "rate"]], on="customer", suffixes=("", "_order"))
    before = pairs[np.floor(pairs["day_order"]) < np.floor(pairs["day"])]
    bought = (before["rate"] > 0).groupby(before["row"]).agg(["size", "mean"])
    often = bought["size"] >= PROMOTION_BUYER_ORDERS
    chosen = bought.index[often & (bought["mean"] >= PROMOTION_BUYER_SHARE)]
    return asked.index.isin(chosen)


def _wave(rng: np.random.Generator, buyers: pd.DataFrame, date: str) -> pd.DataFrame:
    day = day_of(date)
    there = (buyers["day"] < day - 30) & (buyers["leaves"] > day + DAYS_OPEN)
    members = buyers[there & (rng.random(len(buyers)) < SHARE)]
    return members.assign(day=day + rng.random(len(members)) * DAYS_OPEN)


def _attitude(rng: np.random.Generator, asked: pd.DataFrame, promoted: np.ndarray) -> np.ndarray:
    mean = RELATIVE_ATTITUDE + PROMOTION_BUYER_POINTS * promoted
    return _scores(
        mean
        + GOODWILL_ON_ATTITUDE * asked["goodwill"].to_numpy()
        + ATTITUDE_SPREAD * rng.standard_normal(len(asked))
    )


def _identity(rng: np.random.Generator, asked: pd.DataFrame) -> np.ndarray:
    return _scores(
        BRAND_IDENTITY
        + GOODWILL_ON_IDENTITY * asked["goodwill"].to_numpy()
        + IDENTITY_SPREAD * rng.standard_normal(len(asked))
    )


def _stages(rng: np.random.Generator, goodwill: np.ndarray) -> dict[str, np.ndarray]:
    """One mind behind all four items, so that most people pass them in order."""
    mind = goodwill + OWN_MIND * rng.standard_normal(len(goodwill))
    return {
        item: _passed(mind + STAGE_NOISE * rng.standard_normal(len(mind)), share)
        for item, share in STAGE_SHARES.items()
    }


def _passed(feeling: np.ndarray, share: float) -> np.ndarray:
    """Scores of which exactly `share` are passed, the others spread around as of a bell."""
    place = (feeling.argsort(kind="stable").argsort(kind="stable") + 0.5) / len(feeling)
    above = STAGE_SPREAD * (ndtri(place) - ndtri(1 - share))
    return np.clip(np.floor(STAGE_PASSED + above), 1, 7)


def _scores(feeling: np.ndarray) -> np.ndarray:
    return np.clip(np.round(feeling), 1, 7)
