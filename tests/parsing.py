"""Files parsed in this process: a process for each takes longer than most files (test_sandbox)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from loyalty import ingest
from loyalty.ingest import child, sandbox
from loyalty.ingest.records import Progress


def here(request: dict[str, Any], progress: Progress | None = None, _cancelled=None) -> Any:
    """The result of a request, as it comes from the child process."""
    reply = child.answer(json.loads(json.dumps(request)), progress or (lambda _share, _text: None))
    return sandbox._result(json.loads(json.dumps(reply)))


@pytest.fixture(scope="module", autouse=True)
def parsed_here() -> Iterator[None]:
    """Import this into a conftest.py: no file of these tests is parsed in a child process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "run", here)
        yield
