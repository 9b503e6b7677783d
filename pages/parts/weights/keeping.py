"""Sets of weights kept for comparison: keep the present ones, add a ready-made one, use, remove."""

import streamlit as st

from loyalty.study import NamedWeights
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.weights import by_hand, starting_points

MOST = 3


def name(one: NamedWeights) -> str:
    """The name of a kept set; a ready-made one is called as it is in the language of the page."""
    preset = starting_points.ALL.get(one.name)
    return _(preset.label) if preset and _is_ready_made(one) else one.name


def _is_ready_made(one: NamedWeights) -> bool:
    preset = starting_points.ALL.get(one.name)
    return bool(preset and starting_points.matching(one, {one.name: preset}))


def add() -> None:
    """The name and the button that keep the present weights, and the ready-made ones."""
    count = len(session.study().weightings)
    full = count >= MOST
    left, middle, right = st.columns([2, 1, 1.6], vertical_alignment="bottom")
    left.text_input(
        _("Keep the present weights as"),
        key="weighting_name",
        placeholder=_("Weights {number}").format(number=count + 1),
        max_chars=60,
        disabled=full,
    )
    middle.button(
        _("Keep"),
        key="keep_weights",
        icon=":material/bookmark_add:",
        on_click=_keep,
        disabled=full,
        width="stretch",
    )
    with right:
        _ready_made(full)
    if full:
        st.caption(_("Three sets are kept, the most there can be: remove one to keep another."))


def _ready_made(full: bool) -> None:
    popover = st.popover(
        _("Add a ready-made set"),
        key="add_ready_made",
        icon=":material/library_add:",
        disabled=full,
        on_change="rerun",
        width="stretch",
    )
    if not popover.open:
        return
    taken = [one.name for one in session.study().weightings]
    key = f"ready_made_{session.state().version}"
    popover.pills(
        _("Ready-made weights"),
        [one for one in starting_points.ALL if one not in taken],
        format_func=lambda one: _(starting_points.ALL[one].label),
        key=key,
        on_change=lambda: _add_ready_made(session.chosen(key)),
        wrap=True,
    )


def _keep() -> None:
    study = session.study()
    typed = (session.chosen("weighting_name") or "").strip()
    wanted = typed or _("Weights {number}").format(number=len(study.weightings) + 1)
    session.bind("weighting_name", "")
    _keep_set(
        NamedWeights(
            name=_free(wanted),
            family_weights=study.family_weights,
            indicator_weights=study.indicator_weights,
        )
    )


def _add_ready_made(key: str | None) -> None:
    if key:
        chosen = starting_points.set_of(starting_points.ALL[key])
        _keep_set(NamedWeights(name=key, **chosen.model_dump()))


def _keep_set(one: NamedWeights) -> None:
    kept = session.study().weightings
    if len(kept) < MOST:
        session.change(weightings=(*kept, one))


def _free(wanted: str) -> str:
    """The name, with a number behind it where it is taken."""
    taken = {_("Now"), *map(name, session.study().weightings), *starting_points.ALL}
    tries = (wanted, *(f"{wanted} ({number})" for number in range(2, 9)))
    return next(one for one in tries if one not in taken)


def cards() -> None:
    """Each kept set with the buttons that use or remove it."""
    kept = session.study().weightings
    for place, (column, one) in enumerate(zip(st.columns(MOST), kept, strict=False)):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{escape(name(one))}**")
            if _is_ready_made(one):
                st.caption(_(starting_points.ALL[one.name].caveat))
            _buttons(place)
    if session.study().group_by:
        st.caption(
            _(
                "The kept sets are compared as one set for all; when one is used, customers whose"
                " group has weights of its own keep those."
            )
        )


def _buttons(place: int) -> None:
    use, remove = st.columns(2)
    use.button(
        _("Use these"),
        key=f"use_kept_{place}",
        on_click=_use,
        args=(place,),
        width="stretch",
    )
    remove.button(
        _("Remove"),
        key=f"remove_kept_{place}",
        on_click=_remove,
        args=(place,),
        width="stretch",
    )


def _use(place: int) -> None:
    one = session.study().weightings[place]
    by_hand.change(
        family_weights=one.family_weights,
        indicator_weights=one.indicator_weights,
        preset=starting_points.matching(one) or "own",
    )


def _remove(place: int) -> None:
    kept = session.study().weightings
    session.change(weightings=kept[:place] + kept[place + 1 :])
