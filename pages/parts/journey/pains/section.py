"""Pain points: where many come, it feels low, and a bad experience costs repurchases."""

from typing import Any

import streamlit as st

from loyalty.charts import pain_points
from loyalty.journey import pain_findings
from loyalty.journey.pains import DROP_OFF, NOTHING, REPURCHASE
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.pains import details, table
from pages.parts.journey.pains import results as pains_results
from pages.parts.safe import escape

CHOSEN = "touchpoint"


def show() -> None:
    """The worst as a sentence, the picture, the ranking, and what lies behind one of them."""
    if not len(results.log().time):
        st.info(_("There are no events up to this day."))
        return
    if not pains_results.felt():
        _lacking()
        return
    with st.spinner(_("Weighing feelings, customers and repurchase …")):
        found = pains_results.found()
    days = session.study().journey.within_days
    sentence = pain_findings.pain_sentence(found, days, pains_results.usual(), _)
    st.subheader(_("Where does it hurt?"))
    st.markdown(escape(sentence))
    _line()
    chosen = _chosen(list(found["touchpoint"]), pain_findings.worst(found))
    _picture(found, chosen, sentence)
    table.show(found)
    details.show(chosen, found)


def _lacking() -> None:
    st.info(
        _(
            "No moment shown here has a feeling. Bring events with a feeling, or survey answers"
            " with their time: csat, ces or nps."
        ),
        icon=":material/sentiment_satisfied:",
    )
    st.page_link("data.py", label=_("Add data"), icon=":material/upload_file:")


def _line() -> None:
    names = {
        pains_results.USUAL: _("what is usual here"),
        pains_results.MIDDLE: _("the middle of the scale"),
    }
    now = pains_results.USUAL if pains_results.usual() else pains_results.MIDDLE
    st.segmented_control(
        _("A feeling is low below"),
        list(names),
        format_func=names.get,
        key=session.bind(pains_results.LINE, now),
        on_change=lambda: session.link(pains_results.LINE, session.chosen(pains_results.LINE)),
        required=True,
    )


def _chosen(known: list[str], worst: Any) -> str:
    """The touchpoint that was picked, else the worst."""
    asked = session.linked(CHOSEN)
    if asked in known:
        return asked
    return known[0] if worst is None else str(worst["touchpoint"])


def choose(touchpoint: str) -> None:
    """Show what lies behind this touchpoint; for callbacks."""
    session.link(CHOSEN, touchpoint)


def _picture(found: Any, chosen: str, sentence: str) -> None:
    session.pick_chart(
        pain_points.draw,
        pain_points.layout(found, chosen, _),
        f"pain_points_{chosen}_{pains_results.usual()}",
        sentence,
        lambda point: choose(point["touchpoint"]),
        usual=pains_results.usual(),
        **pain_points.settings(found),
    )
    st.caption(_reading(str(found["effect_of"].iloc[0])))


def _reading(effect_of: str) -> str:
    parts = [
        _(
            "Each dot is a touchpoint with its mean feeling and the 95% interval; higher: more"
            " customers, larger: a larger effect. Click one to see what lies behind it."
        ),
        _product(effect_of),
        _("Descriptive, not causal: the product ranks, it forecasts no gain. As of {day}.").format(
            day=words.day(session.study().as_of)
        ),
    ]
    return sentences(parts, _)


def _product(effect_of: str) -> str:
    """How pain is reckoned, by what stands for its effect."""
    return {
        REPURCHASE: _(
            "Pain = customers × how far the feeling lies below the line (0 to 1) × effect. The"
            " effect is the difference in repurchase between a good and a bad experience. Certain:"
            " at least 30 scores, the interval of the feeling below the line, and a difference"
            " that is hardly chance."
        ),
        DROP_OFF: _(
            "Pain = customers × how far the feeling lies below the line (0 to 1) × the share that"
            " has not reached the next stage. No loss of repurchases is sure at any touchpoint, so"
            " all pain points are uncertain."
        ),
        NOTHING: _(
            "Pain = customers × how far the feeling lies below the line (0 to 1). Nothing else is"
            " known, so all pain points are uncertain."
        ),
    }[effect_of]
