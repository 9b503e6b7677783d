"""The simulation of the draft's scenarios, computed once per choice and shared."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from loyalty import labels, rollup, segmentation, simulation
from loyalty.decision import mixes
from loyalty.simulation.cells.history import DAYS_A_MONTH
from loyalty.simulation.model import BASE, business
from loyalty.simulation.result import Result, regrets
from loyalty.strategies import CATALOGUE
from loyalty.study import Scenario, Study
from pages import _results as results
from pages import _session as session
from pages._session import _

LETTERS = ("A", "B", "C", "D")
FIRST = (Scenario(strategy="price_promotion"), Scenario(strategy="service_recovery"))
AT_ONCE = 8_000_000  # cells x months x draws that need no first picture
FIRST_DRAWS = 250  # of a first picture, while all draws are simulated
HORIZONS = (3, 12, 24, 36)
COUNTED = ("customers", "retention", "orders", "nps")  # the other metrics are money


@dataclass(frozen=True)
class Picture:
    """What the page shows of one scenario: frames of `simulation.Result`, and its gain by draw.

    `gain` is (months, draws); all other draws are not kept. `horizons` is what `horizons` shows;
    None where a budget, being one of all months, makes every length another scenario.
    """

    table: pd.DataFrame
    differences: pd.DataFrame
    changes: pd.DataFrame
    gains: pd.DataFrame
    decision: pd.DataFrame
    gain: np.ndarray
    horizons: pd.DataFrame | None = None


def scenarios() -> dict[str, Scenario]:
    """The scenarios that are compared, by letter: the first four of the study, else two to try."""
    own = session.study().scenarios or FIRST
    return dict(zip(LETTERS, own, strict=False))


def current() -> str:
    """The letter of the scenario looked at closely, in all sections; the link remembers it."""
    asked = session.linked("scenario")
    return asked if asked in scenarios() else LETTERS[0]


def look_at(letter: str) -> None:
    """Look at another scenario closely."""
    session.link("scenario", letter)


def change(letter: str, **choices: Any) -> None:
    """Change choices of one scenario in the draft; the others stay."""
    own = scenarios()
    changed = Scenario.model_validate(own[letter].model_dump() | choices)
    store(own | {letter: changed})


def change_action(letter: str, place: int, **choices: Any) -> None:
    """Change choices of one action of a scenario in the draft; the others stay."""
    store(scenarios() | {letter: mixes.changed(scenarios()[letter], place, **choices)})


def store(changed: dict[str, Scenario], **others: Any) -> None:
    """Write the compared scenarios, and other choices, into the draft in one step.

    Further scenarios of the study stay.
    """
    scenarios = (*changed.values(), *session.study().scenarios[len(LETTERS) :])
    session.change(scenarios=scenarios, **others)


def hand_over(scenario: Scenario) -> None:
    """Make a scenario the first one: in place of the first of its strategy, else before all."""
    own = list(session.study().scenarios)
    same = [place for place, one in enumerate(own) if one.strategy == scenario.strategy]
    others = [one for place, one in enumerate(own) if place not in same[:1]]
    session.change(scenarios=(scenario, *others))


def label(letter: str) -> str:
    """What people read: the letter, and the scenario's own name or its strategies."""
    one = scenarios()[letter]
    told = one.name or labels.strategies(one.actions, _)
    return f"{letter} · {told}"


def cells() -> simulation.Cells:
    """The customer base in cells; Refused when the orders do not allow it."""
    study = session.study()
    return session.cached(
        "cells",
        lambda: simulation.cells(session.tables(), _customers(), study),
        *cell_parts(),
    )


def cell_parts() -> tuple[Any, ...]:
    """What the cells depend on."""
    study = session.study()
    return study.active_days, study.stages, *results.segment_parts(study)


def parts() -> tuple[Any, ...]:
    """What every simulation of the study depends on, besides its scenario."""
    study = session.study()
    size = (study.months, study.draws, study.seed)
    return *cell_parts(), study.general, study.claims, *size


def picture(scenario: Scenario) -> Picture:
    """One scenario beside doing nothing."""
    long = scenario.budget is None
    return session.cached(
        "simulation", lambda: _run(scenario, session.study(), long), *parts(), scenario
    )


def pictures() -> dict[str, Picture]:
    """The picture of every compared scenario, by letter."""
    return {letter: picture(one) for letter, one in scenarios().items()}


