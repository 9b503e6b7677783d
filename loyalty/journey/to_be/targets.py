"""What a target changes at its touchpoint: whom it concerns, how likely each is won or lost.

A conversion target moves the share of the touchpoint's customers who later reach the next stage:
raised, it wins an equal part of those who do not; lowered, it loses an equal part of those who do.

A feeling target needs more, or fewer, good experiences: as many as move today's mean to the target
when a bad one becomes as good as the good ones are on average (good and bad as in
`loyalty.journey.experience`: above and below the middle of the scale). That change of their share,
times the adjusted difference in coming back between good and bad, is the change in the chance that
a customer of the touchpoint comes back; the difference is drawn from its interval.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from loyalty.intervals import Z
from loyalty.journey.log import Log
from loyalty.journey.to_be.chain import Chain, Concerned, Floats, Mask, Visitors, visitors
from loyalty.journey.to_be.knock_on import DRAWS, stream
from loyalty.journey.units import FEELING_DIGITS, SHARE_DIGITS
from loyalty.language import mark
from loyalty.study import Study
from loyalty.study.journey import Target

Why = Literal[
    "", "unchanged", "unknown", "last", "ended", "unscored", "unmeasured", "capped", "unsure"
]
WHY: dict[Why, str] = {
    "unchanged": mark("As today, so nothing changes."),
    "unknown": mark("Nobody in these journeys has been there."),
    "last": mark("No stage follows, so nothing follows from it."),
    "ended": mark("A purchase ends the journey here, so nothing follows from it within it."),
    "unscored": mark("There are no good and bad feelings here that a target could shift."),
    "unmeasured": mark(
        "Too few customers had a good and a bad experience here to say what follows."
    ),
    "capped": mark("Out of reach: counted as if all experiences were good, or all bad."),
    "unsure": mark("The difference between good and bad experiences here may be chance."),
}


@dataclass(frozen=True)
class Change:
    """A target with what it does.

    Attributes:
        target: as the study has it. stage: key of its touchpoint's stage, "" when unknown.
        today: the value it starts from, NaN when unknown. value: the target within its limits.
        customers: how many pass the touchpoint. why: what is to be said of it, by `WHY`.
        moves: whether anything follows from it.
    """

    target: Target
    stage: str
    today: float
    value: float
    customers: int
    why: Why
    moves: bool = False


Found = tuple[Change, Concerned | None]


@dataclass(frozen=True)
class Around:
    """What targets are read against; goal is a stage of the chain, scale that of the feelings."""

    log: Log
    study: Study
    effects: pd.DataFrame
    chain: Chain
    goal: int
    scale: tuple[float, float]


def of_study(around: Around) -> list[Found]:
    """One change per target of the study, by stage, and whom it concerns if anything follows.

    Of two targets for the same value the last counts.
    """
    last = {(one.touchpoint, one.kind): one for one in around.study.journey.targets}
    found = [_change(around, one) for one in last.values()]
    stages = around.log.stages
    place = {key: number for number, key in enumerate(stages)}
    return sorted(
        found,
        key=lambda one: (
            place.get(one[0].stage, len(place)), one[0].target.touchpoint, one[0].target.kind
        ),
    )  # fmt: skip


def _change(around: Around, target: Target) -> Found:
    log = around.log
    known = log.names.index(target.touchpoint) if target.touchpoint in log.names else -1
    here = log.touchpoint == known
    if known < 0 or not here.any():
        return Change(target, "", np.nan, target.value, 0, "unknown"), None
    stage = log.stages[log.stage_of[known]]
    by_kind = _conversion if target.kind == "conversion" else _feeling
    return by_kind(around, target, here, stage)


def _conversion(around: Around, target: Target, here: Mask, stage: str) -> Found:
    keys, log = around.chain.keys, around.log
    place = keys.index(stage) if stage in keys else len(keys)
    follows = place < len(keys) and bool(around.chain.goes_on[place])
    seen = visitors(log, here, log.stages.index(keys[place + 1]) if follows else None)
    customers, value = int(seen.there.sum()), float(np.clip(target.value, 0, 1))
    if not follows:
        why: Why = "ended" if place + 1 < len(keys) else "last"
        return Change(target, stage, np.nan, value, customers, why), None
    today = float(seen.reached.sum() / customers)
    about = (target, stage, today, value, customers)
    if round(value, SHARE_DIGITS) == round(today, SHARE_DIGITS):
        return Change(*about, "unchanged"), None
    share = (value - today) / (1 - today if value > today else today)
    drawn = np.full(DRAWS, share)
    concerned = Concerned(place + 1, seen.first, seen.lost, seen.reached, drawn, certain=True)
    return Change(*about, "", moves=True), concerned


def _feeling(around: Around, target: Target, here: Mask, stage: str) -> Found:
    seen, felt = visitors(around.log, here, None), around.log.feeling[here]
    felt = felt[~np.isnan(felt)]
    today = float(felt.mean()) if len(felt) else np.nan
    value = float(np.clip(target.value, *around.scale))
    about = (target, stage, today, value, int(seen.there.sum()))
    middle = sum(around.scale) / 2
    good, bad = felt[felt > middle], felt[felt < middle]
    if not len(good) or not len(bad):
        return Change(*about, "unscored"), None
    if round(value, FEELING_DIGITS) == round(today, FEELING_DIGITS):
        return Change(*about, "unchanged"), None
    wanted = float((value - today) / (good.mean() - bad.mean()))
    more = float(np.clip(wanted, -len(good) / len(felt), len(bad) / len(felt)))
    share = _coming_back(around, target.touchpoint, more)
    if share is None:
        return Change(*about, "unmeasured"), None
    why: Why = "unsure" if not _significant(around, target.touchpoint) else ""
    change = Change(*about, why if more == wanted else "capped", moves=True)
    return change, _moved(seen, around.goal, share)


def _moved(seen: Visitors, goal: int, share: Floats) -> Concerned:
    there = seen.there
    return Concerned(goal, seen.first, there, there, share, certain=False)


def _significant(around: Around, touchpoint: str) -> bool:
    rows = around.effects[around.effects["touchpoint"] == touchpoint]
    return bool(rows["significant"].iloc[0])


def _coming_back(around: Around, touchpoint: str, more: float) -> Floats | None:
    """Draws of the change in the chance of coming back with so much larger a share of good ones.

    None without enough customers on either side. The chance stays between 0 and 1.
    """
    rows = around.effects[around.effects["touchpoint"] == touchpoint]
    if not len(rows) or not rows["enough"].iloc[0]:
        return None
    row = rows.iloc[0]
    if row[["difference", "low", "high"]].isna().any():
        return None
    luck = stream(around.study.seed, f"difference {touchpoint}").standard_normal(DRAWS)
    difference = row["difference"] + (row["high"] - row["low"]) / (2 * Z) * luck
    back = row["good"] * row["good_share"] + row["bad"] * row["bad_share"]
    today = back / (row["good"] + row["bad"])
    drawn: Floats = np.clip(more * difference, -today, 1 - today)
    return drawn
