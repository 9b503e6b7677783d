"""Where customers go next: a heat map of the moves between touchpoints or stages."""

from collections.abc import Callable, Sequence

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.lanes import heading
from loyalty.journey.moves import END, START
from loyalty.journey.stage_map import shown
from loyalty.journey.units import duration
from loyalty.language import Translate, percent

BUSIEST = 15  # touchpoints shown: those with the most moves
STEP = 30
WRITTEN = 0.02  # the smallest share written into its field


def busiest(moves: pd.DataFrame, order: Sequence[str]) -> list[str]:
    """The touchpoints with the most moves out of them, in the given order."""
    leaving = moves[moves["source"] != START].groupby("source")["moves"].sum()
    top = set(leaving.sort_values(ascending=False, kind="stable").index[:BUSIEST])
    return [name for name in order if name in top]


def layout(
    moves: pd.DataFrame,
    names: Sequence[str],
    _: Translate = str,
    write: Callable[[str, Translate], str] = shown,
) -> pd.DataFrame:
    """Moves among `names`, the start and the end, with their places and the texts shown.

    `write` gives a name as people read it.
    """
    rows, columns = [START, *names], [*names, END]
    kept = moves[moves["source"].isin(rows) & moves["target"].isin(columns)]
    return kept.assign(
        row=kept["source"].map({name: place for place, name in enumerate(rows)}),
        column=kept["target"].map({name: place for place, name in enumerate(columns)}),
        source_label=[write(name, _) for name in kept["source"]],
        target_label=[write(name, _) for name in kept["target"]],
        text=[percent(share) if share >= WRITTEN else "" for share in kept["share"]],
        typical=[duration(one, _) for one in kept["median_hours"]],
    )


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
) -> ChartType:
    """Fields of a `layout`: the darker, the larger the share of all moves out of the row."""
    base = alt.Chart(frame).encode(
        x=alt.X(
            "target_label:N",
            sort=alt.EncodingSortField("column", op="min"),
            title=_("… to"),
            axis=alt.Axis(
                orient="top", labelAngle=-40, labelLimit=130, labelOverlap=False, grid=False
            ),
        ),
        y=alt.Y(
            "source_label:N",
            sort=alt.EncodingSortField("row", op="min"),
            title=_("From …"),
            axis=alt.Axis(labelLimit=160, labelOverlap=False, grid=False),
        ),
        tooltip=_tooltip(_),
    )
    strength = alt.Scale(domain=[0, 1], range=[0.06, 0.8])
    fields = base.mark_rect(color=theme.MAIN).encode(
        opacity=alt.Opacity("share:Q", scale=strength, legend=None)
    )
    shares = base.mark_text(fontSize=11, color=theme.TEXT).encode(text="text:N")
    size = {"width": width} if width else {}
    return alt.layer(fields, shares, height=alt.Step(STEP), **heading(title, width), **size)


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("source_label:N", title=_("From …")),
        alt.Tooltip("target_label:N", title=_("… to")),
        alt.Tooltip("moves:Q", title=_("Moves"), format=",d"),
        alt.Tooltip("share:Q", title=_("Share of all moves from there"), format=".1%"),
        alt.Tooltip("typical:N", title=_("Median time until then")),
    ]
