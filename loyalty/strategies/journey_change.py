"""A to-be journey: customers who pass some touchpoints come back more often, or less.

The change comes from the Journeys page, where a target at a touchpoint is taken down the chain of
stages (`loyalty.journey.to_be`) to points of the chance of coming back within some days. Here it
moves the chance of staying: a customer who orders stays. It rests on associations, so it is what
the change would bring if they were causal.
"""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Draws,
    Effect,
    Span,
    Strategy,
    Timed,
)

KEY = "journey_change"
DAYS_A_MONTH = 30.4375
LEAST = 1e-9


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Active customers who pass stay with other odds; lapsed ones do not pass."""
    shift = odds_shift(base, draws["change"] / 100, draws["days"])
    return Effect(
        stay=Timed(draws["reach"] / 100 * shift * base.active[:, None], span.running()),
        fixed=costs.fixed(draws, base, span),
    )


def odds_shift(base: Baseline, change: Array, days: Array) -> Array:
    """Shift of the logit of staying a month, per draw, for `change` of the chance in `days`.

    The chance that today's average active customer is kept over the days is raised by `change`
    and taken back to a month; the shift between both is the same in every cell.
    """
    months = np.maximum(days, 1) / DAYS_A_MONTH
    weight = np.where(base.active, base.customers, 0.0)[:, None]
    kept = (weight * base.stay**months).sum(axis=0) / max(weight.sum(), LEAST)
    kept = np.clip(kept, LEAST, 1 - LEAST)
    raised = np.clip(kept + change, LEAST, 1 - LEAST)
    return _logit(raised ** (1 / months)) - _logit(kept ** (1 / months))


def _logit(share: Array) -> Array:
    return np.log(share) - np.log1p(-share)


STRATEGY = Strategy(
    key=KEY,
    label=mark("Journey change"),
    meaning=mark(
        "Customers who pass the touchpoints you set a target for come back more often, or less: as"
        " much as the journey says if its associations were causal."
    ),
    assumptions=(
        Assumption(
            key="change",
            label=mark("Change in the chance of coming back"),
            unit=mark("points, of those who pass"),
            low=0,
            high=0,
            source=mark("No source; set a target on the Journeys page"),
            grade="guessed",
            caveat=mark(
                "From the to-be journey it is a measured association, not an effect: customers with"
                " a good experience may differ in other ways too. An experiment would tell."
            ),
            digits=2,
            least=-100,
            most=100,
        ),
        Assumption(
            key="days",
            label=mark("Days in which they come back"),
            unit=mark("days"),
            low=90,
            high=90,
            source=mark("Your decision"),
            grade="guessed",
            least=0,
            most=3650,
        ),
        Assumption(
            key="reach",
            label=mark("Customers who pass the touchpoints"),
            unit=mark("% of active customers in these days"),
            low=10,
            high=30,
            source=mark("No source; set a target on the Journeys page"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="set_up",
            label=mark("Set-up cost"),
            unit=mark("% of one month's sales"),
            low=0,
            high=0,
            source=mark("No cost entered yet: enter what it costs"),
            grade="guessed",
            caveat=costs.IN_FULL,
            digits=1,
            least=0,
        ),
        Assumption(
            key="running",
            label=mark("Running cost a month"),
            unit=mark("% of one month's sales"),
            low=0,
            high=0,
            source=mark("No cost entered yet: enter what it costs"),
            grade="guessed",
            caveat=costs.IN_FULL,
            digits=1,
            least=0,
        ),
    ),
    effect=effect,
)
