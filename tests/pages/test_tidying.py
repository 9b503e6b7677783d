"""A closed tab's uploads leave the memory on time (case 30)."""

import threading
from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from loyalty.problems import Unavailable
from pages import _server


@pytest.fixture
def server(monkeypatch):
    """Streamlit's own session manager and stores, without a network."""
    uploads = MemoryUploadedFileManager("/upload")
    manager = WebsocketSessionManager(MemorySessionStorage(ttl_seconds=0), uploads, None, None)
    found = SimpleNamespace(_session_mgr=manager, uploaded_file_mgr=uploads)
    monkeypatch.setattr(runtime, "get_instance", lambda: found)
    return found


def upload(server, session_id: str) -> None:
    server.uploaded_file_mgr.add_file(session_id, UploadedFileRec("f", "a.csv", "text/csv", b"1"))


def closed(session_id: str) -> SessionInfo:
    return SessionInfo(client=None, session=SimpleNamespace(id=session_id), script_run_count=1)


def test_uploads_of_a_tab_closed_long_ago_are_dropped(server):
    upload(server, "gone")
    server._session_mgr._session_storage.save(closed("gone"))
    upload(server, "open")
    server._session_mgr._active_session_info_by_id["open"] = closed("open")
    _server.let_closed_tabs_go()
    assert list(server.uploaded_file_mgr.file_storage) == ["open"]
    assert len(server._session_mgr._session_storage._cache._data) == 0


def test_uploads_of_a_tab_closed_just_now_stay(server):
    server._session_mgr._session_storage = MemorySessionStorage(ttl_seconds=60)
    upload(server, "away")
    server._session_mgr._session_storage.save(closed("away"))
    _server.let_closed_tabs_go()
    assert list(server.uploaded_file_mgr.file_storage) == ["away"]


def test_tidying_goes_on_when_the_store_does_not_work(server, monkeypatch, caplog):
    class Broken:
        def __init__(self, _root):
            raise Unavailable("no")

    collected = threading.Event()
    monkeypatch.setattr(_server, "Store", Broken)
    monkeypatch.setattr(_server, "SECONDS", 0.01)
    monkeypatch.setattr(_server.gc, "collect", collected.set)
    stopped = threading.Event()
    thread = threading.Thread(target=_server.tidy, args=(stopped,))
    thread.start()
    assert collected.wait(10)
    stopped.set()
    thread.join(10)
    assert "the store was not cleaned up: Unavailable" in caplog.text
