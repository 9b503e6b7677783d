"""Name, description, action and colour of the selected rule, and its copy or removal."""

from collections.abc import Callable

import streamlit as st

from loyalty import labels
from loyalty.segmentation import edits
from loyalty.study import Rule, Study
from pages import _session as session
from pages._session import _
from pages.parts.segments import rule_edits


def show(rule: Rule) -> None:
    """What people read of a segment; every change is a step of the draft."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", wrap=False):
        _name(rule.key)
        _button("rule_copy", "content_copy", _("Duplicate this segment"), _copy, rule.key)
        _button("rule_remove", "delete", _("Remove this segment"), _remove, rule.key)
    _texts(rule.key)


def _name(key: str) -> None:
    st.color_picker(
        _("Colour"),
        key=session.bind("rule_colour", rule_edits.colour(key)),
        on_change=_set,
        args=(key, "colour"),
    )
    st.text_input(
        _("Name"),
        key=session.bind("rule_name", labels.segment(key, _)),
        max_chars=edits.LONGEST,
        on_change=_rename,
        args=(key,),
    )


def _button(key: str, icon: str, text: str, action: Callable[[str], None], rule: str) -> None:
    st.button("", key=key, icon=f":material/{icon}:", help=text, on_click=action, args=(rule,))


def _texts(key: str) -> None:
    study = session.study()
    texts = {
        "description": (_("What it means"), labels.meaning(key, study, _)),
        "action": (_("What to do"), labels.action(key, study, _)),
    }
    for (part, (label, text)), place in zip(texts.items(), st.columns(2), strict=True):
        place.text_area(
            label,
            key=session.bind(f"rule_{part}", text),
            max_chars=edits.WORDS,
            height=124,
            on_change=_set,
            args=(key, part),
        )


def _set(key: str, part: str) -> None:
    text = session.chosen(f"rule_{part}").strip()
    rule_edits.apply(lambda study: edits.describe(study, key, **{part: text}), key)


def _rename(key: str) -> None:
    """Another name; what the segment means, its action and its colour stay."""
    name, kept = session.chosen("rule_name").strip(), rule_edits.words(key)

    def rename(study: Study) -> Study:
        renamed = edits.rename(study, key, name, rule_edits.shown_names(key))
        return edits.describe(renamed, name, **kept)

    rule_edits.apply(rename, name)


def _copy(key: str) -> None:
    name = rule_edits.free_name(_("{name} (copy {number})"), labels.segment(key, _))
    kept = rule_edits.words(key) | {"colour": ""}

    def copy(study: Study) -> Study:
        return edits.describe(edits.duplicate(study, key, name), name, **kept)

    rule_edits.apply(copy, name)


def _remove(key: str) -> None:
    rules = [rule.key for rule in session.study().segments]
    place = rules.index(key) if key in rules else 0
    rest = [one for one in rules if one != key]
    next_one = rest[min(place, len(rest) - 1)] if rest else None
    if rule_edits.apply(lambda study: edits.remove(study, key)):
        rule_edits.select(next_one)
