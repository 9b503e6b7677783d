"""The rule check before saving: what it finds, a repair for each, and what that would do."""

import pandas as pd
import streamlit as st

from loyalty import labels, segmentation
from loyalty.language import listed
from loyalty.segmentation import edits
from loyalty.segmentation.check import Finding, check
from loyalty.segmentation.repair import Repair, repair
from loyalty.segments import THRESHOLDS
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import rule_edits, thresholds

SHOWN = 8


def show() -> None:
    """Every finding with its repair, the minimum size, and the way to save."""
    st.subheader(_("Rule check"))
    found = _findings()
    serious = [one for one in found if one.kind != "overlap"]
    overlaps = sorted((one for one in found if one.kind == "overlap"), key=lambda one: -one.count)
    if serious:
        _repairs(serious)
    else:
        st.success(
            _("Every rule takes customers, none too few, and nobody is left out."),
            icon=":material/task_alt:",
        )
    if overlaps:
        _overlaps(overlaps)
    _minimum()
    _save(bool(serious))


def _repairs(found: list[Finding]) -> None:
    with st.spinner(_("Looking for repairs …")):
        for place, one in enumerate(found[:SHOWN]):
            _finding(one, f"repair_{place}")
    if len(found) > SHOWN:
        rest = words.number(len(found) - SHOWN)
        st.caption(_("{count} further findings: repair these first.").format(count=rest))


def _save(doubtful: bool) -> None:
    st.button(
        _("Save as the definition"),
        key="save_rules",
        type="secondary" if doubtful else "primary",
        icon=":material/save:",
        on_click=session.save,
        disabled=not session.state().dirty,
        help=_("Later edits and movements are measured against the saved definition."),
    )


def _findings() -> list[Finding]:
    study, frame = session.study(), results.frame()
    return session.cached("rule_check", lambda: check(frame, study), *_parts(study))


def _parts(study: Study) -> tuple[object, ...]:
    return *results.segment_parts(study), study.minimum_size


def _minimum() -> None:
    st.number_input(
        _("Smallest size of a segment (customers)"),
        min_value=1,
        key=session.bind("minimum_size", session.study().minimum_size),
        step=10,
        on_change=lambda: session.change(minimum_size=session.chosen("minimum_size")),
        width=260,
    )


def _finding(found: Finding, key: str) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{_icon(found)} {sentence(found)}", width="stretch")
        proposal = _proposal(found)
        if proposal:
            st.button(
                _proposed(proposal),
                key=key,
                icon=":material/build:",
                on_click=_repair,
                args=(proposal,),
            )
        else:
            st.caption(_("No repair proposed: the rules may be meant so."))


def _icon(found: Finding) -> str:
    icons = {"unreachable": "block", "overlap": "join", "unassigned": "group_off"}
    return f":material/{icons.get(found.kind, 'group_remove')}:"


def sentence(found: Finding) -> str:
    """A finding in words."""
    texts = {
        "unreachable": _("“{segment}” can never take anybody: its conditions contradict.")
        if not found.others
        else _("“{segment}” can never take anybody: all who could meet it are taken by {others}."),
        "empty": _("“{segment}” takes nobody."),
        "small": _("“{segment}” takes {count} customers, fewer than the minimum of {minimum}."),
        "unassigned": _("{count} customers are in no segment."),
        "overlap": _("{count} customers meet “{segment}” but are taken earlier by {others}."),
    }
    return texts[found.kind].format(
        segment=_name(found.segment),
        count=words.number(found.count),
        minimum=words.number(session.study().minimum_size),
        others=listed((_("“{segment}”").format(segment=_name(one)) for one in found.others), _),
    )


def _name(key: str) -> str:
    return escape(labels.segment(key, _))


def _proposal(found: Finding) -> Repair | None:
    study, frame = session.study(), results.frame()
    last = rule_edits.free_name(_("Everybody left"))
    return session.cached(
        "repair", lambda: repair(frame, study, found, last), found, last, *_parts(study)
    )


def _proposed(one: Repair) -> str:
    """What a repair does, and how many customers the segment then takes."""
    texts = {
        "move": _("Move “{segment}” before “{other}”: it then takes {size}"),
        "remove": _("Remove “{segment}”"),
        "add": _("Add “{segment}” for them, as the last: it takes {size}"),
        "threshold": _("Set “{other}” to {value}: “{segment}” then takes {size}"),
        "limit": _("Change it to {value}: “{segment}” then takes {size}"),
    }
    return texts[one.kind].format(
        segment=_name(one.segment),
        other=_other(one),
        size=words.number(_size(one)),
        value=_value(one),
    )


def _other(one: Repair) -> str:
    if one.kind != "threshold":
        return _name(one.other)
    known = THRESHOLDS.get(one.other)
    return escape(thresholds.label(known) if known else one.other)


def _value(one: Repair) -> str:
    """The new value of a threshold, or the whole new condition."""
    if one.kind == "threshold":
        return words.number(segmentation.thresholds(one.study)[one.other], 2)
    if one.kind != "limit":
        return ""
    test = edits.test_at(one.study, one.segment, one.path)
    return escape(labels.test(test, one.study, _, session.language()))


def _size(one: Repair) -> int:
    """How many customers the segment takes after the repair."""
    if one.kind == "remove":
        return 0
    codes = results.segment_codes(one.study)
    return int((codes == edits.position(one.study, one.segment)).sum())


def _repair(one: Repair) -> None:
    after = one.study
    session.change(
        segments=after.segments,
        scheme=after.scheme,
        thresholds=after.thresholds,
        active_days=after.active_days,
    )


def _overlaps(found: list[Finding]) -> None:
    """Overlaps are usual in an ordered list: counted here, looked at on demand."""
    more = st.expander(
        _("Overlapping rules ({count}): who meets one but is taken by an earlier one").format(
            count=words.number(len(found))
        ),
        key="rule_overlaps",
        on_change="rerun",
    )
    if not more.open:
        return
    with more:
        st.caption(_("The first rule that holds takes a customer, so the order decides."))
        repairable = [one for one in found[:SHOWN] if _proposal(one)]
        for place, one in enumerate(repairable):
            _finding(one, f"repair_overlap_{place}")
        _table(found)


def _table(found: list[Finding]) -> None:
    config = st.column_config
    st.dataframe(
        pd.DataFrame(
            {
                "segment": [labels.segment(one.segment, _) for one in found],
                "earlier": [labels.segment(one.others[0], _) for one in found],
                "customers": [one.count for one in found],
            }
        ),
        hide_index=True,
        column_config={
            "segment": config.TextColumn(_("Meets the rule of")),
            "earlier": config.TextColumn(_("Taken earlier by")),
            "customers": config.NumberColumn(_("Customers"), format="localized"),
        },
        height=240,
        alt=_("Overlaps of rules"),
    )
