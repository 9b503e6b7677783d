"""The choices of phases: on or off, months, reach of the pilot, and the stop rule."""

import streamlit as st

from loyalty.language import sentences
from loyalty.study import Phases, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

FIRST_LIMIT = 0.0  # the pilot earns no more than the group without it
MOST = 120  # months


def show(letter: str, scenario: Scenario) -> None:
    """Off is at full reach at once; switched off, the months are forgotten."""
    st.toggle(
        _("Introduce it in phases"),
        key=session.bind("phases_on", scenario.phases is not None),
        on_change=lambda: _switch(letter, session.chosen("phases_on")),
    )
    if scenario.phases is None:
        return
    first, second, third, fourth = st.columns([3, 3, 3, 4], vertical_alignment="bottom")
    with first:
        _months(letter, "preparation", _("Preparation, months"), _("Usual: 3 to 6 (S4)."))
    with second:
        _months(letter, "pilot", _("Pilot, months"), _("Usual: 6 to 12 (S4)."))
    with third:
        _months(letter, "roll_out", _("Roll-out, months"), _("Usual: 12 to 24 (S4)."))
    with fourth:
        _pilot_reach(letter, scenario.phases)
    st.caption(
        _(
            "Preparation costs set-up and running money but reaches nobody; the roll-out rises in"
            " equal steps from the pilot to full reach. Usual lengths are those of the source"
            " document S4 (3–6, 6–12 and 12–24 months), a claim without evidence."
        )
    )
    st.caption(
        _(
            "The strategy's own time, such as its months on offer, begins with the pilot, once for"
            " everybody. An offer that ends before the roll-out reaches nobody in it: let it run"
            " through the roll-out."
        )
    )
    _rule(letter, scenario.phases)


def _switch(letter: str, wanted: bool) -> None:
    simulated.change(letter, phases=Phases().model_dump() if wanted else None)


def change(letter: str, **chosen: object) -> None:
    """Change choices of the phases of a scenario; the others stay."""
    now = simulated.scenarios()[letter].phases or Phases()
    simulated.change(letter, phases=now.model_dump() | chosen)


def _months(letter: str, phase: str, label: str, hint: str) -> None:
    key = f"phases_{phase}"
    now = getattr(simulated.scenarios()[letter].phases, phase)
    st.number_input(
        label,
        min_value=0,
        max_value=MOST,
        step=1,
        key=session.bind(key, now),
        on_change=lambda: change(letter, **{phase: session.chosen(key) or 0}),
        help=hint,
    )


def _pilot_reach(letter: str, now: Phases) -> None:
    st.slider(
        _("Reach of the pilot"),
        min_value=1,
        max_value=100,
        format="%d %%",
        key=session.bind("phases_reach", max(1, round(now.pilot_reach))),
        on_change=lambda: change(letter, pilot_reach=session.chosen("phases_reach")),
        disabled=now.pilot == 0,
        help=_("Share of the audience in the pilot; a larger pilot shows more and costs more."),
    )


def _rule(letter: str, now: Phases) -> None:
    """The stop rule, its limit, and what the limit means."""
    st.toggle(
        _("Stop if the pilot does not pay"),
        key=session.bind("phases_rule", now.stop_below is not None),
        on_change=lambda: _set_rule(letter, session.chosen("phases_rule")),
        disabled=now.pilot == 0,
        help=_("A rule on the pilot needs a pilot.") if now.pilot == 0 else None,
    )
    if now.stop_below is None:
        return
    left, right = st.columns([3, 10], gap="medium", vertical_alignment="center")
    left.number_input(
        _("Stop below"),
        step=0.1,
        format="%.2f",
        key=session.bind("phases_limit", float(now.stop_below)),
        on_change=lambda: _limit(letter, session.chosen("phases_limit")),
    )
    said = _(
        "Margin seen in the pilot, against an equal group without it, for each 1 spent on"
        " preparation and pilot. Below {limit} everything stops after the pilot. 0 stops where"
        " it earned no more than the group without it; 1 goes on only where it has paid for"
        " itself already, which set-up costs make hard for a small pilot. What is seen is"
        " blurred by chance, as in a real test."
    ).format(limit=words.number(now.stop_below, 2))
    left_behind = _(
        "What a stopped pilot leaves behind, such as orders pulled forward or points still owed,"
        " stays."
    )
    right.caption(sentences([said, left_behind], _))


def _set_rule(letter: str, wanted: bool) -> None:
    change(letter, stop_below=FIRST_LIMIT if wanted else None)


def _limit(letter: str, limit: float | None) -> None:
    if limit is not None:
        change(letter, stop_below=limit)
