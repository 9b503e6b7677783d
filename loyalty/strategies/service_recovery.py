"""Put bad service right: win back part of what failures lose, never more than that."""

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


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Customers with a bad service event stay more often; the others are untouched."""
    failed = np.clip(draws["failed"] / 100 * base.failed[:, None], 0, 1)
    reached = failed * draws["reach"] / 100
    new_cases = reached / max(base.memory, 1.0)
    kept, recovered = 1 - draws["loss"] / 100, draws["recovered"] / 100
    return Effect(
        stay=Timed(_shift(base.stay, failed, reached, kept, recovered), span.running()),
        fixed=span.running() * draws["running"] / 100 * base.monthly_sales,
        per_customer=Timed(new_cases * draws["case_cost"] / 100 * base.order_value, span.running()),
    )


def _shift(stay: Array, failed: Array, reached: Array, kept: Array, recovered: Array) -> Array:
    """Shift of the logit of `stay` when `recovered` of the failure loss is won back for `reached`.

    `stay` is what the data show, failures included; `kept` is the share of the odds of staying
    that a failure leaves. The recovered odds end at the odds without failure, never above.
    """
    unharmed = odds_without_failure(stay, failed, kept)
    harmed, mended = unharmed * kept, unharmed * kept ** (1 - np.clip(recovered, 0, 1))
    better = stay + reached * (mended / (1 + mended) - harmed / (1 + harmed))
    return np.log(better / stay) - np.log((1 - better) / (1 - stay))


def odds_without_failure(stay: Array, failed: Array, kept: Array) -> Array:
    """Odds o of those without a failure, from stay = failed * ko/(1+ko) + (1-failed) * o/(1+o)."""
    square = kept * (1 - stay)
    linear = stay * (1 + kept) - failed * kept - (1 - failed)
    root = np.sqrt(linear**2 + 4 * square * stay)
    return np.where(linear > 0, (linear + root) / (2 * square), 2 * stay / (root - linear))


STRATEGY = Strategy(
    key="service_recovery",
    label=mark("Service recovery"),
    meaning=mark(
        "Customers whose last service went badly are called back and helped. It can win back part"
        " of what the failure would lose, never more."
    ),
    assumptions=(
        Assumption(
            key="failed",
            label=mark("Customers with bad service"),
            unit=mark("% of active customers"),
            low=5,
            high=15,
            source=mark("No source; bring touchpoint events to measure it"),
            grade="guessed",
            caveat=mark("A bad event within the days in which a customer counts as active."),
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="loss",
            label=mark("Odds of staying lost by bad service"),
            unit=mark("% of the odds"),
            low=10,
            high=50,
            source=mark("No source; bring touchpoint events to measure it"),
            grade="guessed",
            least=0,
            most=99,
        ),
        Assumption(
            key="recovered",
            label=mark("Share of the loss won back"),
            unit=mark("% of the loss"),
            low=30,
            high=80,
            source="de Matos, Henrique & Rossi 2007",
            grade="borrowed",
            caveat=mark(
                "Satisfaction may rise above the level before the failure, repurchase does not;"
                " the width is our judgement."
            ),
            least=0,
            most=100,
        ),
        Assumption(
            key="reach",
            label=mark("Cases found and handled in time"),
            unit=mark("% of bad service"),
            low=40,
            high=80,
            source=mark("No source; most unhappy customers never complain"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="case_cost",
            label=mark("Cost of a handled case"),
            unit=mark("% of an average order"),
            low=3,
            high=15,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            least=0,
        ),
        Assumption(
            key="running",
            label=mark("Running cost a month"),
            unit=mark("% of one month's sales"),
            low=0.02,
            high=0.1,
            source=mark("No source; enter your own budget"),
            grade="guessed",
            caveat=costs.IN_FULL,
            digits=2,
            least=0,
        ),
    ),
    effect=effect,
)
