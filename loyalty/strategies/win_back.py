"""Win-back: contact customers who fell silent, and pay each who returns."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs
from loyalty.strategies.base import Assumption, Baseline, Draws, Effect, Span, Strategy, Timed
from loyalty.study import Audience

AWAY = ("cooling", "lost")


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """A share of the silent customers is contacted each month; everybody who returns is paid.

    Also those are paid who would have returned anyway.
    """
    away = np.isin(base.life_cycle, AWAY)[:, None]
    contacted = away * draws["contacted"] / 100
    contact = contacted * costs.of_order(draws, "contact_cost", base)
    offer = contacted * costs.of_order(draws, "offer", base)
    return Effect(
        stay=Timed(contacted * np.log1p(draws["back"] / 100), span.running()),
        per_customer=Timed(contact + offer, span.running()),
        per_lapsed=Timed(contact, span.running()),
        contacts=Timed(contacted, span.running()),
        fixed=costs.fixed(draws, base, span),
    )


STRATEGY = Strategy(
    key="win_back",
    label=mark("Win-back"),
    meaning=mark(
        "Customers who cooled or were lost get a message with an offer. Some return; the offer is"
        " also paid to those who would have returned anyway."
    ),
    assumptions=(
        Assumption(
            key="back",
            label=mark("Better odds that a contacted customer returns"),
            unit=mark("% change of the odds"),
            low=0,
            high=40,
            source=mark("No size known; Kumar, Bhagwat & Zhang 2015 tell who returns"),
            grade="guessed",
            caveat=mark(
                "In the month of the contact. Studies report how many return, rarely how many more"
                " than without contact. Keep some uncontacted to measure it."
            ),
            digits=1,
            least=-90,
            most=2000,
        ),
        Assumption(
            key="contacted",
            label=mark("Contacted each month"),
            unit=mark("% of cooling and lost customers"),
            low=20,
            high=20,
            source=mark("Your decision"),
            grade="guessed",
            caveat=mark("20 % means each of them about every five months."),
            digits=1,
            least=0,
            most=100,
        ),
        Assumption(
            key="contact_cost",
            label=mark("Cost of a contact"),
            unit=mark("% of an average order"),
            low=0.1,
            high=1,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=2,
            least=0,
        ),
        Assumption(
            key="offer",
            label=mark("Offer to each who returns"),
            unit=mark("% of an average order"),
            low=5,
            high=15,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            caveat=mark("A dearer offer brings back more; the two are not tied here."),
            digits=1,
            least=0,
        ),
        costs.set_up(0.2, 1),
        costs.running(0.02, 0.1),
    ),
    effect=effect,
    audience=Audience(life_cycle=AWAY),
)
