"""What the server does beside answering: clean logs, and a tidying thread."""

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit import runtime

from loyalty.problems import LoyaltyError
from loyalty.store import Store
from pages._errors import keep_values_out_of_logs
from pages._session import home

SECONDS = 60

log = logging.getLogger("loyalty")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Start and end with the server."""
    keep_values_out_of_logs()
    stopped = threading.Event()
    threading.Thread(target=tidy, args=(stopped,), name="tidy", daemon=True).start()
    yield {}
    stopped.set()


def tidy(stopped: threading.Event) -> None:
    """Clean the store once; then, each minute, the memory: here and not after every run."""
    try:
        Store(home()).clean_up()
    except LoyaltyError as error:
        log.warning("the store was not cleaned up: %s", type(error).__name__)
    while not stopped.wait(SECONDS):
        let_closed_tabs_go()
        gc.collect()


def let_closed_tabs_go() -> None:
    """Drop sessions, and their uploads, whose time is over.

    Streamlit itself does it only when the next tab closes, and keeps hold of the last one.
    """
    server: Any = runtime.get_instance()
    manager = server._session_mgr
    with manager._storage_lock:
        manager._session_storage._cache.expire()
    alive = {info.session.id for info in manager.list_sessions()}
    for session_id in set(server.uploaded_file_mgr.file_storage) - alive:
        server.uploaded_file_mgr.remove_session_files(session_id)
