"""What one person's judgements say: the weights, and how far the judgements contradict."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import weights
from loyalty.charts import judged_weights
from loyalty.language import mark
from loyalty.study import Participant
from loyalty.weights import Ahp
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import room_people, room_words

NAMED = 6
TABLES = {
    "saaty_1980": mark("Saaty (1980)"),
    "saaty_2004": mark("Saaty (2004)"),
    "alonso_lamata_2006": mark("Alonso and Lamata (2006)"),
}


def bars(person: Participant) -> None:
    """The person's weights, the largest on top; nothing while items are not connected."""
    values = room_people.matrix(person)
    if not connected(values):
        return
    found = weights.ahp(values).weights
    frame = pd.DataFrame({"key": room_people.items(), "weight": found})
    frame = frame.sort_values("weight", ascending=False)
    frame["label"] = frame["key"].map(room_words.item)
    alt = _("Weights that follow from the judgements")
    labels = tuple(frame["label"])
    session.chart(judged_weights.bars, frame.drop(columns="key"), "room_bars", alt, labels=labels)


def consistency(person: Participant) -> None:
    """The ratio, what is missing, the triad that disagrees most and its repair."""
    values, items = room_people.matrix(person), room_people.items()
    if not connected(values):
        _groups(values, items)
        return
    found = weights.ahp(values)
    ratio(found, len(items))
    missing(values, items)
    triad = weights.worst_triad(values)
    if triad:
        st.markdown(_("**Largest contradiction**"))
        st.markdown(room_words.triad(triad, items, values))
    if not found.consistent:
        _repair(person, values, items)


def connected(values: np.ndarray) -> bool:
    """Whether the judgements lead from each item to all others."""
    return len(weights.components(values)) == 1


def _groups(values: np.ndarray, items: Sequence[str]) -> None:
    """Which items no judgement connects yet."""
    groups = weights.components(values)
    if len(groups) == len(items):
        st.info(_("No pair is judged yet: weights appear as soon as all items are connected."))
        return
    said = " · ".join(
        f"({room_words.named([items[place] for place in group])})" for group in groups
    )
    st.info(
        _("Not connected yet: {groups}. Judge a pair between each of these groups.").format(
            groups=said
        ),
        icon=":material/link_off:",
    )


def ratio(found: Ahp, size: int) -> None:
    """The consistency ratio, large enough for a room, and the table behind it."""
    random = weights.random_index(size, found.missing, _known(found))
    st.metric(_("Consistency ratio"), _written(found.consistency_ratio if random else None))
    if size < 3:
        st.caption(_("Two items cannot contradict each other."))
        return
    if not random:
        st.caption(_("Just enough judgements to connect all items: nothing can contradict yet."))
        return
    if found.consistent:
        st.success(_("At most 0.10: the judgements fit together."), icon=":material/check:")
    else:
        st.warning(
            _("Above 0.10: the judgements contradict each other."), icon=":material/warning:"
        )
    st.caption(_divided(found, random))


def _written(value: float | None) -> str:
    """A consistency ratio; beyond 1 its size says nothing more than random judgements would."""
    return "> 1" if value is not None and value > 1 else words.number(value, 3)


def _divided(found: Ahp, random: float) -> str:
    """What the ratio is made of, with the correction for pairs nobody judged."""
    whole = _("Consistency index {index} divided by the random index {random}, {table}.")
    reduced = _(
        "Consistency index {index} divided by the random index {random}: that of {table}, reduced"
        " for {count} unjudged pairs (Harker 1987; Ágoston and Csató 2022)."
    )
    return (reduced if found.missing else whole).format(
        index=words.number(found.consistency_index, 3),
        random=words.number(random, 3),
        table=_(TABLES[found.index]),
        count=found.missing,
    )


def _known(found: Ahp) -> str:
    """The table the ratio was asked from; the one for many items only stands in."""
    return found.index if found.index in weights.INDICES else "saaty_1980"


def missing(values: np.ndarray, items: Sequence[str]) -> None:
    """Which pairs nobody judged."""
    every = list(combinations(range(len(items)), 2))
    open_pairs = [(items[i], items[j]) for i, j in every if np.isnan(values[i, j])]
    if not open_pairs:
        return
    said = [f"{room_words.item(one)} : {room_words.item(two)}" for one, two in open_pairs[:NAMED]]
    more = " …" if len(open_pairs) > NAMED else ""
    st.caption(
        _("{open} of {all} pairs are not judged: {pairs}.").format(
            open=len(open_pairs), all=len(every), pairs=" · ".join(said) + more
        )
    )


def _repair(person: Participant, values: np.ndarray, items: Sequence[str]) -> None:
    """The smallest change of one judgement that helps, as a button."""
    found = weights.repair(values)
    if found is None:
        st.caption(_("No single change lowers the ratio: judge these pairs again."))
        return
    first, second = items[found.i], items[found.j]
    st.button(
        _("Set {first} : {second} from {old} to {new}").format(
            first=room_words.item(first),
            second=room_words.item(second),
            old=room_words.written(found.old),
            new=room_words.written(found.new),
        ),
        key="room_repair",
        icon=":material/build:",
        wrap=True,
        on_click=room_people.judge,
        args=(person.name, {(first, second): found.new}),
    )
    before, after = (words.number(value, 3) for value in (found.ratio_before, found.ratio_after))
    text = (
        _("The smallest change that helps: the ratio falls from {before} to {after}.")
        if found.enough
        else _("One change is not enough; this one helps most: from {before} to {after}.")
    )
    st.caption(text.format(before=before, after=after))
