"""A paid membership: some customers pay a fee and, having paid it, order more."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs, membership
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
from loyalty.strategies.targets import foremost


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Members pay, order more and get the benefits with each of their orders.

    Those who order most join first: they have most use of it, and cost most.
    """
    members = foremost((base.stay * base.orders).mean(axis=1), draws["members"] / 100, base)
    more = np.maximum(members * draws["usage"] / 100, -0.9)
    theirs = (members + more) / (1 + more)  # share of all orders
    joined = span.running() * ramp(span.months, draws["build_up"])
    return Effect(
        stay=Timed(members * np.log1p(draws["stay"] / 100), joined),
        orders=Timed(np.log1p(more), joined),
        fee=Timed(members * costs.of_order(draws, "fee", base), joined),
        per_order=Timed(theirs * costs.of_order(draws, "benefits", base), joined),
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="paid_membership",
    label=mark("Paid membership"),
    meaning=mark(
        "Customers who order much pay a fee every month for benefits with each order, and order"
        " more. The fee is income; the benefits cost money on every order of a member."
    ),
    assumptions=(
        Assumption(
            key="usage",
            label=mark("More orders of paying members"),
            unit=mark("% change"),
            low=5,
            high=40,
            source="Iyengar, Park & Yu 2022",
            grade="borrowed",
            caveat=mark(
                "Those who buy much join first: what members buy more than others is mostly who"
                " they are, not what the membership does. One programme; effects differed widely."
            ),
            digits=1,
            least=-90,
            claim=Claim(
                150,
                150,
                "S0 K25",
                mark(
                    "Members of Prime spend 150 % more: a gap between different people, because"
                    " heavy buyers join. Not an effect of joining."
                ),
            ),
        ),
        membership.odds_of_staying(),
        Assumption(
            key="members",
            label=mark("Customers who join and pay"),
            unit=mark("% of active customers"),
            low=2,
            high=10,
            source=mark("No source; depends on the fee and the benefits"),
            grade="guessed",
            caveat=mark("A higher fee means fewer members; the two are not tied here."),
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="build_up",
            label=mark("Months until they have joined"),
            unit=mark("months"),
            low=6,
            high=18,
            source=mark("No source; depends on your sign-up"),
            grade="guessed",
            least=0,
            most=120,
        ),
        Assumption(
            key="fee",
            label=mark("Fee a month"),
            unit=mark("% of an average order"),
            low=10,
            high=10,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        Assumption(
            key="benefits",
            label=mark("Benefits with each order of a member"),
            unit=mark("% of an average order"),
            low=5,
            high=15,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            caveat=mark("Free delivery, discounts or service, paid on all their orders."),
            digits=1,
            least=0,
        ),
        costs.set_up(2, 10),
        costs.running(0.1, 0.5),
    ),
    effect=effect,
)
