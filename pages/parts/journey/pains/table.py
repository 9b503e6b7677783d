"""The ranking of the pain points with every factor."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey.pain_findings import day_span
from loyalty.journey.pains import REPURCHASE
from loyalty.journey.stage_map import stage_label
from pages import _session as session
from pages._session import _
from pages.parts.journey.cells import decimals, interval

ROWS = 8  # shown without scrolling


def show(found: pd.DataFrame) -> None:
    """Those that hurt, the worst first."""
    rows = found[found["pain"] > 0].reset_index(drop=True)
    if rows.empty:
        return
    st.dataframe(
        _shown(rows),
        hide_index=True,
        height=36 * (min(len(rows), ROWS) + 1) + 2,
        column_config=_columns(str(rows["effect_of"].iloc[0])),
        placeholder="–",
        alt=_("Pain points, the worst first, with customers, feeling and effect"),
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    certain = {True: _("certain"), False: _("uncertain")}
    low, high = rows["effect_low"] * 100, rows["effect_high"] * 100
    return pd.DataFrame(
        {
            "touchpoint": [journey.shown(name, _) for name in rows["touchpoint"]],
            "pain": rows["pain"],
            "certain": rows["sure"].map(certain),
            "customers": rows["customers"],
            "feeling": rows["feeling"],
            "below": rows["below"],
            "effect": (rows["effect"] * 100).round(1),
            "feeling_interval": interval(rows["feeling_low"], rows["feeling_high"], decimals(2)),
            "effect_interval": interval(low, high, decimals(1)),
            "scored": rows["scored"],
            "stage": [stage_label(stage, _) for stage in rows["stage"]],
        }
    )


def _columns(effect_of: str) -> dict[str, object]:
    config, whole = st.column_config, {"format": "localized"}
    days = session.study().journey.within_days
    bought = _("Points fewer who buy again within {days} after a bad experience").format(
        days=day_span(days, _)
    )
    stands_in = _("Share that has not reached the next stage, in per cent")
    return {
        "touchpoint": config.TextColumn(_("Touchpoint"), pinned=True),
        "pain": config.NumberColumn(_("Pain"), format="%.1f", help=_("The product of these.")),
        "certain": config.TextColumn(_("Certainty")),
        "customers": config.NumberColumn(_("Customers"), **whole),
        "feeling": config.NumberColumn(_("Feeling"), format="%.2f"),
        "feeling_interval": config.TextColumn(_("95% interval of the feeling")),
        "scored": config.NumberColumn(_("Scores"), **whole),
        "below": config.NumberColumn(
            _("Below the line"),
            format="%.3f",
            help=_("0: at the line, 1: at the lower end of the scale."),
        ),
        "effect": config.NumberColumn(
            _("Effect, points"),
            format="%.1f",
            help=bought if effect_of == REPURCHASE else stands_in,
        ),
        "effect_interval": config.TextColumn(_("95% interval of the effect")),
        "stage": config.TextColumn(_("Stage")),
    }
