"""Who moved between two days: the sentence, the flow and the from-to table."""

from datetime import date

import pandas as pd
import streamlit as st

from loyalty import labels, replay, rollup, segmentation
from loyalty.charts import shares, theme, who_moves
from loyalty.language import sentences
from loyalty.replay.steps import against_steps, follows_life_cycle
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape


def show(history: replay.History, first: date, last: date) -> None:
    """The answer first, the flow second, then the numbers of each pair."""
    if first == last:
        st.info(_("Choose two different days: between one day and itself nobody moves."))
        return
    moves = replay.movement(history, first, last)
    here = moves[moves["source"] != replay.ARRIVED]
    moved = here[here["source"] != here["target"]]
    st.subheader(
        _("{moved} of {known} customers known on {first} are in another segment on {last}.").format(
            moved=words.number(int(moved["customers"].sum())),
            known=words.number(int(here["customers"].sum())),
            first=words.day(first),
            last=words.day(last),
        )
    )
    st.markdown(_details(moves, moved))
    _early(first)
    _flow(moves, (*history.names, replay.ARRIVED))
    st.caption(
        _("Pale: who stays, and who was not known before. In colour: who moves, by where from.")
    )
    _table(moves)
    _life_cycle(history, moves)


def segment(key: str) -> str:
    """The name of a segment, or of where newcomers come from."""
    return _(replay.ARRIVED_LABEL) if key == replay.ARRIVED else labels.segment(key, _)


def _details(moves: pd.DataFrame, moved: pd.DataFrame) -> str:
    """The biggest flow between segments, and how many came since."""
    parts = []
    if len(moved):
        most = moved.loc[moved["customers"].idxmax()]
        parts.append(
            _("The biggest flow is {source} → {target}: {count} customers.").format(
                source=escape(segment(most["source"])),
                target=escape(segment(most["target"])),
                count=words.number(int(most["customers"])),
            )
        )
    arrived = int(moves.loc[moves["source"] == replay.ARRIVED, "customers"].sum())
    if arrived:
        parts.append(
            _("{count} customers were not known before.").format(count=words.number(arrived))
        )
    return sentences(parts, _)


def _flow(moves: pd.DataFrame, names: tuple[str, ...]) -> None:
    text = {name: segment(name) for name in names}
    ribbons = who_moves.layout(moves, names)
    ribbons["label"] = ribbons["source"].map(text) + " → " + ribbons["target"].map(text)
    ribbons["moved"] &= ribbons["source"] != replay.ARRIVED
    frame = pd.concat([ribbons, who_moves.ends(moves, names, text)], ignore_index=True)
    colours = segmentation.colours(session.study()) | {replay.ARRIVED: theme.BASELINE}
    session.chart(
        who_moves.draw,
        frame,
        "movement_flow",
        _("Flow of customers between the segments of two days"),
        keys=names,
        colours=shares.colours_of(names, colours),
    )


def _table(moves: pd.DataFrame) -> None:
    moved = moves[moves["source"] != moves["target"]]
    if moved.empty:
        return
    moved = _newcomers_last(moved)
    of_source = moved["source"].map(moves.groupby("source")["customers"].sum())
    rows = pd.DataFrame(
        {
            "source": [segment(key) for key in moved["source"]],
            "target": [segment(key) for key in moved["target"]],
            "customers": moved["customers"],
            "share": (moved["customers"] / of_source).round(3),
        }
    )
    config = st.column_config
    st.dataframe(
        rows,
        hide_index=True,
        height=250,
        column_config={
            "source": config.TextColumn(_("From segment")),
            "target": config.TextColumn(_("To segment")),
            "customers": config.NumberColumn(_("Customers"), format="localized"),
            "share": config.NumberColumn(_("Share of those who were there"), format="percent"),
        },
        alt=_("Customers who moved, from which segment to which"),
    )


def _newcomers_last(moved: pd.DataFrame) -> pd.DataFrame:
    """The moves between segments from the biggest down, then where newcomers came in."""
    arrived = moved["source"] == replay.ARRIVED
    ordered = moved.assign(arrived=arrived).sort_values(
        ["arrived", "customers"], ascending=[True, False], kind="stable"
    )
    return ordered.drop(columns="arrived")


def _early(first: date) -> None:
    """A caveat where the records before the first day are shorter than the active days."""
    study = session.study()
    begin = session.cached("first_day", lambda: rollup.first_day(session.tables()))
    if begin and (first - begin).days < study.active_days:
        st.caption(
            _(
                "{first} is an early day: the records begin on {begin}, less than the {days} active"
                " days before. So early no last order can be long ago: nobody counts as lapsed yet,"
                " and moves out of active segments are partly an effect of that."
            ).format(
                first=words.day(first),
                begin=words.day(begin),
                days=words.number(study.active_days),
            ),
        )


def _life_cycle(history: replay.History, moves: pd.DataFrame) -> None:
    """How the moves compare with the steps of the life cycle, where the segments are its states."""
    if not follows_life_cycle(history.names):
        return
    several, unexplained = against_steps(moves)
    parts = [
        _(
            "From one day to the next, states of the life cycle change in single steps; between"
            " two days further apart a customer can take several: {count} customers did."
        ).format(count=words.number(several))
    ]
    if unexplained:
        parts.append(
            _(
                "{count} customers moved in a way no steps explain: the lapse is not longer than"
                " the active days, or the records of the past have changed."
            ).format(count=words.number(unexplained))
        )
    st.caption(sentences(parts, _))
