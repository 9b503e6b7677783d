"""Run measures in processes of their own and print what they took.

A measure module offers ``MEASURES``. Each side of a measure (ours, and the bare engine or numpy
it is compared with) is a function of a folder with the prepared data; it runs in a fresh process
that reports its times and its peak memory.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

Side = Callable[[Path], Iterator[float]]


@dataclass(frozen=True)
class Measure:
    """One line of the table.

    Attributes:
        name: what is measured. module: where its functions are.
        prepare: name of the function that writes the data, shared by measures of equal data.
        ours, raw: names of functions of (folder) that yield seconds, one per repetition.
        ratio, seconds, megabytes: targets; None without one.
        setting: name of the environment variable without which it is left out; "" for none.
    """

    name: str
    module: str
    prepare: str
    ours: str
    raw: str | None = None
    ratio: float | None = None
    seconds: float | None = None
    megabytes: float | None = None
    setting: str = ""


@dataclass(frozen=True)
class Taken:
    """Median and best seconds of a side, and the peak memory of its process in MB."""

    seconds: float
    best: float
    megabytes: float


def run(measures: Sequence[Measure]) -> None:
    """Run the measures one after the other and print the table."""
    print("| measure | ours: median (best) | bare | ratio | peak MB | target | met |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="loyalty-bench-") as name:
        for measure in measures:
            print(_line(measure, Path(name)), flush=True)


def child(module: str, function: str, folder: Path) -> Any:
    """Run ``module.function(folder)`` in a fresh process; what it reports."""
    command = [sys.executable, "-m", "tests.benchmarks.child", module, function, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def _line(measure: Measure, home: Path) -> str:
    if measure.setting and measure.setting not in os.environ:
        why = f"left out: {measure.setting} names no folder"
        return f"| {measure.name} | {why} | | | | {_target(measure)} | |"
    folder = home / f"{measure.module}-{measure.prepare}"
    if not folder.exists():
        folder.mkdir()
        child(measure.module, measure.prepare, folder)
    ours = _taken(measure, measure.ours, folder)
    raw = _taken(measure, measure.raw, folder) if measure.raw else None
    ratio = ours.seconds / raw.seconds if raw else None
    cells = (
        measure.name,
        _seconds(ours),
        _seconds(raw) if raw else "",
        f"{ratio:.2f}" if ratio else "",
        f"{ours.megabytes:,.0f}",
        _target(measure),
        _met(measure, ours, ratio),
    )
    return f"| {' | '.join(cells)} |"


def _taken(measure: Measure, function: str, folder: Path) -> Taken:
    found = child(measure.module, function, folder)
    seconds = found["seconds"]
    return Taken(median(seconds), min(seconds), found["megabytes"])


def _met(measure: Measure, ours: Taken, ratio: float | None) -> str:
    pairs = (
        (ratio, measure.ratio),
        (ours.seconds, measure.seconds),
        (ours.megabytes, measure.megabytes),
    )
    held = [found <= limit for found, limit in pairs if limit is not None and found is not None]
    return ("yes" if all(held) else "no") if held else ""


def _seconds(taken: Taken) -> str:
    return f"{_plain(taken.seconds)} ({_plain(taken.best)})"


def _plain(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.1f} ms"


def _target(measure: Measure) -> str:
    parts = []
    if measure.ratio:
        parts.append(f"<= {measure.ratio:g}x")
    if measure.seconds:
        shown = measure.seconds
        parts.append(f"< {shown:g} s" if shown >= 1 else f"< {1000 * shown:g} ms")
    if measure.megabytes:
        parts.append(f"< {measure.megabytes:,.0f} MB")
    return ", ".join(parts)
