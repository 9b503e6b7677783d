"""What feedback cases say, in one sentence each."""

import pandas as pd

from loyalty.language import Translate, fixed, number, percent, sentences

ENOUGH = 10  # customers in each group before a difference is told


def answer(counted: pd.DataFrame, hours: int, _: Translate = str) -> str:
    """How many cases are overdue, and the share solved in time; of `case_outcomes.counted`."""
    row = counted.iloc[0]
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


def state_sentence(counted: pd.DataFrame, _: Translate = str) -> str:
    """How the cases stand, and how long solving took."""
    row = counted.iloc[0]
    names = ("open", "in_work", "solved", "told")
    template = _("Still open: {open}, in work: {in_work}, solved: {solved}, customer told: {told}.")
    told = template.format(**{name: number(row[name]) for name in names})
    if not row["closed"]:
        return told
    took = _("Half of the {closed} solved ones took at most {hours} hours.").format(
        closed=number(row["closed"]), hours=number(round(row["median_hours"]))
    )
    return sentences([told, took], _)


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
