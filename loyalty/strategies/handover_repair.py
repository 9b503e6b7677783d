"""Repair a broken hand-over between touchpoints or channels: fewer customers get lost in it.

The loss is that of the Journeys page, where `loyalty.simulation.cells.handover_loss` measures it:
those who pass the broken hand-over buy again less often within some days. Only the part of the gap
that the hand-over causes, at the hand-overs that are mended, comes back.
"""

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
from loyalty.strategies.journey_change import DAYS_A_MONTH, odds_shift
from loyalty.strategies.kernels import ramp

REACH, LOSS, DAYS = "handover_reach", "handover_loss", "handover_days"


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Active customers at mended hand-overs come back as far as the break was the cause."""
    mended = draws[REACH] / 100 * draws["mended"] / 100
    back = draws[LOSS] / 100 * draws["caused"] / 100
    months = np.maximum(draws[DAYS], 1) / DAYS_A_MONTH
    a_case = costs.of_order(draws, "case_cost", base)
    course = span.running() * ramp(span.months, draws["rollout"])
    return Effect(
        stay=Timed(odds_shift(base, back, draws[DAYS], mended), course),
        per_customer=Timed(mended / months * a_case * base.active[:, None], course),
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="handover_repair",
    label=mark("Hand-over repair"),
    meaning=mark(
        "Where customers get lost between two touchpoints or channels, what is known of them is"
        " handed on. Part of those who did not come back does."
    ),
    assumptions=(
        Assumption(
            key=REACH,
            label=mark("Customers who pass the broken hand-over"),
            unit=mark("% of active customers in these days"),
            low=2,
            high=15,
            source=mark("No source; bring touchpoint events to measure it"),
            grade="guessed",
            caveat=mark("Of the hand-over at which most active customers get lost."),
            digits=1,
            least=0,
            most=100,
            claim=Claim(
                30,
                30,
                "S4 K10",
                mark(
                    "Share of broken experiences, with 35 % of firms in step across channels; of"
                    " whom and of what is not said."
                ),
            ),
        ),
        Assumption(
            key=LOSS,
            label=mark("Fewer of them buy again"),
            unit=mark("points, of those who pass"),
            low=0,
            high=10,
            source=mark("No source; bring touchpoint events to measure it"),
            grade="guessed",
            caveat=mark(
                "A gap between customers who come and customers who do not, first visits included:"
                " those who do not come may want less anyway."
            ),
            digits=1,
            least=-100,
            most=100,
        ),
        Assumption(
            key=DAYS,
            label=mark("Days in which they would buy again"),
            unit=mark("days"),
            low=90,
            high=90,
            source=mark("Your decision"),
            grade="guessed",
            least=0,
            most=3650,
        ),
        Assumption(
            key="caused",
            label=mark("Part of the gap that the break causes"),
            unit=mark("% of the gap"),
            low=10,
            high=33,
            source=mark(
                "No source; raw gaps of loyalty programmes were seven times too big (Leenheer et"
                " al. 2007), we take 3 to 10"
            ),
            grade="guessed",
            caveat=mark("Only an experiment tells: repair it for half of the customers."),
            least=0,
            most=100,
        ),
        Assumption(
            key="mended",
            label=mark("Hand-overs that are mended"),
            unit=mark("% of broken ones"),
            low=30,
            high=70,
            source=mark("No source; some customers do not want to be handed on"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="rollout",
            label=mark("Months until it works everywhere"),
            unit=mark("months"),
            low=3,
            high=9,
            source=mark("No source; depends on your systems"),
            grade="guessed",
            digits=1,
            least=0,
            most=120,
        ),
        Assumption(
            key="case_cost",
            label=mark("Cost of a mended hand-over"),
            unit=mark("% of an average order"),
            low=0.1,
            high=1,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=2,
            least=0,
        ),
        costs.set_up(5, 25),
        costs.running(0.1, 0.5),
    ),
    effect=effect,
)
