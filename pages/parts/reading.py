"""Reading the files: progress, a cancel button, and what is kept afterwards."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from loyalty import ingest
from loyalty.contents import is_synthetic
from loyalty.ingest import Result, Source
from loyalty.problems import LoyaltyError
from pages import _session as session
from pages._session import _
from pages.parts import column_table, imports
from pages.parts.file_card import Card
from pages.parts.laid import laid

TICK = 0.5


def run(cards: Sequence[Card], new: bool) -> None:
    """Read all files and adopt their tables; a refusal is said at the top of the page."""
    with st.status(_("Reading …"), expanded=True):
        bar = st.progress(0.0, text=_("Starting"))
        clock = st.empty()
        st.button(_("Cancel"), icon=":material/cancel:", key="cancel_reading")
        try:
            with tempfile.TemporaryDirectory(prefix="loyalty-tables-") as folder:
                found, invented = _read(cards, Path(folder), bar, clock)
                bar.progress(0.95, text=_("Counting customers"))
                _keep(cards, found, new, _notes(found, invented))
        except LoyaltyError as error:
            session.say(error)
        else:
            session.clear_uploads()
            session.write_link()
    st.rerun()


def _read(cards: Sequence[Card], folder: Path, bar: Any, clock: Any) -> tuple[Result, bool]:
    """What reading gave, and whether a file says that its rows are invented."""
    with laid([card.file for card in cards]) as paths:
        found = ingest.read(
            [Source(path, one.name, one.reading) for path, one in zip(paths, cards, strict=True)],
            folder,
            progress=lambda share, text: bar.progress(share, text=_(text)),
            cancelled=_Clock(clock),
        )
        return found, any(map(is_synthetic, paths))


class _Clock:
    """Says how long it takes; a press on Cancel ends the run at the next word said here."""

    def __init__(self, place: Any):
        self._place = place
        self._start = self._said = time.monotonic()

    def __call__(self) -> bool:
        now = time.monotonic()
        if now - self._said > TICK:
            self._said = now
            self._place.caption(_("{seconds} s").format(seconds=round(now - self._start)))
        return False


def _keep(cards: Sequence[Card], found: Result, new: bool, notes: dict[str, Any]) -> None:
    """The tables into the workspace, then the mappings into its memory."""
    before = session.workspace()
    if new:
        session.open_workspace(None)
    name = Path(cards[0].name).stem or _("My data")
    try:
        imports.adopt(found.tables, found.problems, notes, name)
    except LoyaltyError:
        session.open_workspace(before.id if before else None)
        raise
    for card in cards:
        if card.seen:
            mapping = {match.column: match.field for match in card.seen.proposal}
            column_table.remember(card.seen.header_signature, mapping)


def _notes(found: Result, invented: bool) -> dict[str, Any]:
    names = ", ".join(origin.name for origin in found.sources)
    return {
        "source": names,
        "inputs": [vars(origin) for origin in found.sources],
        "currency": found.currency,
        "rows": found.rows,
        "synthetic": invented,
        "sample": None,
    }
