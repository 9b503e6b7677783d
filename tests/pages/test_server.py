"""The real server, asked as a stranger and as another browser would ask it (cases 26-28)."""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

HOME = Path(__file__).parents[2]
HEAD = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
TAIL = b"\r\n--x--\r\n"


@dataclass
class Browser:
    """A browser with cookies of its own."""

    port: int
    cookies: str = ""

    def ask(self, method: str, path: str, body=None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Cookie": self.cookies} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        answer.read()
        return answer

    def open(self) -> None:
        answer = self.ask("GET", "/")
        cookies = answer.headers.get_all("Set-Cookie") or []
        answer = self.ask("GET", "/_stcore/host-config")
        cookies += answer.headers.get_all("Set-Cookie") or []
        answer = self.ask("GET", "/_stcore/health")
        cookies += answer.headers.get_all("Set-Cookie") or []
        self.cookies = "; ".join(cookie.split(";")[0] for cookie in cookies)

    def token(self) -> str:
        return dict(part.split("=", 1) for part in self.cookies.split("; "))["_streamlit_xsrf"]

    def connect(self, **headers: str):
        given = {"Cookie": self.cookies} | {k.replace("_", "-"): v for k, v in headers.items()}
        return connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],
            additional_headers=given,
            max_size=None,
            proxy=None,
        )


def session_id(connection) -> str:
    """Start the script as the page does; the id of the session it runs in."""
    start = BackMsg()
    start.rerun_script.query_string = ""
    connection.send(start.SerializeToString())
    while True:
        message = ForwardMsg.FromString(connection.recv(timeout=30))
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    home = tmp_path_factory.mktemp("server")
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", HOME / "app.py", f"--server.port={number}"],
            cwd=HOME,
            env=os.environ | {"LOYALTY_LAB_HOME": str(home / "workspaces")},
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_up(number, process)
        yield number
    finally:
        process.terminate()
        process.wait(20)
    assert "Traceback" not in (home / "log").read_text()


def wait_until_up(port: int, process: subprocess.Popen) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture
def ann(port) -> Browser:
    browser = Browser(port)
    browser.open()
    return browser


@pytest.fixture
def bob(port) -> Browser:
    browser = Browser(port)
    browser.open()
    return browser


def upload(browser: Browser, session: str, content=b"1", token: str | None = None) -> int:
    whole = HEAD + content + TAIL if isinstance(content, bytes) else content
    return browser.ask(
        "PUT",
        f"/_stcore/upload_file/{session}/{secrets.token_hex(8)}",
        whole,
        Content_Type="multipart/form-data; boundary=x",
        X_Xsrftoken=browser.token() if token is None else token,
    ).status


def test_pages_carry_headers_and_cookies(ann):
    answer = ann.ask("GET", "/segments?w=0123")
    assert answer.status == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Set-Cookie"].split(";")[0] in ann.cookies


def test_an_upload_needs_its_own_browser_and_token(ann, bob):
    stranger = Browser(ann.port, "_streamlit_xsrf=" + ann.token())
    with ann.connect() as connection:
        session = session_id(connection)
        assert upload(ann, session) == 204
        assert upload(ann, session, token="wrong") == 403
        assert upload(bob, session) == 403
        assert upload(stranger, session) == 401
        assert upload(ann, "no-such-session") == 403


def test_an_upload_above_the_limit_is_cut_off(ann):
    """201 MB, chunked, so that no length is announced."""

    def chunks():
        yield HEAD
        for _ in range(201):
            yield bytes(1 << 20)
        yield TAIL

    with ann.connect() as connection:
        session = session_id(connection)
        try:
            status = upload(ann, session, chunks())
        except (ConnectionError, http.client.HTTPException):
            status = 413  # the server hung up while we were still sending
        assert status == 413
        assert upload(ann, session) == 204


def test_metrics_and_media_are_closed(ann, port):
    assert ann.ask("GET", "/_stcore/metrics").status == 404
    assert ann.ask("GET", "/media/0123456789abcdef.csv").status == 404
    assert Browser(port).ask("GET", "/media/0123456789abcdef.csv").status == 404


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_a_foreign_page_cannot_connect(ann, headers):
    with pytest.raises(InvalidStatus) as refused, ann.connect(**headers):
        pass
    assert refused.value.response.status_code == 403


def test_a_wrong_host_is_refused(ann):
    assert ann.ask("GET", "/", Host="evil.example").status == 403
