"""Ways to set weights, one file each, and the weights of a study as the index uses them."""

from loyalty.weights.ahp import ACCEPTED, INDICES, Ahp, ahp, random_index
from loyalty.weights.applied import base, coverage, effective, from_flat
from loyalty.weights.combine import Combined, combine
from loyalty.weights.critic import Critic, critic
from loyalty.weights.direct import Direct, direct
from loyalty.weights.entropy import Entropy, entropy
from loyalty.weights.fitted import Fitted, fitted, windows
from loyalty.weights.found import find, judged
from loyalty.weights.industries import INDUSTRIES
from loyalty.weights.life_stages import LIFE_STAGES
from loyalty.weights.pairwise import components, judgements, matrix
from loyalty.weights.participants import Spread, group, spread
from loyalty.weights.presets import PRESETS, Preset
from loyalty.weights.principal import Principal, principal
from loyalty.weights.topsis import Topsis, closeness, topsis
from loyalty.weights.triads import Repair, Triad, repair, worst_triad

__all__ = [
    "ACCEPTED",
    "INDICES",
    "INDUSTRIES",
    "LIFE_STAGES",
    "PRESETS",
    "Ahp",
    "Combined",
    "Critic",
    "Direct",
    "Entropy",
    "Fitted",
    "Preset",
    "Principal",
    "Repair",
    "Spread",
    "Topsis",
    "Triad",
    "ahp",
    "base",
    "closeness",
    "combine",
    "components",
    "coverage",
    "critic",
    "direct",
    "effective",
    "entropy",
    "find",
    "fitted",
    "from_flat",
    "group",
    "judged",
    "judgements",
    "matrix",
    "principal",
    "random_index",
    "repair",
    "spread",
    "topsis",
    "windows",
    "worst_triad",
]
