"""Loops and ways back, starts and ends, as tables."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import findings
from loyalty.journey.loops import BACK, LOOP, SELF
from loyalty.language import percent
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.paths import results as path_results

ROWS = 250  # pixels: six rows, the others by scrolling
SHARE = {"format": "percent"}
WHOLE = {"format": "localized"}


def show() -> None:
    """What happens how often, then the places where it does."""
    st.subheader(_("Circles and ways back"))
    _kinds()
    _title(_("Walked back most often"))
    _back()
    _title(_("Come back to most often"))
    _returns()
    st.subheader(_("Where journeys begin and end"))
    _ends()


def _title(text: str) -> None:
    st.markdown(f"**{text}**")


def _kinds() -> None:
    found = path_results.kinds()
    if not _ordered():
        found = found[found["kind"] != BACK]
    names = {
        SELF: _("Again at the same touchpoint"),
        LOOP: _("Back at a touchpoint after others"),
        BACK: _("Back to an earlier stage"),
    }
    frame = pd.DataFrame(
        {
            "kind": [names[kind] for kind in found["kind"]],
            "moves": found["moves"],
            "share": found["share"].round(3),
            "journeys": found["journeys"],
            "journey_share": found["journey_share"].round(3),
            "interval": _interval(found, "journey_share"),
        }
    )
    config = st.column_config
    columns = {
        "kind": config.TextColumn(_("Move"), width=230),
        "moves": config.NumberColumn(_("Moves"), **WHOLE),
        "share": config.NumberColumn(_("Of all moves"), **SHARE),
        "journeys": config.NumberColumn(_("Journeys"), **WHOLE),
        "journey_share": config.NumberColumn(_("Of all journeys"), **SHARE),
        "interval": config.TextColumn(_("95% interval")),
    }
    _table(frame, columns, _("Repeats, loops and back-steps with their shares"))


def _back() -> None:
    found = path_results.back_pairs()
    if not _ordered():
        st.caption(_("Only touchpoints of two or more stages can tell who goes back."))
        return
    if found.empty:
        st.caption(_("Nobody walks back to an earlier stage."))
        return
    frame = pd.DataFrame(
        {
            "source": [journey.shown(name, _) for name in found["source"]],
            "target": [journey.shown(name, _) for name in found["target"]],
            "moves": found["moves"],
            "share": found["journey_share"].round(3),
        }
    )
    config = st.column_config
    columns = {
        "source": config.TextColumn(_("From …"), width=265),
        "target": config.TextColumn(_("… to"), width=265),
        "moves": config.NumberColumn(_("Moves"), width=90, **WHOLE),
        "share": config.NumberColumn(
            _("Share"), width=90, help=_("Share of all journeys that make this move."), **SHARE
        ),
    }
    _table(frame, columns, _("Moves to an earlier stage"))
    st.caption(
        _(
            "Moves to a touchpoint of an earlier stage. That is no fault in itself: a further order"
            " that is delivered counts, and mail to regular buyers."
        )
    )


def _ordered() -> bool:
    """Whether there are two stages, so that one is earlier."""
    return len(findings.staged(results.table())) > 1


def _returns() -> None:
    found = path_results.returns()
    if found.empty:
        st.caption(_("Nobody comes back to a touchpoint."))
        return
    frame = pd.DataFrame(
        {
            "touchpoint": [journey.shown(name, _) for name in found["touchpoint"]],
            "self_moves": found["self_moves"],
            "loops": found["loops"],
            "share": found["journey_share"].round(3),
        }
    )
    config = st.column_config
    columns = {
        "touchpoint": config.TextColumn(_("Touchpoint"), width=400),
        "self_moves": config.NumberColumn(_("At once"), width=100, **WHOLE),
        "loops": config.NumberColumn(_("After others"), width=110, **WHOLE),
        "share": config.NumberColumn(
            _("Share"), width=90, help=_("Share of the journeys here that come back."), **SHARE
        ),
    }
    _table(frame, columns, _("Touchpoints that journeys come back to"))


def _ends() -> None:
    found = path_results.ends()
    frame = pd.DataFrame(
        {
            "touchpoint": [journey.shown(name, _) for name in found["touchpoint"]],
            "starts": found["starts"],
            "start_share": found["start_share"].round(3),
            "start_interval": _interval(found, "start_share"),
            "ends": found["ends"],
            "end_share": found["end_share"].round(3),
            "end_interval": _interval(found, "end_share"),
        }
    )
    config = st.column_config
    columns = {
        "touchpoint": config.TextColumn(_("Touchpoint"), width=230),
        "starts": config.NumberColumn(_("Begin here"), **WHOLE),
        "start_share": config.NumberColumn(_("Share"), **SHARE),
        "start_interval": config.TextColumn(_("95% interval")),
        "ends": config.NumberColumn(_("End here"), **WHOLE),
        "end_share": config.NumberColumn(_("Share"), **SHARE),
        "end_interval": config.TextColumn(_("95% interval")),
    }
    _table(frame, columns, _("Touchpoints where journeys begin and end"))
    st.caption(
        _(
            "Shares of all journeys with 95% Wilson intervals. The end is the last event known: a"
            " journey may go on."
        )
    )


def _interval(found: pd.DataFrame, name: str) -> list[str | None]:
    ends = zip(found[f"{name}_low"], found[f"{name}_high"], strict=True)
    return [
        None if low != low else f"{percent(low, digits=1)} … {percent(high, digits=1)}"
        for low, high in ends
    ]


def _table(frame: pd.DataFrame, columns: dict[str, object], alt: str) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        height=ROWS if len(frame) > 6 else "auto",
        column_config=columns,
        placeholder="–",
        alt=alt,
    )
