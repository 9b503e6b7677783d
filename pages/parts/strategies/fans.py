"""Two scenarios side by side: which strategy, its course over the months, its key figures."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty.charts import fan
from loyalty.simulation import METRICS
from loyalty.simulation.assumptions import known
from loyalty.strategies import BY_KEY
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

BANDS = ["p05", "p25", "p50", "p75", "p95"]
COUNTED = ("customers", "retention", "orders")  # the other metrics are money


def show() -> None:
    """The metric to show, then scenario A beside scenario B."""
    metric = st.segmented_control(
        _("Show"),
        list(METRICS),
        format_func=lambda key: _(METRICS[key][0]),
        default="cash",
        key="strategy_metric",
        persist_state="session",
        required=True,
        wrap=True,
    )
    for place, (name, column) in enumerate(_columns()):
        with column.container(border=True):
            _scenario(name, place, metric)
    st.caption(
        _("{metric}: {unit}. Colour: 50 and 90 % of futures; grey: doing nothing.").format(
            metric=_(METRICS[metric][0]), unit=_(METRICS[metric][1])
        )
    )


def _columns() -> Iterable[tuple[str, DeltaGenerator]]:
    letters = list(simulated.scenarios())
    return zip(letters, st.columns(len(letters)), strict=True)


def _scenario(name: str, place: int, metric: str) -> None:
    strategy = BY_KEY[simulated.scenarios()[name].strategy]
    st.segmented_control(
        _("Scenario {name}").format(name=name),
        [one.key for one in known(session.study())],
        format_func=lambda key: _(BY_KEY[key].label),
        key=session.bind(f"scenario_{name}", strategy.key),
        on_change=_choose,
        args=(name,),
        required=True,
        wrap=True,
    )
    alt = _("{metric} by month under {strategy}, against doing nothing")
    session.chart(
        fan.draw,
        _frame(name, metric),
        f"fan_{name}",
        alt.format(metric=_(METRICS[metric][0]), strategy=_(strategy.label)),
        place=place,
        title=_axis(metric),
        share=metric == "retention",
    )
    st.markdown(_before_after(name, metric))
    st.markdown(_figures(name))
    st.caption(_(strategy.meaning))


def _axis(metric: str) -> str:
    label = _(METRICS[metric][0])
    return label if metric in COUNTED else words.in_currency(label)


def _frame(name: str, metric: str) -> pd.DataFrame:
    """The rows of a fan."""
    rows = simulated.picture(simulated.scenarios()[name]).table.query("metric == @metric")
    part = rows["strategy"].map(lambda key: "base" if key == "do_nothing" else "strategy")
    return rows.assign(part=part)[["month", "part", *BANDS]]


def _figures(name: str) -> str:
    """The decision in four figures."""
    one = simulated.decisions().set_index("strategy").loc[name]
    ahead = one["break_even"]
    break_even = _("month {month}").format(month=int(ahead)) if ahead > 0 else _("not in this time")
    return _(
        "Gain **{gain}** · chance of a gain **{chance}** · cost **{cost}** · break-even"
        " **{break_even}**"
    ).format(
        gain=words.amount(one["gain_p50"]),
        chance=words.percent(one["chance"]),
        cost=words.amount(one["cost"]),
        break_even=break_even,
    )


def _before_after(name: str, metric: str) -> str:
    """The metric at the end without and with the strategy; paired, so medians add up."""
    pictured, months = simulated.picture(simulated.scenarios()[name]), session.study().months
    last = pictured.table.query("metric == @metric and month == @months").set_index("strategy")
    change = pictured.changes.query("metric == @metric").iloc[0]
    size = words.compact if metric in COUNTED else words.amount
    write = _points if metric == "retention" else size
    before = last.loc["do_nothing", "p50"]
    show = words.percent if metric == "retention" else size
    return _(
        "{metric} in month {month}: {before} → **{after}** (change {change}, from {low} to {high})"
    ).format(
        metric=_(METRICS[metric][0]),
        month=months,
        before=show(before),
        after=show(before + change["p50"]),
        change=write(change["p50"]),
        low=write(change["p05"]),
        high=write(change["p95"]),
    )


def _points(share: float) -> str:
    return _("{number} points").format(number=words.number(100 * share, 1))


def _choose(name: str) -> None:
    key = session.chosen(f"scenario_{name}")
    if key in BY_KEY:
        before = simulated.scenarios()[name]
        kept = before.assumptions if before.strategy == key else {}
        simulated.change(name, strategy=key, assumptions=kept)
