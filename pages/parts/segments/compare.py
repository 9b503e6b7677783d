"""Two definitions of segments beside each other: who is where, how far they agree, which divides
value better, and which stays steadier.
"""

import streamlit as st

from loyalty import labels, segmentation
from loyalty.charts import cross_table
from loyalty.language import mark, sentences
from loyalty.segmentation import compare
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import compare_choice, compare_stability, compare_value

AGREEMENT = (
    (0.9, mark("excellent agreement")),
    (0.8, mark("good agreement")),
    (0.65, mark("moderate agreement")),
    (-1.0, mark("poor agreement")),
)


def show() -> None:
    """The choice, the answer, the cross-table, value, steadiness, and the way to use the other."""
    if results.base().customers.empty:
        st.info(_("There is no customer to look at."))
        return
    key = compare_choice.choose()
    with st.spinner(_("Learning the other definition on these customers …")):
        other = compare_choice.other(key)
    if other is None:
        st.info(_("The other definition cannot be learned on these customers: choose another one."))
        return
    name = compare_choice.names()[key]
    _answer(name, other)
    _cross_table(name, other)
    _use(key)
    compare_value.show(name, other)
    compare_stability.show(name, other)


def _answer(name: str, other: Study) -> None:
    found = compare.agreement(*_codes_and_labels(session.study()), *_codes_and_labels(other))
    st.subheader(
        _("The present definition and “{name}”: {words}, adjusted Rand index {index}.").format(
            name=escape(name), words=_in_words(found.rand), index=words.number(found.rand, 2)
        )
    )
    same = _("{share} of {count} customers are in a segment of the same name in both.").format(
        share=words.percent(found.same, 1), count=words.number(found.customers)
    )
    if found.same != found.same:
        same = _("No segment of the one has a name of the other, so names cannot be compared.")
    st.markdown(same)


def _in_words(rand: float) -> str:
    if rand == 1:
        return _("the same division")
    return next((_(text) for least, text in AGREEMENT if rand >= least), _("not known"))


def _codes_and_names(study: Study) -> tuple[object, list[str]]:
    return results.segment_codes(study), segmentation.segment_names(study)


def _codes_and_labels(study: Study) -> tuple[object, list[str]]:
    """Groups that people read as the same name are the same, whatever scheme they are of."""
    codes, names = _codes_and_names(study)
    return codes, [labels.segment(key) for key in names]


def _cross_table(name: str, other: Study) -> None:
    study = session.study()
    table = compare.cross_table(*_codes_and_names(study), *_codes_and_names(other))
    first, second = (
        {key: labels.segment(key, _) for key in segmentation.segment_names(one)}
        for one in (study, other)
    )
    session.chart(
        cross_table.draw,
        cross_table.layout(table, first, second),
        "cross_table",
        _("Customers by segment of the present and of the other definition"),
        first=_("Present definition"),
        second=name,
    )
    st.caption(
        sentences(
            [
                _("Customers in both segments; the darker, the larger the share of the row."),
                _(
                    "Adjusted Rand index (Hubert and Arabie 1985): 1 = the same division under any"
                    " names, 0 = as alike as by chance. Words after Steinley (2004): from 0.9"
                    " excellent, 0.8 good, 0.65 moderate."
                ),
            ],
            _,
        )
    )


def _use(key: str) -> None:
    st.button(
        _("Use this definition"),
        key="use_definition",
        icon=":material/swap_horiz:",
        on_click=compare_choice.use,
        args=(key,),
        help=_("Puts the other definition into the draft, as one step that can be undone."),
    )
