"""Offers of partner businesses: reach for both sides, and a name that stands beside others."""

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
from loyalty.strategies.kernels import ramp


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Users order and stay more often, or less; partners send new customers for a commission."""
    users = draws["users"] / 100 * base.active[:, None]
    course = span.running() * ramp(span.months, draws["joining"])
    ordered = np.maximum(users * draws["repeat"] / 100, -0.9)
    messages = draws["messages"] * base.active[:, None]
    sending = Timed(messages * costs.of_order(draws, "message_cost", base), span.running())
    benefit = Timed(users * costs.of_order(draws, "benefit", base), course)
    return Effect(
        stay=Timed(users * np.log1p(draws["odds"] / 100), course),
        orders=Timed(np.log1p(ordered), course),
        referred=Timed(sent(draws["sent"] / 100, base), course),
        per_referred=span.running() * costs.of_order(draws, "commission", base),
        per_customer=(benefit, sending),
        per_lapsed=sending,
        contacts=Timed(messages, span.running()),
        contacts_each=draws["messages"],
        fixed=costs.fixed(draws, base, span),
    )


def sent(share: Array, base: Baseline) -> Array:
    """New customers sent for each active customer who stays, (cells, draws).

    `share` of today's new customers, spread evenly over the customers who stay in the first month.
    """
    staying = (np.where(base.active, base.customers, 0.0)[:, None] * base.stay).sum(axis=0)
    alone = np.where(staying > 0, base.new_customers / np.maximum(staying, 1e-12), 0)
    each = share * (alone + base.word_of_mouth)
    return each * base.active[:, None]


STRATEGY = Strategy(
    key="partner_offers",
    label=mark("Partner offers"),
    meaning=mark(
        "Customers get something from businesses that suit yours, and theirs hear of you. Part of"
        " what they spend there is missing here, and a partner's failure falls back on you."
    ),
    assumptions=(
        Assumption(
            key="repeat",
            label=mark("More orders of those who use the offers"),
            unit=mark("% change"),
            low=-2,
            high=3,
            source="Dorotic et al. 2011; Dorotic et al. 2021",
            grade="borrowed",
            caveat=mark(
                "No effect of one partner's promotions on the others in the first study; partners"
                " took sales from each other more often than they helped in the second. The width"
                " is our judgement."
            ),
            digits=1,
            least=-50,
        ),
        Assumption(
            key="odds",
            label=mark("Better odds that a user stays"),
            unit=mark("% change of the odds"),
            low=-3,
            high=5,
            source=mark("No size known; Schumann et al. 2014 saw partners' failures spill over"),
            grade="guessed",
            digits=1,
            least=-90,
        ),
        Assumption(
            key="users",
            label=mark("Customers who use the offers"),
            unit=mark("% of active customers"),
            low=5,
            high=25,
            source=mark("No source; depends on the partners"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="sent",
            label=mark("New customers sent by partners"),
            unit=mark("% of today's new customers"),
            low=0,
            high=6,
            source=mark("No source; count codes used"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        Assumption(
            key="joining",
            label=mark("Months until the partners have joined"),
            unit=mark("months"),
            low=3,
            high=9,
            source=mark("No source; depends on your talks"),
            grade="guessed",
            digits=1,
            least=0,
            most=120,
        ),
        Assumption(
            key="benefit",
            label=mark("Your part of a user's benefit"),
            unit=mark("% of an average order, a month"),
            low=0.5,
            high=2,
            source=mark("No source; depends on your contracts"),
            grade="guessed",
            digits=2,
            least=0,
        ),
        Assumption(
            key="commission",
            label=mark("Commission for a new customer"),
            unit=mark("% of an average order"),
            low=5,
            high=20,
            source=mark("No source; depends on your contracts"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        *costs.messages(),
        costs.set_up(3, 12),
        costs.running(0.2, 0.8),
    ),
    effect=effect,
)
