"""How paths are read: touchpoints or stages, repeats merged or not, and where a journey ends."""

import streamlit as st

from pages import _session as session
from pages._session import _

BY, MERGED = "by", "merged"
STAGES, APART = "stages", "no"
CUT, DAYS = "journey_cut", "journey_cut_days"


def by_stage() -> bool:
    """Whether paths lead through stages rather than touchpoints."""
    return session.linked(BY) == STAGES


def merged() -> bool:
    """Whether repeats in a row are one step; they are unless the user takes them apart."""
    return session.linked(MERGED) != APART


def show() -> None:
    """All choices in one line."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        steps(_("Steps are"))
        cut()
    _merged()


def steps(label: str) -> None:
    """Touchpoints or stages."""
    names = {"touchpoints": _("Touchpoints"), STAGES: _("Stages")}
    st.segmented_control(
        label,
        list(names),
        format_func=names.get,
        required=True,
        key=session.bind("path_by", STAGES if by_stage() else "touchpoints"),
        on_change=lambda: session.link(BY, STAGES if session.chosen("path_by") == STAGES else ""),
    )


def _merged() -> None:
    st.toggle(
        _("Count repeats in a row as one step"),
        key=session.bind("path_merged", merged()),
        on_change=lambda: session.link(MERGED, "" if session.chosen("path_merged") else APART),
    )


def cut() -> None:
    """Where a journey ends and the next begins: a choice of the study."""
    chosen = session.study().journey
    names = {
        "none": _("Never"),
        "inactivity": _("After a pause"),
        "purchase": _("After each purchase"),
    }
    st.segmented_control(
        _("A new journey begins"),
        list(names),
        format_func=names.get,
        required=True,
        key=session.bind(CUT, chosen.cut),
        on_change=lambda: _change(cut=session.chosen(CUT)),
        help=_("Counts on every section of this page follow this choice; undo takes it back."),
    )
    if chosen.cut == "inactivity":
        st.number_input(
            _("Days without any event"),
            min_value=1,
            max_value=3650,
            key=session.bind(DAYS, chosen.cut_days),
            on_change=lambda: _change(cut_days=session.chosen(DAYS)),
            width=180,
        )


def cut_words() -> str:
    """What one journey is, for captions."""
    chosen = session.study().journey
    if chosen.cut == "inactivity":
        return _("A new journey begins after more than {days} days without any event.").format(
            days=chosen.cut_days
        )
    if chosen.cut == "purchase":
        return _("A new journey begins after each purchase.")
    return _("One uncut journey per customer.")


def _change(**choices: object) -> None:
    if None not in choices.values():
        now = session.study().journey
        session.change(journey=now.model_copy(update=choices))
