"""The customer journey: stages, touchpoints, feelings, moves and repeat purchases.

Every function takes the tables and the study and returns a frame; nothing here draws. Rows later
than the study's as-of day are ignored, rows at the same time keep their order in the file.
"""

from loyalty.journey.findings import answer, largest_drop, worst_feeling
from loyalty.journey.log import Log, read
from loyalty.journey.measures import journey_map, stages, touchpoints
from loyalty.journey.moves import END, START, transitions
from loyalty.journey.purchases import purchase_path
from loyalty.journey.sources import moments
from loyalty.journey.stage_map import (
    STAGES,
    UNASSIGNED,
    assign,
    guess,
    shown,
    stage_keys,
    stage_label,
    with_stages,
)

__all__ = [
    "END",
    "STAGES",
    "START",
    "UNASSIGNED",
    "Log",
    "answer",
    "assign",
    "guess",
    "journey_map",
    "largest_drop",
    "moments",
    "purchase_path",
    "read",
    "shown",
    "stage_keys",
    "stage_label",
    "stages",
    "touchpoints",
    "transitions",
    "with_stages",
    "worst_feeling",
]
