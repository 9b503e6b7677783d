"""Train and empower the staff: customers stay because service is better, and only because of it.

Staff act on customers wholly through the quality these perceive (Brown & Lam 2008), so the effect
is the product of the steps and there is no path beside it. From quality to satisfaction the step is
taken as 1.
"""

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
    """Customers served by trained staff stay and recommend more often, through quality alone."""
    served = draws["served"] / 100 * base.active[:, None]
    quality = draws["trained"] * draws["quality"]
    course = fading(lag(span.months, draws["lag"]), span.lasts, draws["fades"])
    staying = mediation.indirect((quality, draws["behaviour"]))
    recommending = mediation.indirect((quality, draws["intention"]))
    training = draws["running"] / 100 * base.monthly_sales
    care = costs.of_order(draws, "care_cost", base)
    return Effect(
        stay=Timed(served * mediation.log_odds(staying), course),
        nps=Timed(served * mediation.nps_points(recommending, base), course),
        per_customer=Timed(served * care, span.running()),
        fixed=costs.beginning(draws, base, span),
        field_work=Timed(costs.by_cell(training, base), span.running()),
    )


STRATEGY = Strategy(
    key="staff_training",
    label=mark("Staff training"),
    meaning=mark(
        "Staff are trained and may decide more themselves. Customers notice better service after"
        " some months and stay a little more often; what staff know fades when training ends."
    ),
    assumptions=(
        Assumption(
            key="trained",
            label=mark("How far training moves the staff"),
            unit=mark("standard deviations"),
            low=0.1,
            high=0.6,
            source="Arthur et al. 2003",
            grade="borrowed",
            caveat=mark(
                "Mean 0.62 for what people do at work after training, over 122 results; published"
                " trainings are better than most, so we take it as the high end."
            ),
            digits=2,
            least=-2,
            most=2,
        ),
        Assumption(
            key="quality",
            label=mark("Staff to service quality"),
            unit=mark("standard deviations for each one"),
            low=0.1,
            high=0.3,
            source="Brown & Lam 2008",
            grade="borrowed",
            caveat=mark(
                "Satisfied staff and quality as customers perceive it, over many studies; the width"
                " is our judgement. Quality is taken to move satisfaction one for one, which is"
                " rather too much."
            ),
            digits=2,
            least=-1,
            most=1,
            claim=Claim(
                0.15,
                0.15,
                "S2 K3",
                mark("One of four coefficients that sum to exactly 1: a weight, not an estimate."),
            ),
        ),
        mediation.behaviour(),
        mediation.intention(),
        Assumption(
            key="served",
            label=mark("Customers served by trained staff"),
            unit=mark("% of active customers"),
            low=20,
            high=60,
            source=mark("No source; depends on your channels"),
            grade="guessed",
            least=0,
            most=100,
        ),
        mediation.lag(2, 6),
        mediation.fades(6, 18),
        Assumption(
            key="care_cost",
            label=mark("More time for each customer served"),
            unit=mark("% of an average order, a month"),
            low=0,
            high=0.5,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=2,
            least=0,
        ),
        costs.set_up(3, 15),
        costs.running(0.1, 0.5, costs.BY_REACH),
    ),
    effect=effect,
)
