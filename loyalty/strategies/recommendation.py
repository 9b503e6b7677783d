"""Personal recommendations: customers who are recognised find more that suits them."""

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
    """Recognised customers order more once the recommendations have learnt, or less."""
    recognised = draws["recognised"] / 100 * base.active[:, None]
    more = np.maximum(recognised * draws["lift"] / 100, -0.9)
    messages = draws["messages"] * recognised
    a_message = costs.of_order(draws, "message_cost", base)
    return Effect(
        orders=Timed(np.log1p(more), span.running() * ramp(span.months, draws["learning"])),
        per_customer=Timed(messages * a_message, span.running()),
        per_lapsed=Timed(messages * a_message, span.running()),
        contacts=Timed(messages, span.running()),
        contacts_each=draws["messages"],
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="recommendation",
    label=mark("Personal recommendations"),
    meaning=mark(
        "Customers who are recognised see what suits them, in the shop and by message. They order"
        " more often where it fits, less where it annoys."
    ),
    assumptions=(
        Assumption(
            key="lift",
            label=mark("More orders of recognised customers"),
            unit=mark("% change"),
            low=0,
            high=10,
            source="Li, Grahl & Hinz 2022",
            grade="borrowed",
            caveat=mark(
                "Against no recommendations at all: 12 % more buyers in an online bookshop, 8 to"
                " 20 % more revenue in a retailer's own report. Less where you recommend already."
            ),
            digits=1,
            least=-50,
            claim=Claim(
                15,
                30,
                "S0 K20",
                mark(
                    "Conversion after a recommendation is shown, 15 % in one place and 20 to 30 %"
                    " in another, without a source: not the orders of all recognised customers."
                ),
            ),
        ),
        Assumption(
            key="recognised",
            label=mark("Customers recognised"),
            unit=mark("% of active customers"),
            low=30,
            high=70,
            source=mark("No source; those who log in and agree"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="learning",
            label=mark("Months to full effect"),
            unit=mark("months"),
            low=2,
            high=6,
            source=mark("No source; depends on your data"),
            grade="guessed",
            digits=1,
            least=0,
            most=120,
        ),
        *costs.messages(),
        costs.set_up(5, 20),
        costs.running(0.2, 0.8),
    ),
    effect=effect,
)
