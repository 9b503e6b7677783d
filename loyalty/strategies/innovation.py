"""New products or services: through quality to satisfaction and to the image, and so to staying.

The indirect effect of the source document S2 is .35 x .42 + .28 x .31 = .2338; its own sum of the
last steps, .73, leaves the first ones out. It says both that returns diminish and that they grow
above a threshold: only an S-curve does both, and more launches are noticed less and less.
"""

import numpy as np

from loyalty.language import mark
from loyalty.strategies import costs, mediation
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
from loyalty.strategies.kernels import fading, hill, lag, threshold


def effect(draws: Draws, base: Baseline, span: Span) -> Effect:
    """Customers who meet the new stay and recommend more often, or less where it disappoints."""
    met = draws["met"] / 100 * base.active[:, None]
    felt = perceived(draws)
    course = fading(lag(span.months, draws["lag"]), span.lasts, draws["fades"])
    staying = felt * mediation.indirect(
        (draws["satisfaction"], draws["behaviour"]), (draws["image"], draws["image_behaviour"])
    )
    recommending = felt * mediation.indirect((draws["satisfaction"], draws["intention"]))
    launching = draws["launches"] / 12 * draws["launch_cost"] / 100 * base.monthly_sales
    use = costs.of_order(draws, "use_cost", base)
    return Effect(
        stay=Timed(met * mediation.log_odds(staying), course),
        nps=Timed(met * mediation.nps_points(recommending, base), course),
        per_customer=Timed(met * use, span.running()),
        fixed=costs.fixed(draws, base, span) + span.running() * launching,
    )


def perceived(draws: Draws) -> Array:
    """How much newer the business seems, in standard deviations up to 1, per draw.

    Launches saturate, and satisfied customers let more of them through (S-curve).
    """
    noticed = hill(draws["launches"], draws["half"])
    satisfied, tipping = draws["satisfied"], draws["tipping"]
    return noticed * threshold(satisfied, tipping, np.maximum(draws["steepness"], 0))


STRATEGY = Strategy(
    key="innovation",
    label=mark("Service or product innovation"),
    meaning=mark(
        "Something new every few months. Where it is better, customers are more satisfied and think"
        " better of you, and some of them stay for it; it may also disappoint."
    ),
    assumptions=(
        Assumption(
            key="satisfaction",
            label=mark("Innovation to satisfaction, through quality"),
            unit=mark("standard deviations for each one"),
            low=-0.05,
            high=0.25,
            source=mark("No source that holds; below what the source document claims"),
            grade="guessed",
            caveat=mark("Harm is possible: what is new may be worse than what it replaces."),
            digits=2,
            least=-1,
            most=1,
            claim=Claim(
                0.35,
                0.35,
                "S2 K2",
                mark("500 customers asked once; no standard error, no direct path, no fit."),
            ),
        ),
        mediation.behaviour(
            Claim(
                0.42,
                0.42,
                "S2 K2",
                mark(
                    "Counts only after the step before it. S2's elasticities of 2.0 and 1.5 (K13)"
                    " and of 5 to 10 (K14) cannot hold beside it."
                ),
            )
        ),
        mediation.intention(),
        Assumption(
            key="image",
            label=mark("Innovation to brand image, through quality"),
            unit=mark("standard deviations for each one"),
            low=-0.05,
            high=0.2,
            source=mark("No source that holds; below what the source document claims"),
            grade="guessed",
            digits=2,
            least=-1,
            most=1,
            claim=Claim(
                0.28,
                0.28,
                "S2 K2",
                mark("500 customers asked once; no standard error, no direct path, no fit."),
            ),
        ),
        Assumption(
            key="image_behaviour",
            label=mark("Brand image to staying"),
            unit=mark("standard deviations for each one"),
            low=0.05,
            high=0.3,
            source="Khamitov, Wang & Thomson 2019",
            grade="borrowed",
            caveat=mark(
                "Theirs is a bond with the brand, which is more than an image, as an elasticity;"
                " the width is our judgement."
            ),
            digits=2,
            least=-1,
            most=1,
            claim=Claim(
                0.31,
                0.31,
                "S2 K2",
                mark("Counts only after the step before it: .28 x .31, never .31 alone."),
            ),
        ),
        Assumption(
            key="launches",
            label=mark("Launches a year"),
            unit=mark("a year"),
            low=2,
            high=2,
            source=mark("Your decision"),
            grade="guessed",
            digits=1,
            least=0,
            most=365,
        ),
        Assumption(
            key="half",
            label=mark("Launches that have half of the most effect"),
            unit=mark("a year"),
            low=1,
            high=4,
            source=mark("No source; each further launch is noticed less"),
            grade="guessed",
            digits=1,
            least=0.1,
            most=365,
        ),
        Assumption(
            key="satisfied",
            label=mark("Satisfied customers today"),
            unit=mark("% of active customers"),
            low=55,
            high=80,
            source=mark("No source; ask them"),
            grade="guessed",
            least=0,
            most=100,
        ),
        Assumption(
            key="tipping",
            label=mark("Satisfied customers at which half comes through"),
            unit=mark("% of active customers"),
            low=50,
            high=80,
            source=mark("No source that holds"),
            grade="guessed",
            least=0,
            most=100,
            claim=Claim(
                65,
                65,
                "S2 K5",
                mark(
                    "Mixes how new a business seems with how satisfied its customers are; beside"
                    " diminishing returns it only makes sense as an S-curve."
                ),
            ),
        ),
        Assumption(
            key="steepness",
            label=mark("Steepness of this S-curve"),
            unit=mark("logits for each point of satisfied customers"),
            low=0.05,
            high=0.2,
            source=mark("No source; 0.1 rises from 27 to 73 % over 20 points"),
            grade="guessed",
            digits=2,
            least=0,
            most=2,
        ),
        Assumption(
            key="met",
            label=mark("Customers who meet what is new"),
            unit=mark("% of active customers"),
            low=20,
            high=60,
            source=mark("No source; depends on where it is shown"),
            grade="guessed",
            least=0,
            most=100,
        ),
        mediation.lag(3, 9),
        mediation.fades(3, 12),
        Assumption(
            key="launch_cost",
            label=mark("Cost of a launch"),
            unit=mark("% of one month's sales"),
            low=5,
            high=25,
            source=mark("No source; enter your own budget"),
            grade="guessed",
            caveat=mark(
                "Developing is paid in full at any reach: a pilot pays all of it, whoever meets it."
            ),
            digits=1,
            least=0,
        ),
        Assumption(
            key="use_cost",
            label=mark("Cost of each customer who meets it"),
            unit=mark("% of an average order, a month"),
            low=0,
            high=0.5,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=2,
            least=0,
        ),
        costs.set_up(5, 20),
        costs.running(0.2, 1),
    ),
    effect=effect,
)
