"""The whole shelf ranked on two goals, sales and loyalty, each strategy by itself."""

import pandas as pd
import streamlit as st

from loyalty.charts import gain
from loyalty.strategies import BY_KEY
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies import answer

BANDS = ["p05", "p25", "p50", "p75", "p95"]
KEPT = ["label", "score", "sales", "loyalty", "gain_p50", "chance", "regret", "return"]
DIGITS = {"score": 4, "sales": 4, "loyalty": 4, "return": 2}


def show() -> None:
    """Closed until it is asked for: it simulates every strategy."""
    box = st.expander(
        _("All strategies, ranked on sales and loyalty"),
        icon=":material/leaderboard:",
        key="shelf_box",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        _weight()
        with st.spinner(_("Simulating every strategy …")):
            found = ranked(simulated.shelf(), session.study().sales_weight)
        _table(found)
        _picture(found)


def ranked(decision: pd.DataFrame, weight: float) -> pd.DataFrame:
    """Rows with a score, the best first: `weight` of the sales gain and the rest of loyalty's.

    Both gains are shares of doing nothing, so their weighted mean is one too.
    """
    score = weight * decision["sales"] + (1 - weight) * decision["loyalty"]
    return decision.assign(score=score).sort_values(
        "score", ascending=False, kind="stable", ignore_index=True
    )


def _rounded(found: pd.DataFrame) -> pd.DataFrame:
    """To the digits that are shown, so that nothing is a minus zero."""
    return found.assign(
        **{name: found[name].round(digits) + 0.0 for name, digits in DIGITS.items()}
    )


def _weight() -> None:
    st.slider(
        _("Weight of sales; the rest is the weight of loyalty"),
        min_value=0,
        max_value=100,
        step=5,
        format="%d %%",
        key=session.bind("sales_weight", round(100 * session.study().sales_weight)),
        on_change=lambda: session.change(sales_weight=session.chosen("sales_weight") / 100),
    )
    st.caption(
        _(
            "Sales: change of the revenue of all {months} months. Loyalty: change of today's"
            " customers still active at the end. Both are medians against doing nothing, each"
            " strategy for its usual audience with its default assumptions; the score is their"
            " weighted mean."
        ).format(months=session.study().months)
    )
    if session.study().claims:
        st.badge(_(answer.CLAIMS), icon=":material/format_quote:", color="orange")


def _table(found: pd.DataFrame) -> None:
    config = st.column_config
    share = {"format": "percent", "width": 78}
    st.dataframe(
        _rounded(found).assign(
            label=[_(BY_KEY[key].label) for key in found["strategy"]], chance=100 * found["chance"]
        )[KEPT],
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "label": config.TextColumn(_("Strategy"), pinned=True, width=200),
            "score": config.NumberColumn(_("Score"), **share),
            "sales": config.NumberColumn(_("Sales"), **share),
            "loyalty": config.NumberColumn(_("Loyalty"), **share),
            "gain_p50": config.NumberColumn(_("Gain"), **words.short(74)),
            "chance": config.NumberColumn(_("Chance"), format="%.0f %%", width=75),
            "regret": config.NumberColumn(
                _("Regret among all"),
                **words.short(130),
                help=_(
                    "What the best of all strategies, or doing nothing, would have brought more, on"
                    " average over the futures"
                ),
            ),
            "return": config.NumberColumn(_("Return"), format="%.2f", width=70),
        },
        alt=_("All strategies with their score, gain and chance"),
        key="shelf_table",
    )


def _picture(found: pd.DataFrame) -> None:
    labels = [_(BY_KEY[key].label) for key in found["strategy"]]
    compared = [one.strategy for one in simulated.scenarios().values()]
    places = [compared.index(key) if key in compared else -1 for key in found["strategy"]]
    frame = found[["chance", *[f"gain_{band}" for band in BANDS]]].set_axis(
        ["chance", *BANDS], axis=1
    )
    session.chart(
        gain.rank,
        frame.assign(label=labels, colour=places),
        "shelf_gain",
        _("Gain of every strategy at the end, with 50 and 90 % ranges"),
        labels=tuple(labels),
        height=60 + 26 * len(labels),
    )
