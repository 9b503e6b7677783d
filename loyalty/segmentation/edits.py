"""Edits of a rule list, each from a study to a study: what the buttons of a rule builder do.

A path leads to a test: indices through the nested conditions of a rule; () is the rule itself.
Every edit makes the rules the user's own. Refused when it cannot be done, with the reason.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal

from pydantic import ValidationError

from loyalty.language import LANGUAGES, mark, translator
from loyalty.problems import Refused
from loyalty.segmentation.rules import IN_NO_SEGMENT, UNASSIGNED, conditions, thresholds
from loyalty.study import MAX_RULES, Condition, Group, Rule, Study, Test
from loyalty.study.rules import MAX_DEPTH

Path = tuple[int, ...]
Tests = tuple[Test, ...]
LONGEST = 200
WORDS = 2000

TAKEN = mark("There is already a segment called “{name}”: choose another name.")
MANY = mark("A definition has at most {count} segments: remove one first.")
NOBODYS = mark("“{name}” is what the customers in no segment are called: choose another name.")
NAMELESS = mark("Give the segment a name.")
LONG = mark("The name of a segment has at most {count} characters.")
NO_RULE = mark("The segment “{name}” is not among the rules any more.")
NO_TEST = mark("This condition is not in the rule any more.")
DEEP = mark("Groups of conditions can be nested at most {count} deep.")
UNFIT = mark("The condition lacks what it compares with, or has too much of it.")
WORDY = mark("A description or an action has at most {count} characters, a colour six digits.")
NO_THRESHOLD = mark("There is no threshold called “{name}”.")


def condition(
    column: str, op: str, limit: str | float | date | Iterable[str] | None = None
) -> Condition:
    """A condition against a threshold (its name), a number, a day, texts, or nothing."""
    given: dict[str, object] = {}
    if isinstance(limit, date):
        given["day"] = limit
    elif isinstance(limit, (str, int, float)):
        given["threshold"] = limit
    elif limit is not None:
        given["values"] = tuple(limit)
    try:
        return Condition.model_validate({"column": column, "op": op} | given)
    except ValidationError:
        raise Refused(UNFIT) from None


def add(study: Study, rule: Rule, place: int | None = None, shown: Iterable[str] = ()) -> Study:
    """With one more rule, last or at a place; `shown` are further names on the screen."""
    named = rule.model_copy(update={"key": _free_name(study.segments, rule.key, shown)})
    rules = list(study.segments)
    rules.insert(len(rules) if place is None else place, named)
    return _own(study, rules)


def remove(study: Study, key: str) -> Study:
    """Without a rule."""
    place = position(study, key)
    return _own(study, study.segments[:place] + study.segments[place + 1 :])


def rename(study: Study, key: str, name: str, shown: Iterable[str] = ()) -> Study:
    """With another name for a rule."""
    place = position(study, key)
    others = study.segments[:place] + study.segments[place + 1 :]
    return _with(study, key, key=_free_name(others, name, shown))


def duplicate(study: Study, key: str, name: str, shown: Iterable[str] = ()) -> Study:
    """With a copy of a rule right after it; the copy has no colour yet."""
    place = position(study, key)
    copy = study.segments[place].model_copy(update={"key": name, "colour": ""})
    return add(study, copy, place + 1, shown)


def move(study: Study, key: str, steps: int) -> Study:
    """With a rule moved down so many places, up when negative; it stops at the ends."""
    return move_to(study, key, position(study, key) + steps)


def move_to(study: Study, key: str, place: int) -> Study:
    """With a rule at a place, the others in their order."""
    rules = list(study.segments)
    moved = rules.pop(position(study, key))
    rules.insert(max(0, place), moved)
    return _own(study, rules)


def describe(
    study: Study,
    key: str,
    description: str | None = None,
    action: str | None = None,
    colour: str | None = None,
) -> Study:
    """With other words or another colour for a rule; what is None stays."""
    given = {"description": description, "action": action, "colour": colour}
    try:
        return _with(study, key, **{name: one for name, one in given.items() if one is not None})
    except ValidationError:
        raise Refused(WORDY, count=WORDS) from None


def test_at(study: Study, key: str, path: Path) -> Test:
    """The condition or group at a path."""
    found: list[Test] = []

    def note(tests: Tests, place: int) -> Tests:
        found.append(tests[place])
        return tests

    _edited(study.segments[position(study, key)].conditions, path, note)
    return found[0]


def set_test(study: Study, key: str, path: Path, test: Test) -> Study:
    """With another condition or group at a path."""
    return _edit(study, key, path, lambda tests, at: (*tests[:at], test, *tests[at + 1 :]))


def remove_test(study: Study, key: str, path: Path) -> Study:
    """Without the condition or group at a path; a group left empty goes too."""
    return _edit(study, key, path, lambda tests, at: tests[:at] + tests[at + 1 :])


def add_test(study: Study, key: str, path: Path, test: Test) -> Study:
    """With one more condition or group, last in the group at a path or in the rule itself."""
    if not path:
        rule = study.segments[position(study, key)]
        return _with(study, key, conditions=(*rule.conditions, test))
    inner = group_at(study, key, path)
    return set_test(study, key, path, _group(inner.match, (*inner.conditions, test)))


def set_match(study: Study, key: str, path: Path, match: Literal["all", "any", "none"]) -> Study:
    """With all, any or none of the conditions of the group at a path."""
    return set_test(study, key, path, _group(match, group_at(study, key, path).conditions))


def wrap(study: Study, key: str, path: Path, match: Literal["all", "any", "none"] = "any") -> Study:
    """With the test at a path put into a group of its own, to which more can be added."""
    return set_test(study, key, path, _group(match, (test_at(study, key, path),)))


def leaves(
    tests: Tests, path: Path = (), inside: tuple[str, ...] = ()
) -> Iterator[tuple[Path, tuple[str, ...], Condition]]:
    """Every condition of the tests with its path and the matches of the groups around it."""
    for place, one in enumerate(tests):
        if isinstance(one, Group):
            yield from leaves(one.conditions, (*path, place), (*inside, one.match))
        else:
            yield (*path, place), inside, one


def names_unique(study: Study, shown: Callable[[str], str] = str) -> bool:
    """Whether no two segments are shown with the same name."""
    names = [_plain(shown(rule.key)) for rule in study.segments]
    return len(set(names)) == len(names)


def position(study: Study, key: str) -> int:
    """The place of a rule; Refused when there is none of that name."""
    keys = [rule.key for rule in study.segments]
    if key not in keys:
        raise Refused(NO_RULE, name=key)
    return keys.index(key)


def group_at(study: Study, key: str, path: Path) -> Group:
    """The group at a path; Refused when there is none."""
    found = test_at(study, key, path)
    if not isinstance(found, Group):
        raise Refused(NO_TEST)
    return found


def _edit(study: Study, key: str, path: Path, change: Callable[[Tests, int], Tests]) -> Study:
    rule = study.segments[position(study, key)]
    return _with(study, key, conditions=_edited(rule.conditions, path, change))


def _edited(tests: Tests, path: Path, change: Callable[[Tests, int], Tests]) -> Tests:
    if not path or not 0 <= path[0] < len(tests):
        raise Refused(NO_TEST)
    if len(path) == 1:
        return change(tests, path[0])
    group = tests[path[0]]
    if not isinstance(group, Group):
        raise Refused(NO_TEST)
    inner = _edited(group.conditions, path[1:], change)
    kept = (_group(group.match, inner),) if inner else ()
    return tests[: path[0]] + kept + tests[path[0] + 1 :]


def _group(match: Literal["all", "any", "none"], tests: Tests) -> Group:
    try:
        return Group(match=match, conditions=tests)
    except ValidationError:
        raise Refused(DEEP, count=MAX_DEPTH) from None


def _with(study: Study, rule_key: str, **parts: object) -> Study:
    place = position(study, rule_key)
    rules = list(study.segments)
    rules[place] = Rule.model_validate(dict(rules[place]) | parts)
    return _own(study, rules)


def _own(study: Study, rules: Iterable[Rule]) -> Study:
    kept = tuple(rules)
    if len(kept) > MAX_RULES:
        raise Refused(MANY, count=MAX_RULES)
    known = thresholds(study)
    for one in conditions(kept):
        if isinstance(one.threshold, str) and one.threshold not in known:
            raise Refused(NO_THRESHOLD, name=one.threshold)
    return study.change(segments=kept, scheme="own")


def _free_name(others: Iterable[Rule], name: str, shown: Iterable[str]) -> str:
    trimmed = name.strip()
    if not trimmed:
        raise Refused(NAMELESS)
    if len(trimmed) > LONGEST:
        raise Refused(LONG, count=LONGEST)
    if _plain(trimmed) in _nobodys():
        raise Refused(NOBODYS, name=trimmed)
    if _plain(trimmed) in {*map(_plain, shown), *(_plain(one.key) for one in others)}:
        raise Refused(TAKEN, name=trimmed)
    return trimmed


def _nobodys() -> set[str]:
    """What the customers in no segment are called in the data and on the screen."""
    shown = {translator(code)(IN_NO_SEGMENT) for code in LANGUAGES}
    return {UNASSIGNED, *map(_plain, shown)}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
