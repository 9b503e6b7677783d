"""The one way a text from data gets into markdown: as literal text."""

import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def escape(text: object) -> str:
    """`text` so that markdown, HTML, maths and colour codes in it are shown, not obeyed."""
    return SPECIAL.sub(r"\\\1", UNSEEN.sub("\ufffd", str(text)))
