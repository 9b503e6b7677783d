"""By group: which column decides the weights, the set of each group, and what they come to."""

import streamlit as st

from loyalty import features, labels, weights
from loyalty.study import WeightSet
from loyalty.weights import group_results
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.weights import group_outcome, group_sets, starting_points

DROPPED = "dropped_sets"


def show() -> None:
    """The column, the answer, the table of sets, and the groups by own and common weights."""
    study = session.study()
    _column(_columns())
    _dropped()
    if study.group_by is None:
        st.caption(_usual())
        return
    found = group_outcome.members()
    if not found.values:
        st.warning(
            _(
                "These data have no value of “{column}”: everybody has the study's own weights."
            ).format(column=escape(labels.column(study.group_by, _)))
        )
        return
    with st.spinner(_("Index by the weights of every group …"), show_time=True):
        rows = group_outcome.rows()
    st.subheader(_answer(int(rows["changing"].sum()), int(rows["customers"].sum())))
    group_sets.show(found)
    group_outcome.show(rows)


def _columns() -> list[str]:
    customers = results.base().customers
    return session.cached(
        "group_columns", lambda: group_results.columns(customers), session.study().as_of
    )


def _column(columns: list[str]) -> None:
    now = session.study().group_by
    if not columns and now is None:
        st.info(
            _(
                "Weights can differ by an attribute of the customers with 2 to 12 values, such as"
                " the region, or by life cycle, which needs orders. These data have neither."
            )
        )
        st.page_link("data.py", label=_("Add a table of customers"), icon=":material/table:")
        return
    left, middle, right = st.columns([1.5, 1.5, 1.4], vertical_alignment="bottom")
    key = f"group_by_{session.language()}"
    left.selectbox(
        _("Weights differ by"),
        columns if now is None or now in columns else [now, *columns],
        format_func=lambda column: labels.column(column, _),
        key=session.bind(key, now),
        index=None,
        placeholder=_("One set for all"),
        on_change=lambda: _choose(session.chosen(key)),
        help=_("An attribute of the customers with 2 to 12 values here, or the life-cycle state."),
    )
    if now == features.STATE:
        with middle:
            _life_stage_button()
    if now is not None:
        with right:
            _end_button()


def _life_stage_button() -> None:
    st.button(
        _("Use life-stage weights"),
        key="life_stages",
        icon=":material/cached:",
        on_click=lambda: session.change(group_weights=_life_stages()),
        help=_("New customers weigh interaction, mature ones long-term value; by judgement."),
        width="stretch",
    )


def _end_button() -> None:
    st.button(
        _("Weights no longer differ"),
        key="no_groups",
        icon=":material/close:",
        on_click=lambda: _choose(None),
        width="stretch",
    )


def _choose(column: str | None) -> None:
    before = session.study()
    if column != before.group_by:
        session.change(group_by=column, group_weights={})
        gone = len(before.group_weights), before.group_by
        session.bind(DROPPED, (*gone, session.state().version) if gone[0] else None)


def _dropped() -> None:
    """The sets that the last choice of a column took away, with the way back."""
    count, column, version = session.picked(DROPPED) or (0, None, None)
    if version != session.state().version:
        return
    st.warning(
        _("Dropped with the column “{column}”: the own weights of its groups ({count}).").format(
            count=words.number(count), column=escape(labels.column(column, _))
        ),
        icon=":material/info:",
    )
    st.button(_("Undo"), key="groups_undo", icon=":material/undo:", on_click=session.undo)


def _life_stages() -> dict[str, WeightSet]:
    return {key: starting_points.set_of(one) for key, one in weights.LIFE_STAGES.items()}


def _answer(changing: int, total: int) -> str:
    study = session.study()
    column = escape(labels.column(study.group_by, _))
    if not study.group_weights:
        return _("By {column}: every group still has the study's own weights.").format(
            column=column
        )
    return _(
        "By {column}: {count} of {total} customers have another level than by the common weights."
        " Groups with weights of their own: {own}."
    ).format(
        column=column,
        own=words.number(len(study.group_weights)),
        count=words.number(changing),
        total=words.number(total),
    )


def _usual() -> str:
    return _(
        "All customers are weighed by the study's own weights. Choose a column to give its groups"
        " sets of their own: new customers may be weighed by interaction, mature ones by long-term"
        " value, a region by what counts there."
    )
