"""The study: every choice the user made, as one frozen record."""

from loyalty.study.base import Key
from loyalty.study.journey import Card, JourneyChoices, Lane, Target
from loyalty.study.rules import (
    MAX_DEPTH,
    MAX_RULES,
    Clusters,
    Condition,
    Definition,
    Group,
    Rule,
    Test,
    depth,
)
from loyalty.study.scenarios import Action, Audience, Phases, Range, Scenario
from loyalty.study.study import FIRST_DAY, LAST_DAY, Caps, Level, Study, from_json, json_schema
from loyalty.study.weighting import NamedWeights, Participant, Weighting, WeightSet

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "MAX_DEPTH",
    "MAX_RULES",
    "Action",
    "Audience",
    "Caps",
    "Card",
    "Clusters",
    "Condition",
    "Definition",
    "Group",
    "JourneyChoices",
    "Key",
    "Lane",
    "Level",
    "NamedWeights",
    "Participant",
    "Phases",
    "Range",
    "Rule",
    "Scenario",
    "Study",
    "Target",
    "Test",
    "WeightSet",
    "Weighting",
    "depth",
    "from_json",
    "json_schema",
]
