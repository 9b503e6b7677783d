"""The best split of a budget: who is reached how far, and what more or less money would gain."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.fan import amounts
from loyalty.language import Translate

STEP = 36
PICK = "pick"


def reach(
    frame: pd.DataFrame,
    _: Translate = str,
    strategies: tuple[str, ...] = (),
    segments: tuple[str, ...] = (),
) -> ChartType:
    """Strategies against segments, in the order given: the darker, the further the reach.

    Columns strategy, segment, reach (per cent), spent, gain.
    """
    top = alt.Axis(orient="top", labelAngle=-30, labelLimit=150, labelOverlap=False, grid=False)
    side = alt.Axis(labelLimit=190, labelOverlap=False, labelFlush=False, grid=False)
    base = alt.Chart().encode(
        x=alt.X("segment:N", sort=list(segments), title=None, axis=top),
        y=alt.Y("strategy:N", sort=list(strategies), title=None, axis=side),
        tooltip=[
            alt.Tooltip("strategy:N", title=_("Strategy")),
            alt.Tooltip("segment:N", title=_("Segment")),
            alt.Tooltip("reach:Q", title=_("Reach, %"), format=".0f"),
            alt.Tooltip("spent:Q", title=_("Spent"), format=",.0f"),
            alt.Tooltip("gain:Q", title=_("Gain"), format=",.0f"),
        ],
    )
    strength = alt.Scale(domain=[0, 100], range=[0.04, 0.7])
    fields = base.mark_rect(color=theme.MAIN).encode(
        opacity=alt.Opacity("reach:Q", scale=strength, legend=None)
    )
    told = "datum.reach > 0 ? format(datum.reach, '.0f') + ' %' : '–'"
    words = base.transform_calculate(told=told).mark_text(fontSize=12, color=theme.TEXT)
    return alt.layer(fields, words.encode(text="told:N"), data=frame, height=alt.Step(STEP))


def curve(frame: pd.DataFrame, _: Translate = str, height: int = 220) -> ChartType:
    """Gain against budget; a click picks a budget (selection "pick").

    Columns budget, spent, gain, last, and now: true for the one row of the budget chosen.
    """
    x = alt.X("budget:Q", title=_("Budget"), axis=amounts(_), scale=alt.Scale(nice=False))
    y = alt.Y("gain:Q", title=_("Expected gain"), axis=amounts(_))
    base = alt.Chart().encode(x=x, y=y)
    now = base.transform_filter("datum.now")
    pick = alt.selection_point(name=PICK, fields=["budget"], nearest=True, on="click")
    target = base.mark_point(opacity=0, size=30).encode(tooltip=_tips(_))
    return alt.layer(
        base.mark_line(color=theme.MAIN, strokeWidth=2.5),
        _at(x),
        now.mark_circle(size=140, color=theme.MAIN, opacity=1).encode(tooltip=_tips(_)),
        target.add_params(pick),
        data=frame,
        height=height,
    )


def _at(x: alt.X) -> alt.Chart:
    rule = alt.Chart().transform_filter("datum.now").mark_rule(strokeDash=[5, 4])
    return rule.encode(x=x, color=alt.value(theme.BASELINE))


def _tips(_: Translate) -> list[alt.Tooltip]:
    names = {"budget": _("Budget"), "spent": _("Spent"), "gain": _("Gain")}
    amounts_of = [alt.Tooltip(f"{key}:Q", title=name, format=",.0f") for key, name in names.items()]
    return [*amounts_of, alt.Tooltip("last:Q", title=_("One more unit brings"), format=",.2f")]
