"""Weights: how they were found, sets by group, and sets kept to be compared."""

from typing import Annotated, Literal

from pydantic import Field

from loyalty.study.base import Key, Record, Weight


class WeightSet(Record):
    """Weights of families and of indicators within them; see `loyalty.weights.base`."""

    family_weights: dict[Key, Weight] = {}
    indicator_weights: dict[Key, Weight] = {}


class NamedWeights(WeightSet):
    """A set kept for comparison."""

    name: Key


class Participant(Record):
    """One person's pairwise judgements: "a|b" -> how many times a matters as much as b."""

    name: Key
    judgements: dict[Key, Annotated[float, Field(ge=1 / 9, le=9)]] = {}


class Weighting(Record):
    """How the weights were found. The weights themselves are frozen in the study.

    Attributes:
        method: key of `loyalty.weights`. items: the families or indicators that were compared.
        participants: their pairwise judgements (ahp).
        days: repurchase within so many days is the outcome (fitted).
        parts: the two methods joined; share: of the first; how: (combine).
    """

    method: Literal["direct", "ahp", "entropy", "critic", "principal", "fitted", "combine"] = (
        "direct"
    )
    items: tuple[Key, ...] = ()
    participants: tuple[Participant, ...] = ()
    days: Annotated[int, Field(ge=1, le=3650)] = 90
    parts: tuple[Key, Key] = ("ahp", "critic")
    share: Annotated[float, Field(ge=0, le=1)] = 0.5
    how: Literal["linear", "multiplicative"] = "linear"
