"""Timing of repetitions."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any


def repeated(work: Callable[[], Any], times: int, warm: int = 1) -> Iterator[float]:
    """Seconds of each of `times` calls, after `warm` calls that do not count."""
    for _ in range(warm):
        work()
    for _ in range(times):
        start = perf_counter()
        work()
        yield perf_counter() - start
