"""Who moves because of this edit: from the saved definition to the draft."""

import pandas as pd
import streamlit as st

from loyalty import labels, segmentation
from loyalty.charts import shares, who_moves
from loyalty.segmentation import compare
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import from_to, words

SAME = 0.2  # of the groups: what two definitions need in common for a customer to move between them


def show(save: bool = True) -> None:
    """The sentence, the flow and the from-to table, with the way to save unless it is elsewhere."""
    saved = results.saved()
    if saved is None:
        return
    names, moves = _moves(saved)
    if _of_another_scheme(saved):
        _another_scheme(saved, names, moves, save)
        return
    moved = moves[moves["source"] != moves["target"]]
    count, total = int(moved["customers"].sum()), int(moves["customers"].sum())
    st.subheader(
        _("Who moves: {count} of {total} customers change segment because of your edits").format(
            count=words.number(count), total=words.number(total)
        )
    )
    if not count:
        st.caption(_("Move a threshold: who moves from where to where comes here."))
        return
    _flow(moves, names)
    from_to.table(moved, labels.segment, _("Customers who change segment, from and to"))
    if save:
        _save()


def _of_another_scheme(saved: Study) -> bool:
    """Whether (almost) no group of the draft is a group of the saved definition."""
    before, after = (set(segmentation.segment_names(one)[:-1]) for one in (saved, session.study()))
    return len(before & after) < SAME * min(len(before), len(after))


def _another_scheme(saved: Study, names: list[str], moves: pd.DataFrame, save: bool) -> None:
    """How the groups of the one lie in those of the other: nobody can be said to move."""
    st.subheader(
        _(
            "Another scheme than the saved definition: the groups are not the same ones, so nobody"
            " can be said to move; agreement (adjusted Rand index) {index}"
        ).format(index=words.number(_agreement(saved), 2))
    )
    st.caption(_("How the groups of the saved definition lie in those of the edited one."))
    _flow(moves, names, changes=False)
    with st.container(horizontal=True):
        st.button(
            _("Compare the two definitions"),
            key="compare_schemes",
            icon=":material/compare_arrows:",
            on_click=session.open_section,
            args=("segments", "compare"),
        )
        if save:
            _save()


def _agreement(saved: Study) -> float:
    draft = session.study()
    pairs = [
        (results.segment_codes(one), segmentation.segment_names(one)) for one in (saved, draft)
    ]
    return session.cached(
        "scheme_agreement",
        lambda: compare.agreement(*pairs[0], *pairs[1]).rand,
        *results.segment_parts(saved),
        *results.segment_parts(draft),
    )


def _moves(saved: Study) -> tuple[list[str], pd.DataFrame]:
    draft, customers = session.study(), results.base().customers
    names, before, after = segmentation.aligned(
        saved, draft, results.segment_codes(saved), results.segment_codes(draft)
    )
    return names, segmentation.moves(before, after, names, customers["spend"].to_numpy())


def _flow(moves: pd.DataFrame, names: list[str], changes: bool = True) -> None:
    text = {name: labels.segment(name, _) for name in names}
    ribbons = who_moves.layout(moves, names)
    ribbons["label"] = ribbons["source"].map(text) + " → " + ribbons["target"].map(text)
    frame = pd.concat([ribbons, who_moves.ends(moves, names, text, changes)], ignore_index=True)
    alt = _("Flow of customers from the saved to the edited segments")
    colours = shares.colours_of(tuple(names), segmentation.colours(session.study()))
    session.chart(who_moves.draw, frame, "who_moves", alt, keys=tuple(names), colours=colours)


def _save() -> None:
    st.button(
        _("Save as the definition"),
        key="save_moves",
        type="primary",
        icon=":material/save:",
        on_click=session.save,
        help=_("Later edits and movements are measured against the saved definition."),
    )
