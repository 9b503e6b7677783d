"""The best split of a budget over the strategies of the mix and the segments."""

import math
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from loyalty import labels, simulation
from loyalty.charts import split as charts
from loyalty.decision import allocation
from loyalty.decision.allocation import Split, Tried
from loyalty.language import sentences
from loyalty.problems import Refused
from loyalty.simulation.model import BASE
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies.mix import beside

STEPS = 24  # budgets of the curve
BEYOND = 1.25  # of all that is worth paying for
OF_SALES = 0.02  # of a year, where the mix costs nothing
LEAST_REACH = 0.5  # per cent


@dataclass(frozen=True)
class Pieces:
    """What `allocation.pieces` found, and the gain against the budget."""

    found: list[Tried]
    curve: pd.DataFrame


def show(letter: str, scenario: Scenario) -> None:
    """A budget, what it brings at best, for whom, and what more or less money would bring."""
    st.subheader(_("Best split under a budget"), anchor=False)
    if scenario.actions == BASE.actions:
        st.caption(_("Add a strategy first: there is nothing to split the money over."))
        return
    budget = _chosen(scenario)
    left, right = st.columns([1, 3], gap="medium", vertical_alignment="bottom")
    with left:
        _ask(budget)
    pieces = _pieces(scenario)
    best = allocation.split(pieces.found, budget, simulated.cells().segments)
    with right:
        st.markdown(_answer(pieces, best, budget, scenario))
    _pictures(scenario, pieces, best, budget)
    _use(scenario, best, budget)
    _limits()


def _ask(budget: float) -> None:
    st.number_input(
        words.in_currency(_("Budget to split")),
        min_value=0.0,
        step=_rounded(budget / 10) or 1.0,
        format="%.0f",
        key=session.bind("split_budget", budget),
        on_change=lambda: _choose(session.chosen("split_budget")),
    )


def _choose(budget: float | None) -> None:
    session.link("split_budget", "" if budget is None else f"{budget:.0f}")


def _chosen(scenario: Scenario) -> float:
    """Of the link, else of the mix, else what the mix costs, else 2 % of a year's sales."""
    asked = session.linked("split_budget")
    if asked.isdecimal():
        return float(asked)
    if scenario.budget:
        return float(round(scenario.budget))
    cost = float(simulated.picture(scenario).decision["cost"].iloc[0])
    if cost > 0:
        return _rounded(cost)
    table = simulated.picture(BASE).table
    return _rounded(OF_SALES * 12 * table.loc[table["metric"] == "revenue", "p50"].mean())


def _rounded(amount: float) -> float:
    """Two figures of an amount, and no fractions."""
    return float(round(float(f"{amount:.2g}")))


def _pieces(scenario: Scenario) -> Pieces:
    plain = [action.model_dump(mode="json") for action in scenario.actions]
    return session.cached("split", lambda: _try(scenario), *simulated.parts(), plain)


def _try(scenario: Scenario) -> Pieces:
    said, count = _("Trying each strategy in each segment …"), len(scenario.actions)
    cells, bar = simulated.cells(), st.progress(0.0, said)
    found = []
    for number, one in enumerate(allocation.pieces(scenario, session.study(), cells), start=1):
        found.append(one)
        bar.progress(number / (count + 1), said)
    most = BEYOND * allocation.split(found, math.inf, cells.segments).spent
    budgets = [most * step / STEPS for step in range(STEPS + 1)] if most > 0 else [0.0]
    curve = allocation.curve(found, budgets, cells.segments)
    bar.empty()
    return Pieces(found, curve)


def _answer(pieces: Pieces, best: Split, budget: float, scenario: Scenario) -> str:
    amount = words.amount(budget)
    if pieces.curve["gain"].max() <= 0:
        return _("No budget for these strategies is expected to bring more than doing nothing.")
    if best.gain <= 0:
        said = _("No use of {budget} is expected to bring more than doing nothing; more money may.")
        return said.format(budget=amount)
    cost, mean = _as_it_stands(scenario)
    said = [
        _(
            "Spent best, {budget} brings **{gain}** more than doing nothing on average ({spent} is"
            " spent)."
        ),
        _price(best),
        _("As it stands, the mix costs {cost} on average and brings {mean}."),
    ]
    fill = {
        "budget": amount,
        "gain": words.amount(best.gain),
        "spent": words.amount(best.spent),
        "cost": words.amount(cost),
        "mean": words.amount(mean),
    }
    return sentences([text.format(**fill) for text in said], _)


