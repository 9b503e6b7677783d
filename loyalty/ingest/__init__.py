"""Files -> conforming tables and a list of problems; all parsing in a capped child process.

`inspect` tells what a file seems to hold and asks what it cannot tell; `read` turns files, with
every question answered, into the stored tables of `loyalty.schema`.

The way of a file: `content` (what it is) -> `encoding`, `dialect`, `text` | `archive`, `workbook`
| `parquet` -> `grid` (columns) -> `profile`, `matching`, `recognise` (which table, which fields) ->
`conventions` (dates, decimals, or a question) -> `convert` by `numbers`, `dates`, `labels` ->
`lines`, `fold` (orders) | `wide` (customers) | `tables`. `child` runs it, `sandbox` runs `child`.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from loyalty.ingest.limits import MAX_FILES
from loyalty.ingest.records import (
    Closings,
    Inspection,
    Match,
    Origin,
    Progress,
    Question,
    Reading,
    Result,
    Source,
    display_name,
)
from loyalty.ingest.sandbox import run
from loyalty.language import mark
from loyalty.problems import Problem, Refused

__all__ = [
    "Closings",
    "Inspection",
    "Match",
    "Origin",
    "Question",
    "Reading",
    "Result",
    "Source",
    "closings",
    "display_name",
    "inspect",
    "read",
]

# Columns that the customer frame adds; an attribute of the same name is renamed.
ADDED = ("loyalty_index", "weight_share", "level", "segment")


def inspect(path: Path, name: str, reading: Reading | None = None) -> Inspection:
    """What a file seems to hold and what must be asked; Refused when it holds no table."""
    request = _request("inspect", [Source(path, name, reading or Reading())])
    return Inspection.from_dict(run(request))


def closings(path: Path, name: str, reading: Reading, out: Path) -> Closings:
    """How far cases got, as a file says; the rows are None while something must be asked."""
    request = _request("closings", [Source(path, name, reading)]) | {"out": str(out)}
    found = run(request)
    seen = Inspection.from_dict(found["seen"])
    problems = [Problem.from_dict(problem) for problem in found["problems"]]
    return Closings(seen, None if seen.questions else pq.read_table(out), problems)


def read(
    sources: Sequence[Source],
    out: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Result:
    """Read files into Parquet tables in `out`; on any refusal or cancel nothing stays there.

    Raises:
        Refused: a file cannot be used, or a question is open; names the option that answers it.
    """
    if not 0 < len(sources) <= MAX_FILES:
        raise Refused(mark("Choose between 1 and {limit} files."), limit=MAX_FILES)
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".reading-", dir=out))
    try:
        request = _request("read", sources) | {"out": str(work), "reserved": _reserved()}
        return _keep(run(request, progress, cancelled), work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _request(task: str, sources: Sequence[Source]) -> dict[str, Any]:
    files = [
        [str(source.path), display_name(source.name), source.reading.model_dump(mode="json")]
        for source in sources
    ]
    return {"task": task, "sources": files}


def _reserved() -> list[str]:
    from loyalty.indicators import CATALOGUE

    return [*(indicator.key for indicator in CATALOGUE), *ADDED]


def _keep(found: dict[str, Any], work: Path, out: Path) -> Result:
    tables = {name: out / f"{name}.parquet" for name in found["tables"]}
    for name, path in tables.items():
        (work / f"{name}.parquet").replace(path)
    return Result(
        tables,
        [Problem.from_dict(problem) for problem in found["problems"]],
        found["rows"],
        found["currency"],
        [Origin(**origin) for origin in found["sources"]],
    )
