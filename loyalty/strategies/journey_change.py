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
SHIFTS = 0.05 * np.sinh(np.linspace(-6, 6, 121))  # of the logit, closest around 0
NONE = 60  # the place of the shift 0


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Active customers who pass stay with other odds; lapsed ones do not pass."""
    shift = odds_shift(base, draws["change"] / 100, draws["days"], draws["reach"] / 100)
    return Effect(
        stay=Timed(shift, span.running()),
        fixed=costs.fixed(draws, base, span),
    )


@np.errstate(under="ignore")
def odds_shift(base: Baseline, change: Array, days: Array, share: Array) -> Array:
    """Shift of the logit of staying a month, (cells, draws), for `change` of the chance in `days`.

    With it, `share` x `change` more of today's active customers are active after the days, or as
    many as can be; 0.1 are 10 points. It is the same in every active cell, while customers go
    through the cells by their moves, and found at the mean rates of the draws: a draw with other
    rates gets somewhat more or less. 0 where nobody is active.
    """
    change, months, share = np.broadcast_arrays(change, np.maximum(days, 1) / DAYS_A_MONTH, share)
    found = np.zeros(change.shape)
    if (base.active & (base.customers > 0)).any():
        kept = _kept(base, int(np.ceil(months.max())))
        for length in np.unique(months):
            at = months == length
            gained = _after(kept, length) - _after(kept[:, [NONE]], length)
            possible = np.clip(change[at], gained[0], gained[-1])
            found[at] = np.interp(share[at] * possible, gained, SHIFTS)
    return found * base.active[:, None]


def _after(kept: Array, months: float) -> Array:
    """Between two months on the straight line."""
    whole = int(months)
    later = kept[min(whole + 1, len(kept) - 1)]
    return np.asarray(kept[whole] + (months - whole) * (later - kept[whole]))


def _kept(base: Baseline, months: int) -> Array:
    """Share of today's active customers active after 0, 1, ... months: (months + 1, `SHIFTS`)."""
    weight = np.where(base.active, base.customers, 0.0)
    size = len(base.active)
    on = np.eye(size) if base.stay_moves is None else base.stay_moves
    off = np.zeros((size, size)) if base.lapse_moves is None else base.lapse_moves
    stay = base.stay.mean(axis=1)[:, None]
    odds = stay / (1 - stay) * np.exp(np.outer(base.active, SHIFTS))
    stay = odds / (1 + odds)
    active = np.repeat(base.active[:, None].astype(float), len(SHIFTS), axis=1)
    found = [weight @ active]
    for _month in range(months):
        active = stay * (on @ active) + (1 - stay) * (off @ active)
        found.append(weight @ active)
    return np.array(found) / weight.sum()


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
