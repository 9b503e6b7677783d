"""What feedback cases say, in one sentence each."""

import pandas as pd

from loyalty.journey.cases.states import ENOUGH
from loyalty.journey.units import duration
from loyalty.language import Translate, fixed, number, percent, sentences


def answer(counted: pd.DataFrame, hours: int, _: Translate = str) -> str:
    """How many cases are overdue, and the share solved in time; of `outcomes.counted`.

    Where too few closings are known, that instead of either.
    """
    row = counted.iloc[0]
    if not told_in_time(counted):
        return _unknown(row, _)
    overdue = _("{overdue} of {cases} cases are overdue;").format(
        overdue=number(row["overdue"]), cases=number(row["cases"])
    )
    if not row["decided"]:
        return sentences([overdue, _("none has come due so far.")], _)
    solved = _("{share} of {decided} were solved within {hours} hours ({low} to {high}).").format(
        share=percent(row["share"]),
        decided=number(row["decided"]),
        hours=number(hours),
        low=percent(row["low"]),
        high=percent(row["high"]),
    )
    return sentences([overdue, solved], _)


def told_in_time(counted: pd.DataFrame) -> bool:
    """Whether what is known of closings says which of the cases that came due were in time."""
    row = counted.iloc[0]
    return bool(row["decided"] or not row["past"])


def _unknown(row: pd.Series, _: Translate) -> str:
    if not row["closed"]:
        return _(
            "{cases} cases; these data hold no closings of them, so nothing can be said about"
            " solved in time."
        ).format(cases=number(row["cases"]))
    return _(
        "{closed} of {cases} cases are closed; too few closings have a known time to say what share"
        " was solved in time (it takes {enough})."
    ).format(closed=number(row["closed"]), cases=number(row["cases"]), enough=ENOUGH)


def state_sentence(counted: pd.DataFrame, _: Translate = str) -> str:
    """How the cases stand, and how long solving took."""
    row = counted.iloc[0]
    names = ("open", "in_work", "solved", "told")
    template = _("Still open: {open}, in work: {in_work}, solved: {solved}, customer told: {told}.")
    told = template.format(**{name: number(row[name]) for name in names})
    return sentences([told, _past(counted, _), _took(row, _), _untimed(row, _)], _)


def _past(counted: pd.DataFrame, _: Translate) -> str:
    if told_in_time(counted):
        return ""
    text = _("Past their due time without a closing that is known: {overdue}.")
    return text.format(overdue=number(counted.iloc[0]["overdue"]))


def _took(row: pd.Series, _: Translate) -> str:
    if row["timed"] < ENOUGH:
        return ""
    text = _("Half of the {closed} closings with a known time took at most {duration}.")
    return text.format(closed=number(row["timed"]), duration=duration(row["median_hours"], _))


def _untimed(row: pd.Series, _: Translate) -> str:
    count = row["closed"] - row["timed"]
    if not count:
        return ""
    text = _(
        "Noted by hand as of the day of the study, so nobody knows how long they took: {count}."
    )
    return text.format(count=number(count))


def followed_sentence(followed: pd.DataFrame, days: int, _: Translate = str) -> str:
    """Whether more customers bought again whose case was solved in time."""
    if followed.empty or min(followed.iloc[0][["in_time", "late"]]) < ENOUGH:
        return _(
            "Too few cases to compare: it takes {enough} customers whose case was solved in time,"
            " and {enough} others, whose {days} days after the due time are over."
        ).format(enough=ENOUGH, days=number(days))
    row = followed.iloc[0]
    told = _(
        "{in_time} of {in_time_customers} customers whose case was solved in time bought within"
        " {days} days, {late} of {late_customers} others."
    ).format(
        in_time=percent(row["in_time_share"]),
        in_time_customers=number(row["in_time"]),
        late=percent(row["late_share"]),
        late_customers=number(row["late"]),
        days=number(days),
    )
    return sentences([told, _difference(row, _)], _)


def _difference(row: pd.Series, _: Translate) -> str:
    template = (
        _("The difference may be chance: {points} points ({low} to {high}).")
        if row["low"] <= 0 <= row["high"]
        else _("That is a difference of {points} points ({low} to {high}).")
    )
    names = {"points": "difference", "low": "low", "high": "high"}
    return template.format(**{name: points(row[column]) for name, column in names.items()})


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return sign + fixed(abs(share) * 100, digits=1)
