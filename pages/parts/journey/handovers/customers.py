"""The customers for whom the second touchpoint never came: choose a pair, see who, take a file."""

import zlib

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import handovers
from loyalty.journey.handover_findings import pair_label
from loyalty.journey.pain_findings import day_span
from loyalty.language import sentences
from loyalty.rollup import CUSTOMER
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.touchpoint import customers
from pages.parts.safe import escape

SHOWN = 1000


def show(rows: pd.DataFrame, level: str) -> None:
    """Of one of these rows of `loyalty.journey.handovers.of_log`, who did not come; on demand."""
    place = st.expander(
        _("Customers who did not come"),
        expanded=bool(session.linked(_key(level))),
        on_change="rerun",
        key=f"handover_customers_{level}",
    )
    if not place.open:
        return
    with place:
        pair = _chosen(rows, level)
        found = _found(pair)
        if found.empty:
            st.info(_("All who could come came: nobody is missing at this hand-over."))
            return
        _listed(pair, found, level)


def _chosen(rows: pd.DataFrame, level: str) -> pd.Series:
    pairs = {_id(row): row for _place, row in rows.iterrows()}
    key = session.bind(f"{_key(level)}_{session.language()}", _last(level, list(pairs)))
    one = st.selectbox(
        _("Hand-over"),
        list(pairs),
        key=key,
        format_func=lambda name: pair_label(pairs[name], _),
        on_change=_choose,
        args=(level, key),
    )
    return pairs[one]


def _key(level: str) -> str:
    return f"handover_pair_{level}"


def _choose(level: str, key: str) -> None:
    """Callback: keep the pair for this session, and in the link by a sum of its names."""
    pair = session.chosen(key)
    session.bind(_key(level), pair)
    session.link(_key(level), _sum(pair))


def _sum(pair: tuple[str, ...]) -> str:
    """A pair in the link: its names may be long, or in no shape for one."""
    return f"{zlib.crc32(chr(31).join(pair).encode()):08x}"


def _last(level: str, names: list[tuple[str, ...]]) -> tuple[str, ...]:
    """What was chosen before, or the link says, while it is there; else the first."""
    before, linked = session.picked(_key(level)), session.linked(_key(level))
    if before is None and linked:
        before = next((name for name in names if _sum(name) == linked), None)
    return before if before in names else names[0]


def _id(row: pd.Series) -> tuple[str, ...]:
    return tuple("" if pd.isna(row[name]) else row[name] for name in handovers.NAMES)


def _found(pair: pd.Series) -> pd.DataFrame:
    log, study = results.log(), session.study()
    source, target, own, other = (None if pd.isna(pair[n]) else pair[n] for n in handovers.NAMES)
    channels = None if pair["level"] == "touchpoint" else (own, other)
    return session.cached(
        "handover_customers",
        lambda: handovers.broken_customers(log, study, source, target, channels),
        *(*results.parts(), study.journey.handover_days, source, target, own, other),
    )


def _listed(pair: pd.Series, rows: pd.DataFrame, level: str) -> None:
    write = customers.table_of(session.translation())
    _table(_read(write(rows.head(SHOWN))))
    st.caption(escape(_caption(pair, rows)))
    st.download_button(
        _("Export these customers (CSV)"),
        data=customers.file_of(write, rows),
        file_name=session.file_name("handover-customers", "csv"),
        mime="text/csv",
        key=f"handover_csv_{level}",
        icon=":material/download:",
        on_click="ignore",
    )


def _read(rows: pd.DataFrame) -> pd.DataFrame:
    """The next touchpoints as people read them."""
    return rows.assign(
        next=rows["next"].map(lambda name: journey.shown(name, _), na_action="ignore")
    )


def _caption(pair: pd.Series, rows: pd.DataFrame) -> str:
    told = _(
        "{shown} of {count} customers who did not come within {days} ({pair}), the newest first."
    ).format(
        shown=words.number(min(len(rows), SHOWN)),
        count=words.number(len(rows)),
        days=day_span(session.study().journey.handover_days, _),
        pair=pair_label(pair, _),
    )
    rest = _("Next touchpoint and purchase: within these days; empty where there was none.")
    return sentences([told, rest], _)


def _table(rows: pd.DataFrame) -> None:
    config, day = st.column_config, {"format": "YYYY-MM-DD"}
    st.dataframe(
        rows,
        hide_index=True,
        height=min(36 * (len(rows) + 1) + 2, 320),
        placeholder="–",
        column_config={
            CUSTOMER: config.TextColumn(_("Customer"), pinned=True),
            "first_visit": config.DateColumn(_("First visit"), **day),
            "next": config.TextColumn(_("Next touchpoint")),
            "next_visit": config.DateColumn(_("Came there on"), **day),
            "purchase": config.DateColumn(_("Bought on"), **day),
            "segment": config.TextColumn(_("Segment")),
            "level": config.TextColumn(_("Level")),
        },
        alt=_("Customers who did not come, with first visit, next touchpoint, segment and level"),
    )
