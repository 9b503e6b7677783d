"""Which touchpoint matters, in a few sentences."""

import pandas as pd

from loyalty.journey.removal import Goal
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate, listed, number, percent, sentences

ALL = 0.995  # removal effects that read as 100 %
NAMED = 3  # touchpoints in a list
SEEN = 3  # digits of a share to a tenth of a per cent


def goal_label(goal: Goal, _: Translate = str) -> str:
    """The goal as people read it."""
    return stage_label(goal.name, _) if goal.kind == "stage" else shown(goal.name, _)


def removal_sentence(
    table: pd.DataFrame, goal: Goal, counted: tuple[int, int], _: Translate = str
) -> str:
    """What would be lost without the touchpoint of the largest effect; why nothing can be said.

    Args:
        table: `loyalty.journey.removal.of_log`. counted: `removal.conversions` of the same goal.
    """
    reached, journeys = (number(one) for one in counted)
    known = table[table["removal_effect"].notna() & table["enough"].astype(bool)]
    if not counted[0]:
        said = _("None of {journeys} journeys reaches {goal}; choose another goal.")
    elif not (table["removal_effect"] > 0).any():
        said = _("All {reached} journeys that reach {goal} begin there: nothing comes before it.")
    elif known.empty:
        said = _("No touchpoint before {goal} has enough journeys to tell.")
    else:
        return _ranked(known, goal, counted, _)
    return said.format(goal=goal_label(goal, _), reached=reached, journeys=journeys)


def _ranked(known: pd.DataFrame, goal: Goal, counted: tuple[int, int], _: Translate) -> str:
    """Where all pass, then the largest of the other effects, absolute and beyond its volume."""
    everywhere = known["removal_effect"] >= ALL
    others = known[~everywhere]
    parts = []
    if everywhere.any():
        names = [shown(name, _) for name in known.loc[everywhere, "touchpoint"]]
        said = _("Nearly every journey that reaches {goal} comes through {touchpoints}.")
        parts.append(said.format(goal=goal_label(goal, _), touchpoints=listed(names, _)))
    if len(others):
        parts += [_without(others.iloc[0], goal, counted, _), _beyond(others, _)]
    return sentences(parts, _)


def _without(row: pd.Series, goal: Goal, counted: tuple[int, int], _: Translate) -> str:
    return _(
        "Without {touchpoint}, {effect} fewer journeys would reach {goal} (95% interval {low} to"
        " {high}; {reached} of {journeys} journeys do)."
    ).format(
        touchpoint=shown(row["touchpoint"], _),
        effect=percent(row["removal_effect"]),
        goal=goal_label(goal, _),
        low=percent(row["low"]),
        high=percent(row["high"]),
        reached=number(counted[0]),
        journeys=number(counted[1]),
    )


def _beyond(rows: pd.DataFrame, _: Translate) -> str:
    """The touchpoint whose effect goes furthest beyond its volume."""
    sure = rows[rows["significant"].astype(bool) & (rows["removal_effect"] > rows["reach"])]
    sure = sure[sure["removal_effect"].round(SEEN) > sure["reach"].round(SEEN)]
    if sure.empty:
        return _("No touchpoint surely counts more than its volume of journeys gives.")
    row = sure.iloc[(sure["removal_effect"] - sure["reach"]).argmax()]
    both = percent(row["reach"]), percent(row["removal_effect"])
    digits = 1 if both[0] == both[1] else 0
    return _(
        "{touchpoint} counts most beyond its volume: {reach} of journeys come there, but"
        " {effect} of the successful ones."
    ).format(
        touchpoint=shown(row["touchpoint"], _),
        reach=percent(row["reach"], digits=digits),
        effect=percent(row["removal_effect"], digits=digits),
    )


def experience_sentence(table: pd.DataFrame, days: int, _: Translate = str) -> str:
    """The largest sure difference between good and bad; why none can be told.

    Args:
        table: `loyalty.journey.experience.of_log`. days: within which customers buy again.
    """
    enough = table[table["enough"].astype(bool)]
    if enough.empty:
        return _(
            "No touchpoint has enough customers with a good and with a bad experience whose {days}"
            " days are over."
        ).format(days=number(days))
    sure = enough[enough["significant"].astype(bool)]
    if sure.empty:
        return _(
            "At none of the {count} touchpoints with enough customers is it sure that a good"
            " experience goes with buying again within {days} days more or less often than a bad"
            " one."
        ).format(count=number(len(enough)), days=number(days))
    ranked = sure.sort_values("difference", key=lambda one: -one.abs(), kind="stable")
    return sentences([_difference(ranked.iloc[0], days, _), _also(ranked.iloc[1:], _)], _)


def _difference(row: pd.Series, days: int, _: Translate) -> str:
    more = _(
        "After a good experience at {touchpoint}, more customers buy again within {days} days than"
        " after a bad one: {difference} points (95% interval {low} to {high})."
    )
    fewer = _(
        "After a good experience at {touchpoint}, fewer customers buy again within {days} days than"
        " after a bad one: {difference} points (95% interval {low} to {high})."
    )
    return (more if row["difference"] > 0 else fewer).format(
        touchpoint=shown(row["touchpoint"], _),
        days=number(days),
        difference=points(row["difference"]),
        low=points(row["low"]),
        high=points(row["high"]),
    )


def _also(rows: pd.DataFrame, _: Translate) -> str:
    """The other sure differences, the largest first; empty without any."""
    if rows.empty:
        return ""
    pairs = zip(rows["touchpoint"].head(NAMED), rows["difference"], strict=False)
    names = [f"{shown(name, _)} {points(difference)}" for name, difference in pairs]
    if len(rows) > NAMED:
        return _("Also sure, among others: {touchpoints}.").format(touchpoints=listed(names, _))
    return _("Also sure: {touchpoints}.").format(touchpoints=listed(names, _))


def points(share: float) -> str:
    """A difference of shares in percentage points, with one decimal, sign and a real minus."""
    return f"{100 * share:+.1f}".replace("-", "−")
