"""Datasets: which immutable tables belong together, with their problems and where they came from.

A dataset is made of imports. A later import keeps the tables of other kinds and replaces those
of its own; what an import said (problems, meta) stays as long as one of its tables is in use.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty.language import mark
from loyalty.problems import NotFound, Problem
from loyalty.schema import TABLES
from loyalty.store.catalogue import rows

SUFFIX = ".parquet"
BROUGHT_ALONG = {"orders": "lines"}  # order lines come from the file of the orders

Import = dict[str, Any]


@dataclass(frozen=True)
class Dataset:
    """Tables that describe one business.

    Attributes:
        id: SHA-256 over the content of its tables: equal tables, equal id.
        tables: kind of table (see `loyalty.schema`) -> Parquet file.
        meta: what the imports noted; of equal keys the later import's, but `source` joins the
            names and `synthetic` is true when any part is.
        problems: what reading found.
    """

    id: str
    tables: dict[str, Path]
    meta: dict[str, Any]
    problems: list[Problem]


def describe(
    tables: Mapping[str, str], problems: Sequence[Problem], meta: Mapping[str, Any]
) -> Import:
    """One import as plain data: `tables` gives the SHA-256 of each kind."""
    found = [problem.as_dict() for problem in problems]
    return {"tables": dict(tables), "problems": found, "meta": dict(meta)}


def combine(earlier: Sequence[Import], latest: Import) -> list[Import]:
    """The imports that still count once `latest` replaces the kinds it brings."""
    replaced = set(latest["tables"]) | {BROUGHT_ALONG.get(kind, kind) for kind in latest["tables"]}
    remaining = [
        one | {"tables": {kind: sha for kind, sha in one["tables"].items() if kind not in replaced}}
        for one in earlier
    ]
    return [one for one in remaining if one["tables"]] + [latest]


def add(connection: sqlite3.Connection, imports: Sequence[Import]) -> int:
    """Note a dataset; its number."""
    content = json.dumps(imports, ensure_ascii=False, default=str)
    row = connection.execute(
        "INSERT INTO datasets (id, content) VALUES (?, ?) RETURNING number",
        (identify(imports), content),
    ).fetchone()
    return int(row[0])


def imports_of(connection: sqlite3.Connection, number: int | None) -> list[Import]:
    """The imports a dataset is made of; none without a dataset."""
    found = rows(connection, "datasets", "number = ?", (number,)) if number else []
    return list(json.loads(found[0]["content"])) if found else []


def hashes(imports: Sequence[Import]) -> dict[str, str]:
    """Kind of table -> SHA-256, in alphabetical order."""
    return dict(sorted((kind, sha) for one in imports for kind, sha in one["tables"].items()))


def identify(imports: Sequence[Import]) -> str:
    """The id of a dataset: a SHA-256 over the kinds and contents of its tables."""
    return hashlib.sha256(json.dumps(hashes(imports)).encode()).hexdigest()


def load(imports: Sequence[Import], folder: Path) -> Dataset:
    """The dataset with its files in `folder`; NotFound names a table whose file is gone."""
    tables = {kind: folder / f"{sha}{SUFFIX}" for kind, sha in hashes(imports).items()}
    for kind, path in tables.items():
        if not path.is_file():
            raise NotFound(
                mark(
                    "The stored table of {table} is missing. Import its file again, or undo to "
                    "the data before."
                ),
                table=TABLES[kind].label.lower() if kind in TABLES else kind,
            )
    problems = [Problem.from_dict(found) for one in imports for found in one["problems"]]
    return Dataset(identify(imports), tables, notes(imports), problems)


def notes(imports: Sequence[Import]) -> dict[str, Any]:
    """What the imports noted, together."""
    merged: dict[str, Any] = {}
    for one in imports:
        merged |= one["meta"]
    sources = [str(one["meta"]["source"]) for one in imports if one["meta"].get("source")]
    together = {"synthetic": any(one["meta"].get("synthetic") for one in imports)}
    return merged | together | ({"source": ", ".join(dict.fromkeys(sources))} if sources else {})
