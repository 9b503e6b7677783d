"""The numbers of the hand-overs."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey.handover_findings import COMPARED
from loyalty.journey.handovers import YES
from loyalty.journey.pain_findings import day_span
from pages import _session as session
from pages._session import _
from pages.parts.journey import cells


def show(rows: pd.DataFrame, level: str) -> None:
    """One row per pair, on demand."""
    table = st.expander(_("Numbers"), on_change="rerun", key=f"handover_numbers_{level}")
    if not table.open:
        return
    with table:
        st.dataframe(
            _shown(rows, level),
            hide_index=True,
            height=36 * (min(len(rows), 12) + 1) + 2,
            placeholder="–",
            column_config=_columns(),
            alt=_("Hand-overs with customers, shares and the purchases at stake"),
        )


def _shown(rows: pd.DataFrame, level: str) -> pd.DataFrame:
    frame = pd.DataFrame({"source": [journey.shown(name, _) for name in rows["source"]]})
    rows = rows.reset_index(drop=True)
    if level == "channel":
        frame["source_channel"] = rows["source_channel"]
        frame["target_channel"] = rows["target_channel"].fillna(_("any other channel"))
    else:
        frame["target"] = [journey.shown(name, _) for name in rows["target"]]
    same = ["customers", "followed", "broken", "bought_anyway", "nothing", "followed_share"]
    frame = frame.join(rows[same]).assign(
        followed_interval=_interval(rows, "followed"),
        days=(rows["median_hours"] / 24).round(1),
        purchases=[_(COMPARED[one]) for one in rows["compared"]],
    )
    return frame.join(_bought(rows)) if (rows["compared"] == YES).any() else frame


def _bought(rows: pd.DataFrame) -> pd.DataFrame:
    """What either kind of customers buy, where any pair is compared."""
    return pd.DataFrame().assign(
        conversion_followed=rows["conversion_followed"],
        conversion_broken=rows["conversion_broken"],
        lost=(rows["lost_conversion"] * 100).round(1),
        lost_interval=_interval(rows, "lost"),
        lost_customers=rows["lost_customers"].round(),
    )


def _interval(rows: pd.DataFrame, share: str) -> list[str | None]:
    low, high = rows[f"{share}_low"] * 100, rows[f"{share}_high"] * 100
    return cells.interval(low, high, cells.decimals(1))


def _columns() -> dict[str, object]:
    config, whole, share = st.column_config, {"format": "localized"}, {"format": "percent"}
    within = day_span(session.study().journey.within_days, _)
    return {
        "source": config.TextColumn(_("From"), pinned=True),
        "target": config.TextColumn(_("To"), pinned=True),
        "source_channel": config.TextColumn(_("Channel")),
        "target_channel": config.TextColumn(_("To channel")),
        "customers": config.NumberColumn(_("Customers"), **whole),
        "followed": config.NumberColumn(_("Came in time"), **whole),
        "broken": config.NumberColumn(_("Did not come"), **whole),
        "bought_anyway": config.NumberColumn(
            _("Bought all the same"),
            help=_("Of who did not come, within {days} after the first touchpoint.").format(
                days=day_span(session.study().journey.handover_days, _)
            ),
            **whole,
        ),
        "nothing": config.NumberColumn(_("Did neither"), **whole),
        "followed_share": config.NumberColumn(_("Share who came"), **share),
        "followed_interval": config.TextColumn(_("95% interval, %")),
        "purchases": config.TextColumn(_("Purchases")),
        "days": config.NumberColumn(_("Median days"), format="%.1f"),
        "conversion_followed": config.NumberColumn(
            _("Buy, of who came"),
            help=_("Within {days} after the first touchpoint.").format(days=within),
            **share,
        ),
        "conversion_broken": config.NumberColumn(_("Buy, of who did not"), **share),
        "lost": config.NumberColumn(_("Buy less, points"), format="%.1f"),
        "lost_interval": config.TextColumn(_("95% interval")),
        "lost_customers": config.NumberColumn(
            _("Buyers at stake"),
            help=_("Who did not come × the difference: an estimate, if all of it were the break."),
            **whole,
        ),
    }
