"""Segments: ordered rules, who moves, and what can be asked of a definition."""

from loyalty.segmentation.check import Finding, check
from loyalty.segmentation.curve import Curve, size_curve
from loyalty.segmentation.curve_points import cliffs, thin
from loyalty.segmentation.distance import Change, changed, distance, nearest, spreads
from loyalty.segmentation.moves import aligned, moves, sizes
from loyalty.segmentation.pieces import PROBE
from loyalty.segmentation.probe import probe, set_limit, set_threshold
from loyalty.segmentation.reasons import reasons
from loyalty.segmentation.repair import Repair, repair
from loyalty.segmentation.rules import (
    IN_NO_SEGMENT,
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
from loyalty.segmentation.solve import Solution, reach, solve, within_reach

__all__ = [
    "IN_NO_SEGMENT",
    "PROBE",
    "UNASSIGNED",
    "Change",
    "Curve",
    "Evaluation",
    "Finding",
    "Repair",
    "Solution",
    "aligned",
    "assign",
    "changed",
    "check",
    "choose",
    "cliffs",
    "codes",
    "colours",
    "columns",
    "conditions",
    "default_rules",
    "distance",
    "lacking",
    "learn_thresholds",
    "moves",
    "nearest",
    "probe",
    "reach",
    "reasons",
    "repair",
    "segment_names",
    "set_limit",
    "set_threshold",
    "size_curve",
    "sizes",
    "solve",
    "spreads",
    "thin",
    "thresholds",
    "within_reach",
]
