"""Two groups beside each other: what they go through, how it feels, and where they differ."""

import streamlit as st

from loyalty.charts import two_journeys
from loyalty.journey.compare import findings
from loyalty.journey.compare.comparison import Comparison
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import group, group_choice, results, segment_source
from pages.parts.journey.compare import differences, table
from pages.parts.journey.compare import pair as compare_pair
from pages.parts.journey.compare import results as compare_results
from pages.parts.journey.compare.results import Found, Newer, Pair
from pages.parts.safe import escape

Names = tuple[str, str]


def show() -> None:
    """The answer, the two groups, both journeys, their differences, the numbers on demand."""
    answer = st.container()
    pair = compare_pair.choose()
    if _nothing(pair):
        return
    names = (group.name(pair[0]), group.name(pair[1]))
    with st.spinner(_("Comparing the two groups …")):
        found = compare_results.found(pair)
    if _too_recent(found, names):
        return
    said = findings.answer(found.ranked, names, _)
    with answer:
        st.subheader(escape(said))
        _watched(found, names)
    _overlap(found.comparison)
    _picture(found.comparison, names, said)
    differences.show(found.ranked, names)
    table.show(found.comparison, names)


def _nothing(pair: Pair) -> bool:
    """Say why there is nothing to compare, where there is not."""
    if pair[0] == pair[1]:
        st.info(_("Both groups are the same. Choose another one on either side."))
        return True
    empty = [one for one in pair if not len(results.narrowed(one).time)]
    if empty:
        group_choice.nobody(empty[0])
    return bool(empty)


def _watched(found: Found, names: Names) -> None:
    """How long both were watched, or that one of them had much less time."""
    if found.days is not None:
        kept, all_of = zip(*found.begun, strict=True)
        text = _(
            "Both watched for {days} days: the first {days} days of every journey begun at least"
            " {days} days before the end of the data. That is {one} of {all_one} journeys of"
            " “{first}” and {two} of {all_two} of “{second}”."
        ).format(
            days=words.number(found.days),
            one=words.number(kept[0]),
            all_one=words.number(all_of[0]),
            two=words.number(kept[1]),
            all_two=words.number(all_of[1]),
            first=names[0],
            second=names[1],
        )
        st.markdown(escape(text))
    elif found.newer is not None:
        _newer(found.newer, names)


def _newer(newer: Newer, names: Names) -> None:
    place, own, other = newer
    text = _(
        "Caution: journeys of “{newer}” began {own} days ago on average, those of “{older}” {other}"
        " days ago. They had less time to go on, which alone lets fewer reach later stages."
    ).format(
        newer=names[place],
        older=names[1 - place],
        own=words.number(own),
        other=words.number(other),
    )
    st.warning(escape(text), icon=":material/timelapse:")


def _too_recent(found: Found, names: Names) -> bool:
    """Say that not even one day of a group's journeys is over."""
    empty = [name for name, size in zip(names, found.comparison.journeys, strict=True) if not size]
    if empty:
        text = _("The journeys of “{group}” began too recently: not one of their days is over.")
        st.info(escape(text.format(group=empty[0])))
    return bool(empty)


def _overlap(found: Comparison) -> None:
    if found.both:
        st.info(
            _(
                "{count} customers are in both groups. The intervals take the groups as"
                " independent of each other, so they are rather too wide here."
            ).format(count=words.number(found.both)),
            icon=":material/join_inner:",
        )


def _picture(found: Comparison, names: tuple[str, str], said: str) -> None:
    scale = segment_source.scale()
    frame = two_journeys.layout(found.table, names, found.customers, _, scale)
    known = two_journeys.settings(frame)
    session.chart(two_journeys.draw, frame, "two_journeys", said, **known)
    parts = [
        _(
            "Bars: share of a group's journeys that come to a stage. Arrows: share of the stage's"
            " customers who later reach the next one, and the median days until then."
        )
    ]
    if known["feelings"]:
        parts.append(_("Curves: mean feeling on its own scale with its 95% interval."))
    else:
        parts.append(_("These journeys tell no feelings, so there is no emotion curve."))
    if session.study().journey.cut == "purchase":
        parts.append(
            _("A purchase ends a journey here, so nothing is compared of going on from there.")
        )
    st.caption(sentences(parts, _))
