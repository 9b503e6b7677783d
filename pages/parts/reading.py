"""Reading the files: progress, a cancel button, and what is kept afterwards."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from loyalty import ingest
from loyalty.ingest import Result, Source
from loyalty.problems import LoyaltyError
from pages import _session as session
from pages._session import _
from pages.parts import column_table, imports
from pages.parts.file_card import Card
from pages.parts.laid import laid

TICK = 0.5


def run(cards: Sequence[Card], new: bool) -> bool:
    """Read all files and adopt their tables; whether it worked. A refusal is said on top."""
    with st.status(_("Reading …"), expanded=True) as status:
        bar = st.progress(0.0, text=_("Starting"))
        clock = st.empty()
        st.button(_("Cancel"), icon=":material/cancel:", key="cancel_reading")
        try:
            with (
                laid([card.file for card in cards]) as paths,
                tempfile.TemporaryDirectory(prefix="loyalty-tables-") as folder,
            ):
                found = ingest.read(
                    [
                        Source(path, card.name, card.reading)
                        for path, card in zip(paths, cards, strict=True)
                    ],
                    Path(folder),
                    progress=lambda share, text: bar.progress(share, text=_(text)),
                    cancelled=_Clock(clock),
                )
                bar.progress(0.95, text=_("Counting customers"))
                _keep(cards, found, new)
        except LoyaltyError as error:
            status.update(label=_("Not read"), state="error")
            session.say(error)
            st.rerun()
    return True


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


def _keep(cards: Sequence[Card], found: Result, new: bool) -> None:
    """The tables into the workspace, then the mappings into its memory."""
    if new:
        session.open_workspace(None)
    name = Path(cards[0].name).stem or _("My data")
    imports.adopt(found.tables, found.problems, _notes(found), name)
    for card in cards:
        if card.seen:
            mapping = {match.column: match.field for match in card.seen.proposal}
            column_table.remember(card.seen.header_signature, mapping)


def _notes(found: Result) -> dict[str, Any]:
    names = ", ".join(origin.name for origin in found.sources)
    return {
        "source": names,
        "inputs": [vars(origin) for origin in found.sources],
        "currency": found.currency,
        "rows": found.rows,
        "synthetic": False,
        "sample": None,
    }
