"""Phases: how far a scenario is carried by month, and the worth of a stop rule by its limit."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.fan import amounts
from loyalty.language import Translate

PICK = "pick"
LINES = (12, 28)  # pixels from the top: names of neighbours do not meet
ROOM = 1.5  # above the highest reach, for the names
TONES = {"before": 0.0, "preparation": 0.1, "pilot": 0.25, "roll_out": 0.15, "whole": 0.04}


def layout(reach: pd.DataFrame, names: dict[str, str], decision: float | None) -> pd.DataFrame:
    """Rows to draw of `loyalty.decision.phases.months`: parts step, phase and decision.

    Steps begin half a month before their month; a phase lies from `at` to `end`. `decision` is
    the month at whose end the pilot is judged.
    """
    steps = reach.assign(part="step", at=reach["month"] - 0.5)
    last = steps.tail(1).assign(at=steps["at"].iloc[-1] + 1)
    spans = reach.groupby("phase", sort=False)["month"].agg(["min", "max"]).reset_index()
    spans = spans.assign(
        part="phase",
        at=spans["min"] - 0.5,
        end=spans["max"] + 0.5,
        middle=(spans["min"] + spans["max"]) / 2,
        tone=spans["phase"].map(TONES),
        name=spans["phase"].map(names),
        line=[place % len(LINES) for place in range(len(spans))],
        room=ROOM * max(float(reach["reach"].max()), 1.0),
    )
    judged = [{"part": "decision", "at": decision + 0.5}] if decision is not None else []
    rows = pd.concat([steps, last, spans, pd.DataFrame(judged)], ignore_index=True)
    return rows.drop(columns=["min", "max"])


def draw(frame: pd.DataFrame, _: Translate = str, place: int = 0, height: int = 230) -> ChartType:
    """Fields of a `layout`: phases as fields with their names, the reach as a step above them."""
    axis = alt.Axis(tickMinStep=1, format="d", grid=False)
    x = alt.X("at:Q", title=_("Month"), scale=alt.Scale(nice=False, zero=False), axis=axis)
    y = alt.Y("reach:Q", title=_("Reach, %"), axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    steps, spans, judged = (
        alt.Chart().transform_filter(f"datum.part == '{part}'")
        for part in ("step", "phase", "decision")
    )
    colour = theme.SCENARIOS[place]
    tips = [
        alt.Tooltip("month:Q", title=_("Month"), format="d"),
        alt.Tooltip("reach:Q", title=_("Reach, %"), format=".0f"),
    ]
    line = steps.encode(x=x, y=y)
    return alt.layer(
        spans.mark_rect(color=colour).encode(
            x=x, x2="end:Q", opacity=alt.Opacity("tone:Q", scale=None, legend=None)
        ),
        spans.mark_point(opacity=0).encode(x=x, y="room:Q"),
        line.mark_area(interpolate="step-after", color=colour, opacity=0.3),
        line.mark_line(interpolate="step-after", color=colour, strokeWidth=2.5).encode(
            tooltip=tips
        ),
        judged.mark_rule(color=theme.LEVELS["low"], strokeWidth=2.5, strokeDash=[6, 3]).encode(x=x),
        *(_named(spans, number) for number in range(len(LINES))),
        data=frame,
        height=height,
    )


def _named(spans: alt.Chart, number: int) -> alt.Chart:
    words = spans.transform_filter(f"datum.line == {number}")
    return words.mark_text(fontSize=12, fontWeight="bold", color=theme.TEXT).encode(
        x="middle:Q", y=alt.value(LINES[number]), text="name:N"
    )


def rule(frame: pd.DataFrame, _: Translate = str, place: int = 0, height: int = 230) -> ChartType:
    """What the stop rule is worth by its limit; a click picks a limit (selection "pick").

    Columns limit, stopped (share), worth, loss (share), and now: true for the limit chosen.
    """
    title = _("Stop below: margin seen in the pilot for each 1 spent")
    x = alt.X("limit:Q", title=title, axis=alt.Axis(tickCount=8))
    y = alt.Y("worth:Q", title=_("What the rule is worth"), axis=amounts(_))
    base = alt.Chart().encode(x=x, y=y)
    now = base.transform_filter("datum.now")
    pick = alt.selection_point(name=PICK, fields=["limit"], nearest=True, on="click")
    colour = theme.SCENARIOS[place]
    target = base.mark_point(opacity=0, size=30).encode(tooltip=_tips(_))
    return alt.layer(
        alt.Chart().mark_rule(color=theme.BASELINE).encode(y=alt.datum(0)),
        base.mark_line(color=colour, strokeWidth=2.5),
        _at(x),
        now.mark_circle(size=140, color=colour, opacity=1).encode(tooltip=_tips(_)),
        target.add_params(pick),
        data=frame,
        height=height,
    )


def _at(x: alt.X) -> alt.Chart:
    rule_of = alt.Chart().transform_filter("datum.now").mark_rule(strokeDash=[5, 4])
    return rule_of.encode(x=x, color=alt.value(theme.BASELINE))


def _tips(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("limit:Q", title=_("Stop below"), format=".2f"),
        alt.Tooltip("stopped:Q", title=_("Stopped"), format=".0%"),
        alt.Tooltip("worth:Q", title=_("What the rule is worth"), format=",.0f"),
        alt.Tooltip("loss:Q", title=_("Chance of a loss"), format=".0%"),
    ]
