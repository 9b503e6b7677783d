"""Calibration: what was foretold against what happened, in fifths of the prediction."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def draw(frame: pd.DataFrame, _: Translate = str, height: int = 260) -> ChartType:
    """Observed shares with their 95% intervals over the predicted ones.

    `frame`: fifth, customers, predicted, observed, observed_low, observed_high, as
    `loyalty.weights.quality.calibration` gives them. On the thin line both are equal.
    """
    x = alt.X("predicted:Q", title=_("Predicted share"), axis=_shares())
    y = alt.Y("observed:Q", title=_("Observed share"), axis=_shares())
    tips = [
        alt.Tooltip("fifth:O", title=_("Fifth of the prediction")),
        alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
        alt.Tooltip("predicted:Q", title=_("Predicted share"), format=".1%"),
        alt.Tooltip("observed:Q", title=_("Observed share"), format=".1%"),
        alt.Tooltip("observed_low:Q", title=_("Low (95%)"), format=".1%"),
        alt.Tooltip("observed_high:Q", title=_("High (95%)"), format=".1%"),
    ]
    base = alt.Chart().encode(x=x)
    return alt.layer(
        _equal(),
        base.mark_rule(strokeWidth=2.5, color=theme.MAIN).encode(
            y=alt.Y("observed_low:Q", title=_("Observed share")), y2="observed_high:Q"
        ),
        base.mark_circle(size=110, opacity=1, color=theme.MAIN).encode(y=y, tooltip=tips),
        data=frame,
        height=height,
    )


def _equal() -> alt.Chart:
    """The line from 0 to the largest share on which prediction and observation are equal."""
    top = "max(datum.observed_top, datum.predicted_top)"
    return (
        alt.Chart()
        .transform_aggregate(observed_top="max(observed_high)", predicted_top="max(predicted)")
        .transform_calculate(zero="0", top=top)
        .mark_rule(color=theme.BASELINE, strokeDash=[4, 3])
        .encode(x="zero:Q", y="zero:Q", x2="top:Q", y2="top:Q")
    )


def _shares() -> alt.Axis:
    return alt.Axis(format=".0%", tickCount=5)
