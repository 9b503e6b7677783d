"""Look at a workbook's ZIP before any reader does: its true size, its parts, its markup."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from loyalty.ingest.limits import (
    MAX_COLUMNS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_SHEET_CELLS,
    MAX_UNPACKED,
)
from loyalty.language import mark
from loyalty.problems import Refused

CHUNK = 1024**2
SMALL = 100_000
MAX_PROLOG = 64 * 1024
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def check(path: Path, name: str) -> None:
    """Refuse a workbook that is damaged, encrypted, far larger inside, or holds a DTD."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive.infolist(), name)
            for member in archive.infolist():
                _check_member(archive, member, name)
    except RuntimeError:
        raise Refused(
            mark("{file} is protected by a password: save a copy without it and upload that."),
            file=name,
        ) from None
    except DAMAGED:
        raise damaged(name) from None


def damaged(name: str) -> Refused:
    """The refusal of a file that cannot be read to its end."""
    return Refused(
        mark("{file} is damaged or incomplete: save it again and upload it anew."), file=name
    )


def _check_sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise Refused(
            mark("{file} has more than {limit} parts inside, the limit for a workbook."),
            file=name,
            limit=MAX_MEMBERS,
        )
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _too_large(name)
    if any(_ratio(member) > MAX_RATIO for member in members if member.file_size > SMALL):
        raise Refused(
            mark("{file} grows more than {limit} times when unpacked: save the table as CSV."),
            file=name,
            limit=MAX_RATIO,
        )


def _ratio(member: zipfile.ZipInfo) -> float:
    return member.file_size / max(member.compress_size, 1)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if member.filename.endswith((".xml", ".rels")):
        with archive.open(member) as stream:
            _refuse_dtd(stream, name)
    sheet = member.filename.startswith("xl/worksheets/")
    area = _Area()
    with archive.open(member) as stream:
        rest = b""
        while piece := stream.read(CHUNK):
            if sheet:
                rest = area.grow(rest + piece)
    if area.cells > MAX_SHEET_CELLS or area.columns > MAX_COLUMNS:
        raise Refused(
            mark(
                "{file}: a sheet spans more than {cells} cells or {columns} columns, the limit. "
                "Delete cells far from the table, or save it as CSV."
            ),
            file=name,
            cells=MAX_SHEET_CELLS,
            columns=MAX_COLUMNS,
        )


def _refuse_dtd(stream: IO[bytes], name: str) -> None:
    """A document type can only stand before the first element."""
    try:
        next(iterparse(_Prolog(stream), events=("start",), forbid_dtd=True), None)
    except DefusedXmlException:
        raise Refused(
            mark("{file} holds XML entities or a document type, which workbooks never need."),
            file=name,
        ) from None
    except (ParseError, LookupError):
        raise damaged(name) from None


class _Prolog:
    """The start of a stream; ends after 64 KB, so that a prolog cannot be hidden behind more."""

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self._left = MAX_PROLOG

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none after the limit."""
        piece = self._stream.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece


class _Area:
    """The rectangle that the cells of a sheet span."""

    def __init__(self) -> None:
        self.columns = 0
        self._first = 0
        self._last = 0

    @property
    def cells(self) -> int:
        """Rows x columns of the rectangle."""
        return self.columns * (self._last - self._first + 1)

    def grow(self, piece: bytes) -> bytes:
        """Take in the cells of a piece of XML; returns its end, where a cell may be cut."""
        found = CELL.findall(piece)
        if found:
            self.columns = max(self.columns, *map(_number, {letters for letters, _ in found}))
            rows = int(found[0][1]), int(found[-1][1])
            self._first = min(self._first or rows[0], *rows)
            self._last = max(self._last, *rows)
        return piece[-24:]


def _number(letters: bytes) -> int:
    """A=1, Z=26, AA=27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large(name: str) -> Refused:
    return Refused(
        mark("{file} unpacks to more than {limit} MB, the limit: save the table as CSV."),
        file=name,
        limit=MAX_UNPACKED // 1_000_000,
    )
