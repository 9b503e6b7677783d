"""The result of a simulation in words, in the language of `_`: a headline and how sure it is."""

from collections.abc import Mapping

import pandas as pd

from loyalty.language import Translate, compact, mark, number, percent, sentences

CAVEAT = mark("Illustrative: not yet back-tested on your data.")
NOTHING = mark("Choose a strategy to see what it brings beyond doing nothing.")
NONE = mark("Nothing here is likely to beat doing nothing within {months} months.")
BEST = mark("{name} brings most: {gain} more than doing nothing within {months} months.")
CLOSEST = mark("{name} comes closest, with {gain}.")
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


def answer(
    decision: pd.DataFrame, months: int, names: Mapping[str, str], _: Translate, language: str
) -> str:
    """Headline and details together."""
    parts = (headline(decision, months, names, _, language), details(decision, names, _, language))
    return sentences(parts, _)


def headline(
    decision: pd.DataFrame, months: int, names: Mapping[str, str], _: Translate, language: str
) -> str:
    """The strategy of `Result.decision` with the highest median gain, in one sentence."""
    if decision.empty:
        return _(NOTHING)
    best = leader(decision)
    if best["gain_p50"] <= 0:
        return _(NONE).format(months=months)
    gain = compact(best["gain_p50"], language)
    return _(BEST).format(name=names[best["strategy"]], gain=gain, months=months)


def details(decision: pd.DataFrame, names: Mapping[str, str], _: Translate, language: str) -> str:
    """How sure the headline is, and when the strategy is ahead or behind."""
    if decision.empty:
        return ""
    best = leader(decision)
    values = {key: compact(best[f"gain_{band}"], language) for key, band in BANDS.items()}
    chance = percent(best["chance"], language)
    said = [SURE] if best["gain_p50"] > 0 else [CLOSEST, SURE]
    said += [AHEAD] if best["break_even"] > 0 else []
    said += [BEHIND] if best["turn"] > 0 else []
    month = best["turn"] if best["turn"] > 0 else best["break_even"]
    fill = values | {"name": names[best["strategy"]], "chance": chance}
    fill["month"] = "" if pd.isna(month) else str(int(month))
    return sentences((_(text).format(**fill) for text in said), _)


def risk(decision: pd.DataFrame, names: Mapping[str, str], _: Translate, language: str) -> str:
    """What choosing the leader costs if it was wrong, the bad tenth, and what is earned back."""
    if decision.empty:
        return ""
    best = leader(decision)
    said = [REGRET if best["regret"] > 0 else SAFE, WORST]
    if best["return"] == best["return"]:
        said.append(EARNS if best["return"] >= 0 else LOSES)
    fill = {
        "name": names[best["strategy"]],
        "regret": compact(best["regret"], language),
        "worst": compact(best["worst_decile"], language),
        "back": number(abs(100 * best["return"]), language),
    }
    return sentences((_(text).format(**fill) for text in said), _)


BANDS = {"low": "p05", "gain": "p50", "high": "p95"}


def leader(decision: pd.DataFrame) -> pd.Series:
    """The row with the highest median gain; of equals the first."""
    return decision.sort_values("gain_p50", kind="stable", ascending=False).iloc[0]
