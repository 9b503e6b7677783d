"""``run``: tables and a study in, result files out."""

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from loyalty import adoption, analysis, engine, ingest, outputs, report
from loyalty.analysis import Base
from loyalty.cli.placing import place
from loyalty.cli.sources import readable, sources
from loyalty.contents import is_synthetic
from loyalty.engine import Tables
from loyalty.ingest import Source
from loyalty.language import mark, translator
from loyalty.outcome import Outcome, outcome
from loyalty.outputs import Provenance
from loyalty.problems import Problem, Refused
from loyalty.store.files import sha256
from loyalty.study import Study, from_json

MONTHS = 36


def run(arguments: argparse.Namespace) -> str:
    """Write all results into the folder; what to tell on the screen."""
    chosen = sources(arguments)
    given = _given(arguments.study) if arguments.study else None
    with tempfile.TemporaryDirectory() as folder:
        read = ingest.read(chosen, Path(folder) / "tables")
        found = _results(engine.open_tables(read.tables), given, arguments)
        files = _files(found, read.problems, _provenance(chosen, read), arguments.report)
    place(files, arguments.out)
    return f"{len(found.customers)} customers as of {found.study.as_of} -> {arguments.out}\n"


def _results(tables: Tables, given: Study | None, arguments: argparse.Namespace) -> Outcome:
    as_of = arguments.as_of or (given.as_of if given else _day(tables))
    if set(tables) <= {"campaigns"}:
        raise Refused(
            mark("Campaigns alone hold no customers: add --orders, --events or --answers.")
        )
    base = analysis.base(tables, as_of, given)
    if base.customers.empty:
        raise Refused(mark("No row is dated on or before {day}; see --as-of."), day=as_of)
    study = _study(given, base, as_of, tables)
    chosen = study.change(draws=arguments.draws) if arguments.draws else study
    return outcome(tables, chosen, base, arguments.history)


def _given(path: Path) -> Study:
    """The study of a file, refused before the tables are read where no data could follow it."""
    study = from_json(readable(path).read_bytes())
    adoption.check(study)
    return study


def _study(given: Study | None, base: Base, as_of: date, tables: Tables) -> Study:
    """The given study, completed; else the default choices over 36 months."""
    if given is None:
        return analysis.first_study(base, as_of).change(months=MONTHS)
    return adoption.adopt(given.model_copy(update={"as_of": as_of}), base, tables)


def _day(tables: Tables) -> date:
    try:
        return analysis.default_day(tables)
    except Refused:
        raise Refused(
            mark("No order, event or answer has a time: say the day of the study with --as-of.")
        ) from None


def _files(
    found: Outcome, problems: Sequence[Problem], source: Provenance, language: str | None
) -> dict[str, bytes]:
    files = outputs.files(found, problems, source)
    if language:
        text = report.summary(found, problems, source, translator(language), language)
        files["report.html"] = text.encode()
    return files


def _provenance(chosen: Sequence[Source], read: ingest.Result) -> Provenance:
    """The files as they were read, in the order given; a file given twice stands there once."""
    rows = {origin.sha256: origin.rows for origin in read.sources}
    inputs: dict[str, Source] = {}
    for source in chosen:
        inputs.setdefault(sha256(source.path), source)
    listed = [
        {"name": source.name, "sha256": digest, "rows": rows[digest]}
        | {"reading": source.reading.model_dump(mode="json", exclude_none=True)}
        for digest, source in inputs.items()
    ]
    names = ", ".join(dict.fromkeys(source.name for source in inputs.values()))
    invented = any(is_synthetic(source.path) for source in chosen)
    return Provenance(names, listed, read.rows, read.currency, invented)
