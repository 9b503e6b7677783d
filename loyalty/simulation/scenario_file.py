"""A scenario file: scenarios with all that their numbers depend on, without customer data.

The file is JSON of its own kind. With its cells, anybody gets from it the numbers of the one who
wrote it; without them, it carries what is to be done and under which assumptions, to be simulated
on other customers. Of the study it holds the choices a simulation depends on, and no others: no
customer, no order, and nothing of what people wrote on their journey map.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation.assumptions import GENERALS
from loyalty.simulation.cells import Cells
from loyalty.simulation.cells_file import CellsOf
from loyalty.simulation.refusal import refusal
from loyalty.strategies import BY_KEY
from loyalty.study import Range, Scenario, Study
from loyalty.study.base import Key, Record

KIND: Literal["loyalty scenarios"] = "loyalty scenarios"
VERSION: Literal[1] = 1
MAX_BYTES = 8_000_000
MOST = 100  # scenarios
CHOICES = ("as_of", "months", "draws", "seed", "general", "claims", "scenarios")
CURRENCY = 20  # letters of a currency

LARGE = mark("The scenario file is larger than 8 MB, more than one written here can be.")
KINDS = mark("This is no scenario file: it does not say “{kind}” as its kind.")
NEWER = mark(
    "The scenario file is not of version {version}, the only one that can be read here: write it"
    " anew with this program."
)
STRATEGY = mark("The scenario file names the strategy “{name}”, which does not exist here.")
ASSUMPTION = mark(
    "The scenario file names the assumption “{name}”, which its strategy does not have."
)


class Content(Record):
    """What stands in the file; `Study` says which values its choices can have."""

    kind: Literal["loyalty scenarios"]
    version: Literal[1]
    as_of: date
    months: int
    draws: int
    seed: int
    general: dict[Key, Range]
    claims: bool
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1, max_length=MOST)]
    currency: Annotated[str, Field(max_length=CURRENCY)] | None = None
    cells: CellsOf | None = None


@dataclass(frozen=True)
class ScenarioFile:
    """A file that was read: its scenarios and settings as a study, its cells and its currency,

    where given.

    `loyalty.simulation.run(file.cells, file.study, file.study.scenarios)` gives its numbers. Of
    `study` only the fields in `CHOICES` are the file's.
    """

    study: Study
    cells: Cells | None
    currency: str | None = None


def to_json(
    cells: Cells | None, study: Study, scenarios: Sequence[Scenario], currency: str | None = None
) -> str:
    """The scenarios under the study's choices as the text of a file, the same for the same input.

    Without `cells` the numbers depend on the customers of whoever reads it. Refused where
    `from_json` would refuse.
    """
    plain: dict[str, Any] = {name: getattr(study, name) for name in CHOICES}
    held = CellsOf.of(cells) if cells else None
    plain |= {"kind": KIND, "version": VERSION, "scenarios": tuple(scenarios), "cells": held}
    plain |= {"currency": currency}
    try:
        content = Content.model_validate(plain)
    except ValidationError as error:
        raise _refusal(error) from None
    _check(content)
    lines = [f"{json.dumps(key)}: {_text(value)}" for key, value in _dumped(content)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_json(text: str | bytes) -> ScenarioFile:
    """Read a scenario file; Refused when it is none or anything in it cannot be."""
    if len(text) > MAX_BYTES:
        raise Refused(LARGE)
    try:
        content = Content.model_validate_json(text)
        study = Study.model_validate({name: getattr(content, name) for name in CHOICES})
    except ValidationError as error:
        raise _refusal(error) from None
    _check(content)
    cells = content.cells.cells() if content.cells else None
    return ScenarioFile(study, cells, content.currency)


def _dumped(content: Content) -> Iterable[tuple[str, Any]]:
    """Key and plain value; what is not there is left out."""
    plain = content.model_dump(mode="json")
    return [(key, value) for key, value in plain.items() if value is not None]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _refusal(error: ValidationError) -> Refused:
    first = error.errors(include_url=False)[0]
    if first["type"] != "json_invalid" and first["loc"] in ((), ("kind",)):
        return Refused(KINDS, kind=KIND)
    if first["loc"] == ("version",):
        return Refused(NEWER, version=VERSION)
    return refusal(error)


def _check(content: Content) -> None:
    """Refuse strategies and assumptions that nobody knows."""
    _require(ASSUMPTION, content.general, {one.key for one in GENERALS})
    for action in (one for scenario in content.scenarios for one in scenario.actions):
        _require(STRATEGY, [action.strategy], BY_KEY)
        known = {one.key for one in BY_KEY[action.strategy].assumptions}
        _require(ASSUMPTION, (*action.assumptions, *action.handed_over), known)


def _require(text: str, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            raise Refused(text, name=name)
