"""Every page on the synthetic retailer: the whole script run again, nothing changed."""

from collections.abc import Iterator
from pathlib import Path

from loyalty import ingest, samples
from tests.benchmarks.big_page import fill, only_workspace
from tests.benchmarks.harness import Measure
from tests.benchmarks.server import Session, server

TIMES = 15
PAGES = ("start", "data", "indicators", "segments", "journeys", "strategies", "report")


def workspace(folder: Path) -> None:
    """A workspace with the sample, its study saved."""
    files = samples.BY_KEY["retailer"].paths().items()
    sources = [ingest.Source(path, path.name, ingest.Reading(**how)) for path, how in files]
    fill(folder / "home", ingest.read(sources, folder / "tables").tables)


def _reruns(folder: Path, page: str) -> Iterator[float]:
    home = folder / "home"
    with server(home) as port, Session(port, only_workspace(home)) as tab:
        tab.open(page)
        tab.rerun()
        for _ in range(TIMES):
            yield tab.rerun()


def start(folder: Path) -> Iterator[float]:
    """The loyalty picture at a glance."""
    yield from _reruns(folder, "start")


def data(folder: Path) -> Iterator[float]:
    """Tables and problems."""
    yield from _reruns(folder, "data")


def indicators(folder: Path) -> Iterator[float]:
    """Weights and levels."""
    yield from _reruns(folder, "indicators")


def segments(folder: Path) -> Iterator[float]:
    """Rules and who moves."""
    yield from _reruns(folder, "segments")


def journeys(folder: Path) -> Iterator[float]:
    """The journey map."""
    yield from _reruns(folder, "journeys")


def strategies(folder: Path) -> Iterator[float]:
    """The comparison of strategies."""
    yield from _reruns(folder, "strategies")


def report(folder: Path) -> Iterator[float]:
    """Exports."""
    yield from _reruns(folder, "report")


MEASURES = tuple(
    Measure(
        f"Sample, full rerun of the page {page}", "sample_pages", "workspace", page, seconds=0.1
    )
    for page in PAGES
)
