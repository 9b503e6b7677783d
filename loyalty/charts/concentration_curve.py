"""What share of the value the most valuable customers bring, against everyone bringing the same."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate, percent

TENTH = 0.1
FOOT = 11  # pixels above the axis: below the dashed line, where no curve runs


def layout(curve: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """`loyalty.concentration.concentration` with label: what stands beside the top tenth."""
    tenth = (curve["share_of_customers"] == TENTH) & curve["share_of_value"].notna()
    said = _("Top tenth: {share} of the value")
    labels = [said.format(share=percent(share)) for share in curve["share_of_value"]]
    return curve.assign(label=pd.Series(labels, index=curve.index, dtype=object).where(tenth, ""))


def draw(frame: pd.DataFrame, _: Translate = str, height: int = 260) -> ChartType:
    """The curve of a `layout`; the dashed line is everyone bringing the same."""
    curve = alt.Chart().encode(x=_customers(_), y=_value(_))
    same = curve.mark_line(color=theme.BASELINE, strokeDash=[6, 4])
    return alt.layer(
        curve.mark_area(color=theme.MAIN, opacity=theme.PALE / 2),
        same.encode(y="share_of_customers:Q"),
        curve.mark_line(color=theme.MAIN, strokeWidth=2.5),
        curve.mark_circle(size=60, opacity=0).encode(tooltip=_tooltip(_)),
        *_tenth(curve, _),
        data=frame,
        height=height,
    )


def _tenth(curve: alt.Chart, _: Translate) -> list[alt.Chart]:
    tenth = curve.transform_filter("datum.label != ''")
    drop = tenth.mark_rule(color=theme.BASELINE, strokeDash=[2, 3])
    name = tenth.mark_text(
        align="left", dx=6, fontSize=13, fontWeight="bold", color=theme.TEXT
    ).encode(y=alt.value(alt.expr(f"height - {FOOT}")), text="label:N")
    dot = tenth.mark_circle(size=90, opacity=1, color=theme.MAIN).encode(tooltip=_tooltip(_))
    return [drop.encode(y2=alt.datum(0)), drop.encode(x2=alt.datum(0)), dot, name]


def _customers(_: Translate) -> alt.X:
    return alt.X(
        "share_of_customers:Q",
        title=_("Share of customers, most valuable first"),
        axis=alt.Axis(format=".0%", grid=False),
        scale=alt.Scale(domain=[0, 1]),
    )


def _value(_: Translate) -> alt.Y:
    return alt.Y("share_of_value:Q", title=_("Share of value"), axis=alt.Axis(format=".0%"))


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("share_of_customers:Q", title=_("Share of customers"), format=".1%"),
        alt.Tooltip("share_of_value:Q", title=_("Share of value"), format=".1%"),
    ]
