"""Make it easy: self-service that settles a matter saves effort, and one that fails costs it."""

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
    """Users whose matter is settled stay more often, the others less; each use is paid for."""
    users = draws["users"] / 100 * base.active[:, None]
    settled = draws["settled"] / 100
    shift = settled * np.log1p(draws["easier"] / 100) + (1 - settled) * np.log1p(
        -draws["harder"] / 100
    )
    uses = users * draws["uses"]
    a_use, staff = (costs.of_order(draws, key, base) for key in ("use_cost", "saved"))
    course = span.running() * ramp(span.months, draws["learning"])
    return Effect(
        stay=Timed(users * shift, course),
        per_customer=Timed(uses * (a_use - settled * staff), course),
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="convenience",
    label=mark("Convenience and self-service"),
    meaning=mark(
        "Customers settle matters themselves, at any hour. It binds those who succeed and harms"
        " where the machine fails and nobody takes over."
    ),
    assumptions=(
        Assumption(
            key="easier",
            label=mark("Better odds of staying of those it helps"),
            unit=mark("% change of the odds"),
            low=0,
            high=6,
            source=mark("No source; ask for the effort, and compare"),
            grade="guessed",
            digits=1,
            least=-50,
            most=200,
            claim=Claim(
                33,
                33,
                "S0 K23",
                mark(
                    "A quarter fewer leave after work on touchpoints, without source or comparison;"
                    " where few leave this is a third more of the odds."
                ),
            ),
        ),
        Assumption(
            key="harder",
            label=mark("Worse odds of staying of those it fails"),
            unit=mark("% of the odds"),
            low=0,
            high=20,
            source=mark("No source; de Matos, Henrique & Rossi 2007 on failures in general"),
            grade="guessed",
            caveat=mark("Smaller where a person takes over at once."),
            digits=1,
            least=0,
            most=95,
        ),
        Assumption(
            key="settled",
            label=mark("Matters it settles"),
            unit=mark("% of uses"),
            low=60,
            high=90,
            source=mark("No source; count who asks again"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="users",
            label=mark("Customers who use it"),
            unit=mark("% of active customers"),
            low=15,
            high=45,
            source=mark("No source; depends on what it can do"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="learning",
            label=mark("Months to full use"),
            unit=mark("months"),
            low=3,
            high=12,
            source=mark("No source; habits change slowly"),
            grade="guessed",
            digits=1,
            least=0,
            most=120,
        ),
        Assumption(
            key="uses",
            label=mark("Uses a month"),
            unit=mark("of each user"),
            low=0.2,
            high=1,
            source=mark("No source; count them"),
            grade="guessed",
            digits=2,
            least=0,
            most=100,
        ),
        Assumption(
            key="use_cost",
            label=mark("Cost of a use"),
            unit=mark("% of an average order"),
            low=0.1,
            high=0.6,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=2,
            least=0,
        ),
        Assumption(
            key="saved",
            label=mark("Cost of staff saved by a settled matter"),
            unit=mark("% of an average order"),
            low=0,
            high=0,
            source=mark("No cost entered yet: enter what it saves"),
            grade="guessed",
            caveat=mark("Counts only as far as staff really are fewer or do something else."),
            digits=2,
            least=0,
        ),
        costs.set_up(5, 25),
        costs.running(0.1, 0.5),
    ),
    effect=effect,
)
