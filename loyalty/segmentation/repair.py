"""What to do about a finding of the rule check: one proposal each, worked out when asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from loyalty.segmentation import edits
from loyalty.segmentation.boxes import unreachable
from loyalty.segmentation.check import Finding
from loyalty.segmentation.curve import Curve, size_curve
from loyalty.segmentation.edits import Path
from loyalty.segmentation.pieces import PROBE
from loyalty.segmentation.probe import FIRST, probe, set_limit, set_threshold
from loyalty.segmentation.rules import Evaluation, thresholds
from loyalty.segmentation.solve import Solution, reach
from loyalty.study import Rule, Study

MOSTLY = 0.5


@dataclass(frozen=True)
class Repair:
    """A proposal: the repaired study and what was done.

    Attributes:
        study: with the repair made.
        kind: the rule moved before another, removed or added last, or a threshold that rules share
            or the limit of one condition set.
        segment: key of the rule. other: key of the rule it is moved before, or the threshold.
        path: of the condition whose limit is set.
        size: customers in the segment afterwards, where a threshold or limit is set.
    """

    study: Study
    kind: Literal["move", "remove", "add", "threshold", "limit"]
    segment: str
    other: str = ""
    path: Path = ()
    size: int = 0


def repair(
    customers: pd.DataFrame,
    study: Study,
    finding: Finding,
    last: str = "Everybody left",
    minimum: int | None = None,
) -> Repair | None:
    """A proposal for a finding; None where the rules may well be meant so.

    A rule that others cover moves up before the one that takes the rest, unless that would hide
    another; one that is too small gets the smallest relative move of one of its limits that
    reaches the minimum, unless the condition would then tell nobody from anybody; where neither
    helps the rule is removed. `last` names the rule for all
    whom none takes. A narrow rule moves up before the one that takes most of its customers.
    """
    if finding.kind == "unassigned":
        added = edits.add(study, Rule(key=last))
        return Repair(added, "add", added.segments[-1].key)
    if finding.kind == "overlap":
        return _moved_up(customers, study, finding) if _taken(customers, study, finding) else None
    if finding.kind == "unreachable":
        found = _moved_up(customers, study, finding) if finding.others else None
    else:
        least = study.minimum_size if minimum is None else minimum
        found = _widened(customers, study, finding.segment, least)
    removed = Repair(edits.remove(study, finding.segment), "remove", finding.segment)
    return found or removed


def _moved_up(customers: pd.DataFrame, study: Study, finding: Finding) -> Repair | None:
    """The rule before the last of those that take its customers; None if that hides another."""
    before = finding.others[-1]
    moved = edits.move_to(study, finding.segment, edits.position(study, before))
    hidden, already = (
        {one.segments[place].key for place in unreachable(customers, one)} for one in (moved, study)
    )
    if hidden - already or finding.segment in hidden:
        return None
    return Repair(moved, "move", finding.segment, before)


def _taken(customers: pd.DataFrame, study: Study, finding: Finding) -> bool:
    """Whether the earlier rule is the wider one and takes most of the later one's customers."""
    truth = Evaluation(customers, thresholds(study))
    keys = (finding.segment, finding.others[0])
    narrow, wide = (
        np.count_nonzero(truth.rule(study.segments[edits.position(study, key)])) for key in keys
    )
    return bool(narrow < wide and finding.count > MOSTLY * narrow)


def _widened(customers: pd.DataFrame, study: Study, key: str, least: int) -> Repair | None:
    """The smallest relative move of one limit of the rule that gives it `least` customers."""
    found = [
        (_relative(curve, solution, study), place, repaired)
        for place, (curve, solution, repaired) in enumerate(_moves(customers, study, key, least))
    ]
    return min(found)[2] if found else None


def _moves(
    customers: pd.DataFrame, study: Study, key: str, least: int
) -> Iterator[tuple[Curve, Solution, Repair]]:
    tests = study.segments[edits.position(study, key)].conditions
    tried = set()
    for path, _inside, one in edits.leaves(tests):
        name = one.threshold if isinstance(one.threshold, str) else None
        if name in tried or (one.threshold is None and one.day is None):
            continue
        tried |= {name} - {None}
        asked = study if name else probe(study, key, path)
        curve = size_curve(customers, asked, name or PROBE)
        solution = reach(curve, key, least)
        if solution:
            made = _set(study, key, path, name, solution)
            yield from [(curve, solution, made)] if _tells_apart(customers, made) else []


def _tells_apart(customers: pd.DataFrame, made: Repair) -> bool:
    """Whether the changed condition still holds for some customers and fails for others."""
    truth = Evaluation(customers, thresholds(made.study))
    test = edits.test_at(made.study, made.segment, made.path)
    return bool(truth.holds(test).any() and truth.fails(test).any())


def _set(study: Study, key: str, path: Path, name: str | None, solution: Solution) -> Repair:
    if name:
        changed = set_threshold(study, name, solution.value)
        return Repair(changed, "threshold", key, name, path, solution.size)
    changed = set_limit(study, key, path, solution.value)
    return Repair(changed, "limit", key, "", path, solution.size)


def _relative(curve: Curve, solution: Solution, study: Study) -> float:
    """The move as a share of the present value; of days, as a share of their age."""
    origin = (study.as_of - FIRST).days if curve.days else 0.0
    return abs(solution.value - curve.now) / (abs(curve.now - origin) or 1.0)
