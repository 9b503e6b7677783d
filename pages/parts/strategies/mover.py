"""One assumption under the hand: chosen from a list, moved by a slider beside the pictures."""

import math
from collections.abc import Callable

import streamlit as st

from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies import resting
from pages.parts.strategies.resting import Held

STOPS = 50  # at least, on the way of the slider


def show() -> None:
    """The assumption to move, its range, and what it rests on."""
    found = {one.key: one for one in resting.held()}
    one = found[_moved(found)]
    _choice(found, one)
    _slider(one)


def _moved(found: dict[str, Held]) -> str:
    asked = session.linked("assumption")
    if asked in found:
        return asked
    uncertain = [key for key, one in found.items() if one.chosen.range.low < one.chosen.range.high]
    return (uncertain or list(found))[0]


def _choice(found: dict[str, Held], one: Held) -> None:
    several = len(simulated.scenarios()[simulated.current()].actions) > 1
    names = {
        key: f"{_(each.chosen.assumption.label)} ({each.owner})"
        if several or each.place == resting.ALL
        else _(each.chosen.assumption.label)
        for key, each in found.items()
    }
    key = f"moved_{session.language()}"
    st.selectbox(
        _("Move an assumption"),
        list(found),
        format_func=names.get,
        key=session.bind(key, one.key),
        on_change=lambda: session.link("assumption", session.chosen(key)),
    )


def _slider(one: Held) -> None:
    """Both ends of a range; one value where the ends are equal, as for a decision."""
    about, now = one.chosen.assumption, one.chosen.range
    least, most, step = limits(one)
    fixed = now.low == now.high
    slot = f"mover_{one.key}_{'fixed' if fixed else 'range'}"

    def put() -> None:
        value = session.chosen(slot)
        low, high = (value, value) if fixed else value
        session.attempt(lambda: resting.change(one, low, high))

    st.slider(
        _("{unit}, from {low} to {high}").format(
            unit=_(about.unit),
            low=words.number(now.low, about.digits + 1),
            high=words.number(now.high, about.digits + 1),
        ),
        min_value=least,
        max_value=most,
        step=step,
        format=f"%.{decimals(step)}f",
        key=session.bind(slot, float(now.low) if fixed else (float(now.low), float(now.high))),
        on_change=put,
    )


def limits(one: Held) -> tuple[float, float, float]:
    """From where to where the slider goes, and its step: the usual range and as much around it."""
    about, now = one.chosen.assumption, one.chosen.range
    finest = 10.0**-about.digits
    around = 3 if about.low == about.high else 0.5  # a decision goes further than an estimate
    size = max(about.high - about.low, around * max(abs(about.low), abs(about.high)), 10 * finest)
    least = max(about.least, min(about.low - size, now.low))
    most = min(about.most, max(about.high + size, now.high))
    step = max(finest, round_step(most - least))
    low = max(_on(math.floor, least, step), about.least)
    return low, min(_on(math.ceil, most, step), about.most), step


def round_step(size: float) -> float:
    """The largest of ..., 0.1, 0.2, 0.5, 1, 2, ... that divides `size` into `STOPS` or more."""
    power = 10.0 ** math.floor(math.log10(size / STOPS))
    fitting = (one for one in (5, 2, 1) if one * power * STOPS <= size * 1.000001)
    return round(next(fitting) * power, 12)


def decimals(step: float) -> int:
    """Decimals that tell the stops apart."""
    return max(0, math.ceil(-math.log10(step) - 1e-9))


def _on(whole: Callable[[float], int], value: float, step: float) -> float:
    """The stop below or above a value."""
    return round(whole(round(value / step, 6)) * step, 12)
