"""Segments in a real browser: thresholds, the size curve, the rule builder, the list to take."""

import csv
import re

import pytest
from browser.steps import go, insist, open_sample, ready, resting, slide, speak, told
from playwright.sync_api import Locator, Page, expect

from loyalty import analysis, engine, features, labels, segmentation
from loyalty.store import Store

MOVED = re.compile(r"Who moves: [1-9][\d,]* of")
DIVIDED = "Another scheme than the saved definition:"


@pytest.fixture
def segments(page) -> Page:
    open_sample(page, "cdnow")
    go(page, "Segments")
    return page


def click(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button:visible").first.click()
    ready(page)


def section(page: Page, place: int) -> None:
    page.locator(".st-key-section_segments button").nth(place).click()
    ready(page)


def workspace(home, page: Page):
    """The workspace of the page, as it lies on the disk."""
    return Store(home).open(re.search(r"[?&]w=([0-9a-f]+)", page.url)[1])


def slider(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} input[type=range]")


def test_a_threshold_is_dragged_and_then_set_on_the_curve(segments, home):
    page = segments
    dragged = slider(page, "threshold_frequent_orders")
    clicked = slider(page, "threshold_recent_days")
    before, old = float(dragged.input_value()), clicked.input_value()
    slide(page, "Frequent: orders at least", 2)
    expect(dragged).to_have_value(f"{before + 2:g}")
    expect(page.get_by_role("heading", name=MOVED)).to_be_visible()

    page.locator(".st-key-curve summary").click()
    other = page.locator(f'.st-key-threshold_recent_days input[type=range]:not([value="{old}"])')
    insist(page, lambda: page.mouse.click(*on_curve(page)), other)
    draft = workspace(home, page).state().draft
    assert draft.thresholds["frequent_orders"] == before + 2
    expect(clicked).to_have_value(f"{draft.thresholds['recent_days']:g}")


def on_curve(page: Page) -> tuple[float, float]:
    """A place to the right of the middle of the size curve."""
    picture = page.locator("[class*=st-key-size_curve] .vega-embed").first
    picture.scroll_into_view_if_needed()
    box = resting(picture)
    return box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4


def test_three_rules_are_built_undone_kept_and_exported(segments, home):
    page = segments
    section(page, 1)
    for key in ("rule_nothing", "rule_add", "rule_add", "test_drop_0"):
        click(page, key)
    name = page.locator(".st-key-rule_name input")
    name.fill("The <b>rest</b>")
    name.press("Enter")
    expect(page.locator(".st-key-rule_2")).to_contain_text("The <b>rest</b>")
    divided = page.get_by_role("heading", name=DIVIDED)
    sentence = told(divided, rf"{DIVIDED} .* index\) -?\d.*")[0]

    click(page, "rule_down_0")
    expect(page.locator(".st-key-rule_0")).to_contain_text("Segment 2")
    click(page, "work_undo")
    expect(page.locator(".st-key-rule_0")).to_contain_text("Segment 1")
    page.reload()
    ready(page)
    expect(divided).to_have_text(sentence)

    section(page, 0)
    assert exported(page) == listed(workspace(home, page))

    speak(page, "简体中文")
    section(page, 1)
    expect(page.locator(".st-key-rule_2")).to_contain_text("The <b>rest</b>")
    expect(page.locator(".st-key-rule_3")).to_have_count(0)
    click(page, "rule_copy")
    expect(page.locator(".st-key-rule_3")).to_be_visible()


def exported(page: Page) -> dict[str, str]:
    """The segment of each customer in the exported list."""
    with page.expect_download() as download:
        page.locator(".st-key-list_csv button").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] and row["day"] == "1998-07-01" for row in rows)
    return {row["customer_id"]: row["segment"] for row in rows}


def listed(found) -> dict[str, str]:
    """The segment of each customer by the stored draft."""
    study = found.state().draft
    base = analysis.base(engine.open_tables(found.dataset().tables), study.as_of)
    frame = segmentation.assign(features.frame(base.customers, study), study)
    names = [labels.segment(key) for key in frame["segment"]]
    return dict(zip(frame["customer_id"], names, strict=True))
