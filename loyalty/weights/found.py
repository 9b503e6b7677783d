"""The weights of a study by its own method: from participants, the scores, or an outcome.

The answer are study fields, frozen into the study by whoever keeps them: weights found on one day
do not move when the data do.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Study
from loyalty.weights.ahp import Ahp, ahp
from loyalty.weights.applied import effective, from_flat
from loyalty.weights.combine import combine
from loyalty.weights.critic import critic
from loyalty.weights.entropy import entropy
from loyalty.weights.fitted import fitted
from loyalty.weights.pairwise import matrix
from loyalty.weights.participants import NOBODY, group
from loyalty.weights.principal import principal

if TYPE_CHECKING:
    from loyalty.scoring import Scores

Fields = dict[str, dict[str, float]]

NO_SCORES = mark("None of the chosen indicators has a score here, so no weights follow from them.")
NO_OUTCOME = mark("Fitted weights need to know who came back later: choose the number of days.")
NO_ITEMS = mark("Choose what the participants compare: families, or indicators.")
TWICE = mark("“{name}” stands twice among what the participants compare: keep it once.")
MIXED = mark("Compare either families or indicators that exist, not both: “{name}” does not fit.")
PART = mark("“{name}” cannot be one of the two joined methods.")


def find(study: Study, scored: "Scores", outcome: ArrayLike | None = None) -> dict[str, object]:
    """Weights by `study.weighting`, as study fields.

    Direct weights stay as they are. Judgements of families set the family weights and leave those
    within a family; where a judged family has none within it, its indicators weigh the same.
    Judgements of indicators, the scores and an outcome set the weight of each indicator.

    Args:
        study: with its `weighting` and chosen `indicators`.
        scored: the customers' scores; for an outcome, those of an earlier day.
        outcome: (n,) whether each customer came back after that day; needed for fitted only.

    Returns:
        family_weights, indicator_weights and preset "own", for `Study.change`.

    Raises:
        Refused: participants, scores or outcome are missing or do not allow it.
    """
    return {**_fields(study, study.weighting.method, scored, outcome), "preset": "own"}


def _fields(
    study: Study, method: str, scored: "Scores", outcome: ArrayLike | None
) -> Mapping[str, object]:
    if method == "direct":
        return study.model_dump(include={"family_weights", "indicator_weights"})
    if method == "ahp":
        return _judged(study)
    if method == "combine":
        return from_flat(_combined(study, scored, outcome))
    frame = _frame(study, scored)
    found = _objective(method, outcome)(frame)
    return from_flat(dict(zip(frame.columns, found.tolist(), strict=True)))


def judged(study: Study) -> Ahp:
    """What the participants' judgements come to, for the items of `study.weighting` in order.

    Raises:
        Refused: no items or nobody's judgements, items of two kinds, or unconnected ones.
    """
    items = study.weighting.items
    if not items:
        raise Refused(NO_ITEMS)
    known = FAMILIES if items[0] in FAMILIES else BY_KEY
    for item in items:
        if item not in known:
            raise Refused(MIXED, name=item)
        if items.count(item) > 1:
            raise Refused(TWICE, name=item)
    people = [matrix(items, one.judgements) for one in study.weighting.participants]
    if not people:
        raise Refused(NOBODY)
    return ahp(pd.DataFrame(group(people), list(items), list(items)))


def _judged(study: Study) -> Fields:
    """Weights from the participants' pairwise judgements, of families or of indicators."""
    weights = judged(study).weights.tolist()
    found = dict(zip(study.weighting.items, weights, strict=True))
    return _of_families(study, found) if set(found) <= set(FAMILIES) else from_flat(found)


def _of_families(study: Study, found: dict[str, float]) -> Fields:
    within = {key: study.indicator_weights.get(key, 0.0) for key in BY_KEY}
    for family in found:
        inside = [key for key in study.indicators if BY_KEY[key].family == family]
        if not any(within[key] for key in inside):
            within |= dict.fromkeys(inside, 1.0)
    return {
        "family_weights": dict.fromkeys(FAMILIES, 0.0) | found,
        "indicator_weights": within,
    }


def _combined(study: Study, scored: "Scores", outcome: ArrayLike | None) -> dict[str, float]:
    """Two methods joined over the indicators that have scores."""
    keys = [key for key in study.indicators if key in scored.keys]
    if not keys:
        raise Refused(NO_SCORES)
    chosen = study.weighting
    parts = []
    for method in chosen.parts:
        if method == "combine":
            raise Refused(PART, name=method)
        fields = _fields(study, method, scored, outcome)
        parts.append(effective(study.change(**fields), keys))
    first, second = ([part.get(key, 0.0) for key in keys] for part in parts)
    joined = combine(first, second, chosen.share, chosen.how).weights
    return dict(zip(keys, joined.tolist(), strict=True))


def _objective(method: str, outcome: ArrayLike | None) -> Callable[[pd.DataFrame], np.ndarray]:
    if method == "fitted" and outcome is None:
        raise Refused(NO_OUTCOME)
    known: dict[str, Callable[[pd.DataFrame], np.ndarray]] = {
        "entropy": lambda frame: entropy(frame).weights,
        "critic": lambda frame: critic(frame).weights,
        "principal": _principal,
        "fitted": lambda frame: fitted(frame, np.asarray(outcome)).weights,
    }
    if method not in known:
        raise Refused(PART, name=method)
    return known[method]


def _principal(frame: pd.DataFrame) -> np.ndarray:
    found = principal(frame)
    if not found.offered:
        raise Refused(found.reason, **found.values)
    return found.weights


def _frame(study: Study, scored: "Scores") -> pd.DataFrame:
    """(n, k) scores of the chosen indicators, NaN where missing."""
    columns = {}
    for row, key in enumerate(scored.keys):
        if key in study.indicators:
            columns[key] = scored.values[row].copy()
            if row in scored.missing:
                columns[key][scored.missing[row] > 0] = np.nan
    if not columns or not scored.values.shape[1]:
        raise Refused(NO_SCORES)
    return pd.DataFrame(columns)
