"""The journey: map and funnel, what matters, what breaks, repeat purchases."""

import pandas as pd

from loyalty.journey.stage_map import shown, stage_label
from loyalty.report.breaks import breaks
from loyalty.report.markup import Markup, element, html, table
from loyalty.report.matters import matters
from loyalty.report.opening import journey_sentences
from loyalty.report.view import View, each

TOUCHPOINTS = 8


def journey(view: View) -> Markup:
    """Sentences, pictures and tables of the journey; the reason where there is none."""
    _ = view.translate
    rows = view.journey()
    if not rows["customers"].gt(0).any():
        return html(
            element("h2", _("Journey")), element("p", _("The data hold no journey to show."))
        )
    told = [element("p", one) for one in journey_sentences(view) if one]
    return html(
        element("h2", _("Journey")),
        *told,
        view.picture("journey"),
        _touchpoints(view, rows[rows["touchpoint"].notna()]),
        element("h3", _("How far do customers get, and how fast?")),
        view.picture("funnel"),
        _stages(view, rows[rows["touchpoint"].isna()]),
        matters(view),
        breaks(view),
        _path(view),
    )


def _stages(view: View, rows: pd.DataFrame) -> Markup:
    _ = view.translate
    header = [
        _("Stage"), _("Customers"), _("Mean feeling (95 % interval)"), _("Next stage"),
        _("Reach it (95 % interval)"), _("Median hours"),
    ]  # fmt: skip
    body = [
        [
            stage_label(row.stage, _),
            view.people(row.customers),
            view.feeling(row.feeling, row.feeling_low, row.feeling_high),
            stage_label(row.next_stage, _) if isinstance(row.next_stage, str) else "–",
            view.share(row.conversion, row.conversion_low, row.conversion_high),
            view.number(row.median_hours if row.reached == row.reached else float("nan"), 1),
        ]
        for row in each(rows)
        if row.customers != 0
    ]
    return table(header, body, numbers=(1, 2, 4, 5))


def _touchpoints(view: View, rows: pd.DataFrame) -> Markup:
    """The touchpoints most customers come to."""
    _ = view.translate
    if not rows["feeling"].notna().any():
        return Markup("")
    most = rows.sort_values(["customers", "touchpoint"], ascending=[False, True])[:TOUCHPOINTS]
    header = [_("Touchpoint"), _("Stage"), _("Customers"), _("Mean feeling (95 % interval)")]
    body = [
        [
            shown(row.touchpoint, _),
            stage_label(row.stage, _),
            view.people(row.customers),
            view.feeling(row.feeling, row.feeling_low, row.feeling_high),
        ]
        for row in each(most)
    ]
    return table(header, body, numbers=(2, 3))


def _path(view: View) -> Markup:
    _ = view.translate
    rows = view.path()
    if rows.empty:
        return Markup("")
    head = element("h3", _("How many buy again?"))
    header = [
        _("Purchase"), _("Customers"), _("Buy once more (95 % interval)"),
        _("Days to the next purchase: median (middle half)"),
    ]  # fmt: skip
    body = [
        [
            view.number(row.purchase),
            view.people(row.customers),
            view.share(row.conversion, row.conversion_low, row.conversion_high),
            view.interval(row.gap_median, row.gap_low, row.gap_high),
        ]
        for row in each(rows)
    ]
    return html(head, view.picture("path"), table(header, body, numbers=(0, 1, 2, 3)))
