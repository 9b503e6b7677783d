"""The process that parses: capped before it touches a file, answers in JSON lines.

Started by `loyalty.ingest.sandbox` as ``python -m loyalty.ingest.child``. One request on standard
input; on standard output progress, then one of result, refused, full, memory or failed.
"""

import errno
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from loyalty.ingest.limits import CPU_SECONDS, MAX_OUTPUT, MEMORY
from loyalty.ingest.records import Reading, Source
from loyalty.problems import Refused, describe

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main() -> None:
    """Cap this process, answer one request."""
    cap()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as replies:
        os.dup2(2, 1)
        request = json.loads(sys.stdin.buffer.read())

        def tell(reply: dict[str, Any]) -> None:
            replies.write(json.dumps(reply) + "\n")
            replies.flush()

        tell(answer(request, lambda share, text: tell({"progress": [share, text]})))


def cap() -> None:
    """Limit memory, processor time and file size; no core file, which would hold data.

    Readers of pages go first: this process asks for less of the processor.
    """
    os.nice(5)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))


def answer(request: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The reply to a request; an unexpected error tells its type and place, never its text."""
    try:
        return {"result": _do(request, progress)}
    except Refused as refused:
        return {"refused": [refused.text, refused.values]}
    except MemoryError:
        return {"memory": True}
    except BrokenPipeError:
        raise SystemExit(1) from None
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            return {"full": True}
        return {"failed": describe(error)}


def _do(request: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Parsers are imported here, after the limits are set."""
    from loyalty.ingest import case_file, examine, reading

    sources = [
        Source(Path(path), name, Reading.model_validate(choices))
        for path, name, choices in request["sources"]
    ]
    if request["task"] == "closings":
        return case_file.read(sources[0], Path(request["out"]))
    if request["task"] == "inspect":
        return examine.inspection(examine.examine(sources[0])).as_dict()
    return reading.read(sources, Path(request["out"]), request["reserved"], progress)


if __name__ == "__main__":
    main()
