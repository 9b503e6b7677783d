"""One customer: why in this segment, what comes next, and why not in another."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from loyalty import labels, segmentation
from loyalty.segmentation import outlook
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import customer_search, words
from pages.parts.safe import escape
from pages.parts.segments import why_not, why_rules


def show() -> None:
    """Search, the answer, the rules in their order, and the way to another segment."""
    if results.base().customers.empty:
        st.info(_("There is no customer to look at."))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        row = customer_search.choose()
    reasons = segmentation.reasons(results.frame().iloc[[row]], session.study()).to_dict("records")
    place = int(results.segment_codes()[row])
    with right:
        _answer(row, place, reasons)
        _next(row, place)
    why_rules.table(reasons, place)
    why_not.show(row, place)


def _answer(row: int, place: int, reasons: list[why_rules.Reason]) -> None:
    names = segmentation.segment_names(session.study())
    st.subheader(
        _("Customer {id} is in “{segment}”: {facts}.").format(
            id=escape(results.base().customers["customer_id"].iloc[row]),
            segment=escape(labels.segment(names[place], _)),
            facts=why_rules.sentence(reasons, place),
        )
    )
    if missed := why_rules.before(reasons, place):
        st.markdown(missed)


def _next(row: int, place: int) -> None:
    """Where the next order leads, and where silence does."""
    study = session.study()
    if not outlook.foreseeable(study):
        st.caption(
            _(
                "Where the next order leads is not told here: the rules read values that rest on"
                " more than one order."
            )
        )
        return
    customer = results.base().customers.iloc[[row]]
    now = segmentation.segment_names(study)[place]
    if ordered := _after_order(customer, now):
        st.markdown(ordered)
    st.markdown(_after_silence(customer))


def _after_order(customer: pd.DataFrame, now: str) -> str:
    amount, own = _usual(customer)
    if amount is None:
        return ""
    then = outlook.after_order(customer, session.study(), amount)
    texts = {
        (True, True): _("One more order now, of {amount} as usual: stays in “{segment}”."),
        (True, False): _("One more order now, of {amount} as usual: moves to “{segment}”."),
        (False, True): _("A first order now, of {amount} as is usual: stays in “{segment}”."),
        (False, False): _("A first order now, of {amount} as is usual: moves to “{segment}”."),
    }
    said = texts[own, then == now].format(
        amount=escape(words.money(amount)), segment=escape(labels.segment(then, _))
    )
    return f":material/shopping_bag: {said}"


def _usual(customer: pd.DataFrame) -> tuple[float | None, bool]:
    """The mean amount of the customer's orders, else the middle one of all; and whose it is."""
    customers = results.base().customers
    own = customer["average_order_value"].iloc[0]
    if pd.notna(own):
        return float(own), True
    usual = session.cached(
        "usual_amount",
        lambda: float(customers["average_order_value"].median()),
        session.study().as_of,
    )
    return (usual, False) if pd.notna(usual) else (None, False)


def _after_silence(customer: pd.DataFrame) -> str:
    found, study = outlook.after_silence(customer, session.study()), session.study()
    if found is None:
        stays = _("Without another order: stays where it is.")
        return f":material/schedule: {stays}"
    said = _("Without another order: “{segment}” from {day} on, in {days} days.").format(
        days=words.number(found.days),
        segment=escape(labels.segment(found.segment, _)),
        day=words.day(study.as_of + timedelta(days=found.days)),
    )
    return f":material/schedule: {said}"
