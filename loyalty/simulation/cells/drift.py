"""How the level of a rate moves: noise of single months, and steps that stay.

The months counted never agree on one level: a campaign lifts a month, a season lifts several, a
trend all that follow. The deviation of each month from the rates of all months is taken as a level
that goes at random plus noise of its own (the local level model; Harvey 1989, Durbin & Koopman
2012). How large noise and steps are is read from the months by likelihood, on a grid, under a
prior: few months say little, so the prior keeps the bands open. What is known of the level now
(filtered) is where the future starts, and its steps go on, so bands widen with the months. Sizes
are estimates from few months, so draws of them scatter like Student's t.

The scales of the prior were chosen among seven by back-tests of four shops, so a back-test of one
of these shops is not a wholly independent check of them; that of other data is.
"""

from dataclasses import dataclass

import numpy as np

from loyalty.simulation.cells.history import Floats

NOISE_PRIOR, STEP_PRIOR = 0.15, 0.12  # scale of half-normal priors, per month
PRIOR_MONTHS = 4.0
START = 0.3  # standard deviation of the level before the first month
SIZES = np.concatenate([[1e-3], np.geomspace(0.01, 1.5, 24)])


@dataclass(frozen=True)
class Drift:
    """The level of a rate, on the log or logit scale, against the average of the months counted.

    Attributes:
        now, error: where it stands at the end of the months, and the standard deviation of that.
        noise: standard deviation of single months. step: of what the level moves in a month.
        sure: degrees of freedom of these sizes.
    """

    now: float = 0.0
    error: float = 0.0
    noise: float = 0.0
    step: float = 0.0
    sure: float = PRIOR_MONTHS


STEADY = Drift()


def fit(deviation: Floats, chance: Floats) -> Drift:
    """The drift of monthly deviations, oldest first, whose variance by chance alone is known."""
    noise, step = (grid.ravel() for grid in np.meshgrid(SIZES, SIZES, indexing="ij"))
    level, variance = np.zeros(len(noise)), np.full(len(noise), START**2)
    score = np.log(np.gradient(SIZES))
    score = (score[:, None] + score).ravel() - (noise / NOISE_PRIOR) ** 2 / 2
    score -= (step / STEP_PRIOR) ** 2 / 2
    for seen, luck in zip(deviation, chance, strict=True):
        variance = variance + step**2
        total = variance + noise**2 + luck
        surprise = seen - level
        score -= (np.log(total) + surprise**2 / total) / 2
        level = level + variance / total * surprise
        variance = variance * (1 - variance / total)
    weight = np.exp(score - score.max())
    weight /= weight.sum()
    now = float(weight @ level)
    return Drift(
        now=now,
        error=float(np.sqrt(weight @ (variance + (level - now) ** 2))),
        noise=float(np.sqrt(weight @ noise**2)),
        step=float(np.sqrt(weight @ step**2)),
        sure=PRIOR_MONTHS + len(deviation),
    )
