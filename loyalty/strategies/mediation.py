"""Effects that take a way: from what a strategy moves, through what people feel, to what they do.

Coefficients of a path model are in standard deviations. A mediated effect is the product of the
steps on its way, and ways add up (Sobel 1982; Baron & Kenny 1986): each way counts once, and the
last steps alone, without the first ones, are no effect of the strategy.
"""

import numpy as np

from loyalty.language import mark
from loyalty.strategies.base import Array, Assumption, Baseline, Claim

LOGISTIC = np.pi / np.sqrt(3)  # standard deviation of the logistic distribution
PASSIVE = 1 / 3  # of all answers; the net promoter score alone does not tell


def indirect(*ways: tuple[Array, Array]) -> Array:
    """Sum over all ways of first step times second step, in standard deviations."""
    return sum((first * second for first, second in ways), np.zeros(1))


def log_odds(deviations: Array) -> Array:
    """Standard deviations as a shift of the logit (Hasselblad & Hedges 1995; Chinn 2000)."""
    return LOGISTIC * deviations


def nps_points(deviations: Array, base: Baseline) -> Array:
    """Standard deviations of single answers as points of the net promoter score; (cells, draws).

    One answer counts -100, 0 or 100; a third is taken as passive. Where the score is unknown it is
    taken as 0, which moves nothing that is shown.
    """
    score = np.nan_to_num(base.nps) / 100
    return 100 * np.sqrt(np.maximum(1 - PASSIVE - score**2, 0)) * deviations


def behaviour(claim: Claim | None = None) -> Assumption:
    """From satisfaction to staying."""
    return Assumption(
        key="behaviour",
        label=mark("Satisfaction to staying"),
        unit=mark("standard deviations for each one"),
        low=0.05,
        high=0.25,
        source="Cooil et al. 2007",
        grade="borrowed",
        caveat=mark(
            "Change in satisfaction moves behaviour, its level hardly does; the width is our"
            " judgement. It is stronger on what people say they will do."
        ),
        digits=2,
        least=-1,
        most=1,
        claim=claim,
        shared=True,
    )


def intention() -> Assumption:
    """From satisfaction to the willingness to recommend."""
    return Assumption(
        key="intention",
        label=mark("Satisfaction to recommending"),
        unit=mark("standard deviations for each one"),
        low=0.3,
        high=0.6,
        source=mark("Our judgement: stronger than on what people do"),
        grade="guessed",
        caveat=mark("What people say; it moves the net promoter score and nothing else."),
        digits=2,
        least=-1,
        most=1,
        shared=True,
    )


def lag(low: float, high: float) -> Assumption:
    """Mean months until an effect arrives."""
    return Assumption(
        key="lag",
        label=mark("Months until it is felt"),
        unit=mark("months, on average"),
        low=low,
        high=high,
        source=mark("No source; nothing is felt at once"),
        grade="guessed",
        digits=1,
        least=0,
        most=120,
        claim=Claim(
            3,
            6,
            "S0 K4",
            mark("The months after which to evaluate; its lag coefficient 0.15 has no unit."),
        ),
    )


def fades(low: float, high: float) -> Assumption:
    """Mean months that an effect goes on after its end."""
    return Assumption(
        key="fades",
        label=mark("Months it lasts after the end"),
        unit=mark("months, on average"),
        low=low,
        high=high,
        source=mark("No source; what is learnt or felt is forgotten"),
        grade="guessed",
        digits=1,
        least=0,
        most=120,
    )
