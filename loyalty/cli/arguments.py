"""The arguments of the command line."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from loyalty.language import LANGUAGES, mark
from loyalty.problems import Refused
from loyalty.schema import TABLES
from loyalty.study import FIRST_DAY, LAST_DAY

DESCRIPTION = "Loyalty Lab without the browser: the same functions the pages call."
RUN = "read the tables, apply the study, write the results into a folder"
INSPECT = "say what a file holds and how its columns would be matched, as JSON"
SIMULATE = "simulate the scenarios of a scenario file on the cells in it; needs no table"
SCHEMA = "print the JSON Schema of a study"

MOST_MONTHS = 120
READING = {
    "map": ("THEIRS=OURS,...", "their column = our field; nothing after = leaves the column out"),
    "dates": ("ORDER", "iso, dmy, mdy, ymd, serial (Excel) or epoch (Unix)"),
    "decimal": ("SIGN", "the decimal sign: . or ,"),
    "encoding": ("NAME", "text encoding such as utf-8 or gb18030"),
    "delimiter": ("SIGN", "comma, semicolon, tab, pipe, space, or the sign itself"),
    "sheet": ("NAME", "the sheet of a workbook"),
    "header": ("YES", "whether the first row holds names: yes or no"),
    "ragged": ("RULE", "rows with too many or too few fields: stop or skip"),
    "returned": ("RULE", "a line marked as returned: refund (subtracts) or void (counts nothing)"),
    "rates": ("CODE=RATE,...", "currency = its rate to the one currency to count in"),
}


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse instead of printing the usage."""
        raise Refused(mark("{message}; see --help."), message=message)


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments of ``python -m loyalty``."""
    parser = Parser(prog="python -m loyalty", description=DESCRIPTION, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _run(commands.add_parser("run", help=RUN, description=RUN, allow_abbrev=False))
    _inspect(commands.add_parser("inspect", help=INSPECT, description=INSPECT, allow_abbrev=False))
    _simulate(
        commands.add_parser("simulate", help=SIMULATE, description=SIMULATE, allow_abbrev=False)
    )
    commands.add_parser("schema", help=SCHEMA, description=SCHEMA, allow_abbrev=False)
    return parser.parse_args(words)


def _run(parser: argparse.ArgumentParser) -> None:
    tables = parser.add_argument_group("tables, each may be given several times")
    for name, table in TABLES.items():
        tables.add_argument(
            f"--{name}", type=Path, action="append", default=[], metavar="FILE", help=table.label
        )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="result folder")
    parser.add_argument("--study", type=Path, metavar="FILE", help="choices to apply (JSON)")
    parser.add_argument(
        "--as-of", type=_day, metavar="YYYY-MM-DD", help="ignore what happened after this day"
    )
    parser.add_argument(
        "--report", choices=LANGUAGES, help="also write report.html, in this language"
    )
    parser.add_argument(
        "--history", type=_months, default=0, metavar="MONTHS",
        help="also replay the segment rules at so many month-ends before the day",
    )  # fmt: skip
    parser.add_argument(
        "--draws", type=_draws, metavar="N",
        help="possible futures to simulate, from 100 to 10000; else as the study says",
    )  # fmt: skip
    _reading(parser, "for every file, or for one table as in --dates events=dmy")


def _inspect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--table", choices=[*TABLES, "wide"], help="what the file holds")
    _reading(parser, "what was found out wrongly or is asked")


def _simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="scenario file with its cells")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="result folder")


def _reading(parser: argparse.ArgumentParser, title: str) -> None:
    group = parser.add_argument_group(f"reading, {title}")
    for name, (value, text) in READING.items():
        group.add_argument(f"--{name}", action="append", default=[], metavar=value, help=text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("is no day; write YYYY-MM-DD") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"is not between {FIRST_DAY} and {LAST_DAY}")
    return day


def _draws(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 100 <= int(text) <= 10_000):
        raise argparse.ArgumentTypeError("is no number of draws from 100 to 10000")
    return int(text)


def _months(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_MONTHS):
        raise argparse.ArgumentTypeError(f"is no number of months from 1 to {MOST_MONTHS}")
    return int(text)
