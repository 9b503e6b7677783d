"""Whether known effects, planted in worlds made of the user's own cells, are found again."""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty.intervals import wilson
from loyalty.language import mark, sentences
from loyalty.simulation import recovery
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

FALSE = 0.1  # share of 90 % intervals that leave out the truth
RATES = {"stay": mark("Odds of staying"), "orders": mark("Orders a month")}


def show() -> None:
    """One sentence, and how well each planted effect is found."""
    st.subheader(_("Would a known effect be found again?"))
    found = _recovered()
    known = found.dropna(subset=["inside"])
    if known.empty:
        st.caption(_("There are too few customers to try."))
        return
    said = _(
        "In {worlds} made-up worlds of your own customers, one half at random got a known effect"
        " for {months} months. {share} of the 90% intervals estimated from the counts hold it."
    )
    share = words.percent(_mean(known, "inside"))
    held = said.format(worlds=recovery.WORLDS, months=recovery.MONTHS, share=share)
    st.write(sentences([held, _false_alarms(known)], _))
    rates = [_(RATES[rate]) for rate in found["rate"]]
    frame = found.assign(rate=rates)[["rate", "planted", "found", "inside", "told"]]
    alt = _("Planted effects and how they are found again")
    st.dataframe(frame, hide_index=True, column_config=_columns(), placeholder="–", alt=alt)


def _false_alarms(known: pd.DataFrame) -> str:
    """How often an effect is seen where none was planted."""
    nothing = known[known["planted"] == 1]
    if nothing.empty:
        return ""
    said = _("Where no effect was planted, {alarms} of them saw one all the same; 10% is right.")
    alarms = said.format(alarms=words.percent(_mean(nothing, "told")))
    worlds = float(nothing["worlds"].sum())
    low, _high = wilson(_mean(nothing, "told") * worlds, worlds)
    if low <= FALSE:
        return alarms
    beyond = _("That is more than chance allows: such intervals are somewhat too narrow here.")
    return sentences([alarms, beyond], _)


def _mean(rows: pd.DataFrame, share: str) -> float:
    """The mean of a share over all worlds that allow an estimate."""
    return float((rows[share] * rows["worlds"]).sum() / rows["worlds"].sum())


def _recovered() -> pd.DataFrame:
    study = session.study()

    def recover() -> pd.DataFrame:
        with st.spinner(_("Planting known effects and finding them again …")):
            return recovery.recover(simulated.cells(), study)

    return session.cached("recovery", recover, *simulated.cell_parts(), study.seed)


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "rate": config.TextColumn(_("What is changed"), pinned=True),
        "planted": config.NumberColumn(_("Planted factor"), format="%.2f"),
        "found": config.NumberColumn(_("Found on average"), format="%.3f"),
        "inside": config.NumberColumn(_("Inside 90% interval"), format="percent"),
        "told": config.NumberColumn(
            _("Seen as an effect"),
            format="percent",
            help=_("Share of worlds whose 90% interval leaves out “no effect” (1)."),
        ),
    }
