"""A case of the retailer is closed in the list; the count falls, and F5 keeps both."""

import re

from browser.steps import ROW, open_sample, ready, resting
from playwright.sync_api import Page, expect

BOX = 20  # pixels to the middle of the first column


def overdue(page: Page) -> int:
    """The number the section's answer begins with."""
    answer = page.get_by_role("heading", name=re.compile(r"cases are overdue"))
    expect(answer).to_be_visible()
    return int(answer.inner_text().split()[0].replace(",", ""))


def tick(page: Page, row: int) -> None:
    """Choose a row of the list of cases."""
    table = page.get_by_test_id("stDataFrame").first
    resting(table)
    table.scroll_into_view_if_needed()
    box = resting(table)
    page.mouse.click(box["x"] + BOX, box["y"] + ROW * (row + 1) + ROW / 2)
    expect(page.locator(".st-key-case_edit")).to_be_visible()
    ready(page)


def test_a_case_is_closed_and_stays_closed(page, server):
    open_sample(page, "retailer")
    key = re.search(r"w=([0-9a-f]+)", page.url).group(1)
    page.goto(f"{server}/journeys?w={key}&lang=en&view=journeys.cases")
    ready(page)
    before = overdue(page)
    page.get_by_text("Overdue only").click()
    expect(page.get_by_text(f"of {before:,} cases listed")).to_be_visible()
    ready(page)
    tick(page, 0)
    panel = page.locator(".st-key-case_edit")
    panel.get_by_role("radio", name="Solved").click()
    expect(panel.get_by_role("radio", name="Solved")).to_be_checked()
    ready(page)
    panel.get_by_label("Owner").fill("Ann <b>")
    panel.get_by_role("button", name="Note this").click()
    expect(page.get_by_text(f"{before - 1:,} of ")).to_be_visible()
    assert overdue(page) == before - 1
    page.reload()
    ready(page)
    assert overdue(page) == before - 1
    expect(page.get_by_text("solved: 336")).to_be_visible()
