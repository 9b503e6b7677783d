"""What a study says that these data cannot follow: no error, but nothing to keep silent about."""

from collections.abc import Iterable

import numpy as np

from loyalty import features, labels, segmentation
from loyalty.analysis import Base
from loyalty.engine import Tables
from loyalty.language import mark
from loyalty.problems import Problem
from loyalty.replay.timeless import timeless
from loyalty.study import Study
from loyalty.weights import group_results

UNKNOWN = mark("The segment rules name {columns}, of which these data have no value.")
NOBODY = mark("The study has weights for {values}, but no customer has this value of “{column}”.")
NO_PAST = mark("Without a past, so taken as they are today: {columns}.")


def in_vain(found: Base, study: Study) -> list[Problem]:
    """Columns of the data that rules name but nobody has, and weights that hold for nobody."""
    known = found.customers.columns[found.customers.notna().any()]
    named = [name for name in segmentation.columns(study) if name.startswith(features.OF_DATA)]
    return _of_columns(UNKNOWN, [name for name in named if name not in known]) + _of_groups(
        found, study
    )


def without_past(tables: Tables, study: Study) -> list[Problem]:
    """Columns that a replay of the rules takes as they are today."""
    return _of_columns(NO_PAST, timeless(tables, study))


def _of_groups(found: Base, study: Study) -> list[Problem]:
    if study.group_by is None:
        return []
    inside = group_results.members(found.customers, study)
    count = np.bincount(inside.codes, minlength=len(inside.values))
    present = dict(zip(inside.values, count, strict=False))
    empty = [value for value in study.group_weights if not present.get(value)]
    told = {"values": ", ".join(empty), "column": labels.column(study.group_by)}
    return [Problem("note", NOBODY, count=len(empty), values=told)] if empty else []


def _of_columns(text: str, names: Iterable[str]) -> list[Problem]:
    told = [labels.column(name) for name in names]
    return [Problem("note", text, count=len(told), values={"columns": told})] if told else []
