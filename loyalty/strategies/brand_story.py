"""Tell the story of the brand and take responsibility: slow, and on two kinds of people.

Those who were customers before stay by their bond with the brand (Khamitov, Wang & Thomson 2019);
new ones come by the money spent on content (Sethuraman, Tellis & Briesch 2011). Nobody is moved by
both, so nothing counts twice.
"""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs, mediation
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
from loyalty.strategies.kernels import fading, lag


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Customers who see it feel closer and stay; more advertising brings more new customers."""
    seen = draws["seen"] / 100 * base.active[:, None]
    course = fading(lag(span.months, draws["lag"]), span.lasts, draws["fades"])
    closer = draws["elasticity"] * np.log1p(draws["bond"] / 100)
    more = draws["advertising_elasticity"] * np.log1p(draws["more"] / 100)
    spent = draws["more"] / 100 * draws["advertising"] / 100 * base.monthly_sales
    messages = seen * draws["messages"]
    sending = Timed(messages * costs.of_order(draws, "message_cost", base), span.running())
    return Effect(
        stay=Timed(seen * closer, course),
        arrivals=span.running() * more,
        per_customer=sending,
        per_lapsed=sending,
        contacts=Timed(messages, span.running()),
        contacts_each=draws["messages"],
        fixed=costs.fixed(draws, base, span),
        advertising=span.running() * spent,
    )


STRATEGY = Strategy(
    key="brand_story",
    label=mark("Brand story and responsibility"),
    meaning=mark(
        "You tell what the brand stands for and act on it. Customers who see it feel closer after"
        " many months and stay for it; what looks false drives some away."
    ),
    assumptions=(
        Assumption(
            key="bond",
            label=mark("Stronger bond with the brand"),
            unit=mark("% change, of those who see it"),
            low=-2,
            high=6,
            source=mark("No source; one story changes little, and a false one harms"),
            grade="guessed",
            digits=1,
            least=-50,
            most=100,
            claim=Claim(
                15,
                15,
                "S1 K26",
                mark("Satisfaction after emotional marketing; no base, comparison or source."),
            ),
        ),
        Assumption(
            key="elasticity",
            label=mark("Bond to staying"),
            unit=mark("% of the odds per % of the bond"),
            low=0.1,
            high=0.35,
            source="Khamitov, Wang & Thomson 2019",
            grade="borrowed",
            caveat=mark(
                "Mean 0.439 over 588 estimates, less for what people do than for what they say;"
                " taken on the odds of staying."
            ),
            digits=2,
            least=-2,
            most=2,
            claim=Claim(
                0.39,
                0.39,
                "S0 K1",
                mark(
                    "Coefficient of emotion beside two other drivers; it fits the stated R² only if"
                    " the drivers correlate at 0.35 on average."
                ),
            ),
        ),
        Assumption(
            key="seen",
            label=mark("Customers who see it"),
            unit=mark("% of active customers"),
            low=20,
            high=60,
            source=mark("No source; depends on your channels"),
            grade="guessed",
            least=0,
            most=100,
        ),
        mediation.lag(6, 18),
        mediation.fades(3, 12),
        Assumption(
            key="more",
            label=mark("More money for advertising and content"),
            unit=mark("% of today's"),
            low=20,
            high=20,
            source=mark("Your decision"),
            grade="guessed",
            caveat=mark(
                "Spent on new customers, so it grows with the reach: a pilot of 10 % pays a tenth"
                " of it, and a story for some segments only pays none."
            ),
            least=0,
            most=1000,
        ),
        Assumption(
            key="advertising_elasticity",
            label=mark("Advertising to new customers"),
            unit=mark("% of new customers per % of money"),
            low=0.05,
            high=0.2,
            source="Sethuraman, Tellis & Briesch 2011; Henningsen et al. 2011",
            grade="borrowed",
            caveat=mark(
                "0.12 at once and 0.24 in the long run on sales, 0.09 in the other study; taken on"
                " new customers alone, and a story is not all advertising."
            ),
            digits=2,
            least=-1,
            most=1,
        ),
        Assumption(
            key="advertising",
            label=mark("Advertising and content today"),
            unit=mark("% of sales"),
            low=1,
            high=5,
            source=mark("No source; enter your own budget"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
        ),
        *costs.messages(),
        costs.set_up(3, 15),
        costs.running(0.1, 0.5),
    ),
    effect=effect,
)
