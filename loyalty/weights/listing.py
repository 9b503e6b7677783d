"""The weights of a study as a table: what each indicator weighs in the index, group by group."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from loyalty.indicators import BY_KEY
from loyalty.problems import Refused
from loyalty.study import Study
from loyalty.weights.found import judged
from loyalty.weights.groups import sets

COLUMNS = ["indicator", "family", "group", "weight", "method", "consistency_ratio"]
DIRECT = "direct"


def listing(study: Study, available: Collection[str]) -> pd.DataFrame:
    """One row per set of weights and chosen indicator, in the order of the Indicators page.

    Args:
        available: indicators the data can give; the weights of others are shared among these.

    Returns:
        indicator, family; group (value of the group column; missing for the study's own set, which
        serves everybody else), weight (0-1, sum 1 in each set unless all are 0), method (of
        `loyalty.weights`; sets of groups are chosen directly), consistency_ratio (of the judgements
        behind the set; missing where there are none).
    """
    ratio, method = _ratio(study), study.weighting.method
    rows = [
        (key, BY_KEY[key].family, group, weights.get(key, 0.0))
        + ((method, ratio) if group is None else (DIRECT, np.nan))
        for group, weights in sets(study, available).items()
        for key in BY_KEY
        if key in study.indicators
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _ratio(study: Study) -> float:
    """Consistency ratio of the participants together; NaN where their judgements play no part."""
    how = study.weighting
    if "ahp" not in (how.parts if how.method == "combine" else (how.method,)):
        return np.nan
    try:
        return judged(study).consistency_ratio
    except Refused:
        return np.nan
