"""The study: a frozen record of every choice the user made, JSON in and out.

It holds language-neutral codes and numbers only, never customer data. The same tables and the
same study give the same results anywhere. ``python -m loyalty schema`` writes its JSON Schema.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study.base import Key, Number, Record, Weight
from loyalty.study.journey import JourneyChoices
from loyalty.study.rules import (
    Clusters,
    Definition,
    Rules,
)
from loyalty.study.scenarios import Range, Scenario
from loyalty.study.weighting import NamedWeights, Weighting, WeightSet

VERSION: Literal[1] = 1
MAX_BYTES = 1_000_000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2101, 1, 1)
MAX_LEVELS = 20


class Caps(Record):
    """Where an indicator's scale starts and ends: its 5th and 95th percentile when learned."""

    low: Number
    high: Number


class Level(Record):
    """A loyalty level and the index (0-100) it starts at."""

    key: Key
    start: Annotated[float, Field(ge=0, le=100)]


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
        journey: how journeys are read, and what users write on their map.
        scenarios: what the Strategies page compares. months, draws, seed: the simulation's size.
        general: assumptions shared by all strategies, such as the margin share.
        sales_weight: weight of sales, against loyalty, where strategies are ranked on both.
        claims: whether the numbers of the source documents stand in for the default assumptions.
    """

    version: Literal[1] = VERSION
    as_of: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
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
    levels: Annotated[tuple[Level, ...], Field(max_length=MAX_LEVELS)] = (
        Level(key="low", start=0),
        Level(key="fair", start=25),
        Level(key="good", start=50),
        Level(key="high", start=75),
    )
    thresholds: dict[Key, Number] = {}
    scheme: Key = "rfm_named"
    segments: Rules = ()
    cuts: dict[Key, tuple[Number, ...]] = {}
    clusters: Clusters | None = None
    minimum_size: Annotated[int, Field(ge=1)] = 30
    definitions: Annotated[tuple[Definition, ...], Field(max_length=20)] = ()
    stages: dict[str, Key] = {}
    journey: JourneyChoices = JourneyChoices()
    scenarios: tuple[Scenario, ...] = ()
    general: dict[Key, Range] = {}
    months: Annotated[int, Field(ge=1, le=120)] = 24
    draws: Annotated[int, Field(ge=100, le=10_000)] = 2000
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 1
    sales_weight: Annotated[float, Field(ge=0, le=1)] = 0.5
    claims: bool = False

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
            why=first["msg"].removeprefix("Value error, "),
        ) from None


def json_schema() -> str:
    """The JSON Schema of a study file."""
    return json.dumps(Study.model_json_schema(), indent=1, sort_keys=True)
