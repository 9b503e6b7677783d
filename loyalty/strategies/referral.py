"""Referral: customers bring friends. Both stay longer, the friend only while the other stays."""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs
from loyalty.strategies.base import (
    Array,
    Assumption,
    Baseline,
    Claim,
    Draws,
    Effect,
    Span,
    Strategy,
    Timed,
)


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """New customers through referrers, who are paid also for friends who would have come anyway."""
    active, running = base.active[:, None].astype(float), span.running()
    referrers, anyway = draws["referrers"] / 100, draws["anyway"] / 100
    brought = referrers * draws["each"] / 12
    reward = costs.of_order(draws, "reward", base)
    stay = -referrers * np.log1p(draws["referrer_leave"] / 100) * running
    together, recent = bonds(base, brought * (1 - anyway), draws["erodes"], span)
    stay = stay - together * np.log1p(draws["referred_leave"] / 100)
    return Effect(
        stay=Timed(active, stay),
        margin=Timed(active, recent * np.log1p(draws["margin"] / 100)),
        referred=Timed(active * brought * (1 - anyway), running),
        per_referred=reward,
        per_customer=Timed(active * brought * anyway * reward, running),
        fixed=costs.fixed(draws, base, span),
    )


def bonds(base: Baseline, brought: Array, erodes: Array, span: Span) -> tuple[Array, Array]:
    """Shares of active customers at each month's start: referred ones with a bond, recent ones.

    `brought` further customers a month for each active one. A bond holds while both stay, so it is
    lost at the square of the rate of staying (Van den Bulte et al. 2018). Referred customers count
    as recent less and less, over `erodes` months on average (Schmitt et al. 2011). Both
    (months, 1, draws); rates are today's averages.
    """
    here = np.where(base.active, base.customers, 0.0)[:, None]
    stay = (here * base.stay).sum(axis=0) / max(here.sum(), 1e-12)
    fresh = np.maximum(erodes, 0) / (1 + np.maximum(erodes, 0))
    shares = np.zeros((2, span.months, 1, len(stay)))
    customers, bonded, recent = here.sum() + np.zeros_like(stay), 0.0 * stay, 0.0 * stay
    for month in range(span.months):
        shares[:, month, 0] = np.array([bonded, recent]) / np.maximum(customers, 1e-12)
        new = customers * stay * brought * (month < span.lasts)
        bonded, recent = bonded * stay**2 + new, recent * stay * fresh + new
        customers = customers * stay * (1 + base.word_of_mouth) + base.new_customers + new
    return shares[0], shares[1]


STRATEGY = Strategy(
    key="referral",
    label=mark("Referral"),
    meaning=mark(
        "Customers are rewarded for bringing friends. Those who recommend stay longer, and so do"
        " the friends, but only as long as the one who brought them stays."
    ),
    assumptions=(
        Assumption(
            key="referrers",
            label=mark("Customers who bring others"),
            unit=mark("% of active customers"),
            low=1,
            high=5,
            source=mark("No source; depends on the reward"),
            grade="guessed",
            digits=1,
            least=0,
            most=100,
            claim=Claim(
                68,
                68,
                "S4 K9",
                mark(
                    "68 % said they would recommend. Saying so is not doing so: in the same text"
                    " 12 % bought again within three years."
                ),
            ),
        ),
        Assumption(
            key="each",
            label=mark("New customers each of them brings"),
            unit=mark("new customers a year"),
            low=0.5,
            high=1.5,
            source=mark("No source; depends on the reward"),
            grade="guessed",
            digits=2,
            least=0,
            most=100,
        ),
        Assumption(
            key="anyway",
            label=mark("Of these, would have come anyway"),
            unit=mark("% of brought customers"),
            low=20,
            high=60,
            source=mark("No source; only an experiment tells"),
            grade="guessed",
            caveat=mark("They are rewarded too, and bring nothing that was not there."),
            least=0,
            most=100,
        ),
        Assumption(
            key="referrer_leave",
            label=mark("Odds that someone who recommends leaves"),
            unit=mark("% change of the odds"),
            low=-40,
            high=0,
            source="Garnefeld, Eggert, Helm & Tax 2013",
            grade="borrowed",
            caveat=mark(
                "From 19 to 7 % leaving a year against similar customers of one mobile network."
                " Who recommends was loyal already, so less is assumed."
            ),
            digits=1,
            least=-95,
            most=300,
        ),
        Assumption(
            key="referred_leave",
            label=mark("Odds that a friend leaves while the other stays"),
            unit=mark("% change of the odds"),
            low=-25,
            high=-5,
            source="Schmitt, Skiera & Van den Bulte 2011; Van den Bulte et al. 2018",
            grade="borrowed",
            caveat=mark("One bank; gone once the one who recommended has left."),
            digits=1,
            least=-95,
            most=300,
        ),
        Assumption(
            key="margin",
            label=mark("Higher margin of friends at first"),
            unit=mark("% change of the margin"),
            low=0,
            high=20,
            source="Schmitt, Skiera & Van den Bulte 2011",
            grade="borrowed",
            caveat=mark("One bank; the gap erodes with time."),
            digits=1,
            least=-50,
            most=200,
        ),
        Assumption(
            key="erodes",
            label=mark("Months until the higher margin erodes"),
            unit=mark("months, mean"),
            low=12,
            high=36,
            source=mark("No size known; the study saw the gap erode"),
            grade="guessed",
            least=0,
            most=240,
        ),
        Assumption(
            key="reward",
            label=mark("Reward for both sides together"),
            unit=mark("% of an average order"),
            low=20,
            high=20,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
        ),
        costs.set_up(0.5, 3),
        costs.running(0.05, 0.2),
    ),
    effect=effect,
)
