"""Files as users bring them, read in this process (the sandbox has its own tests)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from loyalty.ingest import reading
from loyalty.ingest.examine import examine, inspection
from loyalty.ingest.records import Inspection, Reading, Source
from loyalty.problems import Problem

RESERVED = ("order_count", "spend", "loyalty_index", "weight_share", "level", "segment")


@dataclass
class Read:
    """What came out of reading."""

    tables: dict[str, list[dict[str, Any]]]
    problems: list[Problem]
    currency: str | None
    paths: dict[str, Path]

    def found(self, start: str) -> Problem:
        """The one problem whose text starts so."""
        return next(problem for problem in self.problems if problem.text.startswith(start))

    def column(self, table: str, name: str) -> list[Any]:
        """One column of a table."""
        return [row.get(name) for row in self.tables[table]]


class Desk:
    """Writes files and reads them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.count = 0

    def file(self, content: str | bytes, name: str = "file.csv") -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def look(self, content: str | bytes, **reading: Any) -> Inspection:
        """Inspect a file with this content."""
        source = Source(self.file(content), "file.csv", Reading(**reading))
        return inspection(examine(source))

    def read(self, *contents: str | bytes, **how: Any) -> Read:
        """Read files with these contents, all in the same way."""
        paths = [self.file(content, f"file{n}.csv") for n, content in enumerate(contents, 1)]
        return self.read_files(*paths, **how)

    def read_files(self, *paths: Path, **how: Any) -> Read:
        """Read files that are there."""
        self.count += 1
        out = self.folder / f"out{self.count}"
        out.mkdir()
        sources = [Source(path, path.name, Reading(**how)) for path in paths]
        done = reading.read(sources, out, RESERVED, lambda share, text: None)
        paths_out = {name: out / f"{name}.parquet" for name in done["tables"]}
        return Read(
            {name: pq.read_table(path).to_pylist() for name, path in paths_out.items()},
            [Problem.from_dict(problem) for problem in done["problems"]],
            done["currency"],
            paths_out,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder to write files into and read them from."""
    return Desk(tmp_path)


@pytest.fixture
def lay(tmp_path: Path) -> Callable[[bytes, str], Path]:
    """Write bytes under a name."""

    def write(content: bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
