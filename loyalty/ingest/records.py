"""What goes into reading a file and what comes out: plain records, all JSON-able."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import Field

from loyalty.language import Translate, mark, sentences
from loyalty.problems import Problem
from loyalty.study.base import Key, Record

Dates = Literal["iso", "dmy", "mdy", "ymd", "serial", "epoch"]
Kind = Literal["customers", "orders", "events", "answers", "campaigns", "wide"]
Rate = Annotated[float, Field(gt=0, lt=1e6, allow_inf_nan=False)]
Progress = Callable[[float, str], None]


class Reading(Record):
    """How to read one file; what is None is found out, or asked when it cannot be.

    Attributes:
        encoding: Python's name of the text encoding. delimiter: "," ";" "\\t" "|" or " ".
        decimal: the decimal sign. dates: the order of 04/03/2024, or serial (Excel), epoch (Unix).
        sheet: name of a workbook's sheet. header: whether the first row holds names.
        table: what the file holds; "wide" is a customer table that also holds survey scores.
        mapping: their column -> our field, "" = leave out; other columns follow the proposal.
        ragged: rows with too many or too few fields stop the reading, or are skipped and listed.
        returned: "refund": a line marked as returned subtracts its amount; "void": it counts
            nothing.
        rates: currency -> rate to the currency that is kept.
    """

    encoding: str | None = Field(None, max_length=40)
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    decimal: Literal[".", ","] | None = None
    dates: Dates | None = None
    sheet: str | None = Field(None, max_length=200)
    header: bool | None = None
    table: Kind | None = None
    mapping: dict[str, str] | None = None
    ragged: Literal["stop", "skip"] = "stop"
    returned: Literal["refund", "void"] = "refund"
    rates: dict[Key, Rate] | None = None


@dataclass(frozen=True)
class Source:
    """A file to read: where it lies, what the user calls it, how to read it."""

    path: Path
    name: str
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class Match:
    """What a column is taken for: our field or "", and the reason (marked for translation)."""

    column: str
    field: str
    reason: str
    confidence: float


@dataclass(frozen=True)
class Question:
    """What cannot be found out from the file alone.

    Attributes:
        option: the `Reading` field that answers it; map stands for mapping.
        text: marked template, filled with `values`.
        choices: (value to set, preview of what it would give).
        hints: marked sentences about what to do where no answer fits.
    """

    option: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    hints: tuple[str, ...] = ()

    def sentence(self, _: Translate = str) -> str:
        """The question in the language of `_`, with its hints."""
        return sentences([_(self.text).format(**self.values), *map(_, self.hints)], _)


@dataclass(frozen=True)
class Inspection:
    """What a file seems to hold, before anything is converted.

    Attributes:
        kind: text, workbook or parquet. table: the kind of table, "" when it cannot be told.
        encoding, delimiter: of a text file, else "". sheets: of a workbook.
        columns: names as shown (duplicates and blanks renamed).
        proposal: one match per column. questions: what must be answered before `read`.
        preview: the first 20 rows as text. rows: how many there are.
        header_signature: the same for every file with the same header.
        problems: findings about the file so far. dates, decimal: the conventions found, or "".
    """

    kind: str
    table: str
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    proposal: tuple[Match, ...] = ()
    questions: tuple[Question, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    rows: int = 0
    header_signature: str = ""
    problems: tuple[Problem, ...] = ()
    dates: str = ""
    decimal: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Inspection":
        """Read what `as_dict` wrote, also after it went through JSON."""
        parts = {
            "sheets": tuple(data["sheets"]),
            "columns": tuple(data["columns"]),
            "proposal": tuple(Match(**match) for match in data["proposal"]),
            "questions": tuple(_question(question) for question in data["questions"]),
            "preview": tuple(tuple(row) for row in data["preview"]),
            "problems": tuple(Problem.from_dict(problem) for problem in data["problems"]),
        }
        return cls(**{**data, **parts})


@dataclass(frozen=True)
class Origin:
    """A file that was read: its name, the SHA-256 of its bytes, and its rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Result:
    """Tables written as Parquet with the columns of `schema.STORED`, and what was found.

    Attributes:
        tables: name of the table -> its file. rows: name of the table -> its rows.
        currency: of the amounts, when the files tell.
    """

    tables: dict[str, Path]
    problems: list[Problem]
    rows: dict[str, int]
    currency: str | None
    sources: list[Origin]


@dataclass(frozen=True)
class Closings:
    """How far feedback cases got, as a file says.

    Attributes:
        seen: how the file is read, and what must be asked first.
        rows: time, row (as a spreadsheet shows it) and, where the file has them, case_id,
            customer_id, status, owner, note; None while something must be asked.
        problems: what reading found.
    """

    seen: Inspection
    rows: pa.Table | None
    problems: list[Problem]


def display_name(name: str) -> str:
    """A file name as text that is safe to show: no folders, no control characters, <= 120."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return (shown[:117] + "...") if len(shown) > 120 else shown or mark("unnamed file")


def _question(data: Mapping[str, Any]) -> Question:
    choices = tuple((value, preview) for value, preview in data["choices"])
    return Question(data["option"], data["text"], choices, data["values"], tuple(data["hints"]))
