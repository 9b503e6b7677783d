"""What the Segments page should say of the small literal orders, and how to open a section."""

import operator
from datetime import date

import streamlit as st
from pages.conftest import small_orders

from loyalty import segmentation

SIGNS = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}
AS_OF = date(2025, 1, 1)


def show(app, section):
    """The Segments page with this section open."""
    app.switch_page("segments.py").run()
    app.segmented_control(key="section_segments").set_value(section).run()
    assert not app.exception, app.exception[0].message
    return app


def note_downloads(monkeypatch) -> dict:
    """The downloads the page offers: what stands on the button -> maker and name of the file."""
    found = {}

    def note(label, data, file_name, **_look):
        found[label] = data, file_name

    monkeypatch.setattr(st, "download_button", note)
    return found


def lives() -> dict[str, list[tuple[date, float]]]:
    """Customer -> days and amounts."""
    table, found = small_orders(), {}
    columns = (table[key] for key in ("customer_id", "time", "amount"))
    for name, day, amount in zip(*columns, strict=True):
        found.setdefault(name, []).append((date.fromisoformat(day), amount))
    return found


def segment(orders, day, study) -> str | None:
    """The segment of one customer on a day; None before the first order."""
    until = [(time, amount) for time, amount in orders if time <= day]
    if not until:
        return None
    values = {
        "recency_days": (day - max(until)[0]).days,
        "tenure_days": (day - min(until)[0]).days,
        "order_count": len(until),
        "spend": sum(amount for _time, amount in until),
    }
    named = segmentation.thresholds(study)
    for rule in study.segments:
        if all(
            SIGNS[one.op](values[one.column], named.get(one.threshold, one.threshold))
            for one in rule.conditions
        ):
            return rule.key
    return segmentation.UNASSIGNED
