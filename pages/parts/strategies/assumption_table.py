"""The assumptions of the scenario looked at: range, source, grade; edited in place."""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty.strategies import BY_KEY, GRADES
from loyalty.strategies.journey_change import KEY
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts.safe import escape
from pages.parts.strategies import resting
from pages.parts.strategies.resting import Held

COSTS = ("set_up", "running")


def show() -> None:
    """One row per assumption; a changed end of a range goes into the draft at once."""
    name = escape(simulated.label(simulated.current()))
    st.subheader(_("What {name} rests on").format(name=name), anchor=False)
    _claims()
    found = resting.held()
    _costless()
    frame = pd.DataFrame([_shown(one) for one in found])
    st.data_editor(
        frame,
        key=_editor_key(),
        hide_index=True,
        height="content",
        disabled=[name for name in frame.columns if name not in ("low", "high")],
        on_change=_edit,
        column_order=_order(found),
        column_config=_columns(),
        alt=_("Assumptions with their ranges, sources and grades"),
    )
    _reset(found)
    _sources(frame)
    st.caption(
        _(
            "The range holds the true value in nine of ten cases; equal ends are a decision, not an"
            " estimate. Measured: from your own events or margins; borrowed: from published"
            " research on others; guessed: no source, or your own entry; claimed: a source document"
            " says so without evidence that could be checked."
        )
    )


def _claims() -> None:
    """The numbers of the source documents instead of the defaults, clearly called claims."""
    st.toggle(
        _("Use the numbers of the source documents (claims)"),
        key=session.bind("claims", session.study().claims),
        on_change=lambda: session.change(claims=session.chosen("claims")),
        help=_(
            "Where a source document names a number, it stands in for the default; what was"
            " measured or entered by you stays. Claims are not evidence: use them to see what"
            " would follow if they held."
        ),
    )
    if not session.study().claims:
        return
    claimed = sum(one.chosen.grade == "claimed" for one in resting.held())
    said = _("Claims of source documents below, graded “claimed”: {count}.")
    st.warning(said.format(count=claimed), icon=":material/format_quote:")


def _costless() -> None:
    """Say of a journey change that its cost is nothing only because none was entered."""
    for place, action in enumerate(simulated.scenarios()[simulated.current()].actions):
        costs = [
            one.chosen.range.high
            for one in resting.held()
            if one.place == place and one.chosen.assumption.key in COSTS
        ]
        if action.strategy == KEY and not any(costs):
            said = _("{strategy}: no cost entered yet. Enter what it costs in the table.")
            st.info(said.format(strategy=_(BY_KEY[KEY].label)), icon=":material/payments:")


def _reset(found: list[Held]) -> None:
    changed = sum(one.chosen.changed for one in found)
    st.button(
        _("Back to the default assumptions ({count} changed by you)").format(count=changed),
        key="reset_assumptions",
        icon=":material/restart_alt:",
        on_click=resting.reset,
        disabled=not changed,
        type="tertiary",
    )


def _sources(frame: pd.DataFrame) -> None:
    """The long texts of the table in full."""
    names = {
        "assumption": _("Assumption"),
        "owner": _("For"),
        "source": _("Source"),
        "caveat": _("Caveat"),
    }
    texts = frame[list(names)].map(escape).rename(columns=names)
    with st.expander(_("Sources and caveats in full")):
        st.table(texts, border="horizontal", hide_index=True, alt=_("Sources of the assumptions"))


def _shown(one: Held) -> dict[str, Any]:
    about, chosen = one.chosen.assumption, one.chosen
    return {
        "owner": one.owner,
        "assumption": _(about.label),
        "low": float(chosen.range.low),
        "high": float(chosen.range.high),
        "unit": _(about.unit),
        "grade": _(GRADES[chosen.grade]),
        "changed": _("✎ by you") if chosen.changed else "",
        "source": _(chosen.source),
        "caveat": _(about.caveat) if about.caveat else "",
    }


def _order(found: list[Held]) -> list[str]:
    """What must be seen at once first: whom it belongs to only where several act."""
    several = len({one.place for one in found}) > 2  # its strategies and what all share
    changed = ["changed"] if any(one.chosen.changed for one in found) else []
    before, after = (["owner"], []) if several else ([], ["owner"])
    seen = ["low", "high", "unit", "grade", *changed, "source"]
    return ["assumption", *before, *seen, *after, "caveat"]


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "owner": config.TextColumn(_("For"), width=120),
        "assumption": config.TextColumn(_("Assumption"), pinned=True, width=236),
        "low": config.NumberColumn(_("Low end"), format="%.4g", required=True, width=98),
        "high": config.NumberColumn(_("High end"), format="%.4g", required=True, width=98),
        "unit": config.TextColumn(_("Unit"), width=140),
        "grade": config.TextColumn(_("Grade"), width=80),
        "changed": config.TextColumn(_("Changed"), width=80),
        "source": config.TextColumn(_("Source"), width=164),
        "caveat": config.TextColumn(_("Caveat"), width="large"),
    }


def _editor_key() -> str:
    """A new editor for every version of the draft, scenario and refusal: it shows what holds."""
    state = f"{session.state().version}_{session.refusals()}"
    return f"assumptions_{state}_{simulated.current()}_{session.language()}"


def _edit() -> None:
    found = resting.held()
    for row, edit in session.chosen(_editor_key())["edited_rows"].items():
        one = found[int(row)]
        session.attempt(lambda o=one, e=edit: resting.change(o, e.get("low"), e.get("high")))