def _as_it_stands(scenario: Scenario) -> tuple[float, float]:
    """Mean cost and mean gain of the mix under all its rules, in the futures of the search."""

    def run() -> tuple[float, float]:
        few = session.study().change(draws=min(allocation.DRAWS, session.study().draws))
        result = simulation.run(simulated.cells(), few, [scenario])
        [name] = result.strategies
        cost = result.metric(name, "cost").sum(axis=0).mean()
        return float(cost), float(result.gain(name)[-1].mean())

    return session.cached("split_now", run, *simulated.parts(), scenario)


def _price(best: Split) -> str:
    """The price of the last unit of money in words."""
    if best.last <= 0:
        return _("More money would bring nothing: all that is worth it is paid.")
    code, more = words.currency(), words.number(best.last, 2)
    if code:
        said = _("One more {currency} would come back with **{more}** on top.")
        return said.format(currency=code, more=more)
    return _("One more unit of money would come back with **{more}** on top.").format(more=more)


def _pictures(scenario: Scenario, pieces: Pieces, best: Split, budget: float) -> None:
    if best.gain > 0:
        st.caption(_("Who is reached how far, in per cent of the audience; – is nobody"))
        _reach(scenario, allocation.parts(pieces.found, best))
    if pieces.curve["gain"].max() > 0:
        st.caption(_("Gain against budget; click to choose another budget"))
        _curve(pieces.curve, best, budget)


def _reach(scenario: Scenario, parts: pd.DataFrame) -> None:
    names = beside.names(scenario)
    segments = tuple(labels.segment(key, _) for key in simulated.cells().segments)
    shown = parts.assign(
        strategy=[names[place] for place in parts["action"]],
        segment=[labels.segment(key, _) for key in parts["segment"]],
    )
    session.chart(
        charts.reach,
        shown.drop(columns="action"),
        "split_reach",
        _("Reach of each strategy in each segment under the best split"),
        strategies=tuple(names),
        segments=segments,
    )


def _curve(curve: pd.DataFrame, best: Split, budget: float) -> None:
    now = {"budget": budget, "spent": best.spent, "gain": best.gain, "last": best.last}
    rows = pd.concat([curve, pd.DataFrame([now])], ignore_index=True)
    session.pick_chart(
        charts.curve,
        rows.assign(now=[*[False] * len(curve), True]).sort_values("budget", kind="stable"),
        f"split_curve_{budget:.0f}",
        _("Expected gain of the best split by budget"),
        on_pick=_pick,
    )


def _pick(point: dict[str, Any]) -> None:
    budget = point.get("budget")
    if isinstance(budget, (int, float)) and budget >= 0:
        _choose(_rounded(budget))


def _use(scenario: Scenario, best: Split, budget: float) -> None:
    full = len(simulated.scenarios()) >= len(simulated.LETTERS)
    known = best.gain > 0 and _compared(scenario, best)
    told = _("At most four scenarios are compared: remove one first.") if full else None
    st.button(
        _("Use this split as a new scenario"),
        key="split_use",
        icon=":material/playlist_add:",
        on_click=lambda: session.attempt(lambda: _write(scenario, best, budget)),
        disabled=full or known or best.gain <= 0,
        help=_("This split is compared already.") if known else told,
    )


def _write(scenario: Scenario, best: Split, budget: float) -> None:
    name = _("Best split of {budget}").format(budget=words.amount(budget))
    one, own = _as_scenario(scenario, best, name), simulated.scenarios()
    letter = simulated.LETTERS[len(own)]
    simulated.store(own | {letter: one})
    simulated.look_at(letter)


def _as_scenario(scenario: Scenario, best: Split, name: str = "") -> Scenario:
    small = best.reach.where(best.reach >= LEAST_REACH, 0.0).round(1)
    return allocation.as_scenario(replace(best, reach=small), scenario, name)


def _compared(scenario: Scenario, best: Split) -> bool:
    """Whether the split is a scenario already; one of too many parts cannot be."""
    try:
        new = _as_scenario(scenario, best)
    except Refused:
        return False
    segments = simulated.cells().segments
    return any(allocation.same(new, one, segments) for one in simulated.scenarios().values())


def _limits() -> None:
    st.caption(
        _(
            "Searched with {draws} futures, each strategy tried in each segment at half and at full"
            " reach; amounts are means. What the parts bring is added up: joint effect, contact"
            " limit and phases are not in it, nor what is won from customers yet to come. Use the"
            " split to see it simulated in full."
        ).format(draws=words.number(min(allocation.DRAWS, session.study().draws)))
    )
