"""A case of the retailer is closed in the list; the count falls, and F5 keeps both."""

import re

from browser.steps import cell, insist, open_sample, ready, told
from playwright.sync_api import Locator, Page, expect

BOX = 20  # pixels to the middle of the first column


def overdue(page: Page) -> Locator:
    """The section's answer; it begins with their number."""
    return page.get_by_role("heading", name=re.compile(r"cases are overdue"))


def test_a_case_is_closed_and_stays_closed(page, server):
    open_sample(page, "retailer")
    key = re.search(r"w=([0-9a-f]+)", page.url).group(1)
    page.goto(f"{server}/journeys?w={key}&lang=en&view=journeys.cases")
    ready(page)
    before = int(told(overdue(page), r"^[\d,]+")[0].replace(",", ""))
    page.get_by_text("Overdue only").click()
    expect(page.get_by_text(f"of {before:,} cases listed")).to_be_visible()
    ready(page)
    panel = page.locator(".st-key-case_edit")
    insist(page, lambda: page.mouse.click(*cell(page, row=0, x=BOX)), panel)
    panel.get_by_role("radio", name="Solved").click()
    expect(panel.get_by_role("radio", name="Solved")).to_be_checked()
    ready(page)
    panel.get_by_label("Owner").fill("Ann <b>")
    panel.get_by_role("button", name="Note this").click()
    after = re.compile(rf"^{before - 1:,} ")
    expect(page.get_by_text(f"{before - 1:,} of ")).to_be_visible()
    expect(overdue(page)).to_have_text(after)
    page.reload()
    ready(page)
    expect(overdue(page)).to_have_text(after)
    expect(page.get_by_text("solved: 336")).to_be_visible()
