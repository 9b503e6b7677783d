"""How scores become the index: the weighted mean, or closeness beside it."""

import streamlit as st

from loyalty import aggregated_otherwise
from loyalty.aggregated_otherwise import Otherwise
from loyalty.language import mark, sentences
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

WAYS = {"sum": mark("Weighted mean"), "topsis": mark("TOPSIS")}


def show(counted: bool) -> None:
    """The choice, and where it can be `counted`, what the other way would change."""
    study = session.study()
    st.segmented_control(
        _("From scores to index"),
        list(WAYS),
        format_func=lambda key: _(WAYS[key]),
        key=session.bind("aggregation", study.aggregation),
        on_change=lambda: session.change(aggregation=session.chosen("aggregation")),
        required=True,
        help=_(
            "Weighted mean: strong sides make up for weak ones, point for point. Closeness: how far"
            " from the worst and how near to the best end of every scale a customer is (Hwang and"
            " Yoon 1981); distances are squared, so heavy indicators count for more than their"
            " weight. Measured against the fixed ends of the scale, not against other customers."
        ),
    )
    if counted:
        st.caption(_other(_otherwise()))


def _otherwise() -> Otherwise:
    study = session.study()
    return session.cached(
        "otherwise",
        lambda: aggregated_otherwise.compare(results.grouped(), results.scores(), study),
        *results.index_parts(study),
        study.levels,
    )


def _other(found: Otherwise) -> str:
    moved = _(
        "With {way} instead, {count} of {total} customers with a level would have another one: {up}"
        " a higher, {down} a lower."
    ).format(
        way=_(WAYS[found.aggregation]),
        count=words.number(found.up + found.down),
        total=words.number(found.with_level),
        up=words.number(found.up),
        down=words.number(found.down),
    )
    ranks = _("Rank correlation of both: {value}.").format(value=words.number(found.spearman, 4))
    sample = _("Counted in a fixed sample of {count} customers.")
    said = sample.format(count=words.number(found.customers)) if found.sampled else ""
    return sentences([moved, ranks, said], _)
