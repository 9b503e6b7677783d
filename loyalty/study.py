"""The study: a frozen record of every choice the user made, JSON in and out.

It holds language-neutral codes and numbers only, never customer data. The same tables and the
same study give the same results anywhere. ``python -m loyalty schema`` writes its JSON Schema.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from loyalty.language import mark
from loyalty.problems import Refused

VERSION: Literal[1] = 1
MAX_BYTES = 1_000_000
MAX_DEPTH = 6

Number = Annotated[float, Field(allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Key = Annotated[str, Field(min_length=1, max_length=200)]


class Record(BaseModel):
    """A frozen part of the study; unknown fields are refused, so a typing error is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Caps(Record):
    """Where an indicator's scale starts and ends: its 5th and 95th percentile when learned."""

    low: Number
    high: Number


class Level(Record):
    """A loyalty level and the index (0-100) it starts at."""

    key: Key
    start: Annotated[float, Field(ge=0, le=100)]


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
    conditions: Annotated[tuple["Condition | Group", ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _not_too_deep(self) -> "Group":
        if depth(self) > MAX_DEPTH:
            raise ValueError(f"groups of conditions are nested more than {MAX_DEPTH} deep")
        return self


Test = Condition | Group


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
        if not size or any(len(row) != width for row in rows):
            raise ValueError("every centre needs one number for each indicator")
        if len(self.spreads) != mixture or len(self.shares) != mixture:
            raise ValueError("a mixture needs spreads and a share for each centre")
        return self


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


class Definition(Record):
    """A segment definition kept beside the one in use."""

    name: Key
    scheme: Key = "own"
    segments: tuple[Rule, ...] = ()
    thresholds: dict[Key, Number] = {}
    cuts: dict[Key, tuple[Number, ...]] = {}
    clusters: Clusters | None = None


class Range(Record):
    """The 90 % range of an assumption; equal ends mean a fixed value."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if self.low > self.high:
            raise ValueError("the low end is above the high end")
        return self


class Scenario(Record):
    """A strategy with the assumptions the user changed; the others keep their defaults."""

    name: str = Field("", max_length=200)
    strategy: Key = "do_nothing"
    assumptions: dict[Key, Range] = {}


class Study(Record):
    """Every choice of a piece of work.

    Attributes:
        as_of: results describe this day; later rows are ignored.
        active_days: a customer is active who ordered within so many days.
        indicators: keys of the indicators in the index.
        family_weights: weight of each family; indicator_weights: weight within its family.
        preset: key of the weight preset these weights came from, or "own".
        weighting: how own weights were found. aggregation: how scores become the index.
        group_by: column whose value chooses a customer's weights; group_weights: value -> weights,
            customers of any other value use the study's own.
        weightings: up to three weight sets kept to be compared.
        scale: frozen caps of each indicator, learned once.
        levels: rising index cuts.
        thresholds: named numbers that segment rules share.
        scheme: key of the scheme the rules came from, or "own".
        segments: ordered rules; the first that holds wins.
        cuts: frozen cuts of the RFM scores. clusters: frozen groups of the cluster scheme.
        minimum_size: a segment below so many customers is reported.
        definitions: segment definitions kept to be compared.
        stages: touchpoint name -> stage key, where it differs from the default.
        scenarios: what the Strategies page compares. months, draws, seed: the simulation's size.
        general: assumptions shared by all strategies, such as the margin share.
    """

    version: Literal[1] = VERSION
    as_of: date
    active_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    indicators: tuple[Key, ...] = ()
    family_weights: dict[Key, Weight] = {}
    indicator_weights: dict[Key, Weight] = {}
    preset: Key = "equal"
    weighting: Weighting = Weighting()
    aggregation: Literal["sum", "topsis"] = "sum"
    group_by: Key | None = None
    group_weights: dict[str, WeightSet] = {}
    weightings: Annotated[tuple[NamedWeights, ...], Field(max_length=3)] = ()
    scale: dict[Key, Caps] = {}
    levels: tuple[Level, ...] = (
        Level(key="low", start=0),
        Level(key="fair", start=25),
        Level(key="good", start=50),
        Level(key="high", start=75),
    )
    thresholds: dict[Key, Number] = {}
    scheme: Key = "rfm_named"
    segments: tuple[Rule, ...] = ()
    cuts: dict[Key, tuple[Number, ...]] = {}
    clusters: Clusters | None = None
    minimum_size: Annotated[int, Field(ge=1)] = 30
    definitions: Annotated[tuple[Definition, ...], Field(max_length=20)] = ()
    stages: dict[str, Key] = {}
    scenarios: tuple[Scenario, ...] = ()
    general: dict[Key, Range] = {}
    months: Annotated[int, Field(ge=1, le=120)] = 24
    draws: Annotated[int, Field(ge=100, le=10_000)] = 2000
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 1

    def change(self, **choices: Any) -> "Study":
        """A checked copy with some choices replaced."""
        return Study.model_validate(self.model_dump() | choices)

    def to_json(self) -> str:
        """The study as JSON text, the same text for the same study."""
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True
        )


def from_json(text: str | bytes) -> Study:
    """Read a study; Refused when it is not one or comes from a newer version."""
    if len(text) > MAX_BYTES:
        raise Refused(mark("The study file is larger than 1 MB; a study is a small JSON file."))
    try:
        return Study.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise Refused(
            mark(
                "The study file cannot be used: {where}: {why}. Export it anew on the Report page."
            ),
            where=where,
            why=first["msg"],
        ) from None


def json_schema() -> str:
    """The JSON Schema of a study file."""
    return json.dumps(Study.model_json_schema(), indent=1, sort_keys=True)
