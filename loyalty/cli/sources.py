"""The files and reading options of the command line as sources to read."""

import argparse
import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from loyalty import ingest
from loyalty.cli.arguments import READING
from loyalty.ingest import Reading, Source
from loyalty.ingest.mapping import offered
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.schema import TABLES

PLAIN = [option for option in READING if option not in ("map", "rates")]
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "space": " "}
WORDS: dict[str, dict[str, Any]] = {"delimiter": SIGNS, "header": {"yes": True, "no": False}}


def sources(arguments: argparse.Namespace) -> list[Source]:
    """Every file given to ``run`` with its table and its reading options."""
    files = [(name, path) for name in TABLES for path in getattr(arguments, name)]
    if not files:
        raise Refused(
            mark(
                "No table is given: name a file after --orders, --customers, --events or --answers."
            )
        )
    found = [Source(readable(path), path.name, _for(arguments, name)) for name, path in files]
    return _mapped(found, pairs("--map", arguments.map))


def _for(arguments: argparse.Namespace, table: str) -> Reading:
    return reading(arguments, table).model_copy(update={"table": table})


def reading(arguments: argparse.Namespace, table: str = "") -> Reading:
    """The reading options as they hold for one table, without the mapping."""
    chosen: dict[str, Any] = {}
    for option in PLAIN:
        for value in _values(getattr(arguments, option), table):
            chosen[option] = WORDS.get(option, {}).get(value, value)
    if arguments.rates:
        rates = pairs("--rates", arguments.rates)
        chosen["rates"] = {code.upper(): rate for code, rate in rates.items()}
    return checked(chosen)


def checked(chosen: Mapping[str, Any]) -> Reading:
    """The options as a reading; Refused names the option that cannot be so."""
    try:
        return Reading.model_validate(chosen)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(
            mark("--{option} cannot be “{value}”: {why}; see --help."),
            option=first["loc"][0],
            value=str(first["input"])[:100],
            why=first["msg"],
        ) from None


def pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    """``left=right`` pairs, separated by commas; quotes keep a comma in a name."""
    found: dict[str, str] = {}
    for text in texts:
        for pair in next(csv.reader([text], skipinitialspace=True), []):
            left, sign, right = pair.rpartition("=")
            if not sign or not left.strip():
                raise Refused(
                    mark("{option} takes pairs like left=right, not “{pair}”."),
                    option=option,
                    pair=pair,
                )
            found[left.strip()] = right.strip()
    return found


def readable(path: Path) -> Path:
    """The path of a file that is there."""
    if not path.is_file():
        raise Refused(mark("There is no file {path}."), path=str(path))
    return path


def _values(texts: Iterable[str], table: str) -> list[str]:
    """The values that hold for a table: those for all first, then those naming it."""
    split = [
        text.partition("=") if text.partition("=")[0] in TABLES else ("", "", text)
        for text in texts
    ]
    return [value for name in ("", table) for owner, _, value in split if owner == name]


def _mapped(found: list[Source], mapping: dict[str, str]) -> list[Source]:
    """Each file with those of the chosen columns that it has."""
    if not mapping:
        return found
    fitting = [_fitting(source, mapping) if len(found) > 1 else mapping for source in found]
    for column, field in mapping.items():
        if not any(column in chosen for chosen in fitting):
            raise Refused(
                mark("--map: no file has a column “{column}” that can be “{field}”."),
                column=column,
                field=field,
            )
    return [
        replace(source, reading=source.reading.model_copy(update={"mapping": chosen or None}))
        for source, chosen in zip(found, fitting, strict=True)
    ]


def _fitting(source: Source, mapping: dict[str, str]) -> dict[str, str]:
    """The choices whose column is in the file and whose field its table can have."""
    columns = ingest.inspect(source.path, source.name, source.reading).columns
    names = {name.casefold() for name in columns}
    fields = ("", *offered(str(source.reading.table)))
    return {
        column: field
        for column, field in mapping.items()
        if column.casefold() in names and field in fields
    }
