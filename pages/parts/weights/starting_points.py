"""Ready-made weights to start from, by kind, each with its source and caveat."""

from collections.abc import Mapping

import streamlit as st

from loyalty import weights
from loyalty.study import WeightSet
from loyalty.weights import Preset
from loyalty.weights.family_shares import family_shares
from pages import _session as session
from pages._session import _
from pages.parts.weights import by_hand

KINDS = {"templates": weights.PRESETS, "industries": weights.INDUSTRIES}
SAME = 1e-9
ALL = weights.PRESETS | weights.INDUSTRIES


def show() -> None:
    """The kinds, the sets of one kind, and what the chosen set rests on."""
    study = session.study()
    names = {"templates": _("Templates"), "industries": _("Industries")}
    kind = st.segmented_control(
        _("Start from"),
        list(KINDS),
        format_func=names.get,
        key="preset_kind",
        default="industries" if study.preset in weights.INDUSTRIES else "templates",
        persist_state="session",
        required=True,
    )
    _sets(KINDS[kind], study.preset)
    st.caption(_about(study.preset))


def _sets(presets: dict[str, Preset], now: str) -> None:
    st.pills(
        _("Ready-made weights"),
        list(presets),
        format_func=lambda key: _(presets[key].label),
        key=session.bind("preset", now if now in presets else None),
        on_change=_choose,
        label_visibility="collapsed",
        wrap=True,
    )


def _about(now: str) -> str:
    if now not in ALL:
        return _("Now: your own weights. A ready-made set replaces them; undo brings them back.")
    preset = ALL[now]
    return _("{name}: {value}").format(name=_(preset.label), value=_(preset.caveat))


def _choose() -> None:
    chosen = session.chosen("preset")
    if chosen in ALL:
        by_hand.change(**ALL[chosen].choices())


def set_of(preset: Preset) -> WeightSet:
    """A ready-made set without its name."""
    choices = preset.choices()
    return WeightSet(
        family_weights=choices["family_weights"], indicator_weights=choices["indicator_weights"]
    )


def matching(chosen: WeightSet, presets: Mapping[str, Preset] = ALL) -> str | None:
    """The key of the ready-made set that these weights are; None when they are the user's own."""
    for key, preset in presets.items():
        then = set_of(preset)
        if chosen.indicator_weights == then.indicator_weights and _alike(
            family_shares(chosen.family_weights), family_shares(then.family_weights)
        ):
            return key
    return None


def _alike(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(abs(one[key] - other[key]) < SAME for key in one)
