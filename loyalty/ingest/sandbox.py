"""Run the parsing process: start it, follow it, stop it, and turn its end into a plain sentence."""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from loyalty.ingest.limits import CPU_SECONDS, MAX_REPLY, MEMORY, WALL_SECONDS
from loyalty.ingest.records import Progress
from loyalty.language import mark
from loyalty.problems import Refused, Unavailable, incident

COMMAND = (sys.executable, "-m", "loyalty.ingest.child")
PULSE = 0.1
AT_ONCE = 2
SLOTS = threading.BoundedSemaphore(AT_ONCE)
ROOT = Path(__file__).resolve().parents[2]

Cancelled = Callable[[], bool]
log = logging.getLogger(__name__)


def run(
    request: dict[str, Any], progress: Progress | None = None, cancelled: Cancelled | None = None
) -> dict[str, Any]:
    """The result of a request; Refused when the file is, when it is cancelled or takes too much."""
    stop = cancelled or (lambda: False)
    with _turn(progress, stop):
        return _run(request, progress, stop)


@contextmanager
def _turn(progress: Progress | None, cancelled: Cancelled) -> Iterator[None]:
    """Only so many files are parsed at a time; the others wait for their turn."""
    while not SLOTS.acquire(timeout=PULSE):
        if progress:
            progress(0.0, mark("Waiting until other files have been read"))
        _check_cancel(cancelled)
    try:
        yield
    finally:
        SLOTS.release()


def _run(
    request: dict[str, Any], progress: Progress | None, cancelled: Cancelled
) -> dict[str, Any]:
    child = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        _send(child, request)
        for reply in _replies(child, cancelled):
            if "progress" not in reply:
                return _result(reply)
            if progress:
                progress(*reply["progress"])
        raise _ended(child.wait())
    finally:
        _stop(child)


def _environment() -> dict[str, str]:
    """A small environment: our code, plain memory, few threads; nothing of the server's."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "2",
    }


def _send(child: subprocess.Popen[bytes], request: dict[str, Any]) -> None:
    pipe = child.stdin
    if pipe is None:
        raise RuntimeError("the child has no standard input")
    try:
        pipe.write(json.dumps(request).encode())
        pipe.close()
    except BrokenPipeError:
        raise _ended(child.wait()) from None


def _replies(child: subprocess.Popen[bytes], cancelled: Cancelled) -> Iterator[dict[str, Any]]:
    """Replies line by line until the child closes; checks the clock and the cancel button."""
    pipe = child.stdout
    if pipe is None:
        raise RuntimeError("the child has no standard output")
    deadline = time.monotonic() + WALL_SECONDS
    left = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            _check(deadline, cancelled, left)
            if not selector.select(PULSE):
                continue
            piece = os.read(pipe.fileno(), 65_536)
            if not piece:
                return
            *lines, left = (left + piece).split(b"\n")
            yield from (json.loads(line) for line in lines)


def _check_cancel(cancelled: Cancelled) -> None:
    if cancelled():
        raise Refused(mark("Reading was cancelled; nothing was kept."))


def _check(deadline: float, cancelled: Cancelled, left: bytes) -> None:
    _check_cancel(cancelled)
    if time.monotonic() > deadline:
        raise _too_slow()
    if len(left) > MAX_REPLY:
        raise Refused(mark("The file has too many findings to list: check the delimiter."))


def _result(reply: dict[str, Any]) -> dict[str, Any]:
    if "result" in reply:
        result: dict[str, Any] = reply["result"]
        return result
    if "refused" in reply:
        text, values = reply["refused"]
        raise Refused(text, **values)
    if "memory" in reply:
        raise _too_big()
    if "full" in reply:
        raise Unavailable(
            mark("There is no room on the disk to keep the tables. Nothing was lost.")
        )
    raise _failed(reply["failed"])


def _ended(code: int) -> Refused:
    """The child died without a word."""
    if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGBUS):
        return _too_big()
    if code == -signal.SIGXCPU:
        return _too_slow()
    return _failed(f"the child ended with {code}")


def _failed(what: str) -> Refused:
    number = incident()
    log.error("incident %s: %s", number, what)
    return Refused(
        mark("The file could not be read because of a fault in this program. Incident {number}."),
        number=number,
    )


def _too_big() -> Refused:
    return Refused(
        mark("Reading the file needs more than {limit} GB of memory, the limit: split it by date."),
        limit=MEMORY // 1024**3,
    )


def _too_slow() -> Refused:
    return Refused(
        mark("Reading the file takes more than {limit} seconds, the limit: split it by date."),
        limit=CPU_SECONDS,
    )


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started; wait until it is gone."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()
