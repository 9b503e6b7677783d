"""What the scenario looked at does: strategy, audience, months and reach, all in the study."""

import streamlit as st

from loyalty import labels
from loyalty.language import sentences
from loyalty.strategies import BY_KEY
from loyalty.strategies.base import EVERYBODY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies import audience, budget, picker


def show() -> None:
    """Three buttons whose choices open below; what else happens at the same time is told."""
    letter = simulated.current()
    scenario = simulated.scenarios()[letter]
    with st.container(gap="xsmall"):
        picker.show(letter, scenario)
        audience.show(letter, scenario)
        _schedule(letter, scenario)
    _told(scenario)


def _schedule(letter: str, scenario: Scenario) -> None:
    """When it begins, how long it runs, how many it is carried to, and what it may cost."""
    told = _when(scenario) + " · " + words.percent(scenario.reach / 100)
    with st.popover(told, key="schedule", icon=":material/schedule:", width="stretch", wrap=True):
        first, second = st.columns(2)
        with first:
            _start(letter, scenario)
        with second:
            _lasts(letter, scenario)
        _reach(letter, scenario)
        budget.show(letter, scenario)


def _when(scenario: Scenario) -> str:
    if scenario.lasts is None:
        return _("From month {first} to the end").format(first=scenario.start)
    last = scenario.start + scenario.lasts - 1
    return _("Month {first} to {last}").format(first=scenario.start, last=last)


def _start(letter: str, scenario: Scenario) -> None:
    last = max(session.study().months, scenario.start)
    st.number_input(
        _("From month"),
        min_value=1,
        max_value=last,
        step=1,
        key=session.bind("scenario_start", scenario.start),
        on_change=lambda: simulated.change(letter, start=session.chosen("scenario_start") or 1),
    )


def _lasts(letter: str, scenario: Scenario) -> None:
    st.number_input(
        _("Months it runs"),
        min_value=1,
        max_value=120,
        step=1,
        value=None,
        placeholder=_("to the end"),
        key=session.bind("scenario_lasts", scenario.lasts),
        on_change=lambda: simulated.change(letter, lasts=session.chosen("scenario_lasts")),
    )


def _reach(letter: str, scenario: Scenario) -> None:
    st.slider(
        _("Reach"),
        min_value=0,
        max_value=100,
        step=5,
        format="%d %%",
        key=session.bind("scenario_reach", round(scenario.reach)),
        on_change=lambda: simulated.change(letter, reach=session.chosen("scenario_reach")),
        help=_("Share of the audience it is carried to; the strategy itself may reach fewer."),
    )


def _told(scenario: Scenario) -> None:
    """What the row does not show: audience, further actions, budget, phases, contact limit."""
    texts = []
    if audience.of(scenario) != EVERYBODY:
        whom = escape(audience.told(scenario))
        texts.append(_("For: {audience}.").format(audience=whom))
    if scenario.also:
        others = labels.strategies(scenario.also, _)
        said = _("At the same time: {strategies}. The choices above are those of {first}.")
        first = _(BY_KEY[scenario.strategy].label)
        texts.append(said.format(strategies=others, first=first))
    if scenario.budget is not None:
        texts.append(_("Budget: {amount}.").format(amount=words.amount(scenario.budget)))
    texts.extend(_limits(scenario))
    if texts:
        st.caption(sentences(texts, _))


def _limits(scenario: Scenario) -> list[str]:
    """Phases, stop rule and contact limit, which another strategy keeps."""
    texts, phases = [], scenario.phases
    if phases is not None:
        ruled = phases.pilot > 0 and phases.stop_below is not None
        texts.append(
            _("Introduced in phases, with a stop rule.") if ruled else _("Introduced in phases.")
        )
    if scenario.contacts is not None:
        most = words.number(scenario.contacts, 1)
        texts.append(_("At most {contacts} contacts a month.").format(contacts=most))
    return [*texts, _("This stays with another strategy.")] if texts else []
