"""What stands on the journey map beside its curve: touchpoints, owners, notes and the legend."""

from typing import Any

import altair as alt

from loyalty.charts import theme
from loyalty.charts.journey_map.cards import LINE, SMALL_LINE, SMALL_SIZE
from loyalty.charts.journey_map.feelings import AREAS, NAME_SIZE
from loyalty.charts.journey_map.places import box, colours, place_x, place_y, rows, text
from loyalty.language import Translate

SHAPES = {"pain": "triangle-down", "delight": "triangle-up", "plain": "circle"}
CARD = ("card_left", "card_right", "card_top", "card_bottom")
PAPER = ("left", "right", "top", "bottom")
PICK = "pick"
SMALL: dict[str, Any] = {"fontSize": SMALL_SIZE, "lineHeight": SMALL_LINE, "align": "left"}
NAME: dict[str, Any] = {"fontSize": NAME_SIZE, "lineHeight": LINE, "align": "left"}


def layers(_: Translate) -> list[alt.Chart]:
    """All of them, from the bottom upwards."""
    return [*_dots(_), *_cards(_), *_written(_), *_legend()]


def _dots(_: Translate) -> list[alt.Chart]:
    """Touchpoints around the curve: intervals, dots, the one chosen, and names where they fit."""
    felt = rows("touchpoint", "isValid(datum.dot_x)")
    at = {"x": place_x("dot_x"), "y": place_y("mean_y")}
    whiskers = felt.mark_rule(color=theme.BASELINE, strokeWidth=1.5)
    ring = rows("touchpoint", "isValid(datum.dot_x)", "datum.chosen")
    return [
        whiskers.encode(x=at["x"], y=place_y("low_y"), y2="high_y:Q"),
        ring.mark_point(size=340, color=theme.TEXT, strokeWidth=2, opacity=1).encode(**at),
        *_points(felt, tooltip=tooltip(_), **at),
        *_names(),
    ]


def _points(base: alt.Chart, **channels: Any) -> list[alt.Chart]:
    """Size by customers, colour by feeling, pale with few scores, shape by pain and delight."""
    shapes = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    known = {
        "size": alt.Size("size:Q", scale=alt.Scale(domain=[0, 1], range=list(AREAS)), legend=None),
        "shape": alt.Shape("shape:N", scale=shapes, legend=None),
        "opacity": alt.condition("datum.sure", alt.value(0.95), alt.value(0.4)),
    }
    look: dict[str, Any] = {
        "filled": True,
        "stroke": theme.TEXT,
        "strokeWidth": 0.5,
        "cursor": "pointer",
    }
    felt, unknown = (base.transform_filter(f"{no}isValid(datum.tone)") for no in ("", "!"))
    return [
        felt.mark_point(**look).encode(**known, **channels, **colours()),
        unknown.mark_point(color=theme.BASELINE, **look).encode(
            size=known["size"], shape=known["shape"], **channels
        ),
    ]


def _names() -> list[alt.Chart]:
    """A text's alignment cannot be data, so one layer for each."""
    return [
        text(
            rows("touchpoint", "isValid(datum.label_y)", f"datum.align == '{align}'"),
            "name", "label_x", "label_y", fontSize=NAME_SIZE, align=align,
        )
        for align in ("left", "center", "right")
    ]  # fmt: skip


def _cards(_: Translate) -> list[alt.Chart]:
    """Touchpoints in the lanes of the blueprint."""
    cards = rows("touchpoint", "isValid(datum.card_top)")
    chosen = rows("touchpoint", "isValid(datum.card_top)", "datum.chosen")
    paper: dict[str, Any] = {"color": theme.BASELINE, "fillOpacity": 0.1, "cornerRadius": 4}
    edge: dict[str, Any] = {"stroke": theme.BASELINE, "strokeOpacity": 0.4}
    ring: dict[str, Any] = {
        "fillOpacity": 0,
        "stroke": theme.TEXT,
        "strokeWidth": 2,
        "cornerRadius": 4,
    }
    at = {"x": place_x("card_dot_x"), "y": place_y("card_told_y")}
    told = text(cards, "card_told", "card_told_x", "card_told_y", opacity=0.8, **SMALL)
    ground = box(cards, CARD, cursor="pointer", **paper, **edge).encode(tooltip=tooltip(_))
    pick = alt.selection_point(name=PICK, fields=["touchpoint"])  # of every mark of the picture
    return [
        ground.add_params(pick),
        box(chosen, CARD, **ring),
        *_points(cards, tooltip=tooltip(_), **at),
        text(cards, "card_name", "card_text_x", "card_name_y", **NAME),
        told,
        text(rows("more"), "label", "x", "more_y", opacity=0.8),
    ]


def _written(_: Translate) -> list[alt.Chart]:
    """Owners and sticky notes."""
    owners, notes = rows("owner"), rows("note")
    both = alt.Chart().transform_filter("datum.part == 'owner' || datum.part == 'note'")
    edge: dict[str, Any] = {"stroke": theme.BASELINE, "strokeOpacity": 0.4}
    paper: dict[str, Any] = {"color": theme.BASELINE, "fillOpacity": 0.1, "cornerRadius": 4} | edge
    sticky: dict[str, Any] = {"color": theme.NOTE, "fillOpacity": 0.3, "stroke": theme.NOTE}
    told = [alt.Tooltip("label:N", title=" "), alt.Tooltip("whole:N", title=" ")]
    return [
        box(owners, PAPER, **paper).encode(tooltip=told),
        box(notes, PAPER, **sticky).encode(tooltip=told),
        text(both, "title", "text_x", "title_y", fontWeight="bold", **NAME),
        text(both, "text", "text_x", "text_y", **SMALL),
    ]


def _legend() -> list[alt.Chart]:
    at = {"x": place_x("legend_x"), "y": place_y("legend_y")}
    band, line = (
        rows("legend", "datum.legend == 'line'").transform_calculate(
            left="datum.legend_x - 12", right="datum.legend_x + 12"
        )
        for _layer in range(2)
    )
    ends = {"x": place_x("left"), "x2": "right:Q", "y": at["y"]}
    return [
        *_points(rows("legend", "datum.legend == 'dot'"), **at),
        band.mark_rule(color=theme.MAIN, strokeWidth=11, opacity=0.2).encode(**ends),
        line.mark_rule(color=theme.MAIN, strokeWidth=3, opacity=0.85).encode(**ends),
        text(rows("legend", "datum.legend == 'sign'"), "sign", "legend_x", "legend_y"),
        text(rows("legend"), "label", "legend_text_x", "legend_y", align="left"),
    ]


def tooltip(_: Translate) -> list[alt.Tooltip]:
    """Everything that is known of a touchpoint."""
    named = {"label": _("Touchpoint"), "stage_label": _("Stage"), "lane": _("Lane")}
    written = {"owner": _("Owner"), "note": _("Opportunity")}
    return _told(named | _figures(_) | written)


def stage_tooltip(_: Translate) -> list[alt.Tooltip]:
    """Everything that is known of a stage."""
    return _told({"label": _("Stage")} | _figures(_))


def _figures(_: Translate) -> dict[str, str]:
    return {
        "tip_customers": _("Customers"),
        "tip_events": _("Events"),
        "tip_feeling": _("Mean feeling"),
        "tip_ends": _("95% interval"),
        "next_label": _("Next stage"),
        "tip_share": _("Later reach the next stage"),
        "tip_wait": _("Median time until then"),
    }


def _told(names: dict[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{key}:N", title=name) for key, name in names.items()]
