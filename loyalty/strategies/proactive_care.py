"""Proactive care: contact active customers who are about to leave. It can also wake them up."""

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
from loyalty.strategies.targets import foremost


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Those least likely to stay, as far as they are found, are contacted every month.

    The chance of staying falls with the silence of a customer, so these are the longest silent.
    """
    at_risk = foremost(-base.stay.mean(axis=1), draws["at_risk"] / 100, base)
    contacted = at_risk * draws["found"] / 100
    contacts = Timed(contacted * draws["messages"], span.running())
    cost = Timed(contacts.size * costs.of_order(draws, "contact_cost", base), span.running())
    return Effect(
        stay=Timed(contacted * -np.log1p(draws["leave"] / 100), span.running()),
        per_customer=cost,
        per_lapsed=cost,
        contacts=contacts,
        contacts_each=draws["messages"],
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="proactive_care",
    label=mark("Proactive care"),
    meaning=mark(
        "Active customers who are most likely to leave are contacted before they do. Some stay"
        " because of it; others are reminded that they could leave."
    ),
    assumptions=(
        Assumption(
            key="leave",
            label=mark("Odds that a contacted customer leaves"),
            unit=mark("% change of the odds"),
            low=-20,
            high=25,
            source="Ascarza, Iyengar & Schleicher 2016; Ascarza 2018",
            grade="borrowed",
            caveat=mark(
                "It can do harm: a field experiment raised leaving from 6.4 to 10.0 %. Risk of"
                " leaving does not tell who can be kept; test on a group first."
            ),
            digits=1,
            least=-95,
            most=400,
            claim=Claim(
                -30,
                -30,
                "S2 K18",
                mark("30 % less churn through interaction, without source, group or time."),
            ),
        ),
        Assumption(
            key="at_risk",
            label=mark("Customers who count as at risk"),
            unit=mark("% of active customers, least likely to stay"),
            low=20,
            high=20,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="found",
            label=mark("Of these, found and reached"),
            unit=mark("% of customers at risk"),
            low=30,
            high=70,
            source=mark("No source; see how well your early warning predicts"),
            grade="guessed",
            least=0,
            most=100,
            claim=Claim(
                82,
                82,
                "S0 K21",
                mark(
                    "Said to predict leaving with 82 % accuracy. Where 18 % leave, saying that"
                    " nobody leaves is right as often and finds no one."
                ),
            ),
        ),
        costs.messages_a_month(
            mark("More messages cost more; the effect above is the one of your contacts.")
        ),
        Assumption(
            key="contact_cost",
            label=mark("Cost of a contact"),
            unit=mark("% of an average order"),
            low=0.5,
            high=4,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        costs.set_up(0.5, 3),
        costs.running(0.05, 0.2),
    ),
    effect=effect,
)
