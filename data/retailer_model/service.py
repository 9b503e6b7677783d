"""Service cases: a call to the hotline, maybe a repair, maybe a complaint and its answer.

Whether a case goes badly is drawn without looking at the customer, so good cases are a fair
comparison for bad ones.
"""

import numpy as np
import pandas as pd

from data.retailer_model.effects import RECOVERY_HOURS
from data.retailer_model.world import DAYS, events, stream, times

CASES_A_YEAR, PAUSE, MOST_CASES = 0.42, 200, 5  # no second case within 200 days
REPAIR_SHARE = 0.4
BAD_SHARE = {False: 0.25, True: 0.42}  # without and with a repair
COMPLAIN_SHARE, ANSWERED_SHARE, ANSWER_HOURS = 0.55, 0.85, 45.0


def cases(buyers: pd.DataFrame) -> pd.DataFrame:
    """One row per case: customer, day, bad, days of repair, complaint and answer, recovered."""
    rng = stream("service")
    owners = buyers[buyers["owner"]]
    gaps = rng.exponential(365.25 / CASES_A_YEAR, (len(owners), MOST_CASES))
    gaps[:, 1:] += PAUSE
    day = owners["day"].to_numpy()[:, None] + 12 + gaps.cumsum(axis=1)
    row, place = np.nonzero(day < owners["leaves"].clip(upper=DAYS).to_numpy()[:, None])
    frame = pd.DataFrame({"customer": owners["customer"].to_numpy()[row], "day": day[row, place]})
    return _outcomes(rng, frame)


def _outcomes(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    size = len(frame)
    repair = pd.Series(rng.random(size) < REPAIR_SHARE)
    frame["bad"] = rng.random(size) < repair.map(BAD_SHARE)
    wait = 2 + rng.random(size) * 5 + 6 * frame["bad"]
    frame["repair_day"] = (frame["day"] + wait).where(repair)
    complains = frame["bad"] & (rng.random(size) < COMPLAIN_SHARE)
    since = frame["repair_day"].fillna(frame["day"]) + 0.2 + rng.random(size) * 2
    frame["complaint_day"] = since.where(complains)
    answer = since + (2 + rng.exponential(ANSWER_HOURS, size)) / 24
    frame["answer_day"] = answer.where(complains & (rng.random(size) < ANSWERED_SHARE))
    return frame.assign(recovered=_in_time(frame))


def _in_time(frame: pd.DataFrame) -> pd.Series:
    answered = frame.dropna(subset="answer_day")
    waited = times(answered["answer_day"]) - times(answered["complaint_day"])
    quick = waited <= np.timedelta64(RECOVERY_HOURS, "h")
    return pd.Series(quick, index=answered.index).reindex(frame.index, fill_value=False)


def case_events(cases: pd.DataFrame) -> pd.DataFrame:
    """Hotline, Repair, Complaint and Service recovery, with their feelings."""
    rng = stream("service events")
    mended = cases.dropna(subset="repair_day")
    complaint = cases.dropna(subset="complaint_day")
    return pd.concat(
        [
            _event(rng, cases, cases["day"], "Hotline", "phone", 6.0, 12),
            _event(rng, mended, mended["repair_day"], "Repair", "service centre", 95.0, 80),
            _event(rng, complaint, complaint["complaint_day"], "Complaint", "phone", 9.0, 15),
            _answer(rng, cases.dropna(subset="answer_day")),
        ],
        ignore_index=True,
    )


def _event(
    rng: np.random.Generator, cases: pd.DataFrame, day: pd.Series, touchpoint: str, channel: str,
    cost: float, minutes: float,
) -> pd.DataFrame:  # fmt: skip
    size = len(cases)
    middle = np.where(cases["bad"], -0.58, 0.42)
    feeling = middle + np.clip(0.18 * rng.standard_normal(size), -0.36, 0.36)
    length = np.ceil(minutes * rng.gamma(3.0, 1 / 3, size))
    return events(
        cases["customer"], day, touchpoint, channel, feeling=feeling, cost=cost, duration=length
    )


def _answer(rng: np.random.Generator, cases: pd.DataFrame) -> pd.DataFrame:
    middle = np.where(cases["recovered"], 0.30, -0.25)
    feeling = middle + 0.22 * rng.standard_normal(len(cases))
    channel = np.where(rng.random(len(cases)) < 0.6, "phone", "e-mail")
    return events(
        cases["customer"], cases["answer_day"], "Service recovery", channel,
        feeling=feeling, cost=25.0,
    )  # fmt: skip
