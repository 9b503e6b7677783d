"""A showroom or experience store: dear at once, and worth more as the area gets to know it."""

from dataclasses import replace

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs
from loyalty.strategies.base import (
    Assumption,
    Baseline,
    Claim,
    Draws,
    Effect,
    Span,
    Strategy,
    Timed,
)
from loyalty.strategies.kernels import ramp


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Demand of the trading area rises to its full size; it falls back when the store closes."""
    area = draws["area"] / 100 * np.ones(len(base.active))[:, None]
    grown = np.maximum(area * draws["demand"] / 100, -0.9)
    course = span.running() * ramp(span.months, draws["full"])
    visits = area * base.active[:, None] * draws["visits"] / 100
    return Effect(
        orders=Timed(np.log1p(grown), course),
        arrivals=course * np.log1p(grown[0]),
        nps=Timed(area * draws["nps"], course),
        per_customer=Timed(visits * costs.of_order(draws, "visit_cost", base), course),
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="showroom",
    label=mark("Showroom or experience store"),
    meaning=mark(
        "Customers nearby can see and try everything. Demand of this area grows over some months,"
        " in all channels; building and running the store costs the same with many and few visits."
    ),
    assumptions=(
        Assumption(
            key="demand",
            label=mark("More demand in the trading area"),
            unit=mark("% change"),
            low=2,
            high=15,
            source="Bell, Gallino & Moreno 2018",
            grade="borrowed",
            caveat=mark(
                "Total demand where an online shop opened showrooms, growing with time; less where"
                " you have stores already. Fewer returns come on top and are left out."
            ),
            digits=1,
            least=-50,
            most=200,
        ),
        Assumption(
            key="area",
            label=mark("Customers in the trading area"),
            unit=mark("% of all customers"),
            low=5,
            high=20,
            source=mark("No source; count the addresses nearby"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="full",
            label=mark("Months to full demand"),
            unit=mark("months"),
            low=3,
            high=12,
            source=mark("Our judgement; Bell, Gallino & Moreno 2018 saw it grow with time"),
            grade="guessed",
            digits=1,
            least=0,
            most=120,
        ),
        Assumption(
            key="nps",
            label=mark("Better net promoter score in the trading area"),
            unit=mark("points"),
            low=0,
            high=6,
            source=mark("No source; ask customers with and without a store"),
            grade="guessed",
            digits=1,
            least=-200,
            most=200,
            claim=Claim(
                6.2,
                6.2,
                "S4 K9",
                mark(
                    "For each 10 % more invested in stores, in three cases, with no error given and"
                    " no cause shown; going on like this would pass 100 at 89 % more."
                ),
            ),
        ),
        Assumption(
            key="visits",
            label=mark("Visits a month"),
            unit=mark("% of customers in the trading area"),
            low=5,
            high=20,
            source=mark("No source; count visitors"),
            grade="guessed",
            least=0,
            most=1000,
        ),
        Assumption(
            key="visit_cost",
            label=mark("Cost of a visit"),
            unit=mark("% of an average order"),
            low=1,
            high=5,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        replace(
            costs.set_up(20, 100),
            caveat=mark(
                "A source document (S4) names CNY 2 million or more for a store and CNY 0.5 million"
                " for its equipment: enter your own money as a share of your sales."
            ),
        ),
        costs.running(1, 4),
    ),
    effect=effect,
)
