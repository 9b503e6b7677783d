"""Hand-overs: for each pair, who came to the second in time and who did not.

One bar a pair, all customers of the first: those who came, with the 95 % interval of their share,
those who did not but bought in that time, and those who did neither: coloured where surely fewer,
or more, of all who did not come buy, otherwise pale.
"""

import json
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.journey.handover_findings import COMPARED, pair_label
from loyalty.language import Translate, mark, number

STEP = 30
LABEL = 300  # pixels for the names of a pair
NAME_SIZE = 12
KINDS = {
    "came": mark("Came in time"),
    "bought": mark("Bought all the same"),
    "lost": mark("Did neither: buyers lost"),
    "gained": mark("Did neither: no buyers lost"),
    "broken": mark("Did neither"),
    "open": mark("Did not come"),
}
COLOURS = {
    "came": theme.MAIN,
    "bought": theme.LEVELS["good"],
    "lost": theme.LEVELS["low"],
    "gained": theme.SPARE[1],
    "broken": theme.BASELINE,
    "open": theme.BASELINE,
}
PALE = 0.4
UNSURE = "datum.kind == 'broken' || datum.kind == 'open'"


def layout(rows: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """Rows for each of `loyalty.journey.handovers.of_log`: who came, bought or did neither.

    Where no purchase is known: who came and who did not.

    label, kind (of `KINDS`), start and end (shares), count (of the part), said (in it); low and
    high only of those who came; lost_points with ends; purchases (whether they are compared).
    """
    points = {
        f"{name}_points": rows[name] * 100 for name in ("lost_conversion", "lost_low", "lost_high")
    }
    pairs = rows.assign(
        label=[pair_label(row, _) for _place, row in rows.iterrows()],
        purchases=[_(COMPARED[one]) for one in rows["compared"]],
        **points,
    )
    came = pairs.assign(
        kind="came", start=0.0, end=rows["followed_share"], count=rows["followed"],
        low=rows["followed_low"], high=rows["followed_high"],
    )  # fmt: skip
    parts = pd.concat([came, *_broken(pairs)], ignore_index=True)
    wide = parts["end"] - parts["start"] > 0.07
    said = [number(one) if room else "" for one, room in zip(parts["count"], wide, strict=True)]
    return parts.assign(said=said, middle=(parts["start"] + parts["end"]) / 2)


def _broken(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who bought all the same, of pairs where that is known, and the rest of who did not come."""
    bought, start = pairs["bought_anyway"].astype("float64"), pairs["followed_share"]
    until = start + bought.fillna(0) / pairs["customers"]
    sure = [bought.isna(), pairs["lost_low"] > 0, pairs["lost_high"] < 0]
    pairs = pairs.assign(low=np.nan, high=np.nan)
    anyway = pairs.assign(kind="bought", start=start, end=until, count=bought)
    rest = pairs.assign(
        kind=np.select(sure, ["open", "lost", "gained"], "broken"), start=until, end=1.0,
        count=pairs["broken"] - bought.fillna(0),
    )  # fmt: skip
    return anyway[bought > 0], rest


def draw(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """The bars of a `layout` in the order of `labels`."""
    names = {kind: _(text) for kind, text in KINDS.items()}
    axis = alt.Axis(
        labelLimit=LABEL,
        labelFontSize=NAME_SIZE,
        labelOverlap=False,
        ticks=False,
        domain=False,
    )
    base = (
        alt.Chart()
        .transform_calculate(series=f"{json.dumps(names, ensure_ascii=False)}[datum.kind]")
        .encode(y=alt.Y("label:N", sort=list(labels), title=None, axis=axis), tooltip=_tooltip(_))
    )
    x = alt.X("start:Q", title=_("Share of the customers of the first"), axis=alt.Axis(format="%"))
    bars = base.mark_bar(height=STEP * 0.62).encode(x=x, x2="end:Q", **_look(frame, names))
    ends = base.mark_rule(strokeWidth=2.5, color=theme.TEXT).encode(x="low:Q", x2="high:Q")
    ground = (
        alt.when(UNSURE)
        .then(alt.value(theme.TEXT))
        .when("datum.kind == 'gained' || datum.kind == 'bought'")
        .then(alt.value(theme.INK))
        .otherwise(alt.value("white"))
    )
    texts = base.mark_text(fontSize=11).encode(x="middle:Q", text="said:N", color=ground)
    return alt.layer(bars, ends, texts, data=frame, height=alt.Step(STEP))


def _look(frame: pd.DataFrame, names: dict[str, str]) -> dict[str, Any]:
    """Colours of the kinds that occur."""
    kinds = [kind for kind in KINDS if (frame["kind"] == kind).any()] or list(KINDS)
    colours = alt.Scale(
        domain=[names[kind] for kind in kinds], range=[COLOURS[kind] for kind in kinds]
    )
    legend = alt.Legend(orient="top", title=None, labelLimit=320, columns=3)
    pale = alt.condition(UNSURE, alt.value(PALE), alt.value(1))
    return {"color": alt.Color("series:N", scale=colours, legend=legend), "opacity": pale}


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Hand-over")),
        alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
        alt.Tooltip("followed:Q", title=_("Came in time"), format=",d"),
        alt.Tooltip("broken:Q", title=_("Did not come"), format=",d"),
        alt.Tooltip("bought_anyway:Q", title=_("Bought all the same"), format=",d"),
        alt.Tooltip("nothing:Q", title=_("Did neither"), format=",d"),
        alt.Tooltip("followed_share:Q", title=_("Share who came"), format=".1%"),
        alt.Tooltip("followed_low:Q", title=_("Interval from"), format=".1%"),
        alt.Tooltip("followed_high:Q", title=_("Interval to"), format=".1%"),
        alt.Tooltip("median_hours:Q", title=_("Median hours until then"), format=",.1f"),
        alt.Tooltip("purchases:N", title=_("Purchases")),
        alt.Tooltip("lost_conversion_points:Q", title=_("Buy less, points"), format="+.1f"),
        alt.Tooltip("lost_low_points:Q", title=_("Low (95% interval)"), format="+.1f"),
        alt.Tooltip("lost_high_points:Q", title=_("High (95% interval)"), format="+.1f"),
    ]
