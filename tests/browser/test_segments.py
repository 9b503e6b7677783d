"""Segments in a real browser: thresholds, the size curve, the rule builder, the list to take."""

import csv
import re

import pytest
from browser.steps import go, open_sample, ready, resting, slide, speak
from playwright.sync_api import Page, expect

from loyalty import analysis, engine, features, labels, segmentation
from loyalty.store import Store

MOVED = re.compile(r"Who moves: [1-9][\d,]* of")
DIVIDED = re.compile(r"Another scheme than the saved definition: .* index\) -?\d")


@pytest.fixture
def segments(page) -> Page:
    open_sample(page, "cdnow")
    go(page, "Segments")
    return page


def click(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button:visible").first.click()
    page.wait_for_timeout(300)
    ready(page)


def section(page: Page, place: int) -> None:
    page.locator(".st-key-section_segments button").nth(place).click()
    page.wait_for_timeout(300)
    ready(page)


def workspace(home, page: Page):
    """The workspace of the page, as it lies on the disk."""
    return Store(home).open(re.search(r"[?&]w=([0-9a-f]+)", page.url)[1])


def value(page: Page, key: str) -> float:
    """What a slider says."""
    return float(page.locator(f".st-key-{key} input[type=range]").get_attribute("value"))


def test_a_threshold_is_dragged_and_then_set_on_the_curve(segments, home):
    page, dragged, clicked = segments, "threshold_frequent_orders", "threshold_recent_days"
    before, old = value(page, dragged), value(page, clicked)
    slide(page, "Frequent: orders at least", 2)
    assert value(page, dragged) == before + 2
    expect(page.get_by_role("heading", name=MOVED)).to_be_visible()

    page.locator(".st-key-curve summary").click()
    picture = page.locator("[class*=st-key-size_curve] .vega-embed").first
    picture.scroll_into_view_if_needed()
    box = resting(picture)
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    expect(page.locator(f".st-key-{clicked} input[type=range]")).not_to_have_value(f"{old:g}")
    ready(page)
    draft = workspace(home, page).state().draft
    assert draft.thresholds["recent_days"] == value(page, clicked)
    assert draft.thresholds["frequent_orders"] == before + 2


def test_three_rules_are_built_undone_kept_and_exported(segments, home):
    page = segments
    section(page, 1)
    for key in ("rule_nothing", "rule_add", "rule_add", "test_drop_0"):
        click(page, key)
    name = page.locator(".st-key-rule_name input")
    name.fill("The <b>rest</b>")
    name.press("Enter")
    expect(page.locator(".st-key-rule_2")).to_contain_text("The <b>rest</b>")
    expect(page.get_by_role("heading", name=DIVIDED)).to_be_visible()
    sentence = page.get_by_role("heading", name=DIVIDED).inner_text()

    click(page, "rule_down_0")
    expect(page.locator(".st-key-rule_0")).to_contain_text("Segment 2")
    click(page, "work_undo")
    expect(page.locator(".st-key-rule_0")).to_contain_text("Segment 1")
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name=DIVIDED)).to_have_text(sentence)

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
