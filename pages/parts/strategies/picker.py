"""The shelf of strategies by group, behind one button."""

import streamlit as st

from loyalty.language import mark
from loyalty.simulation.assumptions import known
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _

GROUPS = {
    "price": mark("Price and rewards"),
    "service": mark("Service"),
    "relation": mark("Relationship"),
    "offer": mark("Offer and channels"),
    "others": mark("Others"),
}
MEMBERS = {
    "price": ("price_promotion", "points", "tiers", "paid_membership", "partner_offers"),
    "service": ("proactive_care", "service_recovery", "staff_training", "convenience", "win_back"),
    "relation": ("recommendation", "referral", "community", "brand_story"),
    "offer": ("innovation", "showroom", "handover_repair", "journey_change"),
}


def show(letter: str, scenario: Scenario) -> None:
    """The button with the strategy's name; its list opens by group."""
    label = _(BY_KEY[scenario.strategy].label)
    with st.popover(
        label, key="strategy_picker", icon=":material/category:", width="stretch", wrap=True
    ):
        for group, keys in grouped().items():
            _group(group, keys, letter, scenario.strategy)
        st.caption(_(BY_KEY[scenario.strategy].meaning))


def grouped() -> dict[str, list[str]]:
    """The strategies the study can choose from, by group; those of no group are others."""
    place = {key: group for group, keys in MEMBERS.items() for key in keys}
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for one in known(session.study()):
        found[place.get(one.key, "others")].append(one.key)
    return {group: keys for group, keys in found.items() if keys}


def _group(group: str, keys: list[str], letter: str, chosen: str) -> None:
    own = chosen in keys
    slot = f"strategies_{group}"
    st.pills(
        _(GROUPS[group]),
        keys,
        format_func=lambda key: _(BY_KEY[key].label),
        key=session.bind(slot, chosen if own else None),
        on_change=lambda: _choose(letter, session.chosen(slot)),
        required=own,
        wrap=True,
    )


def _choose(letter: str, key: str | None) -> None:
    """Another strategy begins with its own assumptions and its usual audience.

    Phases, stop rule and contact limit stay, which the line below the choices tells. The name of a
    journey change that was handed over goes with it.
    """
    scenario = simulated.scenarios()[letter]
    if key in BY_KEY and key != scenario.strategy:
        name = "" if scenario.handed_over else scenario.name
        fresh = {"assumptions": {}, "handed_over": {}, "audience": None, "name": name}
        simulated.change(letter, strategy=key, **fresh)
