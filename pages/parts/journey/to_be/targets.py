"""The targets of the to-be journey: one slider and number each; add, remove, reset."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from loyalty.journey.stage_map import shown, stage_label
from loyalty.journey.to_be import words as to_be_words
from loyalty.journey.to_be.model import ToBe
from loyalty.journey.to_be.targets import Change
from loyalty.language import sentences
from loyalty.study.journey import Target
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey.to_be import add
from pages.parts.journey.to_be import results as to_be_results
from pages.parts.safe import escape

STEPS = 200  # of the feeling scale
SHOWN = "{:.4g}"  # as the number input writes a value


def show(found: ToBe) -> None:
    """A row for each target in the order of the chain, then what can be added."""
    targets = session.study().journey.targets
    with st.container(gap="small"):
        for one in found.changes:
            _row(one, targets.index(one.target))
    add.show()


def _row(one: Change, place: int) -> None:
    about, slider, number, remove = st.columns(
        [5, 4, 2.2, 0.6], vertical_alignment="center", gap="small"
    )
    with about.container(gap=None):
        st.markdown(f"**{escape(_name(one))}**")
        st.caption(escape(_about(one)))
    with slider:
        _control(st.slider, one, place, _scale(one))
    with number:
        _control(st.number_input, one, place, _scale(one) | {"format": "%.4g"})
    remove.button(
        "",
        key=f"to_be_remove_{place}",
        icon=":material/close:",
        help=_("Remove this target"),
        type="tertiary",
        on_click=_remove,
        args=(place,),
    )


def _control(widget: Callable[..., Any], one: Change, place: int, scale: dict[str, Any]) -> None:
    """A slider or a number input for the target at this place of the study."""
    unit = scale.pop("unit")
    key = f"to_be_{widget.__name__}_{one.target.kind}_{place}"
    value = min(max(one.value * unit, scale["min_value"]), scale["max_value"])
    widget(
        escape(_name(one)),
        **scale,
        key=session.bind(key, value),
        on_change=_set,
        args=(place, key, unit, one.today),
        label_visibility="collapsed",
    )


def _name(one: Change) -> str:
    touchpoint = shown(one.target.touchpoint, _)
    text = _("Feeling at {touchpoint}")
    if one.target.kind == "conversion":
        text = _("Who go on after {touchpoint}")
    return text.format(touchpoint=touchpoint)


def _about(one: Change) -> str:
    """Stage, today's value and its customers, and what is to be said of the target."""
    said = [
        _("{stage}; today {value}, {customers} customers.").format(
            stage=stage_label(one.stage, _) if one.stage else "–",
            value=to_be_words.value(one, one.today, session.language()),
            customers=words.number(one.customers),
        )
    ]
    why = to_be_words.why(one, _)
    return sentences([*said, why], _)


def _scale(one: Change) -> dict[str, Any]:
    """Range and step of the controls; `unit` takes a stored value to what they show."""
    if one.target.kind == "conversion":
        return {
            "min_value": 0.0,
            "max_value": 100.0,
            "step": 0.5,
            "format": "%.1f%%",
            "unit": 100.0,
        }
    low, high = to_be_results.scale()
    step = (high - low) / STEPS
    return {"min_value": low, "max_value": high, "step": step, "format": "%.2f", "unit": 1.0}


def _set(place: int, key: str, unit: float, today: float) -> None:
    """Store what a control says; what reads like today's value is today's value."""
    chosen, targets = session.chosen(key), session.study().journey.targets
    if chosen is None or place >= len(targets):
        return
    same = SHOWN.format(chosen) == SHOWN.format(today * unit)
    value = today if same else chosen / unit
    changed = Target.model_validate(targets[place].model_dump() | {"value": value})
    add.store((*targets[:place], changed, *targets[place + 1 :]))


def _remove(place: int) -> None:
    targets = session.study().journey.targets
    add.store((*targets[:place], *targets[place + 1 :]))
