"""What it is worth to learn an assumption before deciding, and the test that would settle it."""

import pandas as pd
import streamlit as st

from loyalty.decision import Trial
from loyalty.study import Scenario
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.strategies.truth import results


def show(found: results.Found, scenario: Scenario) -> None:
    """A sentence for each, and the values as a small table."""
    st.subheader(_("What to learn first"), anchor=False)
    st.markdown(_worth(found, scenario))
    st.markdown(_test(found.test))
    valued = found.learning[found.learning["value"] > 0]
    if len(valued) > 1:
        _table(valued, found, scenario)


def _worth(found: results.Found, scenario: Scenario) -> str:
    learning = found.learning
    if learning.empty or learning["value"].iloc[0] <= 0:
        return _(
            "Learning one of these assumptions would not change the decision: nobody should pay"
            " for a test of it."
        )
    first = learning.iloc[0]
    return _(
        "Knowing **{assumption}** before deciding is worth at most **{value}**: so much better"
        " would the decision be on average. Pay no more than that for finding out."
    ).format(
        assumption=_titles(found, scenario)[first["action"], first["assumption"]],
        value=words.amount(first["value"]),
    )


def _test(test: Trial | None) -> str:
    if test is None:
        return _("There is no difference that a test could find.")
    shares = test.outcome == "active"
    write = (lambda one: words.percent(one, 1)) if shares else (lambda one: words.number(one, 2))
    values = {
        "count": words.number(test.per_group),
        "months": test.months,
        "available": words.number(test.available),
        "without": write(test.without),
        "with_it": write(test.with_it),
    }
    active = _(
        "The test that would settle it: **{count} customers by lot with it and as many without, for"
        " {months} months**; compare who is still active ({without} expected without, {with_it}"
        " with it)."
    )
    orders = _(
        "The test that would settle it: **{count} customers by lot with it and as many without, for"
        " {months} months**; compare the orders of a customer ({without} expected without,"
        " {with_it} with it)."
    )
    said = active if shares else orders
    enough = _("Its audience has {available} customers today: enough.")
    short = _(
        "Its audience has {available} customers today: too few, so no test of this kind can settle"
        " it."
    )
    power = _("80 % power, 5 % error, two-sided.")
    return " ".join(
        text.format(**values) for text in (said, enough if test.possible else short, power)
    )


def _titles(found: results.Found, scenario: Scenario) -> dict[tuple[int, str], str]:
    return {
        (one.lever.action, one.lever.key): results.title(one.lever, scenario) for one in found.ways
    }


def _table(valued: pd.DataFrame, found: results.Found, scenario: Scenario) -> None:
    names = _titles(found, scenario)
    keys = zip(valued["action"], valued["assumption"], strict=True)
    config = st.column_config
    with st.expander(_("Value of learning each assumption")):
        st.dataframe(
            pd.DataFrame({"assumption": [names[key] for key in keys], "value": valued["value"]}),
            hide_index=True,
            column_config={
                "assumption": config.TextColumn(_("Assumption")),
                "value": config.NumberColumn(_("Worth at most"), format="compact"),
            },
            alt=_("Value of learning each assumption"),
            key=f"learning_{session.language()}",
        )
        st.caption(
            _(
                "Value of partial perfect information by regression on the draws (Strong, Oakley &"
                " Brennan 2014). Values do not add up."
            )
        )
