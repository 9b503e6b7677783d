"""What every answer of the server carries, and who may ask: pure ASGI, in front of Streamlit."""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, file_util, runtime
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from pages import _scripts
from pages._session import OWNER_COOKIE

COOKIE_SECONDS = 400 * 24 * 3600
SESSION_BYTES = 600_000_000
ALL_BYTES = 3_000_000_000
OWNER = re.compile(r"[0-9a-f]{32}")
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
MEDIA = re.compile(r"/media/[^/]+$")
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")

# The workspace id is part of the address, so it never leaves as a referrer.
FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def streamlit_scripts() -> list[str]:
    """CSP sources for the inline scripts of Streamlit's own page."""
    page = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    return [source(text) for text in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)]


def source(script: str) -> str:
    """The CSP source that allows exactly this script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


SCRIPT_HASHES = [*streamlit_scripts(), *_scripts.hashes()]


def policy(host: str) -> str:
    """The Content-Security-Policy of pages served under `host`: nothing from elsewhere."""
    socket = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {' '.join(SCRIPT_HASHES)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{socket}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def owner(headers: Headers) -> str | None:
    """The browser's owner cookie; None without a well-formed one."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(OWNER_COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie and OWNER.fullmatch(cookie.value) else None


class SecurityHeaders:
    """Adds the headers to every answer, and to pages the cookie that tells browsers apart."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(scope, message["status"], MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def add_headers(scope: Scope, status: int, answer: MutableHeaders) -> None:
    """Put our headers on an answer."""
    asked = Headers(scope=scope)
    answer.update(FIXED)
    answer["content-security-policy"] = policy(asked.get("host", ""))
    if MEDIA.search(scope["path"]):
        answer["cache-control"] = "no-store"
    html = answer.get("content-type", "").startswith("text/html")
    if html or (status == 304 and "text/html" in asked.get("accept", "")):
        answer.append("set-cookie", owner_cookie(owner(asked), scope["scheme"] == "https"))


def owner_cookie(value: str | None, secure: bool) -> str:
    """The owner cookie, new or lived on; Lax, so that it comes along when a link is followed."""
    parts = [
        f"{OWNER_COOKIE}={value or secrets.token_hex(16)}",
        f"Max-Age={COOKIE_SECONDS}",
        "Path=/",
        "HttpOnly",
        "SameSite=Lax",
        *(["Secure"] if secure else []),
    ]
    return "; ".join(parts)


class Gate:
    """Turns away requests that no page of ours makes."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        status = refusal(scope) if scope["type"] in ("http", "websocket") else None
        if status is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Refused.", status)(scope, receive, send)


def refusal(scope: Scope) -> int | None:
    """The status that refuses a request; None when it may pass."""
    headers, path = Headers(scope=scope), scope["path"]
    if not is_host_allowed(headers.get("host")) or not own_origin(scope, headers):
        return 403
    if path.endswith("/_stcore/metrics"):
        return 404
    if MEDIA.search(path) and not owner(headers):
        return 404
    upload = UPLOAD.search(path)
    return refused_upload(upload.group(1), owner(headers)) if upload else None


def own_origin(scope: Scope, headers: Headers) -> bool:
    """Whether a request that can act comes from a page of this server, or from no page at all."""
    origin = headers.get("origin")
    if origin is None or scope.get("method") in ("GET", "HEAD", "OPTIONS"):
        return True
    allowed = config.get_option("server.corsAllowedOrigins")
    return urlsplit(origin).netloc == headers.get("host") or origin in allowed


def refused_upload(session_id: str, asking: str | None) -> int | None:
    """Only the browser that holds a session may upload into it."""
    if not asking:
        return 401
    server = runtime.get_instance()
    client = server.get_client(session_id)
    cookies = client.client_context.cookies if client and client.client_context else {}
    if cookies.get(OWNER_COOKIE) != asking:
        return 403
    return 413 if too_much(server.uploaded_file_mgr.file_storage, session_id) else None


def too_much(uploads: Mapping[str, Mapping[str, Any]], session_id: str) -> bool:
    """Whether this session, or all together, hold as many uploaded bytes as they may."""
    held = {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(uploads.items())
    }
    return held.get(session_id, 0) >= SESSION_BYTES or sum(held.values()) >= ALL_BYTES
