"""Ways to set weights, one file each, and the weights of a study as the index uses them."""

from loyalty.weights.applied import base, coverage, effective
from loyalty.weights.presets import PRESETS, Preset

__all__ = ["PRESETS", "Preset", "base", "coverage", "effective"]
