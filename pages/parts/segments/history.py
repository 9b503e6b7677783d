"""The rules of today replayed on the month-ends before, and the sizes they had."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from loyalty import labels, replay, segmentation
from loyalty.charts import segment_history, shares
from pages import _results as results
from pages import _session as session
from pages._session import _

KEPT = 2  # replays of a dataset: one of a million customers takes 100 MB


@dataclass(frozen=True)
class Replayed:
    """A replay and what is read off it each time the page is drawn.

    Attributes:
        customers: rows of `loyalty.replay.per_customer`, the latest change first.
        sizes: rows of `loyalty.replay.sizes_over`.
    """

    history: replay.History
    customers: pd.DataFrame
    sizes: pd.DataFrame


def days() -> list[date]:
    """The month-ends that can be looked at, and the day of the study."""
    as_of = session.study().as_of
    return session.cached("month_ends", lambda: replay.month_ends(session.tables(), as_of), as_of)


def replayed() -> Replayed:
    """The replay of the draft's rules on all `days`, made with a progress bar when it is new."""
    # Filled from outside: what is drawn in a cached function is drawn again each time it is read.
    kept = session.cached("replays", dict)
    found = known() or _replay()
    kept[_key()] = found
    for old in list(kept)[:-KEPT]:
        kept.pop(old, None)
    return found


def known() -> Replayed | None:
    """The replay of the draft's rules where it was made already."""
    return session.cached("replays", dict).get(_key())


def _key() -> str:
    return session.plain_key({"parts": results.segment_parts(session.study())})


def _replay() -> Replayed:
    text = _("Replaying the rules on past days: {done} of {count}")
    count = len(days())
    bar = st.progress(0.0, text=text.format(done=0, count=count))
    history = replay.replay(
        session.tables(),
        session.study(),
        days(),
        lambda done, of: bar.progress(done / of, text=text.format(done=done, count=of)),
    )
    found = Replayed(history, _latest_first(history), replay.sizes_over(history))
    bar.empty()
    return found


def _latest_first(history: replay.History) -> pd.DataFrame:
    customers = replay.per_customer(history)
    return customers.sort_values(
        "changed_on", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def show(found: Replayed) -> None:
    """Sizes of the segments on all replayed days."""
    st.subheader(_("Sizes over time"))
    shape, measure = _choices()
    names = {key: labels.segment(key, _) for key in found.history.names}
    frame = segment_history.layout(found.sizes, names)
    present = tuple(key for key in names if key in set(frame["key"]))
    session.chart(
        segment_history.draw,
        frame,
        "segment_history",
        _("Size of each segment on every month-end"),
        labels=tuple(names[key] for key in present),
        colours=shares.colours_of(present, segmentation.colours(session.study())),
        shape=shape,
        measure=measure,
    )
    st.caption(_("The rules, thresholds and cuts of today on every day; customers known by then."))


def _choices() -> tuple[str, str]:
    shapes = {"area": _("Stacked"), "line": _("Lines")}
    measures = {"customers": _("Customers"), "share": _("Share of customers")}
    with st.container(horizontal=True):
        return _choice(_("Picture"), shapes, "history_shape"), _choice(
            _("Measure"), measures, "history_measure"
        )


def _choice(label: str, options: dict[str, str], key: str) -> str:
    return st.segmented_control(
        label,
        list(options),
        format_func=options.get,
        default=next(iter(options)),
        key=key,
        required=True,
        persist_state="session",
    )
