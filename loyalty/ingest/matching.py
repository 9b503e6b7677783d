"""Columns of a file -> fields of a table: by name, then by content; each with its reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from loyalty.ingest import names
from loyalty.ingest.profile import Profile
from loyalty.ingest.records import Match
from loyalty.language import mark
from loyalty.questions import STAGES
from loyalty.schema import CUSTOMER, CUSTOMERS, TABLES, TIME, Field

ATTRIBUTE = "attribute"
CONFIDENT = 0.6
OWN_NAMES = 1  # ranks of a field's name and label, which no other name rivals
OWN_EXPORT = frozenset({"loyalty_index", "weight_share", "level", "segment"})

BY_NAME = mark("Its name says so.")
BY_UNIT = mark("Its name says so, apart from what stands in brackets.")
BY_WORD = mark("Its name contains the word, and its values fit.")
BY_NAME_ONLY = mark("Named like it, but its values do not look like it.")
FIRST_OF = mark("Its name says so; another column's name does too.")
ONE_OF = mark("One of several columns that could be it.")
LEFT_OUT = mark("No field fits: left out.")
KEPT = mark("No field fits: kept as an attribute of the customer.")
SURVEY = mark("A survey score: becomes an answer.")
CHOSEN = mark("You chose it.")


@dataclass(frozen=True)
class Candidate:
    """A column that could be a field; the higher `confidence`, then the lower `rank`, wins."""

    column: str
    field: str
    reason: str
    confidence: float
    rank: int


def by_name(columns: dict[str, Profile], table: str) -> dict[str, Candidate]:
    """Field -> the column whose name fits it best; a column stands for one field only."""
    candidates = [
        candidate
        for column, profile in columns.items()
        for candidate in _candidates(column, profile, table)
    ]
    candidates.sort(key=lambda found: (-found.confidence, found.rank))
    taken: dict[str, Candidate] = {}
    for candidate in candidates:
        used = any(candidate.column == other.column for other in taken.values())
        if not used and candidate.field not in taken:
            taken[candidate.field] = _rivalled(candidate, candidates, taken)
    return taken


def proposal(
    columns: Sequence[str], fields: dict[str, Candidate], table: str, surveys: dict[str, str]
) -> tuple[Match, ...]:
    """One match per column, in file order; what no field takes is kept or left out."""
    found = {candidate.column: candidate for candidate in fields.values()}
    other = Match("", ATTRIBUTE, KEPT, 1) if TABLES[table].keeps_other_columns else _left_out("")
    matches = []
    for column in columns:
        if column in found:
            matches.append(_match(found[column], table))
        elif column in surveys:
            matches.append(Match(column, surveys[column], SURVEY, 0.9))
        else:
            matches.append(replace(other, column=column))
    return tuple(matches)


def surveys(columns: Sequence[str]) -> dict[str, str]:
    """Columns of a customer table that hold survey scores -> their codes, each once."""
    if OWN_EXPORT & {column.casefold() for column in columns}:
        return {}
    known = names.survey_names()
    found: dict[str, str] = {}
    for column in columns:
        code = known.get(names.plain(column)) or known.get(names.without_unit(column))
        if code and code not in found.values():
            found[column] = code
    return found | _last_stage(columns, found)


def _last_stage(columns: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    """A column called like the last of Oliver's stages, where an earlier stage stands beside it."""
    *earlier, last = STAGES
    if last in found.values() or not set(earlier) & set(found.values()):
        return {}
    return {column: last for column in columns if column.strip().casefold() == last}


def fits(profile: Profile, field: Field) -> bool:
    """Whether the values of a column could be a field's; an empty column fits nothing.

    Ids fit always: of eight digits they can look like dates, from a spreadsheet like fractions.
    """
    if not profile.distinct:
        return False
    if field.type == TIME:
        return profile.dated + profile.counted >= 0.5
    if pa.types.is_boolean(field.type):
        return profile.flagged >= 0.5
    if pa.types.is_string(field.type):
        return field.name.endswith("_id") or (profile.fractional < 0.5 and profile.dated < 0.95)
    return profile.numeric >= 0.5 and profile.dated < 0.95


def _candidates(column: str, profile: Profile, table: str) -> list[Candidate]:
    known = names.synonyms(table)
    for text, reason, confidence in (
        (names.plain(column), BY_NAME, 0.95),
        (names.without_unit(column), BY_UNIT, 0.9),
    ):
        if text in known:
            field, rank = known[text]
            if fits(profile, TABLES[table].field(field)):
                return [Candidate(column, field, reason, confidence, rank)]
            return [Candidate(column, field, BY_NAME_ONLY, 0.3, rank)]
    return _by_word(column, profile, table)


def _by_word(column: str, profile: Profile, table: str) -> list[Candidate]:
    """Fields whose name stands inside the column's name; the longest name first."""
    whole = names.plain(column)
    words = {names.plain(word) for word in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", column)}
    found = [
        Candidate(column, field, BY_WORD, 0.65, 100 - len(name))
        for name, (field, _rank) in names.synonyms(table).items()
        if _contains(whole, words, name) and fits(profile, TABLES[table].field(field))
    ]
    return sorted(found, key=lambda candidate: candidate.rank)[:3]


def _contains(whole: str, words: set[str], name: str) -> bool:
    if name.isascii():
        return name in words or (len(name) > 6 and name in whole)
    return len(name) > 1 and name in whole


def _rivalled(
    candidate: Candidate, candidates: list[Candidate], taken: dict[str, Candidate]
) -> Candidate:
    """Less sure of a column when another one could be the field just as well."""
    if candidate.rank <= OWN_NAMES:
        return candidate
    used = {other.column for other in taken.values()} | {candidate.column}
    rivals = [
        other
        for other in candidates
        if other.field == candidate.field
        and other.column not in used
        and other.confidence == candidate.confidence
    ]
    if not rivals:
        return candidate
    named = candidate.reason == BY_NAME
    reason, confidence = (FIRST_OF, 0.8) if named else (ONE_OF, 0.5)
    return Candidate(candidate.column, candidate.field, reason, confidence, candidate.rank)


def _match(found: Candidate, table: str) -> Match:
    """An optional field is only taken when its column's values fit."""
    usable = found.confidence >= CONFIDENT or found.field in required(table)
    return Match(found.column, found.field if usable else "", found.reason, found.confidence)


def _left_out(column: str) -> Match:
    return Match(column, "", LEFT_OUT, 1)


def required(table: str) -> tuple[str, ...]:
    """Fields that a table cannot do without (an order's amount may also be computed)."""
    if table == CUSTOMERS.name:
        return (CUSTOMER.name,)
    named = tuple(field.name for field in TABLES[table].fields if field.required)
    return (*named, "amount") if table == "orders" else named
