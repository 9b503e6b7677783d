"""The inline scripts of our own pages, and their hashes for the Content-Security-Policy."""

import base64
import hashlib

from loyalty.language import LANGUAGES

LANGUAGE = {
    code: f'document.documentElement.lang = "{code.replace("_", "-")}";' for code in LANGUAGES
}


def language_script(code: str) -> str:
    """Markup that tells the browser the page's language."""
    return f"<script>{LANGUAGE[code]}</script>"


def hashes() -> list[str]:
    """The ``'sha256-…'`` sources that allow exactly these scripts."""
    digests = [hashlib.sha256(text.encode()).digest() for text in LANGUAGE.values()]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
