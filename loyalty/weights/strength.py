"""How far a weight varies when weights are drawn around those chosen, in points people know.

A weight w drawn with strength a (see `loyalty.weights.perturbation`) follows a beta distribution
with parameters a w and a (1 - w), whatever the other weights are.
"""

from scipy.stats import beta

STRENGTHS = (1000, 300, 100, 30, 10)
USUAL = 100
SHARE = 0.9


def interval(weight: float, strength: float) -> tuple[float, float]:
    """The middle 90 % of the draws of one weight (0-1); a weight of 0 or 1 does not vary."""
    if not 0 < weight < 1:
        return weight, weight
    tail = (1 - SHARE) / 2
    low, high = beta.ppf([tail, 1 - tail], strength * weight, strength * (1 - weight))
    return float(low), float(high)


def about(weight: float, strength: float) -> float:
    """Half the length of the interval: the weight varies by about plus or minus this."""
    low, high = interval(weight, strength)
    return (high - low) / 2
