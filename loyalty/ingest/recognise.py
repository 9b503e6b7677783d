"""Which table a file holds: the one whose fields its columns fill best."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from loyalty.ingest import mapping, matching, profile
from loyalty.ingest.grid import Grid
from loyalty.ingest.mapping import Chosen
from loyalty.ingest.matching import CONFIDENT, Candidate
from loyalty.ingest.profile import Profile
from loyalty.language import mark

# Of equally good tables the more special one.
ORDER = ("answers", "events", "campaigns", "orders", "customers")
UNIQUE = 0.98

ONLY_DATES = mark("The only column that holds dates.")
FIRST_DATES = mark("The first of several columns that hold dates.")
ONLY_AMOUNTS = mark("The only column of amounts with decimals.")
FIRST_AMOUNTS = mark("The first of several columns of amounts with decimals.")
REPEATS = mark("Looks like an identifier, and its values repeat.")
SAME_PEOPLE = mark("Looks like an identifier; another column tells the same customers apart.")
FIRST_ID = mark("The first of several columns that look like identifiers.")
COUNTS = mark("Small whole numbers.")


@dataclass(frozen=True)
class Recognised:
    """A table's fields found in a file, and the survey scores beside them."""

    table: str
    fields: dict[str, Candidate]
    surveys: dict[str, str]
    missing: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The table, or "wide" for customers with survey scores."""
        return "wide" if self.surveys else self.table


def recognise(grid: Grid, table: str | None, chosen: Chosen) -> Recognised:
    """The table a file holds, or how well it fits the one that was asked for."""
    columns = profile.profiles(grid)
    if table:
        found = _fit(grid, columns, "customers" if table == "wide" else table, chosen)
        return _survey(grid, columns, found, chosen) if found.missing else found
    offered = [name for name in ORDER if mapping.allows(name, chosen)]
    found_all = [_fit(grid, columns, name, chosen) for name in offered or ORDER]
    return max(found_all, key=lambda found: _score(found, grid, columns))


def _fit(grid: Grid, columns: dict[str, Profile], table: str, chosen: Chosen) -> Recognised:
    mapping.check(table, chosen, grid)
    fields = mapping.fields(chosen, table)
    free = {name: seen for name, seen in columns.items() if name not in chosen}
    named = matching.by_name(free, table)
    fields |= {name: found for name, found in named.items() if name not in fields}
    surveys = _surveys(chosen, free) if table == "customers" else {}
    if surveys:
        fields |= _answer_time(free, fields)
    taken = {found.column for found in fields.values()}
    surveys = {column: code for column, code in surveys.items() if column not in taken}
    if table == "orders":
        fields |= _by_content(grid, free, fields)
    return Recognised(table, fields, surveys, _missing(table, fields))


def _surveys(chosen: Chosen, free: dict[str, Profile]) -> dict[str, str]:
    picked = {column: field for column, field in chosen.items() if field in mapping.SURVEYS}
    found = matching.surveys(list(free))
    return picked | {column: code for column, code in found.items() if code not in picked.values()}


def _missing(table: str, fields: dict[str, Candidate]) -> tuple[str, ...]:
    sure = {name for name, found in fields.items() if found.confidence >= CONFIDENT}
    if table == "orders" and {"unit_price", "quantity"} <= sure:
        sure.add("amount")
    return tuple(name for name in matching.required(table) if name not in sure)


def _survey(
    grid: Grid, columns: dict[str, Profile], found: Recognised, chosen: Chosen
) -> Recognised:
    """Answers with one column per question are a wide table too."""
    if found.table != "answers" or not matching.surveys(list(columns)):
        return found
    return _fit(grid, columns, "customers", chosen)


def _answer_time(columns: dict[str, Profile], fields: dict[str, Candidate]) -> dict[str, Candidate]:
    """When the survey was answered: a column named so, or the plain date."""
    found = matching.by_name(columns, "answers").get("time")
    taken = {candidate.column for candidate in fields.values()}
    return {"time": found} if found and found.column not in taken else {}


def _score(found: Recognised, grid: Grid, columns: dict[str, Profile]) -> tuple[bool, int, float]:
    complete = not found.missing
    if found.table == "customers" and not found.surveys:
        complete = complete and _unique(found, grid)
    if found.table == "orders" and complete:
        complete = _named_orders(found, grid) and _filled(found, columns)
    named = [field for field in found.fields.values() if field.confidence >= CONFIDENT]
    return complete, len(named) + 2 * len(found.surveys), -float(ORDER.index(found.table))


def _unique(found: Recognised, grid: Grid) -> bool:
    ids = grid.table[found.fields["customer_id"].column]
    return len(ids.unique()) >= UNIQUE * len(ids)


def _named_orders(found: Recognised, grid: Grid) -> bool:
    """A customer list with, say, the last order's date is no list of orders."""
    names = ("time", "amount" if "amount" in found.fields else "unit_price")
    exact = all(found.fields[name].confidence > 0.65 for name in names)
    return exact or "order_id" in found.fields or not _unique(found, grid)


