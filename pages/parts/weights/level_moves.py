"""Who changes level because of this edit: from the saved definition to the draft."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels, move_reasons
from loyalty.charts import shares, theme, who_moves
from loyalty.language import sentences
from loyalty.move_reasons import Moves
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import from_to, words
from pages.parts.weights import moved_list


def show(saved: Study) -> None:
    """The sentence, the flow and the from-to table, the button to save, who moves and why."""
    found = against(saved, session.study())
    st.subheader(
        _("Who moves: {count} of {total} customers change level because of your edits").format(
            count=words.number(len(found.rows)), total=words.number(len(found.after))
        )
    )
    if not len(found.rows):
        st.caption(_("Move a weight or a level: who changes level, and why, comes here."))
        return
    st.markdown(sentence(found.up))
    _flow_and_table(found)
    moved_list.show(saved, session.study(), found, "saved")


def against(before: Study, after: Study) -> Moves:
    """Who changes level from one definition to the other."""
    old, new = results.level_codes(before), results.level_codes(after)
    parts = [part for one in (before, after) for part in (*results.index_parts(one), one.levels)]
    return session.cached(
        "level_moves", lambda: move_reasons.moves(before, after, old, new), *parts
    )


def sentence(up: np.ndarray) -> str:
    """How many go up, down, or gain or lose a level; `up` as in `Moves`."""
    rose, fell, other = (words.number((up == way).sum()) for way in (1, -1, 0))
    said = _("{up} move up, {down} move down.").format(up=rose, down=fell)
    lacks = _("{count} gain or lose their level because more or less of the weight is known.")
    return sentences([said, lacks.format(count=other) if (up == 0).any() else ""], _)


def _flow_and_table(found: Moves) -> None:
    spend = results.base().customers["spend"].to_numpy()
    moves = move_reasons.pairs(found, spend)
    _flow(moves, found.names)
    left, right = st.columns([3, 2], gap="large")
    with left:
        from_to.table(
            moves[moves["source"] != moves["target"]],
            labels.level,
            _("Customers who change level, from and to"),
        )
    with right:
        _save()


def _save() -> None:
    st.button(
        _("Save as the definition"),
        key="save_levels",
        type="primary",
        icon=":material/save:",
        on_click=session.save,
        help=_("Later edits and movements are measured against the saved definition."),
    )
    st.caption(
        _("Nothing is saved until you press this: the saved definition stays. Undo: sidebar.")
    )


def _flow(moves: pd.DataFrame, names: list[str]) -> None:
    text = {name: labels.level(name, _) for name in names}
    ribbons = who_moves.layout(moves, names)
    ribbons["label"] = ribbons["source"].map(text) + " → " + ribbons["target"].map(text)
    frame = pd.concat([ribbons, who_moves.ends(moves, names, text)], ignore_index=True)
    alt = _("Flow of customers from the saved to the edited levels")
    colours = shares.colours_of(tuple(names), theme.LEVELS)
    options = {"keys": tuple(names), "colours": colours, "height": 280}
    session.chart(who_moves.draw, frame, "level_flow", alt, **options)
