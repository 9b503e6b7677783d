"""Groups found in the scores: how many, which, who is in, and what marks them.

`fit` freezes the groups in the study (`loyalty.study.Clusters`), so that later dates, other data
and the command line are sorted by the same groups (`assign`). `numbers` says how many groups come
out again when the customers are drawn anew; `agreement` compares any two definitions.
"""

from loyalty.clustering.assignment import assign
from loyalty.clustering.comparison import agreement, crosstab
from loyalty.clustering.learning import fit
from loyalty.clustering.points import default_indicators
from loyalty.clustering.profiles import Profile, Trait, profile, words
from loyalty.clustering.stability import Numbers, numbers, verdict

__all__ = [
    "Numbers",
    "Profile",
    "Trait",
    "agreement",
    "assign",
    "crosstab",
    "default_indicators",
    "fit",
    "numbers",
    "profile",
    "verdict",
    "words",
]
