"""Which of two definitions is steadier: over the last year, and had others taught it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from loyalty import labels, replay
from loyalty.charts import stability
from loyalty.language import listed
from loyalty.replay.timeless import timeless
from loyalty.segmentation.compare import EVERYBODY, stability_over_time
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import compare_resampled, history

YEAR, SHORT = timedelta(days=365), timedelta(days=15)
KEPT = 20


@dataclass(frozen=True)
class Steadiness:
    """How many stay where they are: rows of `stability_over_time`, of everybody.

    Attributes:
        months: from each month-end to the next. whole: from the first day to the last.
    """

    months: pd.DataFrame
    whole: pd.DataFrame


def show(name: str, other: Study) -> None:
    """Both looks at steadiness, each on demand: they take seconds."""
    st.subheader(_("Which is steadier?"))
    names = (_("Present definition"), _("“{name}”").format(name=name))
    studies = (session.study(), other)
    _over_time(names, studies)
    compare_resampled.show(names, studies)


def _over_time(names: tuple[str, str], studies: tuple[Study, Study]) -> None:
    days = _days()
    if len(days) < 2:
        st.caption(_("Steadiness over time needs records of more than a month."))
        return
    slot = st.empty()
    kept = session.cached("steadiness", dict)
    keys = [_key(study) for study in studies]
    if not all(key in kept for key in keys):
        if not slot.button(
            _("Over time: replay both on the last {count} months").format(count=len(days) - 1),
            key="replay_both",
            icon=":material/history:",
        ):
            return
        with slot.container():
            _replay(dict(zip(keys, studies, strict=True)), days)
        slot.empty()
    found = [kept[key] for key in keys]
    _picture(names, found)
    _whole(names, found)
    _timeless(studies)


def _days() -> list[date]:
    """The days of Movement, from the one nearest a year before the day of the results on.

    A month-end just before that day is left out, so that each step is about a month.
    """
    *past, as_of = history.days()
    steps = [day for day in past if as_of - day >= SHORT]
    if not steps:
        return [as_of]
    start = min(steps, key=lambda day: abs(as_of - YEAR - day))
    return [*steps[steps.index(start) :], as_of]


def _key(study: Study) -> str:
    return session.plain_key({"parts": results.segment_parts(study)})


def _replay(wanted: dict[str, Study], days: list[date]) -> None:
    """Replay what was not yet; kept are the shares, not the histories."""
    kept = session.cached("steadiness", dict)
    missing = {key: study for key, study in wanted.items() if key not in kept}
    text = _("Replaying the rules on past days: {done} of {count}")
    count, bar = len(missing) * len(days), st.progress(0.0)
    for place, (key, study) in enumerate(missing.items()):
        begun = place * len(days)

        def tell(done: int, _of: int, begun: int = begun) -> None:
            bar.progress((begun + done) / count, text=text.format(done=begun + done, count=count))

        kept[key] = _steadiness(replay.replay(session.tables(), study, days, tell))
    for old in [key for key in kept if key not in wanted][:-KEPT]:
        kept.pop(old, None)


def _steadiness(found: replay.History) -> Steadiness:
    ends = replay.History(
        found.ids,
        (found.days[0], found.days[-1]),
        found.names,
        found.codes[:, [0, -1]],
    )
    tables = [stability_over_time(one) for one in (found, ends)]
    return Steadiness(*(one[one["segment"] == EVERYBODY] for one in tables))


def _picture(names: tuple[str, str], found: list[Steadiness]) -> None:
    frame = pd.concat(
        [one.months.assign(label=name) for name, one in zip(names, found, strict=True)],
        ignore_index=True,
    )
    session.chart(
        stability.draw,
        frame[frame["customers"] > 0],
        "stability_over_time",
        _("Share of customers who stay in their segment from month to month"),
        labels=names,
    )


def _whole(names: tuple[str, str], found: list[Steadiness]) -> None:
    """From the first day to the last, in a sentence each."""
    for name, one in zip(names, found, strict=True):
        row = one.whole.iloc[0]
        st.markdown(
            _(
                "{name}: {share} of {count} customers known on {since} are in the same segment on"
                " {until} (95% interval {low} to {high})."
            ).format(
                name=f"**{escape(name)}**",
                share=words.percent(row["share"], 1),
                count=words.number(row["customers"]),
                since=words.day(row["since"]),
                until=words.day(row["until"]),
                low=words.percent(row["low"], 1),
                high=words.percent(row["high"], 1),
            )
        )
    st.caption(
        _(
            "The rules, thresholds and cuts of today on every day. Steady is not better by itself:"
            " segments that tell who falls silent must change when customers do."
        )
    )


def _timeless(studies: tuple[Study, Study]) -> None:
    """What the rules read that is on past days as it is today."""
    columns = dict.fromkeys(name for one in studies for name in timeless(session.tables(), one))
    if columns:
        st.caption(
            _("Without a past, so taken as they are today: {columns}.").format(
                columns=escape(listed((labels.column(name, _) for name in columns), _))
            )
        )
