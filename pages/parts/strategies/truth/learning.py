"""What it is worth to learn an assumption before deciding, and the test that would settle it."""

from itertools import pairwise
from math import ceil, log10

import pandas as pd
import streamlit as st

from loyalty.decision import Trial
from loyalty.language import mark, sentences
from loyalty.study import Scenario
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.strategies.truth import results


def show(found: results.Found, scenario: Scenario) -> None:
    """A sentence for each, and the values as a small table."""
    st.subheader(_("What to learn first"), anchor=False)
    valued = found.learning[found.learning["value"] > 0]
    if valued.empty:
        st.markdown(
            _(
                "Learning one of these assumptions would not change the decision: nobody should pay"
                " for a test of it."
            )
        )
        return
    st.markdown(_worth(found, scenario))
    st.markdown(_test(found))
    if len(valued) > 1:
        _table(valued, found, scenario)


def _worth(found: results.Found, scenario: Scenario) -> str:
    first = found.learning.iloc[0]
    return _(
        "Knowing **{assumption}** before deciding is worth at most **{value}**: so much better"
        " would the decision be on average. Pay no more than that for finding out."
    ).format(
        assumption=_titles(found, scenario)[first["action"], first["assumption"]],
        value=words.amount(first["value"]),
    )


NEEDS = {
    "accounts": mark("the cost of goods from the accounts"),
    "newcomers": mark("a count of new customers with and without it, such as in two regions"),
    "amounts": mark("the money per order, compared between customers with and without it"),
    "longer": mark("a longer look than a year, or research from elsewhere"),
    "costs": mark("its costs, from quotations or a small pilot"),
}


def _test(found: results.Found) -> str:
    """The test that tells the assumption most worth learning, or why none does."""
    test = found.test
    if found.need:
        told = _(NEEDS[found.need])
        return _("No test of this kind tells it: it needs {what}.").format(what=told)
    if test is None:
        return _("There is no difference that a test could find.")
    if test.beyond:
        return _beyond(test)
    enough = _("It acts on {available} of today's customers: enough.")
    short = _(
        "It acts on {available} of today's customers: too few, so no test of this kind can settle"
        " it."
    )
    known = (enough if test.possible else short).format(available=words.number(test.available))
    power = _("80 % power, 5 % error, two-sided.")
    return sentences((_proposed(test), known, power), _)


def _beyond(test: Trial) -> str:
    active = _(
        "No test of this kind can settle it: after {months} months the difference in the share"
        " still active ({expected}) is too small to be seen among the {available} of today's"
        " customers it acts on."
    )
    orders = _(
        "No test of this kind can settle it: after {months} months the difference in orders of a"
        " customer ({expected}) is too small to be seen among the {available} of today's customers"
        " it acts on."
    )
    return (active if test.outcome == "active" else orders).format(
        months=test.months, expected=_expected(test), available=words.number(test.available)
    )


def _proposed(test: Trial) -> str:
    active = _(
        "The test that would settle it: **about {count} customers by lot with it and as many"
        " without, for {months} months**; compare who is still active ({expected})."
    )
    orders = _(
        "The test that would settle it: **about {count} customers by lot with it and as many"
        " without, for {months} months**; compare the orders of a customer ({expected})."
    )
    return (active if test.outcome == "active" else orders).format(
        count=words.number(float(f"{test.per_group:.2g}")),
        months=test.months,
        expected=_expected(test),
    )


def _expected(test: Trial) -> str:
    """What is expected without and with it, and what that must be told apart from."""
    numbers = [one for one in (test.without, test.with_it, test.even) if one is not None]
    without, with_it, *even = _apart(numbers, shares=test.outcome == "active")
    said = _("{without} expected without, {with_it} with it")
    if even:
        said = _(
            "{without} expected without, {with_it} with it, to be told apart from {even}, where it"
            " breaks even"
        )
    return said.format(without=without, with_it=with_it, even=even[0] if even else "")


def _apart(values: list[float], shares: bool) -> list[str]:
    """The numbers with as many decimals as their smallest difference needs, one to four."""
    scale = 100 if shares else 1
    gap = min(b - a for a, b in pairwise(sorted(scale * one for one in values)))
    digits = min(max(ceil(-log10(max(gap, 1e-9))), 1), 4)
    return [words.percent(one, digits) if shares else words.number(one, digits) for one in values]


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
                "value": config.NumberColumn(_("Worth at most"), **words.short(110)),
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
