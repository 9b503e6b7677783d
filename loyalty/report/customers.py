"""Levels and segments: how many, what they bring, what they mean, what to do."""

from typing import Any

from loyalty import labels
from loyalty.report.markup import Markup, element, html, table
from loyalty.report.view import View, each


def levels(view: View) -> Markup:
    """The spread of the index and the size of each level."""
    _ = view.translate
    header = [_("Level"), _("Index from"), _("Customers"), _("Spend")]
    starts = {level.key: view.number(level.start) for level in view.found.study.levels}
    rows = [[row.label, starts.get(row.key, "–"), *_size(view, row)] for row in each(view.levels())]
    return html(
        element("h2", _("Loyalty index and levels")),
        view.picture("index"),
        table(header, rows, numbers=(1, 2, 3)),
    )


def months(view: View) -> Markup | None:
    """Who ordered, month by month."""
    _ = view.translate
    drawn = view.picture("months")
    return html(element("h2", _("Customers who ordered, by month")), drawn) if drawn else None


def segments(view: View) -> Markup:
    """The segments with customers, their rules, meanings and suggested actions."""
    _ = view.translate
    study = view.found.study
    rules = {rule.key: labels.rule(rule, study, _, view.language) for rule in study.segments}
    header = [_("Segment"), _("Customers"), _("Spend"), _("Meaning"), _("Suggested action")]
    rows = []
    for row in each(view.segments()):
        texts = (labels.meaning(row.key, study, _), labels.action(row.key, study, _))
        name = html(row.label, element("small", rules.get(row.key, "")))
        rows.append([name, *_size(view, row), *texts])
    return html(
        element("h2", _("Segments")),
        view.picture("segments"),
        table(header, rows, numbers=(1, 2)),
    )


def _size(view: View, row: Any) -> list[Markup]:
    """Customers and spend, each with its share of all below it."""
    return [
        html(view.people(row.customers), element("small", view.percent(row.share))),
        html(view.money(row.spend), element("small", view.percent(row.spend_share))),
    ]
