"""The rule check before saving: who can never be in, who overlaps, who is too few, who is left.

What it finds is counted; that a rule can take nobody is proven for all customers there could be
(see `loyalty.segmentation.boxes`). `loyalty.segmentation.repair` proposes what to do about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from loyalty.segmentation.boxes import unreachable
from loyalty.segmentation.rules import UNASSIGNED, Evaluation, first_held, segment_names, thresholds
from loyalty.study import Study

Kind = Literal["unreachable", "empty", "small", "unassigned", "overlap"]


@dataclass(frozen=True)
class Finding:
    """One thing to know about a list of rules.

    Attributes:
        kind: unreachable, no customer can ever be in; empty, nobody is now; small, fewer than the
            minimum; unassigned, customers whom no rule takes; overlap, customers who meet the rule
            but are taken by an earlier one.
        segment: key of the rule. count: how many customers it concerns.
        others: keys of the earlier rules that take them; none for a rule that contradicts itself.
    """

    kind: Kind
    segment: str
    count: int = 0
    others: tuple[str, ...] = ()


def check(customers: pd.DataFrame, study: Study, minimum: int | None = None) -> list[Finding]:
    """All findings, by kind in the order above, in order of the rules within a kind.

    Overlaps with a rule that has no conditions, and takes whoever is left, are not reported.

    Args:
        customers: one row per customer, with every column the rules name.
        study: its rules, thresholds and minimum size.
        minimum: another minimum size than the study's.
    """
    truth = Evaluation(customers, thresholds(study))
    found = first_held(truth, study.segments)
    never = unreachable(customers, study)
    sizes = np.bincount(found, minlength=len(study.segments) + 1)
    least = study.minimum_size if minimum is None else minimum
    names = segment_names(study)
    few = [
        Finding("small" if count else "empty", name, int(count))
        for place, (name, count) in enumerate(zip(names[:-1], sizes, strict=False))
        if count < least and place not in never
    ]
    return [
        *(Finding("unreachable", names[one], 0, _named(names, by)) for one, by in never.items()),
        *sorted(few, key=lambda one: one.kind),
        *([Finding("unassigned", UNASSIGNED, int(sizes[-1]))] if sizes[-1] else []),
        *_overlaps(truth, study, found, set(never)),
    ]


def _overlaps(
    truth: Evaluation, study: Study, found: np.ndarray, never: set[int]
) -> Iterator[Finding]:
    """Customers who meet a rule and are taken by an earlier one, by pairs of rules."""
    for place, rule in enumerate(study.segments):
        if not rule.conditions or place in never:
            continue
        takers = np.bincount(found[truth.rule(rule)], minlength=place)[:place]
        for earlier in np.flatnonzero(takers):
            name = study.segments[earlier].key
            yield Finding("overlap", rule.key, int(takers[earlier]), (name,))


def _named(names: list[str], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(names[place] for place in places)
