"""A text file as the UTF-8 bytes that the CSV parser reads."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from loyalty.ingest import encoding

# A last line of one field. Inside an open quote it is swallowed, which tells that quote apart.
LAST = "\x1eend of file"


class Stream(io.RawIOBase):
    """The file as UTF-8, runs of blanks as tabs where they delimit, and `LAST` as last line."""

    def __init__(self, path: Path, encoded: str, name: str, blanks: bool):
        pieces = encoding.decode(path, encoded, name)
        self._pieces = _closed(_tabbed(pieces) if blanks else pieces)
        self._left = b""

    def readable(self) -> bool:
        """Always true."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def _closed(pieces: Iterator[str]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode()
    yield f"\n{LAST}\n".encode()


def _tabbed(pieces: Iterator[str]) -> Iterator[str]:
    """Runs of blanks as one tab, none at the ends of lines."""
    rest = ""
    for piece in pieces:
        *lines, rest = re.split(r"\r\n|\n|\r(?=.)", rest + piece, flags=re.DOTALL)
        yield "".join(re.sub(r"[ \t]+", "\t", line.strip()) + "\n" for line in lines)
    yield re.sub(r"[ \t]+", "\t", rest.strip())
