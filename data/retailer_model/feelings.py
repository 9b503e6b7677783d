"""What is left after the facts: feelings of ordinary contacts, and the words people add."""

import numpy as np
import pandas as pd

from data.retailer_model.catalogue import CHINESE, MAIN_DEVICES
from data.retailer_model.comments import COMMENTS
from data.retailer_model.world import stream

# touchpoint -> (mean feeling, share of contacts where it is known); others bring their own.
ORDINARY = {
    "Advertisement": (0.05, 0.08), "Referral invitation": (0.35, 0.25),
    "Website visit": (0.18, 0.25),
    "Showroom visit": (0.52, 0.60), "Phone advice": (0.33, 0.55), "Chat advice": (0.28, 0.55),
    "Online quote": (0.08, 0.40), "Checkout": (0.30, 0.30), "App use": (0.26, 0.06),
    "Loyalty newsletter": (0.04, 0.04), "Loyalty offer": (0.12, 0.10),
    "Trade-in offer": (0.20, 0.15),
}  # fmt: skip
GOODWILL, SPREAD = 0.14, 0.24
MEASURED = {"Delivery": 0.8, "Set-up": 0.7, "Referral sent": 0.6}  # the rest is always known
# how often people say why
SHARES = {
    "delivery late": 0.5, "delivery good": 0.06, "set-up hard": 0.3, "set-up easy": 0.06,
    "hotline bad": 0.5, "hotline good": 0.12, "repair bad": 0.55, "repair good": 0.15,
    "complaint": 1.0, "answered good": 0.25, "answered bad": 0.4, "review good": 1.0,
    "review mixed": 1.0, "review bad": 1.0, "post": 1.0, "showroom": 0.08, "nps promoter": 0.4,
    "nps passive": 0.25, "nps detractor": 0.6, "nps detractor service": 0.8,
    "nps detractor late": 0.8, "csat high": 0.1, "csat low": 0.4, "ces easy": 0.06, "ces hard": 0.4,
}  # fmt: skip
ENGLISH = {"Television": "TV", "Projector": "projector", "Hi-fi system": "hi-fi"}


def felt(log: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """The event log with feelings of ordinary contacts, all between -1 and 1, two decimals."""
    rng = stream("feelings")
    mean = log["touchpoint"].map({name: mean for name, (mean, _) in ORDINARY.items()})
    known = {name: share for name, (_, share) in ORDINARY.items()} | MEASURED
    share = log["touchpoint"].map(known).fillna(1.0).to_numpy()
    goodwill = people["goodwill"].reindex(log["customer"]).to_numpy()
    usual = mean + GOODWILL * goodwill + SPREAD * rng.standard_normal(len(log))
    feeling = log["feeling"].astype("float64").fillna(usual).clip(-1, 1).round(2)
    return log.assign(feeling=feeling.where(rng.random(len(log)) < share))


def spoken(log: pd.DataFrame, words: pd.DataFrame) -> np.ndarray:
    """Comments on events; `words` holds language, device and days of each person."""
    good = (log["feeling"] >= 0).map({True: "good", False: "bad"})
    moods = {
        "Hotline": "hotline " + good, "Repair": "repair " + good,
        "Service recovery": "answered " + good, "Complaint": "complaint",
        "Community post": "post", "Showroom visit": "showroom",
        "Delivery": good.map({"good": "delivery good", "bad": "delivery late"}),
        "Set-up": good.map({"good": "set-up easy", "bad": "set-up hard"}),
        "Review written": pd.cut(
            log["feeling"], [-2, 0, 0.25, 2], labels=["review bad", "review mixed", "review good"]
        ).astype(object),
    }  # fmt: skip
    key = pd.Series("", index=log.index, dtype=object)
    for touchpoint, keys in moods.items():
        rows = (log["touchpoint"] == touchpoint) & log["feeling"].notna()
        key[rows] = keys[rows] if isinstance(keys, pd.Series) else keys
    key[(key == "delivery late") & (_column(words, log, "days") == 0)] = ""
    return _write("event comments", log, key, words)


def answered(answers: pd.DataFrame, words: pd.DataFrame) -> np.ndarray:
    """Comments on nps, csat and ces answers."""
    question, score = answers["question"], answers["score"]
    because = {"service bad": " service", "late": " late"}
    detractor = "nps detractor" + answers["context"].map(because).fillna("")
    nps = detractor.where(score <= 6, np.where(score >= 9, "nps promoter", "nps passive"))
    csat = np.select([score >= 4, score <= 2], ["csat high", "csat low"], "")
    ces = np.select([score <= 2, score >= 5], ["ces easy", "ces hard"], "")
    key = pd.Series(np.select([question == "nps", question == "csat"], [nps, csat], ces))
    return _write(
        "answer comments", answers, key.where(question.isin(["nps", "csat", "ces"]), ""), words
    )


def words(people: pd.DataFrame, lines: pd.DataFrame, deliveries: pd.DataFrame) -> pd.DataFrame:
    """Per person: language, name of their first device in it, days their delivery was late."""
    owned = lines[lines["category"].isin(MAIN_DEVICES)].drop_duplicates("customer")
    device = owned.set_index("customer")["category"].reindex(people.index).fillna("Television")
    days = deliveries.set_index("customer")["days_late"].reindex(people.index).fillna(0)
    chinese = people["language"] == "zh"
    names = device.map(CHINESE).where(chinese, device.map(ENGLISH))
    return pd.DataFrame(
        {"language": people["language"], "device": names, "days": days.astype("int64")}
    )


def _column(words: pd.DataFrame, rows: pd.DataFrame, name: str) -> pd.Series:
    return words[name].reindex(rows["customer"]).set_axis(rows.index)


def _write(part: str, rows: pd.DataFrame, key: pd.Series, words: pd.DataFrame) -> np.ndarray:
    about = words.reindex(rows["customer"]).assign(key=key.to_numpy())
    return _comments(stream(part), about)


def _comments(rng: np.random.Generator, about: pd.DataFrame) -> np.ndarray:
    """A comment or None per row of `about` (key or "", language, device, days)."""
    share = about["key"].map(SHARES).fillna(0.0).to_numpy()
    speaks = rng.random(len(about)) < share
    pick, weeks = rng.random(len(about)), 2 + (rng.random(len(about)) * 5).astype("int64")
    texts = np.full(len(about), None, dtype=object)
    for row in np.flatnonzero(speaks):
        key, language, device, days = about.iloc[row][["key", "language", "device", "days"]]
        choice = COMMENTS[key][language]
        words = {"device": device, "days": days, "weeks": weeks[row]}
        texts[row] = choice[int(pick[row] * len(choice))].format(**words)
    return texts
