"""Texts from data reach markdown as literal text."""

import pytest

from pages.parts.safe import JOINER, escape


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":material/home:", r"\:|material/home\:"),
        ("http://x.y", r"http\:|//x\.y"),
        ("www.x.y WWW.x", r"www|\.x\.y WWW|\.x"),
        ("ann@x.y", r"ann|@x\.y"),
        ("a -> b", r"a \-|\> b"),
        ("12: [b](c) <i> $x$ **d**", r"12\: \[b\]\(c\) \<i\> \$x\$ \*\*d\*\*"),
        ("a\u200bb", "a\ufffdb"),
    ],
)
def test_what_markdown_obeys_is_escaped_or_torn(text, shown):
    assert escape(text) == shown.replace("|", JOINER)
