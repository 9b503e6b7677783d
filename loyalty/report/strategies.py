"""Strategies with their bands, and the assumptions they rest on."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from loyalty import simulation
from loyalty.language import sentences
from loyalty.outcome import scenarios
from loyalty.report import scenario_words
from loyalty.report.markup import Markup, bullets, element, html, table
from loyalty.report.view import View, each
from loyalty.simulation.answer import answer as sentence
from loyalty.simulation.assumptions import GENERAL
from loyalty.simulation.result import BANDS
from loyalty.simulation.verdict import verdict
from loyalty.strategies import GRADES
from loyalty.study import Scenario

SHOWN = ("customers", "retention", "revenue", "margin", "cost", "cash")


def answer(view: View) -> str:
    """What it would bring to act, in one sentence; empty without a simulation."""
    result = view.found.simulated
    if result is None or not result.strategies:
        return ""
    _ = view.translate
    told = sentence(result.decision(), result.months, names(view), _, view.language, view.compact)
    return sentences([told, _tested(view)], _)


def names(view: View) -> dict[str, str]:
    """What each simulated scenario is called, no two the same."""
    return scenario_words.names(scenarios(view.found.study), view.translate)


def strategies(view: View) -> Markup:
    """Gain over doing nothing, and every metric at the end with its bands."""
    _ = view.translate
    head = element("h2", _("Strategies"))
    result = view.found.simulated
    if result is None:
        return html(head, *(element("p", one.sentence(_)) for one in view.found.notes))
    told = answer(view)
    return html(
        head,
        element("p", told) if told else None,
        view.picture("strategies"),
        _gains(view, result),
        _ends(view, result),
    )


def assumptions(view: View) -> Markup:
    """Every assumption in use with range, source and grade; those the user changed are marked."""
    _ = view.translate
    called = names(view) | {GENERAL: _("All strategies")}
    header = [_("Strategy"), _("Assumption"), _("Range (90 %)"), _("Source"), _("Grade")]
    cells = [
        [called[row.scenario], *_assumption(view, row)] for row in each(view.found.assumptions)
    ]
    return html(element("h2", _("Assumptions")), table(header, _once(cells), numbers=(2,)))


def caveats(view: View) -> Markup:
    """What these figures do not say."""
    _ = view.translate
    texts = [
        _("The loyalty index compares customers by the chosen weights; it is no probability."),
        _("Segments and levels describe what customers did; they do not say why."),
        *_simulated(view),
        _("Ranges marked as guessed are guesses: replace them by your own numbers first."),
        _("The future is taken to be like the months counted: no trend, no season, no rival."),
        _(
            "Groups of fewer than ten people are not shown, and other counts of people are rounded"
            " to 5, so parts need not add up to the total."
        ),
    ]
    return html(element("h2", _("Caveats")), bullets(texts))


def _gains(view: View, result: simulation.Result) -> Markup:
    _ = view.translate
    header = [
        _("Strategy"), _("More than doing nothing"), _("50 % band"), _("90 % band"),
        _("Chance of a gain"), _("Cost (median)"), _("Ahead from month"),
    ]  # fmt: skip
    called, chosen = names(view), scenarios(view.found.study)
    rows = [
        [
            _told(view, called[row.strategy], chosen[row.strategy]),
            view.number(row.gain_p50),
            view.ends(row.gain_p25, row.gain_p75),
            view.ends(row.gain_p05, row.gain_p95),
            view.percent(row.chance),
            view.number(row.cost),
            view.number(row.break_even),
        ]
        for row in each(result.decision())
    ]
    return table(header, rows, numbers=range(1, 7)) if rows else Markup("")


def _tested(view: View) -> str:
    return verdict(view.found.backtest, view.translate, view.language)


def _simulated(view: View) -> list[str]:
    """What a simulation rests on, and what its back-test does not test."""
    _ = view.translate
    if view.found.simulated is None:
        return []
    rests = _("Strategies are simulated from your own recent history and the assumptions above.")
    untested = _(
        "A back-test holds forecasts of doing nothing against what happened; what a strategy adds"
        " to them rests on the assumptions."
    )
    return [sentences([rests, _tested(view)], _), untested]


def _told(view: View, name: str, scenario: Scenario) -> Markup:
    """The name of a scenario, and below it what it does that its name does not say."""
    told = scenario_words.told(view, scenario)
    return html(name, element("small", told) if told else None)


def _ends(view: View, result: simulation.Result) -> Markup:
    """Each metric in the last month: median with its 50 % and 90 % band."""
    _ = view.translate
    found = result.table()
    last = found[(found["month"] == result.months) & found["metric"].isin(SHOWN)]
    last = last.sort_values(["metric", "strategy"], key=_place(result), kind="stable")
    header = [
        _("In month {month}").format(month=result.months), _("Strategy"), _("Median"),
        _("50 % band"), _("90 % band"),
    ]  # fmt: skip
    rows = [_end(view, row) for row in each(last)]
    return table(header, _once(rows), numbers=(2, 3, 4))


def _place(result: simulation.Result) -> Callable[[pd.Series], pd.Series]:
    order = {name: place for place, name in enumerate([*simulation.METRICS, *result.paths])}
    return lambda column: column.map(order)


def _end(view: View, row: Any) -> list[object]:
    _ = view.translate
    label, unit, _digits = simulation.METRICS[row.metric]
    shown = view.percent if row.metric == "retention" else view.number
    low, quarter, middle, three, high = (shown(getattr(row, end)) for end in BANDS)
    return [
        html(_(label), element("small", _(unit))), names(view)[row.strategy], middle,
        view.to(quarter, three), view.to(low, high),
    ]  # fmt: skip


def _assumption(view: View, row: Any) -> list[object]:
    _ = view.translate
    changed = element("strong", _("changed by you"), class_="changed") if row.changed else None
    spread = view.ends(row.low, row.high, 2) if row.low < row.high else view.number(row.low, 2)
    note = element("small", _(row.caveat)) if row.caveat else None
    return [
        html(_(row.label), " " if changed else None, changed, note),
        html(spread, element("small", _(row.unit))), _(row.source), _(GRADES[row.grade]),
    ]  # fmt: skip


def _once(rows: list[list[object]]) -> list[list[object]]:
    """The rows with a first cell only where it changes."""
    before = [None, *(row[0] for row in rows)]
    return [
        ["" if row[0] == past else row[0], *row[1:]]
        for row, past in zip(rows, before, strict=False)
    ]
