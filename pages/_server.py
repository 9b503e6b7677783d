"""What the server does beside answering: clean logs, rubbish collected once a minute."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from loyalty.store import Store
from pages._errors import keep_values_out_of_logs
from pages._session import home

SECONDS = 60


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Start and end with the server."""
    keep_values_out_of_logs()
    stopped = threading.Event()
    threading.Thread(target=_tidy, args=(stopped,), name="tidy", daemon=True).start()
    yield {}
    stopped.set()


def _tidy(stopped: threading.Event) -> None:
    """Remove what killed processes left behind; then collect garbage here, not after each run."""
    Store(home()).clean_up()
    while not stopped.wait(SECONDS):
        gc.collect()
