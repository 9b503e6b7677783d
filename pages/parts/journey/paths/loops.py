"""Loops and ways back, as tables."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import findings
from loyalty.journey.loops import BACK, LOOP, SELF
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.paths import counts
from pages.parts.journey.paths import results as path_results


def show() -> None:
    """What happens how often, then the places where it does."""
    st.subheader(_("Circles and ways back"))
    _kinds()
    _title(_("Walked back most often"))
    _back()
    _title(_("Come back to most often"))
    _returns()


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
            "interval": counts.ends(found, "journey_share"),
        }
    )
    columns = {
        "kind": counts.name(_("Move"), 230),
        "moves": counts.count(_("Moves")),
        "share": counts.share(_("Of all moves")),
        "journeys": counts.count(_("Journeys")),
        "journey_share": counts.share(_("Of all journeys")),
        "interval": counts.interval(),
    }
    counts.show(frame, columns, _("Repeats, loops and back-steps with their shares"))


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
    columns = {
        "source": counts.name(_("From …"), 265),
        "target": counts.name(_("… to"), 265),
        "moves": counts.count(_("Moves"), 90),
        "share": counts.share(_("Share"), _("Share of all journeys that make this move."), 90),
    }
    counts.show(frame, columns, _("Moves to an earlier stage"))
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
    columns = {
        "touchpoint": counts.name(_("Touchpoint"), 400),
        "self_moves": counts.count(_("At once"), 100),
        "loops": counts.count(_("After others"), 110),
        "share": counts.share(_("Share"), _("Share of the journeys here that come back."), 90),
    }
    counts.show(frame, columns, _("Touchpoints that journeys come back to"))
