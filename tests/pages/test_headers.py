import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from starlette.datastructures import Headers

from pages import _headers
from pages._headers import Gate, SecurityHeaders, own_origin, owner, owner_cookie, policy, too_much

ANN = "0123456789abcdef" * 2


def ask(app, path="/", method="GET", scheme="http", kind="http", **headers):
    """Send one request through an ASGI app; the messages it answers with."""
    headers = {"host": "localhost:8501"} | {
        name.replace("_", "-"): v for name, v in headers.items()
    }
    scope = {
        "type": kind,
        "path": path,
        "scheme": scheme,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    } | ({"method": method} if kind == "http" else {})
    sent = []

    async def run():
        async def receive():
            return {"type": "http.request", "body": b""}

        async def send(message):
            sent.append(message)

        await app(scope, receive, send)

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, run()).result()
    return sent


def page(content_type="text/html; charset=utf-8", status=200):
    async def app(_scope, _receive, send):
        raw = [(b"content-type", content_type.encode())] if content_type else []
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": b"hello"})

    return app


def answer(app, path="/", **request) -> Headers:
    return Headers(raw=ask(SecurityHeaders(app), path, **request)[0]["headers"])


@pytest.mark.parametrize("status", [200, 404, 500])
def test_every_answer_carries_the_headers(status):
    headers = answer(page("application/json", status), path="/anything")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_policy_allows_nothing_from_elsewhere():
    rules = dict(rule.split(" ", 1) for rule in policy("shop.example:8501").split("; "))
    assert rules["connect-src"] == "'self' ws://shop.example:8501 wss://shop.example:8501"
    assert rules["default-src"] == "'self'"
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"].replace("'wasm-unsafe-eval'", "")
    assert not re.search(r"https?:|\*", policy("shop.example"))


def test_a_forged_host_adds_nothing_to_the_policy():
    assert "connect-src 'self';" in policy("x; script-src *")


def test_inline_scripts_are_allowed_by_hash_alone():
    """Streamlit's one start-up script, our language scripts and the one that scrolls."""
    assert len(_headers.streamlit_scripts()) == 1
    assert len(_headers.SCRIPT_HASHES) == 4
    empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert _headers.source("") == empty


def test_a_page_brings_a_new_browser_its_cookie():
    cookie = answer(page())["set-cookie"]
    assert re.fullmatch(
        r"loyalty_owner=[0-9a-f]{32}; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax", cookie
    )
    assert answer(page())["set-cookie"] != cookie


def test_a_known_browser_keeps_its_cookie():
    assert (
        f"loyalty_owner={ANN};" in answer(page(), cookie=f"a=b; loyalty_owner={ANN}")["set-cookie"]
    )


@pytest.mark.parametrize(
    "cookie", ["loyalty_owner=x", f"loyalty_owner={ANN}0", "loyalty_owner=", ";;="]
)
def test_a_malformed_cookie_is_replaced(cookie):
    assert owner(Headers({"cookie": cookie})) is None
    assert re.search("loyalty_owner=[0-9a-f]{32};", answer(page(), cookie=cookie)["set-cookie"])


def test_the_cookie_is_secure_over_https():
    assert answer(page(), scheme="https")["set-cookie"].endswith("; Secure")
    assert "Secure" not in owner_cookie(ANN, secure=False)


def test_only_pages_set_the_cookie():
    assert "set-cookie" not in answer(page("text/javascript"))
    assert "set-cookie" not in answer(page("", status=304), accept="*/*")
    assert "set-cookie" in answer(page("", status=304), accept="text/html,*/*")


def test_downloads_are_not_kept_by_the_browser():
    assert answer(page("text/csv"), path="/media/abc.csv")["cache-control"] == "no-store"


def gate(path="/", **request) -> int:
    sent = ask(Gate(page()), path, **request)
    return sent[0].get("status", sent[0].get("code"))


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"path": "/segments"}, 200),
        ({"path": "/segments", "host": "evil.example"}, 403),
        ({"path": "/segments", "host": "127.0.0.1:8501"}, 200),
        ({"path": "/segments", "host": "[::1]:8501"}, 200),
        ({"path": "/_stcore/metrics"}, 404),
        ({"path": "/app/_stcore/metrics"}, 404),
        ({"path": "/media/abc.csv"}, 404),
        ({"path": "/media/abc.csv", "cookie": f"loyalty_owner={ANN}"}, 200),
        ({"path": "/_stcore/upload_file/a/b", "method": "PUT"}, 401),
        ({"path": "/x", "method": "PUT", "origin": "http://localhost:8501"}, 200),
        ({"path": "/x", "method": "PUT", "origin": "http://evil.example"}, 403),
        ({"path": "/x", "method": "POST", "origin": "null"}, 403),
        ({"path": "/_stcore/stream", "kind": "websocket", "origin": "http://evil.example"}, 1008),
        ({"path": "/_stcore/stream", "kind": "websocket", "host": "evil.example"}, 1008),
        ({"path": "/_stcore/stream", "kind": "websocket", "origin": "http://localhost:8501"}, 200),
        ({"path": "/_stcore/stream", "kind": "websocket"}, 200),
    ],
)
def test_the_gate_turns_strangers_away(request_, status, config):
    assert gate(**request_) == status


@pytest.fixture
def config():
    from streamlit import config

    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", ["localhost", "127.0.0.1", "::1"])
    yield config
    config.set_option("server.allowedHosts", before)


def test_an_allowed_other_origin_may_connect(config):
    config.set_option("server.corsAllowedOrigins", ["https://shop.example"])
    scope = {"type": "websocket"}
    headers = Headers({"host": "localhost", "origin": "https://shop.example"})
    assert own_origin(scope, headers)
    config.set_option("server.corsAllowedOrigins", [])
    assert not own_origin(scope, headers)


@dataclass
class Upload:
    data: bytes


def test_uploads_held_in_memory_are_limited(monkeypatch):
    monkeypatch.setattr(_headers, "SESSION_BYTES", 10)
    monkeypatch.setattr(_headers, "ALL_BYTES", 14)
    held = {"a": {"1": Upload(b"12345"), "2": Upload(b"12345")}, "b": {"3": Upload(b"123")}}
    assert [too_much(held, session) for session in "abc"] == [True, False, False]
    held["c"] = {"4": Upload(b"1")}
    assert [too_much(held, session) for session in "abc"] == [True, True, True]


def test_lifespan_messages_pass():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    ask(SecurityHeaders(Gate(app)), kind="lifespan")
    assert seen == ["lifespan"]
