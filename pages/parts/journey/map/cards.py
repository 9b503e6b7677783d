"""What people know of a touchpoint that no data tell: lane, owner, opportunity."""

from functools import partial

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import blueprint
from loyalty.journey.blueprint import LANES
from loyalty.journey.measures import touchpoint_rows
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.map import frame as map_frame

OWNER_LETTERS, NOTE_LETTERS = 200, 2000


def form(touchpoint: str) -> None:
    """The card of one touchpoint; what is written goes into the draft at once."""
    sheet = map_frame.sheet()
    card = sheet.card(touchpoint)
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            st.segmented_control(
                _("Lane"),
                list(LANES),
                format_func=_lane_name,
                required=True,
                key=session.bind(_key("lane", touchpoint), sheet.lane(touchpoint)),
                on_change=partial(_write, touchpoint, "lane"),
            )
            st.text_input(
                _("Owner"),
                max_chars=OWNER_LETTERS,
                placeholder=_("Who looks after it"),
                key=session.bind(_key("owner", touchpoint), card.owner),
                on_change=partial(_write, touchpoint, "owner"),
            )
        right.text_area(
            _("Opportunity"),
            max_chars=NOTE_LETTERS,
            placeholder=_("What could be better here: a sticky note on the map"),
            key=session.bind(_key("note", touchpoint), card.note),
            on_change=partial(_write, touchpoint, "note"),
        )


def table() -> None:
    """The cards of all touchpoints in one table, on demand."""
    more = st.expander(
        _("Lanes, owners and opportunities of all touchpoints"),
        key="journey_cards",
        icon=":material/sticky_note_2:",
        on_change="rerun",
    )
    if not more.open:
        return
    frame = _frame()
    more.data_editor(
        frame.assign(touchpoint=[journey.shown(name, _) for name in frame["touchpoint"]]),
        key=_editor_key(),
        hide_index=True,
        disabled=["touchpoint"],
        on_change=_write_edits,
        column_config=_columns(),
        alt=_("Touchpoints with their lane, owner and opportunity"),
    )


def _frame() -> pd.DataFrame:
    sheet = map_frame.sheet()
    names = list(touchpoint_rows(results.table())["touchpoint"])
    return pd.DataFrame(
        {
            "touchpoint": names,
            "lane": [sheet.lane(name) for name in names],
            "owner": [sheet.card(name).owner for name in names],
            "note": [sheet.card(name).note for name in names],
        }
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "touchpoint": config.TextColumn(_("Touchpoint"), pinned=True),
        "lane": config.SelectboxColumn(
            _("Lane"), options=list(LANES), format_func=_lane_name, required=True
        ),
        "owner": config.TextColumn(_("Owner"), max_chars=OWNER_LETTERS),
        "note": config.TextColumn(_("Opportunity"), max_chars=NOTE_LETTERS, width="large"),
    }


def _editor_key() -> str:
    """A new editor for every version of the draft, so that undo shows at once."""
    return f"cards_{session.state().version}_{session.language()}"


def _lane_name(lane: str) -> str:
    return _(LANES[lane])


def _key(field: str, touchpoint: str) -> str:
    """A widget of its own for each touchpoint, so that nothing typed reaches another one."""
    return f"card_{field}_{touchpoint}"


def _write(touchpoint: str, field: str) -> None:
    _store({touchpoint: {field: session.chosen(_key(field, touchpoint))}})


def _write_edits() -> None:
    names = _frame()["touchpoint"]
    edits = session.chosen(_editor_key())["edited_rows"]
    _store({names[int(row)]: edit for row, edit in edits.items()})


def _store(edits: dict[str, dict[str, str | None]]) -> None:
    """Cards into the draft; the lane that is guessed anyway is no choice."""
    study, channels = session.study(), map_frame.sheet().channels
    for touchpoint, edit in edits.items():
        words = {field: value or "" for field, value in edit.items() if field in ("owner", "note")}
        if edit.get("lane") in LANES:
            guessed = blueprint.guess(touchpoint, channels.get(touchpoint, ""))
            words["lane"] = None if edit["lane"] == guessed else edit["lane"]
        cards = blueprint.with_card(study, touchpoint, **words)
        study = study.change(journey=study.journey.model_copy(update={"cards": cards}))
    session.change(journey=study.journey)
