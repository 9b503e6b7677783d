"""The conditions of the selected rule as nested groups, each with its count and its buttons."""

from collections.abc import Callable

import streamlit as st

from loyalty import labels, segmentation
from loyalty.segmentation import edits
from loyalty.study import Condition, Group, Rule, Study, Test
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import builder_limits, rule_columns, rule_edits
from pages.parts.segments.rule_edits import Path

DEEPEST = 3


def show(rule: Rule) -> None:
    """All conditions of a rule; together they must hold."""
    if not rule.conditions:
        st.info(_("No condition: this segment takes everybody whom no earlier one took."))
    else:
        st.markdown(_("**Takes customers for whom all of these hold**"))
    counts = _counts(rule)
    for place, test in enumerate(rule.conditions):
        _test(rule, (place,), test, counts)
    _adders(rule, ())


def _counts(rule: Rule) -> dict[Path, int]:
    """How many customers meet each test of the rule by itself."""
    study, frame = session.study(), results.frame()

    def build() -> dict[Path, int]:
        truth = segmentation.Evaluation(frame, segmentation.thresholds(study))
        return {path: int(truth.holds(test).sum()) for path, test in _tests(rule.conditions)}

    return session.cached("test_counts", build, rule, *results.segment_parts(study))


def _tests(tests: tuple[Test, ...], path: Path = ()) -> list[tuple[Path, Test]]:
    """Every condition and group with its path."""
    found = []
    for place, test in enumerate(tests):
        here = (*path, place)
        found.append((here, test))
        found += _tests(test.conditions, here) if isinstance(test, Group) else []
    return found


def _test(rule: Rule, path: Path, test: Test, counts: dict[Path, int]) -> None:
    if isinstance(test, Group):
        _group(rule, path, test, counts)
    elif rule_edits.opened() == path:
        with st.container(border=True):
            _row(rule, path, test, counts[path], True)
            builder_limits.show(rule, path, test)
    else:
        _row(rule, path, test, counts[path], False)


def _group(rule: Rule, path: Path, group: Group, counts: dict[Path, int]) -> None:
    key = _key("match", path)
    names = {"all": _("all of"), "any": _("any of"), "none": _("none of")}
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.segmented_control(
                _("Holds where"),
                list(names),
                format_func=names.get,
                key=session.bind(key, group.match),
                on_change=lambda: _edit(rule, edits.set_match, path, session.chosen(key)),
                required=True,
                label_visibility="collapsed",
            )
            st.caption(_met(counts[path]))
            _remover(rule, path, _("Remove this group"))
        for place, test in enumerate(group.conditions):
            _test(rule, (*path, place), test, counts)
        _adders(rule, path)


def _row(rule: Rule, path: Path, test: Condition, count: int, opened: bool) -> None:
    said = labels.condition(test, session.study(), _, session.language())
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(f"**{escape(said)}** · {_met(count)}", width="stretch")
        st.button(
            "",
            key=_key("open", path),
            icon=":material/check:" if opened else ":material/edit:",
            help=_("Close") if opened else _("Change this condition"),
            on_click=rule_edits.open_path,
            args=(None if opened else path,),
            type="tertiary",
        )
        if len(path) <= DEEPEST:
            st.button(
                "",
                key=_key("wrap", path),
                icon=":material/data_array:",
                help=_("Put into a group of its own"),
                on_click=lambda: _edit(rule, edits.wrap, path),
                type="tertiary",
            )
        _remover(rule, path, _("Remove this condition"))


def _remover(rule: Rule, path: Path, text: str) -> None:
    st.button(
        "",
        key=_key("drop", path),
        icon=":material/delete:",
        help=text,
        on_click=lambda: _edit(rule, edits.remove_test, path),
        type="tertiary",
    )


def _adders(rule: Rule, path: Path) -> None:
    """Buttons for a further condition, and for a group where it is not too deep."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Add a condition"),
            key=_key("add", path),
            icon=":material/add:",
            on_click=lambda: _add(rule, path, group=False),
            type="tertiary",
        )
        if len(path) < DEEPEST:
            st.button(
                _("Add a group"),
                key=_key("group", path),
                icon=":material/data_array:",
                on_click=lambda: _add(rule, path, group=True),
                type="tertiary",
            )


def _add(rule: Rule, path: Path, group: bool) -> None:
    """A further condition in the group at a path, opened to be changed."""
    inner = _inner(rule, path)
    first = rule_columns.starter(rule_columns.unused((rule,)))
    test = Group(match="any", conditions=(first,)) if group else first
    done = rule_edits.apply(lambda study: edits.add_test(study, rule.key, path, test), rule.key)
    if done:
        here = (*path, len(inner))
        rule_edits.open_path((*here, 0) if group else here)


def _inner(rule: Rule, path: Path) -> tuple[Test, ...]:
    """The tests in the group at a path, of the rule itself for ()."""
    tests = rule.conditions
    for place in path:
        tests = tests[place].conditions
    return tests


def _edit(rule: Rule, edit: Callable[..., Study], path: Path, *rest: object) -> None:
    if rule_edits.apply(lambda study: edit(study, rule.key, path, *rest), rule.key):
        rule_edits.open_path(None)


def _met(count: int) -> str:
    return _("{count} meet it").format(count=words.number(count))


def _key(name: str, path: Path) -> str:
    return "_".join(("test", name, *map(str, path)))
