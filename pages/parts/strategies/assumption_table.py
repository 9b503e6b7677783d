"""The assumptions behind both scenarios: range, source, grade; edited in place."""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation.assumptions import GENERAL, GENERALS, Chosen, resolve
from loyalty.strategies import BY_KEY, GRADES
from loyalty.strategies.journey_change import KEY
from loyalty.study import Range, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts.safe import escape

COSTS = ("set_up", "running")
ORDERED = mark(
    "The low end of “{label}” would be {low}, above its high end {high}. Nothing was changed."
)
INSIDE = mark("“{label}” can only lie between {least} and {most}; {value} was not taken.")


def show() -> None:
    """One row per assumption; a changed end of a range goes into the draft at once."""
    st.subheader(_("What this rests on"))
    rows = _rows()
    _costless()
    frame = pd.DataFrame([_shown(group, one) for group, one in rows])
    st.data_editor(
        frame,
        key=_editor_key(),
        hide_index=True,
        height="content",
        disabled=[name for name in frame.columns if name not in ("low", "high")],
        on_change=_edit,
        column_config=_columns(),
        alt=_("Assumptions with their ranges, sources and grades"),
    )
    _sources(frame)
    changed = sum(one.changed for _group, one in rows)
    st.button(
        _("Back to the default assumptions ({count} changed by you)").format(count=changed),
        icon=":material/restart_alt:",
        on_click=_reset,
        disabled=not changed,
        type="tertiary",
    )
    st.caption(
        _(
            "The range holds the true value in nine of ten cases; equal ends are a decision, not an"
            " estimate. Measured: from your own events or margins; borrowed: from published"
            " research on others; guessed: no source, or your own entry."
        )
    )


def _costless() -> None:
    """Say of a journey change that its cost is nothing only because none was entered."""
    for name, scenario in simulated.scenarios().items():
        costs = [one for one in _resolved(scenario) if one.assumption.key in COSTS]
        if scenario.strategy == KEY and not any(one.range.high for one in costs):
            said = _("{name} · {strategy}: no cost entered yet. Enter what it costs in the table.")
            label = _(BY_KEY[KEY].label)
            st.info(said.format(name=name, strategy=label), icon=":material/payments:")


def _sources(frame: pd.DataFrame) -> None:
    """The long texts of the table in full."""
    names = {
        "assumption": _("Assumption"),
        "scenario": _("For"),
        "source": _("Source"),
        "caveat": _("Caveat"),
    }
    texts = frame[list(names)].map(escape).rename(columns=names)
    with st.expander(_("Sources and caveats in full")):
        st.table(texts, border="horizontal", hide_index=True, alt=_("Sources of the assumptions"))


def _rows() -> list[tuple[str, Chosen]]:
    """Assumptions of A, of B, and of both."""
    rows = [
        (name, one)
        for name, scenario in simulated.scenarios().items()
        for one in _resolved(scenario)
    ]
    return rows + [(GENERAL, one) for one in _general()]


def _resolved(scenario: Scenario) -> list[Chosen]:
    wanted = BY_KEY[scenario.strategy].assumptions
    return resolve(wanted, scenario.assumptions, simulated.cells(), scenario.handed_over)


def _general() -> list[Chosen]:
    return resolve(GENERALS, session.study().general, simulated.cells())


def _shown(group: str, one: Chosen) -> dict[str, Any]:
    about = one.assumption
    return {
        "scenario": _("both") if group == GENERAL else group,
        "assumption": _(about.label),
        "low": float(one.range.low),
        "high": float(one.range.high),
        "unit": _(about.unit),
        "grade": _(GRADES[one.grade]),
        "changed": _("✎ by you") if one.changed else "",
        "source": _(one.source),
        "caveat": _(about.caveat) if about.caveat else "",
    }


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "scenario": config.TextColumn(_("For"), width=55),
        "assumption": config.TextColumn(_("Assumption"), pinned=True, width=250),
        "low": config.NumberColumn(_("Low end"), format="%.4g", required=True, width=95),
        "high": config.NumberColumn(_("High end"), format="%.4g", required=True, width=100),
        "unit": config.TextColumn(_("Unit"), width=175),
        "grade": config.TextColumn(_("Grade"), width=85),
        "changed": config.TextColumn(_("Changed"), width=80),
        "source": config.TextColumn(_("Source")),
        "caveat": config.TextColumn(_("Caveat"), width="large"),
    }


def _editor_key() -> str:
    """A new editor for every version of the draft, so that reset and undo show at once."""
    return f"assumptions_{session.state().version}_{session.language()}"


def _edit() -> None:
    rows = _rows()
    for row, edit in session.chosen(_editor_key())["edited_rows"].items():
        group, one = rows[int(row)]
        low, high = edit.get("low", one.range.low), edit.get("high", one.range.high)
        session.attempt(lambda g=group, o=one, lo=low, hi=high: _change(g, o, lo, hi))


def _change(group: str, one: Chosen, low: float | None, high: float | None) -> None:
    about = one.assumption
    low, high = (
        _checked(about, value, old)
        for value, old in zip((low, high), (one.range.low, one.range.high), strict=True)
    )
    if low > high:
        raise Refused(ORDERED, label=_(about.label), low=low, high=high)
    _write(group, about.key, Range(low=low, high=high))


def _checked(about: Any, value: float | None, old: float) -> float:
    if value is None:
        return old
    if not about.least <= value <= about.most:
        raise Refused(INSIDE, label=_(about.label), least=about.least, most=about.most, value=value)
    return float(value)


def _write(group: str, key: str, chosen: Range) -> None:
    if group == GENERAL:
        session.change(general=session.study().general | {key: chosen})
        return
    before = simulated.scenarios()
    own = before[group].assumptions | {key: chosen}
    simulated.store(before | {group: before[group].model_copy(update={"assumptions": own})})


def _reset() -> None:
    plain = {
        name: one.model_copy(update={"assumptions": one.handed_over})
        for name, one in simulated.scenarios().items()
    }
    general = session.study().general
    kept = {key: one for key, one in general.items() if key not in {g.key for g in GENERALS}}
    simulated.store(plain)
    session.change(general=kept)
