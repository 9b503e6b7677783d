"""The colour of a feeling on the journey map: how much worse or better it is than usual.

Mean feelings crowd on one side of their scale, so a colour of the scale would tell none apart. A
tone is 0 at the line from which pain is measured (`loyalty.journey.pains.usual_feeling`) and
reaches -1 and 1 as far from it as nine of ten touchpoints lie, so that one outlier does not take
all colour from the others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.journey.findings import ENOUGH
from loyalty.journey.pains import usual_feeling

WITHIN = 0.9  # of the touchpoints lie no further from the middle than the strongest tone
LEAST = 0.05  # of the scale: nearer to the middle nothing has the strongest tone
THIRD = 1 / 3
MOODS = ((-np.inf, -THIRD, "bad"), (-THIRD, THIRD, "neutral"), (THIRD, np.inf, "good"))


@dataclass(frozen=True)
class Tones:
    """The feelings of the tones -1, 0 and 1.

    Attributes:
        middle: the feeling of tone 0. reach: from there to the strongest tones.
        usual: whether the middle is what is usual, not the middle of the scale.
    """

    middle: float
    reach: float
    usual: bool

    def of(self, feeling: float) -> float:
        """-1 to 1; missing where the feeling is."""
        return float(np.clip((feeling - self.middle) / self.reach, -1, 1))


def tones(table: pd.DataFrame, scale: tuple[float, float]) -> Tones:
    """The tones of a journey map; touchpoints with few scores count only where all have few.

    Args:
        table: `loyalty.journey.measures.of_log`. scale: ends of the scale of feelings.
    """
    felt = (table["touchpoint"].notna() & table["feeling"].notna()).to_numpy()
    rows = {name: table[name].to_numpy()[felt] for name in ("feeling", "scored")}
    middle = usual_feeling(rows, scale)
    enough = rows["scored"] >= ENOUGH
    known = rows["feeling"][enough] if enough.any() else rows["feeling"]
    reach = float(np.quantile(np.abs(known - middle), WITHIN)) if len(known) else 0.0
    least = LEAST * (scale[1] - scale[0]) or 1.0
    return Tones(middle, max(reach, least), middle > sum(scale) / 2)


def mood(tone: float) -> str:
    """The face of a tone."""
    return next(name for start, end, name in MOODS if start <= tone < end)
