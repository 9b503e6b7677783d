"""Removal effects ranked: a bar with its interval, and a tick where volume alone would put it.

The bar is pale; coloured is only what an effect surely has beyond its volume, or lacks of it.
"""

import json

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate, mark

STEP = 26
KINDS = {
    "alike": (mark("What its volume of journeys gives"), theme.BASELINE),
    "more": (mark("More than that"), theme.MAIN),
    "less": (mark("Less than that"), theme.LEVELS["low"]),
}


def layout(rows: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """Rows of `loyalty.journey.removal.of_log` with an effect; label (with journeys), about, kind.

    about: the stage as people read it. kind: of `KINDS`, how the effect differs from its volume.
    """
    kept = rows[rows["removal_effect"].notna()].reset_index(drop=True)
    sure = kept["significant"].astype(bool)
    more = kept["removal_effect"] > kept["reach"]
    return kept.drop(columns="significant").assign(
        label=[
            f"{shown(name, _)} ({count:,})"
            for name, count in zip(kept["touchpoint"], kept["journeys"], strict=True)
        ],
        about=[stage_label(stage, _) for stage in kept["stage"]],
        kind=np.select([sure & more, sure & ~more], ["more", "less"], "alike"),
    )


def draw(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """The bars of a `layout` in the order of `labels`."""
    base = alt.Chart().encode(y=_rows(labels), tooltip=_tooltip(_))
    x = alt.X(
        "removal_effect:Q",
        title=_("Share of conversions lost without the touchpoint"),
        axis=alt.Axis(format=".0%", tickCount=6),
    )
    rule = base.mark_rule(strokeWidth=2, color=theme.TEXT).encode(x="low:Q", x2="high:Q")
    tick = base.mark_tick(thickness=2.5, height={"band": 0.9}, color=theme.TEXT)
    return alt.layer(
        _bars(base.transform_calculate(part="'alike'"), _, theme.PALE).encode(x=x),
        _bars(base.transform_filter("datum.kind != 'alike'").transform_calculate(
            part="datum.kind"), _, 1.0).encode(x="reach:Q", x2="removal_effect:Q"),
        rule,
        tick.encode(x="reach:Q"),
        data=frame,
        height=alt.Step(STEP),
    )  # fmt: skip


def _bars(base: alt.Chart, _: Translate, opacity: float) -> alt.Chart:
    """Bars in the colour of their part."""
    names = {kind: _(text) for kind, (text, _colour) in KINDS.items()}
    scale = alt.Scale(domain=list(names.values()), range=[one for _text, one in KINDS.values()])
    legend = alt.Legend(
        orient="top", title=None, labelLimit=300, symbolType="square", symbolOpacity=1
    )
    return (
        base.transform_calculate(series=f"{json.dumps(names)}[datum.part]")
        .mark_bar(height={"band": 0.62}, opacity=opacity)
        .encode(color=alt.Color("series:N", scale=scale, legend=legend))
    )


def _rows(labels: tuple[str, ...]) -> alt.Y:
    axis = alt.Axis(labelLimit=260, labelOverlap=False, labelFlush=False, ticks=False, domain=False)
    return alt.Y("label:N", sort=list(labels), title=None, axis=axis)


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Touchpoint (journeys)")),
        alt.Tooltip("about:N", title=_("Stage")),
        alt.Tooltip("removal_effect:Q", title=_("Removal effect"), format=".1%"),
        alt.Tooltip("low:Q", title=_("Low (95% interval)"), format=".1%"),
        alt.Tooltip("high:Q", title=_("High (95% interval)"), format=".1%"),
        alt.Tooltip("reach:Q", title=_("Journeys that come there"), format=".1%"),
        alt.Tooltip("share:Q", title=_("Share of all effects"), format=".1%"),
    ]
