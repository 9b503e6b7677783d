"""The result of a simulation in words, in the language of `_`: a headline and how sure it is.

`amount` writes money: the caller knows the currency.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from loyalty.language import Translate, mark, number, percent, sentences

NOTHING = mark("Choose a strategy to see what it brings beyond doing nothing.")
NONE = mark("None of the {count} compared is likely to beat doing nothing within {months} months.")
NOT_ALONE = mark("{name} is not likely to beat doing nothing within {months} months.")
BEST = mark("{name} brings most: {gain} more than doing nothing within {months} months.")
CLOSEST = mark("{name} comes closest, with {gain}.")
ALONE = mark("It comes to {gain}.")
BEYOND = mark(
    "Not compared yet, {name} does better: {gain} more than doing nothing, with a chance of a gain"
    " of {chance}."
)
SURE = mark(
    "In nine of ten cases it ends between {low} and {high}; the chance of a gain is {chance}."
)
AHEAD = mark("It stays ahead from month {month} on.")
BEHIND = mark("It is ahead at first and falls behind from month {month} on.")
REGRET = mark(
    "Choosing it would miss {regret} on average against the best of those compared, known"
    " afterwards."
)
SAFE = mark("In no future would another of those compared have brought more.")
WORST = mark("In the worst tenth of futures it comes to {worst}.")
EARNS = mark("On average, every 100 spent come back with {back} on top.")
LOSES = mark("On average, {back} of every 100 spent do not come back.")
LIFTED = mark(
    "In most futures the money does not come back; a few very good ones lift the average to {back}"
    " on top of every 100 spent."
)
DRAGGED = mark(
    "In most futures the money comes back; in a few very bad ones so much is lost that on average"
    " {back} of every 100 spent do not."
)

Amount = Callable[[float], str]


def answer(
    decision: pd.DataFrame,
    months: int,
    names: Mapping[str, str],
    _: Translate,
    language: str,
    amount: Amount,
) -> str:
    """Headline and details together."""
    first = headline(decision, months, names, _, amount)
    return sentences([first, details(decision, names, _, language, amount)], _)


def headline(
    decision: pd.DataFrame, months: int, names: Mapping[str, str], _: Translate, amount: Amount
) -> str:
    """The strategy of `Result.decision` with the highest median gain, in one sentence."""
    if decision.empty:
        return _(NOTHING)
    best = leader(decision)
    name, count = names[best["strategy"]], len(decision)
    if best["gain_p50"] <= 0:
        return _(NONE if count > 1 else NOT_ALONE).format(name=name, count=count, months=months)
    return _(BEST).format(name=name, gain=amount(best["gain_p50"]), months=months)


def details(
    decision: pd.DataFrame, names: Mapping[str, str], _: Translate, language: str, amount: Amount
) -> str:
    """How sure the headline is, and when the strategy is ahead or behind."""
    if decision.empty:
        return ""
    best = leader(decision)
    values = {key: amount(best[f"gain_{band}"]) for key, band in BANDS.items()}
    chance = percent(best["chance"], language)
    said = [SURE] if best["gain_p50"] > 0 else [CLOSEST if len(decision) > 1 else ALONE, SURE]
    said += [AHEAD] if best["break_even"] > 0 else []
    said += [BEHIND] if best["turn"] > 0 else []
    month = best["turn"] if best["turn"] > 0 else best["break_even"]
    fill = values | {"name": names[best["strategy"]], "chance": chance}
    fill["month"] = "" if pd.isna(month) else str(int(month))
    return sentences((_(text).format(**fill) for text in said), _)


def risk(
    decision: pd.DataFrame, names: Mapping[str, str], _: Translate, language: str, amount: Amount
) -> str:
    """What choosing the leader costs if it was wrong, the bad tenth, and what is earned back."""
    if decision.empty:
        return ""
    best = leader(decision)
    said = [REGRET if best["regret"] > 0 else SAFE, WORST]
    if best["return"] == best["return"]:
        said.append(_returned(best["gain_p50"], best["return"]))
    fill = {
        "name": names[best["strategy"]],
        "regret": amount(best["regret"]),
        "worst": amount(best["worst_decile"]),
        "back": number(abs(100 * best["return"]), language),
    }
    return sentences((_(text).format(**fill) for text in said), _)


def beyond(
    decision: pd.DataFrame,
    other: pd.DataFrame,
    names: Mapping[str, str],
    _: Translate,
    language: str,
    amount: Amount,
) -> str:
    """The best of `other`, not compared yet, if it beats all of `decision`; else nothing.

    Both are rows of `Result.decision`.
    """
    best, least = leader(other), max([0.0, *decision["gain_p50"]])
    if best["gain_p50"] <= least:
        return ""
    return _(BEYOND).format(
        name=names[best["strategy"]],
        gain=amount(best["gain_p50"]),
        chance=percent(best["chance"], language),
    )


def _returned(median: float, back: float) -> str:
    """What comes back on average, and why where most futures say the opposite."""
    if median * back < 0:
        return LIFTED if back > 0 else DRAGGED
    return EARNS if back >= 0 else LOSES


BANDS = {"low": "p05", "gain": "p50", "high": "p95"}


def leader(decision: pd.DataFrame) -> pd.Series:
    """The row with the highest median gain; of equals the first."""
    return decision.sort_values("gain_p50", kind="stable", ascending=False).iloc[0]
