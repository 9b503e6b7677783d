"""Why a customer is not in another segment, and what would have to change."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from loyalty import labels, segmentation
from loyalty.language import listed
from loyalty.segmentation import Change, boxes, edits
from loyalty.segmentation.distance import size
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.segments import why_words


@dataclass(frozen=True)
class Distance:
    """How far a segment is.

    Attributes:
        ahead: the smallest changes that can still come about; None where there are none.
        ever: the smallest had the past been different; None where none lead there.
    """

    ahead: list[Change] | None
    ever: list[Change] | None


def show(row: int, place: int) -> None:
    """The target, the changes that lead there, and how far every other segment is."""
    names = segmentation.segment_names(session.study())
    others = [key for key in names[:-1] if key != names[place]]
    if not others:
        st.caption(_("There is no other segment."))
        return
    found = _distances(row)
    nearest = _nearest(found, others)
    st.subheader(_("Why not there?"))
    key = f"why_target_{row}"
    if session.picked(key) not in others:
        session.bind(key, nearest)
    target = st.pills(
        _("Another segment"),
        others,
        format_func=lambda one: escape(labels.segment(one, _)),
        required=True,
        key=key,
        persist_state="session",
        wrap=True,
    )
    _answer(target, found[target], target == nearest)
    _all(found, others)


def _distances(row: int) -> dict[str, Distance]:
    study, frame = session.study(), results.frame()
    parts = results.segment_parts(study)
    spread = session.cached("spreads", lambda: segmentation.spreads(frame, study), *parts)

    def build() -> dict[str, Distance]:
        customer = frame.iloc[[row]]
        return {
            rule.key: Distance(
                segmentation.distance(customer, study, rule.key, spread, ahead=True),
                segmentation.distance(customer, study, rule.key, spread),
            )
            for rule in study.segments
        }

    return session.cached("distances", build, row, *parts)


def _nearest(found: dict[str, Distance], others: list[str]) -> str:
    """The nearest of those that can still be reached, else of all."""
    reachable = [key for key in others if found[key].ahead is not None]
    return min(reachable or others, key=lambda key: size(found[key].ahead or ()))


def _answer(target: str, found: Distance, nearest: bool) -> None:
    name = escape(labels.segment(target, _))
    if found.ahead is not None:
        said = (
            _("The nearest segment is “{segment}”: {changes}.")
            if nearest
            else _("To be in “{segment}”: {changes}.")
        )
        st.markdown(said.format(segment=name, changes=escape(why_words.changes(found.ahead))))
        _table(found.ahead)
    elif found.ever is not None:
        gone = _("“{segment}” can no longer be reached: it would take {changes}.")
        st.markdown(gone.format(segment=name, changes=escape(why_words.changes(found.ever))))
        st.caption(_("Orders that were made stay made, and the first order stays the first."))
    else:
        st.markdown(
            _("“{segment}” cannot be reached: {reason}").format(
                segment=name, reason=_reason(target)
            )
        )


def _reason(target: str) -> str:
    """Why no change at all leads into a segment."""
    study, frame = session.study(), results.frame()
    shut = session.cached(
        "unreachable", lambda: boxes.unreachable(frame, study), *results.segment_parts(study)
    )
    place = edits.position(study, target)
    if place in shut:
        return _covered([study.segments[other].key for other in shut[place]])
    unknown = [
        one.column for one in segmentation.conditions((study.segments[place],))
        if one.op == "missing"
    ]  # fmt: skip
    if unknown:
        return _(
            "it takes customers of whom {columns} is not known, and a value stays known."
        ).format(columns=escape(listed((labels.column(one, _) for one in unknown), _)))
    return _("no change of the values that the rules read leads there.")


def _covered(earlier: list[str]) -> str:
    if not earlier:
        return _("its conditions contradict one another, so nobody can be in it.")
    names = listed((escape(labels.segment(key, _)) for key in earlier), _)
    return _("all who could meet its rule are taken before by: {segments}.").format(segments=names)


def _table(found: list[Change]) -> None:
    rows = [
        {
            _("What"): escape(labels.column(one.column, _)),
            _("Now"): escape(why_words.value(one.column, one.now)),
            _("Needed"): escape(why_words.value(one.column, one.to)),
            _("How it can come about"): why_words.way(one),
        }
        for one in found
    ]
    st.table(
        pd.DataFrame(rows), border="horizontal", hide_index=True, alt=_("What would have to change")
    )
    st.caption(
        _(
            "The fewest values, and of these the smallest changes, among those that can still come"
            " about. Apart from the days since the last order each value is changed by itself: what"
            " else an order brings, such as spend or another rating, is not worked out."
        )
    )


def _all(found: dict[str, Distance], others: list[str]) -> None:
    """Every other segment on demand, the nearest first."""
    more = st.expander(_("How far is every other segment?"), key="why_distances", on_change="rerun")
    if not more.open:
        return
    order = sorted(others, key=lambda key: (found[key].ahead is None, size(found[key].ahead or ())))
    rows = [
        {
            "segment": labels.segment(key, _),
            "changes": why_words.changes(found[key].ahead or found[key].ever or ()),
            "possible": found[key].ahead is not None,
        }
        for key in order
    ]
    config = st.column_config
    more.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "segment": config.TextColumn(_("Segment")),
            "changes": config.TextColumn(_("What would have to change"), width="large"),
            "possible": config.CheckboxColumn(_("Possible"), width="small"),
        },
        alt=_("What would have to change for each segment"),
    )
