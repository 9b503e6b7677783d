"""The one way a text from data gets into markdown: as literal text."""

import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Icons, addresses and arrows are recognised after backslashes are gone: only a joiner, which has
# no width, tears them apart.
TORN = re.compile(r"(?i)www(?=\.)|:(?=\S)|(?=@)|[-<>](?=[-=>])")
JOINER = "\u2060"


def escape(text: object) -> str:
    """`text` so that markdown, HTML, maths, icons and addresses in it are shown, not obeyed."""
    seen = UNSEEN.sub("\ufffd", str(text))
    return SPECIAL.sub(r"\\\1", TORN.sub(rf"\g<0>{JOINER}", seen))
