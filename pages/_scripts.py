"""The inline scripts of our own pages, and their hashes for the Content-Security-Policy."""

import base64
import hashlib

from loyalty.language import LANGUAGES

DETAILS = "touchpoint_details"  # the key of the container that is to come into view
INTO_VIEW = f"""
document.querySelector(".st-key-{DETAILS}")?.scrollIntoView({{block: "nearest"}});
"""
LANGUAGE = {
    code: f'document.documentElement.lang = "{code.replace("_", "-")}";' for code in LANGUAGES
}


def language_script(code: str) -> str:
    """Markup that tells the browser the page's language."""
    return f"<script>{LANGUAGE[code]}</script>"


def into_view(turn: int) -> str:
    """Markup that scrolls the details into view; it acts once for each turn."""
    return f'<i data-turn="{turn}"></i><script>{INTO_VIEW}</script>'


def hashes() -> list[str]:
    """The ``'sha256-…'`` sources that allow exactly these scripts."""
    texts = (*LANGUAGE.values(), INTO_VIEW)
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
