"""Weights by group: the set of each customer, chosen by a column such as region or life cycle.

Every set is scaled to sum 1 over the indicators the data can give, and all sets weigh the same
scores on the study's one frozen scale. So 0 means the low end and 100 the high end of every
indicator in every group, and an index of one group stands beside an index of another.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Study
from loyalty.weights.applied import effective

NO_COLUMN = mark(
    "The study chooses weights by “{column}”, which these customers do not have: choose another"
    " column, or one set for all."
)


@dataclass(frozen=True)
class Grouped:
    """Which weights each customer has.

    Attributes:
        weights: (g, k) one set a row, sum 1; the first is the study's own.
        codes: (n,) each customer's row of `weights`.
    """

    weights: np.ndarray
    codes: np.ndarray


Weights = Mapping[str, float] | Grouped


def for_all(weight: Weights, keys: Sequence[str], size: int) -> Grouped:
    """One set for `size` customers as `Grouped`; what is grouped already comes back."""
    if isinstance(weight, Grouped):
        return weight
    row = np.array([[weight.get(key, 0.0) for key in keys]], dtype="float64")
    return Grouped(row, np.zeros(size, dtype=np.intp))


def sets(study: Study, available: Collection[str]) -> dict[str | None, dict[str, float]]:
    """The weights in effect by value of the group column, the study's own under None.

    None stands first and serves every value without a set, and customers without a value.
    """
    found: dict[str | None, dict[str, float]] = {None: effective(study, available)}
    if study.group_by is not None:
        for value, chosen in study.group_weights.items():
            own = study.model_copy(
                update={
                    "family_weights": chosen.family_weights,
                    "indicator_weights": chosen.indicator_weights,
                }
            )
            found[value] = effective(own, available)
    return found


def grouped(customers: pd.DataFrame, study: Study, keys: Sequence[str]) -> Grouped:
    """The weights of every customer, in the order of `keys` (the k scored indicators).

    Raises:
        Refused: the customers have no column `study.group_by`.
    """
    chosen = sets(study, keys)
    weights = np.array([[one.get(key, 0.0) for key in keys] for one in chosen.values()])
    return Grouped(weights.reshape(len(chosen), len(keys)), codes(customers, study))


def set_of(customer: pd.Series, study: Study, available: Collection[str]) -> dict[str, float]:
    """The weights in effect for one customer; Refused as in `grouped`."""
    chosen = sets(study, available)
    if study.group_by is None:
        return chosen[None]
    if study.group_by not in customer:
        raise Refused(NO_COLUMN, column=study.group_by)
    value = customer[study.group_by]
    return chosen[None] if pd.isna(value) else chosen.get(text(value), chosen[None])


def codes(customers: pd.DataFrame, study: Study) -> np.ndarray:
    """Position (n,) of each customer's set in `sets`; 0 is the study's own."""
    if study.group_by is None:
        return np.zeros(len(customers), dtype=np.intp)
    if study.group_by not in customers:
        raise Refused(NO_COLUMN, column=study.group_by)
    places = {value: place for place, value in enumerate(study.group_weights, start=1)}
    found, values = pd.factorize(customers[study.group_by])
    chosen = np.array([*(places.get(text(value), 0) for value in values), 0], dtype=np.intp)
    return chosen[found]


def text(value: object) -> str:
    """A value of the group column as `Study.group_weights` names it: 3.0 is "3"."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
