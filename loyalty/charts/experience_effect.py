"""Good against bad experience, ranked: a dot and its interval for each touchpoint, from no change.

What may be chance, after so many comparisons, is drawn hollow and pale.
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
    "more": (mark("After good, more buy again"), theme.MAIN),
    "fewer": (mark("After good, fewer buy again"), theme.LEVELS["low"]),
    "unsure": (mark("May be chance"), theme.BASELINE),
}


def layout(rows: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """Rows of `loyalty.journey.experience.of_log` with enough customers, the largest first.

    difference, low and high in percentage points; label (with customers, good and bad), about (the
    stage as people read it), kind (of `KINDS`).
    """
    kept = rows[rows["enough"].astype(bool) & rows["difference"].notna()]
    kept = kept.sort_values("difference", ascending=False, ignore_index=True)
    sure = kept["significant"].astype(bool)
    points = kept[["difference", "low", "high"]] * 100
    return kept.drop(columns=["significant", "enough"]).assign(
        **points,
        label=[
            f"{shown(name, _)} ({good:,} / {bad:,})"
            for name, good, bad in zip(kept["touchpoint"], kept["good"], kept["bad"], strict=True)
        ],
        about=[stage_label(stage, _) for stage in kept["stage"]],
        kind=np.select([sure & (kept["difference"] > 0), sure], ["more", "fewer"], "unsure"),
    )


def draw(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """The dots of a `layout` in the order of `labels`."""
    names = {kind: _(text) for kind, (text, _colour) in KINDS.items()}
    scale = alt.Scale(domain=list(names.values()), range=[one for _text, one in KINDS.values()])
    legend = alt.Legend(
        orient="top", title=None, labelLimit=320, symbolType="circle", symbolOpacity=1
    )
    axis = alt.Axis(labelLimit=260, labelOverlap=False, labelFlush=False, ticks=False, domain=False)
    base = (
        alt.Chart()
        .transform_calculate(series=f"{json.dumps(names)}[datum.kind]")
        .encode(
            y=alt.Y("label:N", sort=list(labels), title=None, axis=axis),
            color=alt.Color("series:N", scale=scale, legend=legend),
            tooltip=_tooltip(_),
        )
    )
    title = _("Difference in the share who buy again, percentage points")
    x = alt.X("difference:Q", title=title, axis=alt.Axis(tickCount=6))
    sure, unsure = (base.transform_filter(f"datum.kind {sign} 'unsure'") for sign in ("!=", "=="))
    return alt.layer(
        alt.Chart().mark_rule(color=theme.BASELINE, strokeDash=[4, 3]).encode(x=alt.datum(0)),
        _interval(unsure, theme.PALE * 2),
        _interval(sure, 1.0),
        unsure.mark_point(filled=False, size=55, opacity=0.8).encode(x=x),
        sure.mark_point(filled=True, size=90, opacity=1).encode(x=x),
        data=frame,
        height=alt.Step(STEP),
    )


def _interval(base: alt.Chart, opacity: float) -> alt.Chart:
    return base.mark_rule(strokeWidth=2.5, opacity=opacity).encode(x="low:Q", x2="high:Q")


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Touchpoint (good / bad)")),
        alt.Tooltip("about:N", title=_("Stage")),
        alt.Tooltip("difference:Q", title=_("Difference, points"), format="+.1f"),
        alt.Tooltip("low:Q", title=_("Low (95% interval)"), format="+.1f"),
        alt.Tooltip("high:Q", title=_("High (95% interval)"), format="+.1f"),
        alt.Tooltip("good_share:Q", title=_("Buy again after good"), format=".1%"),
        alt.Tooltip("bad_share:Q", title=_("Buy again after bad"), format=".1%"),
        alt.Tooltip("q:Q", title=_("q (Benjamini-Hochberg)"), format=".3f"),
    ]
