"""The result of a simulation in one sentence, in the language of `_`."""

from collections.abc import Mapping

import pandas as pd

from loyalty.language import Translate, mark, money, percent

CAVEAT = mark("Illustrative: not yet back-tested on your data.")
NONE = mark(
    "Within {months} months nothing here is likely to beat doing nothing: {name} comes closest,"
    " with {gain} ({low} to {high} in nine of ten cases) and a {chance} chance of gaining."
)
TURNS = mark(
    "Within {months} months nothing here is likely to beat doing nothing: {name} comes closest,"
    " but falls behind from month {turn} on, with {gain} in the end ({low} to {high} in nine of ten"
    " cases)."
)
BEST = mark(
    "{name} brings most within {months} months: {gain} more than doing nothing ({low} to {high} in"
    " nine of ten cases), with a {chance} chance of gaining, ahead from month {break_even} on."
)
NOTHING = mark("Choose a strategy to see what it brings beyond doing nothing.")


def answer(
    decision: pd.DataFrame, months: int, names: Mapping[str, str], _: Translate, language: str
) -> str:
    """The strategy of `Result.decision` with the highest median gain, and how sure that is."""
    if decision.empty:
        return _(NOTHING)
    best = decision.sort_values("gain_p50", kind="stable").iloc[-1]
    return _(_template(best)).format(
        months=months,
        name=names[best["strategy"]],
        gain=money(best["gain_p50"], language),
        low=money(best["gain_p05"], language),
        high=money(best["gain_p95"], language),
        chance=percent(best["chance"], language),
        turn=_whole(best["turn"]),
        break_even=_whole(best["break_even"]),
    )


def _template(best: pd.Series) -> str:
    if best["gain_p50"] > 0:
        return BEST
    return NONE if pd.isna(best["turn"]) else TURNS


def _whole(month: float) -> str:
    return "" if pd.isna(month) else str(int(month))
