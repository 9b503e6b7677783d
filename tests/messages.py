"""Collect every marked text and bring the catalogue up to date: ``make messages``.

New texts come in with an empty translation (fill it in ``loyalty.po``), texts no longer used go.
"""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, extract, pofile

from loyalty.language import LANGUAGES, catalogue_path

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "mark": None}
DAY = datetime(2026, 11, 22, tzinfo=UTC)  # fixed: an update without new texts changes nothing
HEADER = {
    "project": "Loyalty Lab",
    "version": "0.1",
    "copyright_holder": "The Loyalty Lab developers",
    "msgid_bugs_address": "",
    "last_translator": "The Loyalty Lab developers",
    "language_team": "",
    "creation_date": DAY,
    "revision_date": DAY,
    "header_comment": "# Loyalty Lab. MIT licence, as the project.",
}
SOURCES = ("app.py", "pages/**/*.py", "loyalty/**/*.py")


def texts() -> set[str]:
    """Every English text marked in the app, its pages and the package."""
    found: set[str] = set()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            with path.open("rb") as file:
                for _line, text, _comments, _context in extract.extract("python", file, KEYWORDS):
                    found.add(text)
    return {text for text in found if text}


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one before there is a file."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def update(language: str) -> int:
    """Bring the catalogue up to date; how many texts wait for a translation."""
    before, after = read(language), Catalog(**HEADER, locale=language, fuzzy=False)
    for text in sorted(texts()):
        old = before.get(text)
        after.add(text, string=old.string if old else "")
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(file, after, width=100, omit_header=False, sort_output=True)
    return sum(not message.string for message in after if message.id)


if __name__ == "__main__":
    for code in LANGUAGES:
        if code != "en":
            print(f"{code}: {update(code)} texts to translate in {catalogue_path(code).name}")
