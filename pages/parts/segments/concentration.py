"""How much of all spend the customers with the highest spend bring."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import concentration
from loyalty.charts import concentration_curve
from loyalty.language import sentences
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

TENTH = concentration_curve.TENTH


@dataclass(frozen=True)
class Value:
    """The curve and what is said of it.

    Attributes:
        curve: see `loyalty.concentration.concentration`. customers: with an order and a spend.
        unknown: with an order and no spend. negative: with less than nothing.
        low, high: interval of the share of the top tenth.
    """

    curve: pd.DataFrame
    customers: int
    unknown: int
    negative: int
    gini: float
    low: float
    high: float

    def top(self, share: float) -> float:
        """The share of spend at a share of customers that is a point of the curve."""
        here = self.curve["share_of_customers"] == share
        return float(self.curve.loc[here, "share_of_value"].iloc[0])


def show() -> None:
    """The sentence, the curve, and the shares of the usual parts of the customers."""
    st.divider()
    with st.spinner(_("Measuring how concentrated value is …")):
        found = _value()
    if not found.customers or np.isnan(found.top(TENTH)):
        st.info(_("Spend cannot be divided into shares: its total is not positive."))
        return
    st.subheader(
        _("The top tenth of customers bring {share} of spend.").format(
            share=words.percent(found.top(TENTH), 1)
        )
    )
    st.markdown(_details(found))
    picture, table = st.columns([3, 2], gap="medium")
    with picture:
        session.chart(
            concentration_curve.draw,
            concentration_curve.layout(found.curve, _),
            "concentration_curve",
            _("Share of spend by share of customers, the highest spend first"),
        )
    with table:
        _table(found)
    st.caption(_handling(found))


def _value() -> Value:
    customers = results.base().customers

    def build() -> Value:
        spend = customers.loc[customers["order_count"] > 0, "spend"].to_numpy()
        known = spend[np.isfinite(spend)]
        low, high = concentration.interval(known, TENTH)
        return Value(
            curve=concentration.concentration(known),
            customers=len(known),
            unknown=len(spend) - len(known),
            negative=int((known < 0).sum()),
            gini=concentration.gini(known),
            low=low,
            high=high,
        )

    return session.cached("concentration", build, session.study().as_of)


def _details(found: Value) -> str:
    return sentences(
        [
            _("95% interval {low} to {high}, over {count} customers with an order.").format(
                low=words.percent(found.low, 1),
                high=words.percent(found.high, 1),
                count=words.number(found.customers),
            ),
            _("Gini coefficient {gini}: 0 when all bring the same, towards 1 when one brings all.")
            .format(gini=words.number(found.gini, 2)),
        ],
        _,
    )  # fmt: skip


def _handling(found: Value) -> str:
    """What happened to customers whose spend is negative or not known."""
    parts = [_("Spend: all amounts until the day of the results, returns subtracted.")]
    if found.negative:
        parts.append(
            _(
                "{count} customers returned more than they bought; they count as they are, so the"
                " curve rises above 100% before it comes back."
            ).format(count=words.number(found.negative))
        )
    if found.unknown:
        parts.append(
            _("{count} customers without a known spend are left out.").format(
                count=words.number(found.unknown)
            )
        )
    parts.append(_("The interval is a bootstrap over customers (500 draws)."))
    return sentences(parts, _)


def _table(found: Value) -> None:
    rows = pd.DataFrame(
        {
            "share": concentration.MARKS,
            "value": [round(found.top(share), 3) for share in concentration.MARKS],
        }
    )
    config = st.column_config
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "share": config.NumberColumn(_("Top share of customers"), format="percent"),
            "value": config.NumberColumn(_("Share of spend"), format="percent"),
        },
        alt=_("Share of spend that the top customers bring"),
    )
