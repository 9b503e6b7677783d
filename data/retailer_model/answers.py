"""Survey answers, graded from what people feel in general and what just happened to them.

nps 0-10. csat 1-5. ces 1-7 is *effort*: high means hard. servqual_<dimension>_expected and
_perceived 1-7 (Parasuraman, Zeithaml and Berry's five dimensions). Scores are cut from a
continuous feeling so that each question has its planted shares.
"""

import numpy as np
import pandas as pd

from data.retailer_model.effects import NPS_SHARES
from data.retailer_model.world import DAYS, day_of, stream

CSAT_SHARES = {1: 0.05, 2: 0.08, 3: 0.17, 4: 0.38, 5: 0.32}
CES_SHARES = {1: 0.17, 2: 0.26, 3: 0.20, 4: 0.14, 5: 0.11, 6: 0.08, 7: 0.04}
DIMENSIONS = {  # mean expected and perceived
    "tangibles": (5.3, 5.6), "reliability": (6.3, 5.5), "responsiveness": (6.0, 5.0),
    "assurance": (5.8, 5.6), "empathy": (5.2, 5.0),
}  # fmt: skip
SERVQUAL_WAVES, SERVQUAL_SHARE = ("2024-03-11", "2025-03-10", "2026-03-09"), 0.17
MOODS = {  # what happened -> shift of the feeling, in standard deviations
    "order": 0.1, "late": -0.7, "hard": -0.5, "easy": 0.2, "service good": 0.2,
    "service bad": -1.7, "year": 0.1, "small order": 0.15,
}  # fmt: skip


def asked(
    buyers: pd.DataFrame, orders: pd.DataFrame, deliveries: pd.DataFrame, cases: pd.DataFrame
) -> pd.DataFrame:
    """Who answers what when: customer, day, question, context (what just happened)."""
    rng = stream("asked")
    first = deliveries.assign(context=np.where(deliveries["late"], "late", "order"))
    done = deliveries.assign(context=np.where(deliveries["hard"], "hard", "easy"))
    done = done.assign(day=done["set_up"]).dropna(subset="set_up")
    served = cases.assign(context=np.where(cases["bad"], "service bad", "service good"))
    small = orders[~orders["device"]].assign(context="small order")
    years = pd.concat([buyers.assign(day=buyers["day"] + 365.25 * k) for k in (1, 2)])
    parts = [
        _ask(rng, first, "nps", 0.36, 25), _ask(rng, first, "csat", 0.34, 3),
        _ask(rng, done, "ces", 0.28, 1), _ask(rng, served, "nps", 0.30, 12),
        _ask(rng, served, "csat", 0.45, 9), _ask(rng, served, "ces", 0.45, 9),
        _ask(rng, small, "csat", 0.12, 4), _ask(rng, small, "nps", 0.06, 8),
        _ask(rng, years.assign(context="year"), "nps", 0.38, 1),
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def scored(asked: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Answers with their scores."""
    rng = stream("scores")
    goodwill = people["goodwill"].reindex(asked["customer"]).to_numpy()
    mood = 0.7 * goodwill + asked["context"].map(MOODS).to_numpy()
    mood = mood + 0.75 * rng.standard_normal(len(asked))
    score = np.empty(len(asked))
    for question, shares in {"nps": NPS_SHARES, "csat": CSAT_SHARES, "ces": CES_SHARES}.items():
        rows = (asked["question"] == question).to_numpy()
        score[rows] = graded(-mood[rows] if question == "ces" else mood[rows], shares)
    return asked.assign(score=score)


def servqual(buyers: pd.DataFrame) -> pd.DataFrame:
    """Expected and perceived quality on five dimensions, asked once a year of some."""
    rng = stream("servqual")
    parts = []
    for wave in SERVQUAL_WAVES:
        day = day_of(wave)
        there = (buyers["day"] < day - 30) & (buyers["leaves"] > day + 15)
        members = buyers[there & (rng.random(len(buyers)) < SERVQUAL_SHARE)]
        when = day + rng.random(len(members)) * 14
        for dimension, means in DIMENSIONS.items():
            parts += _dimension(rng, members, when, dimension, means)
    return pd.concat(parts, ignore_index=True)


def graded(feeling: np.ndarray, shares: dict[int, float]) -> np.ndarray:
    """Cut a continuous feeling into scores with given shares, lowest first."""
    place = (feeling.argsort(kind="stable").argsort(kind="stable") + 0.5) / len(feeling)
    cuts = np.cumsum(list(shares.values()))[:-1]
    return np.array(list(shares))[np.searchsorted(cuts, place)]


def _ask(
    rng: np.random.Generator, about: pd.DataFrame, question: str, share: float, wait: float
) -> pd.DataFrame:
    day = about["day"] + wait + rng.random(len(about)) * 4
    frame = about.assign(day=day, question=question)[["customer", "day", "question", "context"]]
    return frame[(rng.random(len(about)) < share) & (day < DAYS)]


def _dimension(
    rng: np.random.Generator, members: pd.DataFrame, day: np.ndarray, dimension: str,
    means: tuple[float, float],
) -> list[pd.DataFrame]:  # fmt: skip
    size = len(members)
    expected = means[0] + 0.8 * rng.standard_normal(size)
    perceived = means[1] + 0.55 * members["goodwill"] + 0.8 * rng.standard_normal(size)
    return [
        pd.DataFrame({
            "customer": members["customer"].to_numpy(), "day": day, "context": "servqual",
            "question": f"servqual_{dimension}_{side}",
            "score": np.clip(np.round(np.asarray(value)), 1, 7),
        })
        for side, value in (("expected", expected), ("perceived", perceived))
    ]  # fmt: skip
