"""What a file is, by its bytes and never by its name; what cannot be a table is refused."""

import re
import zipfile
from pathlib import Path

from loyalty.ingest.limits import MAX_FILE
from loyalty.language import mark
from loyalty.problems import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")
DATABASES = (b"SQLite format 3\x00", b"\x89HDF", b"ARROW1", b"Obj\x01", b"ORC", b"$FL2", b"<stata")
PICKLE = re.compile(rb"\x80[\x01-\x05]|\(?[dl]p\d+\n|\(?[cd]?c[\w.]+\n[\w.]+\n")
PAGE = re.compile(rb"\s*<(!doctype html|html|head|body|table|meta)\b", re.IGNORECASE)
MARKUP = re.compile(rb"\s*<(\?xml|!doctype)\b", re.IGNORECASE)
JSON = re.compile(rb'\s*(\{\s*"|\[\s*[\[{])')


def kind(path: Path, name: str) -> str:
    """``text``, ``workbook`` or ``parquet``; Refused for anything else."""
    size = path.stat().st_size
    if size == 0:
        raise Refused(mark("{file} is empty: choose a file that holds a table."), file=name)
    if size > MAX_FILE:
        raise Refused(
            mark("{file} is larger than {limit} MB, the limit for one file: split it by date."),
            file=name,
            limit=MAX_FILE // 1024**2,
        )
    with path.open("rb") as file:
        start = file.read(4096)
    _refuse_foreign(path, start, name)
    if start.startswith((b"PAR1", b"PARE")):
        return "parquet"
    return "workbook" if start.startswith(b"PK") and _is_zip(start) else "text"


def _refuse_foreign(path: Path, start: bytes, name: str) -> None:
    text = _foreign_archive(path, start) or _foreign_file(start) or _foreign_text(path, start)
    if text:
        raise Refused(text, file=name)


def _is_zip(start: bytes) -> bool:
    return start[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08")


def _foreign_archive(path: Path, start: bytes) -> str:
    if start.startswith(OLE):
        return _old_office(path)
    if start.startswith(b"PK") and _is_zip(start):
        return _foreign_zip(path)
    if start.startswith(PACKED):
        return mark("{file} is a compressed archive: unpack it and upload the table inside.")
    return ""


def _old_office(path: Path) -> str:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return mark("{file} is protected by a password: save a copy without it and upload that.")
    return mark("{file} is a file of an old Office program (.xls): save it as XLSX or CSV.")


def _foreign_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return mark("{file} is damaged or incomplete: save it again and upload it anew.")
    if "xl/workbook.bin" in members:
        return mark("{file} is a binary workbook (.xlsb): save it as XLSX or CSV.")
    if "xl/workbook.xml" not in members:
        return mark("{file} is a ZIP archive, not a workbook: unpack it and upload the table.")
    return ""


def _foreign_file(start: bytes) -> str:
    if start.startswith(PROGRAMS) or (start.startswith(b"MZ") and b"\x00" in start):
        return mark("{file} is a program, not a table: upload CSV, XLSX or Parquet.")
    if start.startswith(b"%PDF"):
        return mark("{file} is a PDF: export the table it shows as CSV or XLSX.")
    if start.startswith(PICTURES):
        return mark("{file} is a picture or a recording: upload CSV, XLSX or Parquet.")
    if start.startswith(DATABASES):
        return mark("{file} is a database or a file of another program: export CSV or Parquet.")
    return ""


def _foreign_text(path: Path, start: bytes) -> str:
    if PICKLE.match(start) and path.read_bytes().rstrip()[-1:] == b".":
        return mark("{file} is a Python pickle, which can run code: export CSV or Parquet.")
    if PAGE.match(start.removeprefix(b"\xef\xbb\xbf")):
        return mark("{file} is a web page: open it in a spreadsheet program and save it as XLSX.")
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        return mark("{file} is an XML file: export the table as CSV, XLSX or Parquet.")
    if JSON.match(start):
        return mark("{file} is a JSON file: export the table as CSV, XLSX or Parquet.")
    return ""
