"""Segments: ordered rules, who moves, and what can be asked of a definition."""

from loyalty.segmentation.moves import aligned, moves, sizes
from loyalty.segmentation.rules import (
    UNASSIGNED,
    Evaluation,
    assign,
    codes,
    columns,
    conditions,
    segment_names,
    thresholds,
)
from loyalty.segmentation.schemes import (
    choose,
    colours,
    default_rules,
    lacking,
    learn_thresholds,
)

__all__ = [
    "UNASSIGNED",
    "Evaluation",
    "aligned",
    "assign",
    "choose",
    "codes",
    "colours",
    "columns",
    "conditions",
    "default_rules",
    "lacking",
    "learn_thresholds",
    "moves",
    "segment_names",
    "sizes",
    "thresholds",
]
