"""Read examined files into stored tables. Runs in the child process."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from loyalty.ingest import currency, findings, fold, late, lines, tables, wide
from loyalty.ingest.convert import Converted, convert
from loyalty.ingest.examine import Examined, assumptions, examine
from loyalty.ingest.records import Origin, Reading, Source
from loyalty.ingest.refusals import unanswered
from loyalty.language import mark
from loyalty.problems import Problem, Refused
from loyalty.schema import TABLES, TIME, Field

ROW_GROUP = 1_000_000
SCORES = tuple(Field(code, pa.float64(), code) for code in wide.SURVEYS)
WIDE_FIELDS = (*TABLES["customers"].fields, Field("time", TIME, "time"), *SCORES)

Progress = Callable[[float, str], None]


@dataclass
class Work:
    """What was read so far: converted files by table, findings, and where files came from."""

    orders: list[tuple[Converted, Reading]] = field(default_factory=list)
    customers: list[pa.Table] = field(default_factory=list)
    answers: list[pa.Table] = field(default_factory=list)
    others: dict[str, list[pa.Table]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    dated: list[late.Dated] = field(default_factory=list)


def read(
    sources: Sequence[Source], out: Path, reserved: Sequence[str], progress: Progress
) -> dict[str, object]:
    """Read all files, write one Parquet file per table into `out`; returns plain data."""
    work = Work()
    for number, source in enumerate(sources):
        progress(0.8 * number / len(sources), mark("Reading and converting"))
        _file(work, source, reserved)
    progress(0.8, mark("Folding lines into orders"))
    done, kept = _tables(work)
    work.problems += late.of_files(work.dated, date.today())
    progress(0.9, mark("Writing"))
    for name, table in done.items():
        _write(table, out / f"{name}.parquet")
    return {
        "tables": list(done),
        "problems": [problem.as_dict() for problem in work.problems],
        "rows": {name: table.num_rows for name, table in done.items()},
        "currency": kept,
        "sources": [vars(origin) for origin in work.origins],
    }


def _file(work: Work, source: Source, reserved: Sequence[str]) -> None:
    digest = _sha256(source.path)
    if any(origin.sha256 == digest for origin in work.origins):
        text = mark("The file is the same as another one: it was read once.")
        work.problems.append(Problem("assumed", text, source.name, count=1))
        return
    seen = examine(source)
    if seen.questions:
        raise unanswered(seen.questions[0], seen, source.name)
    grid = seen.loaded.grid
    done = _converted(seen)
    work.problems += [*grid.problems, *_skipped(seen), *assumptions(seen)]
    work.problems += seen.conventions.problems
    _sort_in(work, done, seen, source.reading, reserved)
    work.problems += done.problems if seen.found.table != "orders" else []
    work.origins.append(Origin(source.name, digest, grid.table.num_rows))


def _converted(seen: Examined) -> Converted:
    table = seen.found.table
    fields = WIDE_FIELDS if table == "customers" else TABLES[table].fields
    required = tuple(f.name for f in fields if f.required)
    done = convert(seen.loaded.grid, seen.fields, fields, required, seen.conventions)
    return done


def _sort_in(
    work: Work, done: Converted, seen: Examined, reading: Reading, reserved: Sequence[str]
) -> None:
    table = seen.found.table
    _refuse_none(done)
    work.dated += late.dated(done) if table != "orders" else []
    if table == "orders":
        work.orders.append((done, reading))
    elif table == "customers":
        found, problems = wide.customers(done, seen.attributes, reserved)
        work.customers.append(found)
        scores = wide.answers(done)
        work.answers += [scores] if scores is not None else []
        work.problems += problems
    else:
        done.problems += tables.repeated(done)
        stored = tables.stored(table, done.kept()[0])
        (work.answers if table == "answers" else work.others.setdefault(table, [])).append(stored)


def _tables(work: Work) -> tuple[dict[str, pa.Table], str | None]:
    done: dict[str, pa.Table] = {}
    kept = None
    if work.customers:
        done["customers"], found = wide.merged(work.customers)
        work.problems += found
    if work.orders:
        folded, kept = _orders(work)
        done |= folded
    for name, stacked in {**work.others, "answers": work.answers}.items():
        if stacked:
            done[name] = tables.stack(name, stacked)
    return done, kept


def _orders(work: Work) -> tuple[dict[str, pa.Table], str | None]:
    found = sorted({code for done, _ in work.orders for code in _currencies(done)})
    stated = {c: r for _, reading in work.orders for c, r in (reading.rates or {}).items()}
    rates, kept = currency.settle(found, stated)
    built = []
    while work.orders:
        done, reading = work.orders.pop(0)
        built.append(lines.build(done, reading, rates))
        _refuse_none(done)
        work.dated += late.dated(done)
        work.problems += done.problems
    if rates:
        work.problems += [_converted_at(code, rate) for code, rate in rates.items() if rate != 1]
    folded = fold.fold(built)
    orders = fold.orders(folded)
    work.problems += [*findings.of_lines(folded), *findings.of_customers(orders)]
    products = fold.products(folded)
    return {"orders": orders} | ({} if products is None else {"lines": products}), kept


def _currencies(done: Converted) -> list[str]:
    rows = currency.of_rows(done.grid, done.names)
    if rows is not None:
        done.columns["currency"] = rows
    return list(currency.counts(rows))


def _refuse_none(done: Converted) -> None:
    """A file of which nothing is left is refused, with the commonest reason."""
    if not done.rejected.all():
        return
    reasons = [problem for problem in done.problems if problem.kind == "rejected"]
    worst = max(reasons, key=lambda problem: problem.count)
    raise Refused(
        mark("{file}: no row can be used. Most often in column “{column}”: {reason}"),
        file=done.grid.file,
        column=worst.column,
        reason=worst.sentence(),
    )


def _skipped(seen: Examined) -> list[Problem]:
    grid = seen.loaded.grid
    if not grid.ragged_count:
        return []
    text = mark("Rows with another number of fields than the header were left out.")
    return [Problem("rejected", text, grid.file, "", grid.ragged_count, grid.ragged)]


def _converted_at(code: str, rate: float) -> Problem:
    text = mark("Amounts in {currency} were converted at the rate {rate} you stated.")
    return Problem("assumed", text, count=1, values={"currency": code, "rate": rate})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(table: pa.Table, path: Path) -> None:
    """Parquet without metadata that could differ between equal tables."""
    plain = table.replace_schema_metadata(None).combine_chunks()
    pq.write_table(plain, path, compression="zstd", row_group_size=ROW_GROUP)
