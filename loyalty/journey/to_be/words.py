"""What a to-be journey says, in a sentence each."""

import numpy as np

from loyalty.journey.findings import score
from loyalty.journey.stage_map import shown, stage_label
from loyalty.journey.to_be.chain import Floats
from loyalty.journey.to_be.model import ToBe, bands
from loyalty.journey.to_be.targets import WHY, Change
from loyalty.language import Translate, fixed, listed, mark, number, percent, sentences

NONE = mark("Set a target at a touchpoint to see what would follow from it.")
NOTHING = mark("Nothing follows from these targets.")
MORE = mark(
    "{more} more customers would reach {stage} (90% band: {low} to {high}); today {customers} do."
)
FEWER = mark(
    "{more} fewer customers would reach {stage} (90% band: {low} to {high}); today {customers} do."
)
AS_MANY = mark(
    "As many customers as today would reach {stage}: {customers} (90% band: {low} to {high})."
)
AT_GOAL = mark("Nobody would newly reach {stage} by a target at {touchpoints}.")
CAUSAL = mark("That holds if the associations behind it were causal.")
RISES = mark(
    "Of the {passing} customers who pass {touchpoints}, the share that comes back within {days}"
    " days rises by {points} points ({low} to {high})."
)
FALLS = mark(
    "Of the {passing} customers who pass {touchpoints}, the share that comes back within {days}"
    " days falls by {points} points ({low} to {high})."
)
PASSED = mark("Why {days} days: on average so long ago these customers first passed there.")
CHOSEN = mark("Why {days} days: it is what “{label}” under “What matters” is set to.")
LABEL = mark("Buys again within (days)")
SLOWER = mark("If newcomers went on half as often as today's customers: {more} ({low} to {high}).")


def answer(found: ToBe, _: Translate = str, language: str = "en") -> str:
    """The knock-on at the goal."""
    if not found.changes:
        return _(NONE)
    if not found.moving:
        return _(NOTHING)
    stage = stage_label(found.goal, _)
    if not found.more.any():
        return _(AT_GOAL).format(stage=stage, touchpoints=touchpoints(found, _))
    now = int(found.stages.loc[found.stages["stage"] == found.goal, "customers"].iloc[0])
    ends = _signed(found.more, language)
    text = {"+": MORE, "−": FEWER}.get(ends["more"][0], AS_MANY)
    return _(text).format(
        stage=stage, customers=number(now, language), **ends | {"more": ends["more"].lstrip("+−")}
    )


def causal(found: ToBe, _: Translate = str) -> str:
    """The condition of the answer, where it rests on associations."""
    return _(CAUSAL) if any(one.target.kind == "feeling" for one in found.moving) else ""


def chance(found: ToBe, _: Translate = str, language: str = "en") -> str:
    """The change in the chance of coming back, which is what a strategy takes over."""
    if not found.moving or not found.chance.any():
        return ""
    ends, days = _signed(100 * found.chance, language, 1), number(found.days, language)
    text = FALLS if ends["more"].startswith("−") else RISES
    said = _(text).format(
        passing=number(int(found.passes.sum()), language),
        touchpoints=touchpoints(found, _),
        days=days,
        points=ends["more"].lstrip("+−"),
        low=ends["low"],
        high=ends["high"],
    )
    why_days = PASSED if any(one.target.kind == "conversion" for one in found.moving) else CHOSEN
    return sentences([said, _(why_days).format(days=days, label=_(LABEL))], _)


def slower(found: ToBe, _: Translate = str, language: str = "en") -> str:
    """The goal if newcomers went on less; empty where that makes no difference."""
    if np.array_equal(found.slower, found.more):
        return ""
    return _(SLOWER).format(**_signed(found.slower, language))


def touchpoints(found: ToBe, _: Translate = str) -> str:
    """The touchpoints whose targets change something, each once, in quotes."""
    names = dict.fromkeys(shown(one.target.touchpoint, _) for one in found.moving)
    return listed((_("“{name}”").format(name=name) for name in names), _)


def why(change: Change, _: Translate = str) -> str:
    """What is to be said of a target; empty when it simply holds."""
    return _(WHY[change.why]) if change.why else ""


def value(change: Change, amount: float, language: str = "en") -> str:
    """A value of a target as people read it: a share or a feeling."""
    if change.target.kind == "conversion":
        return percent(amount, language, 1)
    return score(amount) if amount == amount else "–"


def signed(amount: float, language: str = "en", digits: int = 0) -> str:
    """A change with its sign, a real minus."""
    if round(amount, digits) == 0:
        return fixed(0.0, language, digits) if digits else "0"
    text = fixed(abs(amount), language, digits) if digits else number(abs(amount), language)
    return ("+" if amount > 0 else "−") + text


def _signed(drawn: Floats, language: str, digits: int = 0) -> dict[str, str]:
    found = bands(drawn)
    return {
        name: signed(found[band], language, digits)
        for name, band in (("low", "p05"), ("more", "p50"), ("high", "p95"))
    }
