"""A room weighs families by comparing pairs: a contradiction is named, repaired, and used."""

import re

from browser.steps import go, main, open_sample, ready, told
from playwright.sync_api import Locator, Page, expect

JUDGEMENTS = {
    ("purchase", "usage"): "5:1",
    ("purchase", "recommendation"): "3:1",
    ("purchase", "emotion"): "1:3",
    ("purchase", "relationship"): "5:1",
    ("usage", "recommendation"): "1:1",
    ("usage", "emotion"): "3:1",
    ("usage", "relationship"): "1:1",
    ("recommendation", "emotion"): "1:1",
    ("recommendation", "relationship"): "1:1",
    ("emotion", "relationship"): "1:1",
}


def judge(page: Page, first: str, second: str, odds: str) -> None:
    """Choose the odds of one pair."""
    pair = page.locator(f".st-key-pair_{first}_{second}")
    chosen = pair.get_by_role("radio", name=odds, exact=True)
    chosen.click()
    expect(chosen).to_be_checked()
    ready(page)


def ratio(page: Page) -> Locator:
    """The consistency ratio on the page."""
    return main(page).get_by_test_id("stMetricValue").first


def test_a_contradiction_is_repaired_and_the_weights_are_used(page):
    open_sample(page, "cdnow")
    go(page, "Indicators")
    main(page).get_by_role("radio", name="In the room").click()
    ready(page)
    name = main(page).get_by_role("textbox", name="New participant")
    name.fill("Ann <b>of</b> sales")
    name.press("Enter")
    expect(page.get_by_role("heading", name="Judgements of Ann <b>of</b> sales")).to_be_visible()

    for (first, second), odds in JUDGEMENTS.items():
        judge(page, first, second, odds)
    expect(main(page).get_by_text("Purchase over Usage 5, Usage over Emotion 3")).to_be_visible()
    before = told(ratio(page), r"^[\d.]+$")[0]

    repair = page.locator(".st-key-room_repair button")
    promised = main(page).get_by_text(re.compile(r"the ratio falls from"))
    after = told(promised, rf"from {re.escape(before)} to ([\d.]+)\.$")[1]
    assert float(after) <= 0.10 < float(before)
    repair.click()
    expect(repair).to_have_count(0)
    expect(ratio(page)).to_have_text(after)
    ready(page)

    page.locator(".st-key-use_ahp button").click()
    used = main(page).get_by_text("These weights are in use.")
    expect(used).to_be_visible()
    ready(page)

    page.reload()
    ready(page)
    expect(used).to_be_visible()
    expect(ratio(page)).to_have_text(after)

    page.get_by_test_id("stSidebar").get_by_role("button", name="Undo").click()
    ready(page)
    expect(used).to_have_count(0)
    expect(page.locator(".st-key-use_ahp button")).to_be_visible()
    expect(ratio(page)).to_have_text(after)
