"""Segment rules: conditions in nested groups, frozen clusters, and kept definitions."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from loyalty.study.base import Key, Number, Record

MAX_DEPTH = 6
MAX_RULES = 200


class Condition(Record):
    """One test of a customer column: against a number, a named threshold, texts or a day.

    `<=` ... `!=` compare with `threshold` (a number, or the name of a threshold of the study) or,
    for columns of dates, with `day`; `in` and `not in` look for the text in `values`; `missing`
    holds where there is no value. Every other test holds only where there is one.
    """

    column: Key
    op: Literal["<=", "<", ">=", ">", "==", "!=", "in", "not in", "missing"]
    threshold: Key | Number | None = None
    values: tuple[str, ...] = ()
    day: date | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> "Condition":
        given = (self.threshold is not None) + bool(self.values) + (self.day is not None)
        if self.op in ("in", "not in"):
            right = bool(self.values) and given == 1
        else:
            right = not self.values and given == (self.op != "missing")
        if not right:
            raise ValueError(f"the condition on {self.column} needs one fitting limit")
        return self


class Group(Record):
    """Conditions that hold together: `all` of them, `any` of them, or `none` of them."""

    match: Literal["all", "any", "none"] = "all"
    conditions: Annotated[tuple["Test", ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _not_too_deep(self) -> "Group":
        if depth(self) > MAX_DEPTH:
            raise ValueError(f"groups of conditions are nested more than {MAX_DEPTH} deep")
        return self


def _kind(test: Any) -> str:
    """What a test is meant to be, so that a refusal speaks of that: a group has conditions."""
    grouped = "conditions" in test if isinstance(test, dict) else hasattr(test, "conditions")
    return "group" if grouped else "condition"


Test = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[Group, Tag("group")],
    Discriminator(_kind),
]


def depth(test: Test) -> int:
    """How many groups lie within one another; 0 for a condition."""
    inner = getattr(test, "conditions", None)
    return 1 + max(map(depth, inner)) if inner else 0


class Rule(Record):
    """A segment: customers that meet every condition and no earlier rule.

    The groups of the shelf bring their own description, action and colour; a rule of the user's
    says its own here, and its key is its name.
    """

    key: Key
    conditions: tuple[Test, ...] = ()
    description: Annotated[str, Field(max_length=2000)] = ""
    action: Annotated[str, Field(max_length=2000)] = ""
    colour: Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")] = ""


Rules = Annotated[tuple[Rule, ...], Field(max_length=MAX_RULES)]


class Clusters(Record):
    """A frozen clustering of scores (0-1), so that later dates are assigned by the same groups.

    Attributes:
        method: k-means, or a Gaussian mixture with diagonal covariance.
        indicators: the d scored indicators. centres: k x d means of the scores.
        spreads: k x d variances and shares: k mixing shares, for the mixture only.
    """

    method: Literal["kmeans", "mixture"] = "kmeans"
    indicators: tuple[Key, ...]
    centres: tuple[tuple[Number, ...], ...]
    spreads: tuple[tuple[Number, ...], ...] = ()
    shares: tuple[Number, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> "Clusters":
        size, width = len(self.centres), len(self.indicators)
        rows = self.centres + self.spreads
        mixture = size if self.method == "mixture" else 0
        if not size or not width or any(len(row) != width for row in rows):
            raise ValueError("every centre needs one number for each indicator")
        if len(self.spreads) != mixture or len(self.shares) != mixture:
            raise ValueError("a mixture needs spreads and a share for each centre")
        if any(spread <= 0 for row in self.spreads for spread in row) or any(
            share < 0 for share in self.shares
        ):
            raise ValueError("spreads must be above 0 and shares not below 0")
        return self


class Definition(Record):
    """A segment definition kept beside the one in use."""

    name: Key
    scheme: Key = "own"
    segments: Rules = ()
    thresholds: dict[Key, Number] = {}
    cuts: dict[Key, tuple[Number, ...]] = {}
    clusters: Clusters | None = None