def decisions() -> pd.DataFrame:
    """`Result.decision` of the compared scenarios that do something; strategy is the letter.

    Regret is against the best of all that are compared.
    """
    acting = {letter: one for letter, one in pictures().items() if len(one.decision)}
    if not acting:
        return picture(BASE).decision
    regret = regrets({letter: one.gain[-1] for letter, one in acting.items()})
    rows = [
        one.decision.assign(strategy=letter, regret=regret[letter])
        for letter, one in acting.items()
    ]
    return pd.concat(rows, ignore_index=True)


def first_look(scenario: Scenario) -> Picture | None:
    """A picture from the first few draws, where this session has not seen the scenario yet."""
    study, unseen = session.study(), []
    key = session.plain_key({"seen": [*parts(), scenario, session.dataset().id]})
    session.once(key, lambda: unseen.append(key))
    if not unseen or len(cells().table) * study.months * study.draws <= AT_ONCE:
        return None
    return _run(scenario, study.change(draws=FIRST_DRAWS))


def horizons(scenario: Scenario) -> pd.DataFrame:
    """`Result.decision` of one scenario after 3, 12, 24 and 36 months; column month instead.

    Break-even and turn are those of all 36 months.
    """
    known = picture(scenario).horizons
    if known is not None:
        return known
    long = session.study().change(months=max(HORIZONS))
    return session.cached(
        "horizons",
        lambda: _horizons(simulation.run(cells(), long, [scenario])),
        *parts(),
        scenario,
    )


def names() -> dict[str, str]:
    """What people read for each compared scenario, by letter."""
    return {letter: label(letter) for letter in scenarios()}


def shelf(draws: int | None = None) -> pd.DataFrame:
    """`Result.decision` and `Result.tracks` of every strategy of the shelf by itself.

    Each has its default assumptions. `draws` are those of the study, or fewer for a first ranking.
    """
    study = session.study().change(draws=min(draws or session.study().draws, session.study().draws))
    plain = [Scenario(strategy=one.key) for one in CATALOGUE if one.key != BASE.strategy]

    def build() -> pd.DataFrame:
        result = simulation.run(cells(), study, plain)
        return result.decision().merge(result.tracks(), on="strategy")

    return session.cached("shelf", build, *parts(), study.draws)


def outlook() -> tuple[int, float, float] | None:
    """Months, and the revenue of so many months past and, doing nothing, to come (medians).

    None when the orders do not reach back so far.
    """
    study = session.study()
    months = min(12, study.months)
    past = session.cached(
        "recent_spend",
        lambda: rollup.recent_spend(session.tables(), study.as_of, int(months * DAYS_A_MONTH)),
        study.as_of,
        months,
    )
    rows = picture(BASE).table.query("strategy == 'do_nothing' and metric == 'revenue'")
    return (months, past, float(rows.query("month <= @months")["p50"].sum())) if past else None


def scale() -> tuple[float, float]:
    """What costs are told in: the expected sales of one month, and an average order."""

    def build() -> tuple[float, float]:
        base = business(cells(), session.study())
        return float(base.monthly_sales.mean()), float(base.order_value.mean())

    return session.cached("scale", build, *parts())


def _customers() -> pd.DataFrame:
    """The customers with their segment and their NPS answer."""
    names = segmentation.segment_names(session.study())
    segment = pd.Categorical.from_codes(results.segment_codes(), names)
    return results.base().customers[["customer_id", "nps_score"]].assign(segment=segment)


def _horizons(result: Result) -> pd.DataFrame:
    rows = [result.until(month).decision().assign(month=month) for month in HORIZONS]
    whole = result.until(max(HORIZONS)).decision()[["break_even", "turn"]].to_dict("list")
    return pd.concat([one.assign(**whole) for one in rows], ignore_index=True)


def _run(scenario: Scenario, study: Study, long: bool = False) -> Picture:
    """The picture; with `long` from a simulation of the longest horizon, whose beginning it is."""
    months = max(study.months, *HORIZONS) if long else study.months
    whole = simulation.run(cells(), study.change(months=months), [scenario])
    result = whole.until(study.months)
    name = next(iter(result.strategies), "do_nothing")
    differences = result.differences()
    last = differences[differences["month"] == result.months].drop(columns="month")
    return Picture(
        table=result.table(),
        differences=differences,
        changes=last,
        gains=result.gains(),
        decision=result.decision(),
        gain=result.gain(name),
        horizons=_horizons(whole) if long else None,
    )
