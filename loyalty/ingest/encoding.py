"""Which encoding a text file has: by mark, by pattern, by strict decoding, else a question."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loyalty.ingest.names import known_words
from loyalty.language import mark
from loyalty.problems import Refused

CHUNK = 1024**2
SAMPLE = 256 * 1024
MAX_CONTROLS = 0.01
CANDIDATES = 6
MIXED = re.compile("[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
LEGACY = (
    "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "cp1252", "cp1250", "cp1251", "cp1253",
    "cp1254", "iso8859-15", "koi8-r",
)  # fmt: skip
KNOWN = (
    *MARKS.values(), *LEGACY, "utf-8-sig", "utf-16", "utf-32", "ascii", "gbk", "gb2312", "big5",
    "cp950", "shift_jis", "euc_kr", "iso8859-1", "iso8859-2", "mac-roman", "cp437", "cp850",
    "cp874", "cp1255", "cp1256", "cp1257", "cp1258", "hz", "iso2022_jp",
)  # fmt: skip


@dataclass(frozen=True)
class Encoding:
    """The encoding to use; when it is not `sure`, the others it could be, likeliest first.

    `previews` shows for each candidate the first lines that tell them apart.
    """

    name: str
    sure: bool = True
    candidates: tuple[str, ...] = ()
    previews: tuple[str, ...] = ()


def find(path: Path, chosen: str | None, file: str) -> Encoding:
    """The encoding of a text file; Refused when its bytes are not text."""
    if chosen:
        return Encoding(_known(chosen))
    with path.open("rb") as stream:
        start = stream.read(SAMPLE)
    marked = next((name for sign, name in MARKS.items() if start.startswith(sign)), None)
    name = marked or _without_mark(start)
    if name:
        return Encoding(name)
    return Encoding("utf-8") if _is_utf8(path, start, file) else _legacy(path, file)


def decode(path: Path, encoding: str, file: str) -> Iterator[str]:
    """The text of a file in pieces, strictly decoded and without a byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as stream:
        stream.seek(_mark_length(stream.read(4), encoding))
        while True:
            piece = stream.read(CHUNK)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                raise _unreadable(
                    file, encoding, lines + piece.count(b"\n", 0, error.start)
                ) from None
            lines += text.count("\n")
            yield text
            if not piece:
                return


def sample(path: Path, encoding: str, file: str, length: int = SAMPLE) -> str:
    """The first `length` characters or so."""
    text = ""
    for piece in decode(path, encoding, file):
        text += piece
        if len(text) >= length:
            break
    return text[:length]


def refuse_binary(text: str, file: str) -> None:
    """Refuse what holds more control characters than text ever does."""
    controls = sum(
        unicodedata.category(sign) == "Cc" for sign in text if sign not in "\t\r\n\f\x00"
    )
    if controls > MAX_CONTROLS * len(text) or text.count("\x00") > 0.1 * len(text):
        raise _not_text(file)


def _known(name: str) -> str:
    allowed = {codecs.lookup(known).name for known in KNOWN}
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        found = ""
    if found not in allowed:
        raise Refused(
            mark("The encoding you chose is not known. Known are, among others: {names}."),
            names=", ".join(("utf-8", "utf-16", *LEGACY)),
        )
    return found


def _mark_length(start: bytes, encoding: str) -> int:
    name = codecs.lookup(encoding).name
    for sign, marked in MARKS.items():
        if start.startswith(sign) and codecs.lookup(marked).name == name:
            return len(sign)
    return 0


def _without_mark(start: bytes) -> str | None:
    """UTF-16 without a mark: its line ends or separators are ASCII beside a zero byte."""
    even = start[: len(start) // 2 * 2]
    low, high = even[0::2], even[1::2]
    plain = b",;\t|\r\n 0123456789"
    little = sum(a in plain and b == 0 for a, b in zip(low, high, strict=True))
    big = sum(b in plain and a == 0 for a, b in zip(low, high, strict=True))
    if max(little, big) < 0.05 * len(low):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _is_utf8(path: Path, start: bytes, file: str) -> bool:
    try:
        for _piece in decode(path, "utf-8", file):
            pass
    except Refused:
        return False
    return True


def _legacy(path: Path, file: str) -> Encoding:
    lines = _foreign_lines(path)
    texts = {name: text for name in LEGACY if (text := _decoded(lines, name)) is not None}
    texts = {name: text for name, text in texts.items() if not _odd(text)}
    if not texts:
        raise _not_text(file)
    ranked = _ranked(lines, texts)
    known = [name for name in ranked if known_words(texts[name].partition("\n")[0])]
    if len(known) == 1:
        return Encoding(known[0])
    distinct = list(dict.fromkeys(_first_alike(name, texts) for name in ranked))
    likely = tuple(distinct[:CANDIDATES])
    shown = tuple(_telling_lines(texts[name]) for name in likely)
    return Encoding(likely[0], len(distinct) == 1, likely, shown)


def _telling_lines(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if not line.isascii()]
    return "\n".join(line[:100] for line in lines[:3])


def _first_alike(name: str, texts: dict[str, str]) -> str:
    """The first encoding in our order that gives the same text."""
    return next(other for other in LEGACY if texts.get(other) == texts[name])


def _foreign_lines(path: Path) -> bytes:
    """The header and the lines that are not plain ASCII, up to a sample's length."""
    kept: list[bytes] = []
    size = 0
    with path.open("rb") as stream:
        while line := stream.readline(SAMPLE):
            if not kept or not line.isascii():
                kept.append(line)
                size += len(line)
            if size > SAMPLE:
                break
    return b"".join(kept)


def _decoded(lines: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(lines)
    except UnicodeDecodeError:
        return None


def _odd(text: str) -> bool:
    """Whether unassigned characters, or Latin and Greek letters in one word, say it is wrong."""
    foreign = re.sub(r"[\x00-\x7f]", "", text)
    odd = sum(unicodedata.category(sign) in ("Cc", "Co", "Cn") for sign in foreign)
    return odd + len(MIXED.findall(text)) > 0.02 * len(foreign)


def _ranked(lines: bytes, texts: dict[str, str]) -> list[str]:
    from charset_normalizer import from_bytes

    found = from_bytes(lines, cp_isolation=list(texts))
    order = [codecs.lookup(match.encoding).name for match in found]
    rank = {name: place for place, name in reversed(list(enumerate(order)))}
    return sorted(texts, key=lambda name: rank.get(codecs.lookup(name).name, len(order)))


def _unreadable(file: str, encoding: str, line: int) -> Refused:
    return Refused(
        mark("{file}: line {line} cannot be read as {encoding}: choose another encoding."),
        file=file,
        line=line,
        encoding=encoding,
    )


def _not_text(file: str) -> Refused:
    return Refused(
        mark("{file} does not look like a table in text form: upload CSV, XLSX or Parquet."),
        file=file,
    )