def _filled(found: Recognised, columns: dict[str, Profile]) -> bool:
    """A log of touchpoints in which a few rows are purchases is no list of orders."""
    priced = found.fields.get("amount") or found.fields["unit_price"]
    log = "touchpoint" in matching.by_name(columns, "events")
    return columns[priced.column].filled >= 0.8 or not log


def _by_content(
    grid: Grid, columns: dict[str, Profile], fields: dict[str, Candidate]
) -> dict[str, Candidate]:
    """What the values alone say about an order file's missing columns."""
    taken = {found.column for found in fields.values()}
    free = {name: seen for name, seen in columns.items() if name not in taken}
    found: dict[str, Candidate] = {}
    if "time" not in fields:
        found |= _only(free, "time", lambda seen: seen.is_date, (ONLY_DATES, FIRST_DATES))
    if not {"amount", "unit_price"} & set(fields):
        found |= _only(free, "amount", _is_amount, (ONLY_AMOUNTS, FIRST_AMOUNTS))
    free = {name: seen for name, seen in free.items() if name not in _columns(found)}
    if "customer_id" not in fields:
        found |= _customer(grid, free)
    if not grid.header:
        found |= _only(free, "quantity", lambda seen: seen.is_count, (COUNTS, COUNTS))
    return found


def _columns(found: dict[str, Candidate]) -> set[str]:
    return {candidate.column for candidate in found.values()}


def _is_amount(seen: Profile) -> bool:
    return seen.numeric >= 0.95 and seen.fractional >= 0.2 and not seen.is_date


def _only(
    free: dict[str, Profile],
    field: str,
    test: Callable[[Profile], bool],
    reasons: tuple[str, str],
) -> dict[str, Candidate]:
    """The one column that passes a test, or with little confidence the first of several."""
    passed = [name for name, seen in free.items() if test(seen)]
    if not passed:
        return {}
    only = len(passed) == 1
    reason, confidence = (reasons[0], 0.7) if only else (reasons[1], 0.4)
    return {field: Candidate(passed[0], field, reason, confidence, 0)}


def _customer(grid: Grid, free: dict[str, Profile]) -> dict[str, Candidate]:
    """An identifier whose values repeat; two that tell the same rows apart are as good as one."""
    rows = grid.table.num_rows
    ids = [name for name, seen in free.items() if seen.is_id and seen.distinct < rows * UNIQUE]
    if not ids:
        return {}
    groups = [profile.partition(grid.table[name]) for name in ids]
    alike = all(np.array_equal(groups[0], group) for group in groups[1:])
    reason = FIRST_ID if not alike else REPEATS if len(ids) == 1 else SAME_PEOPLE
    confidence = 0.7 if alike and not grid.header else 0.4
    return {"customer_id": Candidate(ids[0], "customer_id", reason, confidence, 0)}
