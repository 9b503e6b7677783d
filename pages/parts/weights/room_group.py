"""The group: how far the participants are apart, what they weigh together, and its use."""

from itertools import combinations

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import weights
from loyalty.charts import judged_weights
from loyalty.indicators import BY_KEY
from loyalty.language import listed, sentences
from loyalty.study import Participant
from loyalty.weights import Ahp, Spread
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.weights import proposal, room_people, room_result, room_words


def show() -> None:
    """The group's answer, the spread, and what its weights would change."""
    people = room_people.weighting().participants
    matrices = [room_people.matrix(one) for one in people]
    together = weights.group(matrices)
    if not room_result.connected(together):
        return
    found, apart = weights.ahp(together), weights.spread(matrices)
    judged = [one for one, values in zip(people, matrices, strict=True) if _has_judged(values)]
    several = len(judged) > 1
    st.subheader(_answer(found, len(judged)))
    left, right = st.columns([4, 3], gap="medium")
    with right:
        if several:
            st.caption(_("The group: geometric mean of the judgements (Aczél and Saaty 1983)."))
            room_result.ratio(found, len(together))
        if len(people) > 1:
            _who_judged(people, len(judged), apart)
        weighed = _use(found, len(judged))
    with left:
        if several:
            _spread(people, found, apart)
        else:
            proposal.beside(weighed, "room_beside")
    if len(people) > 1:
        _participants(people, matrices, apart)


def _answer(found: Ahp, people: int) -> str:
    """The two items that weigh most."""
    alone = _("{first} weighs most with {share}, then {second} with {next}.")
    together = _("Together, {first} weighs most with {share}, then {second} with {next}.")
    first, second = np.argsort(-found.weights, kind="stable")[:2]
    items = room_people.items()
    return (together if people > 1 else alone).format(
        first=room_words.item(items[first]),
        share=words.percent(found.weights[first]),
        second=room_words.item(items[second]),
        next=words.percent(found.weights[second]),
    )


def _has_judged(values: np.ndarray) -> bool:
    """Whether at least one pair of different items is judged."""
    return bool((~np.isnan(values[np.triu_indices(len(values), 1)])).any())


def _who_judged(people: tuple[Participant, ...], judged: int, apart: Spread) -> None:
    """How many judged, and whose own judgements contradict each other whatever the mean says."""
    names = [
        escape(one.name)
        for one, ratio in zip(people, apart.ratios, strict=True)
        if ratio > weights.ACCEPTED
    ]
    said = _("{judged} of {all} participants judged.").format(judged=judged, all=len(people))
    if not names:
        st.caption(said)
        return
    over = _("Above 0.10 by themselves: {names}.").format(names=listed(names, _))
    st.warning(sentences([said, over], _), icon=":material/warning:")


def _use(found: Ahp, judged: int) -> dict[str, float]:
    """What the weights would change, and the button; the weights of the indicators."""
    items, before = room_people.items(), room_people.weighting()
    how = before.model_copy(update={"method": "ahp", "items": items})
    study = session.study().change(weighting=how)
    fields = weights.find(study, results.scores())
    proposed = study.change(**fields)
    seen = proposal.effect(how, fields)
    st.markdown(proposal.sentence(seen))
    proposal.levels(seen)
    if not found.consistent:
        st.warning(_("The judgements contradict each other: repair them, or use them knowingly."))
    label = _("Use the group's weights") if judged > 1 else _("Use these weights")
    proposal.use(label, how, fields, found.consistent)
    if before.method == "ahp" and not proposal.in_use(how, fields):
        st.caption(_("The weights in use come from earlier judgements."))
    _not_carried(items)
    return weights.effective(proposed, results.scores().keys)


def _not_carried(items: tuple[str, ...]) -> None:
    """Which items these data cannot give."""
    carried = results.scores().keys
    known = {*carried, *(BY_KEY[key].family for key in carried)}
    gone = [key for key in items if key not in known]
    if gone:
        st.caption(
            _(
                "These data carry nothing for: {names}. Their weight is shared among the rest."
            ).format(names=room_words.named(gone))
        )


def _spread(people: tuple[Participant, ...], found: Ahp, apart: Spread) -> None:
    """A dot per person and item, and the group's diamond."""
    items = room_people.items()
    rows = [
        {"label": room_words.item(key), "name": one.name, "part": "person", "weight": weight}
        for one, own in zip(people, apart.weights, strict=True)
        for key, weight in zip(items, own, strict=True)
        if not np.isnan(weight)
    ]
    rows += [
        {"label": room_words.item(key), "name": _("The group"), "part": "group", "weight": weight}
        for key, weight in zip(items, found.weights, strict=True)
    ]
    order = [room_words.item(items[place]) for place in np.argsort(-found.weights, kind="stable")]
    alt = _("Weights of each participant and of the group")
    session.chart(
        judged_weights.spread, pd.DataFrame(rows), "room_spread", alt, labels=tuple(order)
    )
    if (~np.isnan(apart.ratios)).sum() > 1:
        st.markdown(_furthest(items, apart))


def _furthest(items: tuple[str, ...], apart: Spread) -> str:
    """The item they are furthest apart about."""
    place = int(np.argmax(apart.deviation))
    return _(
        "They are furthest apart about {item}: from {low} to {high}, typically by a factor of"
        " {factor}."
    ).format(
        item=room_words.item(items[place]),
        low=words.percent(apart.low[place], 1),
        high=words.percent(apart.high[place], 1),
        factor=words.number(apart.deviation[place], 1),
    )


def _participants(
    people: tuple[Participant, ...], matrices: list[np.ndarray], apart: Spread
) -> None:
    """Each participant's ratio, judged pairs and weights."""
    items = room_people.items()
    pairs = list(combinations(range(len(items)), 2))
    frame = pd.DataFrame(
        {
            "name": [one.name for one in people],
            "ratio": apart.ratios,
            "judged": [sum(not np.isnan(one[i, j]) for i, j in pairs) for one in matrices],
        }
    )
    for place, key in enumerate(items):
        frame[key] = 100 * apart.weights[:, place]
    config = st.column_config
    shares = {key: config.NumberColumn(room_words.item(key), format="%.0f%%") for key in items}
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        column_config={
            "name": config.TextColumn(_("Participant"), pinned=True),
            "ratio": config.NumberColumn(_("Consistency ratio"), format="%.3f"),
            "judged": config.NumberColumn(
                _("Pairs judged"), help=_("Of {all} pairs").format(all=len(pairs))
            ),
            **shares,
        },
        placeholder="–",
        alt=_("Participants with their consistency ratio and weights"),
    )
