"""High, middle and mass by share of value: few customers bring much of it.

Customers are ranked by spend (returns subtracted). Those with the highest spend who together bring
the first half are high, the next three tenths middle, the rest mass. The customer who completes a
share belongs to it, and so do all with exactly the same spend: order plays no part.
"""

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.segments.base import Scheme, Segment, Threshold
from loyalty.study import Condition

HIGH, MIDDLE = 0.5, 0.8
CENTS = 10_000  # money is stored with four decimals; whole numbers add up exactly


def least_spend(customers: pd.DataFrame, share: float) -> float:
    """The lowest spend among the highest spenders who together bring `share` of all spend.

    Only spend above zero counts; without any, a spend nobody reaches (1).
    """
    spend = customers["spend"].to_numpy()
    ranked = np.sort(np.rint(spend[spend > 0] * CENTS).astype(np.int64))[::-1]
    if not len(ranked):
        return 1.0
    brought = np.cumsum(ranked)
    place = np.searchsorted(brought, brought[-1] * share, side="left")
    return float(ranked[place] / CENTS)


THRESHOLDS = (
    Threshold(
        "value_high",
        mark("High value: spend at least"),
        mark("Default: those above it together bring the first half of all spend."),
        "spend",
        lambda customers, _gaps, _active: least_spend(customers, HIGH),
        digits=2,
    ),
    Threshold(
        "value_middle",
        mark("Middle value: spend at least"),
        mark("Default: with the high ones they bring eight tenths of all spend."),
        "spend",
        lambda customers, _gaps, _active: least_spend(customers, MIDDLE),
        digits=2,
    ),
)

GROUPS = (
    Segment(
        key="value_high",
        label=mark("High value"),
        meaning=mark("The highest spenders, who together bring the first half of all spend."),
        action=mark("Keep them first: personal service, quick help, early access."),
        colour="#0072B2",
        conditions=(Condition(column="spend", op=">=", threshold="value_high"),),
    ),
    Segment(
        key="value_middle",
        label=mark("Middle value"),
        meaning=mark("The next spenders, who bring the following three tenths."),
        action=mark("Show what fits what they own; name the benefit of the next level."),
        colour="#56B4E9",
        conditions=(Condition(column="spend", op=">=", threshold="value_middle"),),
    ),
    Segment(
        key="value_mass",
        label=mark("Mass"),
        meaning=mark("The many who bring the rest of the spend."),
        action=mark("Serve them well at low cost: self-service, clear information, simple offers."),
        colour="#7FBF7B",
        conditions=(Condition(column="spend", op=">", threshold=0),),
    ),
    Segment(
        key="value_none",
        label=mark("No value so far"),
        meaning=mark("Bought nothing, or sent back as much as they bought."),
        action=mark("Find out whether they returned everything or never bought."),
        colour="#B5B5B5",
    ),
)

SCHEME = Scheme(
    key="value_bands",
    label=mark("Value bands"),
    meaning=mark("Which few customers bring most of the spend?"),
    source=mark(
        "Source documents S1 and S3 name the bands; as in ABC analysis they are cut by share of "
        "value. Cuts after 50 % and 80 % are ours. The claim in S0 that the best bring 65 % has "
        "no source and is not used. Spend is not profit."
    ),
    groups=GROUPS,
    thresholds=THRESHOLDS,
    needs=("spend",),
)
