"""A to-be target is set on the sample, read in the answer, and taken to the Strategies page."""

from browser.steps import go, heading, main, open_sample, ready, slide, told
from playwright.sync_api import Locator, Page, expect

ANSWER = r"(\d+) more customers would reach"


def answer(page: Page) -> Locator:
    return main(page).locator("h3").first


def reached(page: Page) -> int:
    return int(told(answer(page), ANSWER)[1])


def test_a_target_is_set_read_and_taken_to_the_strategies(page):
    open_sample(page, "retailer")
    go(page, "Journeys")
    main(page).get_by_text("To-be", exact=True).click()
    expect(answer(page)).to_contain_text("Set a target at a touchpoint")
    main(page).get_by_text("going on", exact=True).click()
    ready(page)
    page.get_by_role("button", name="Add a target").click()
    expect(answer(page)).to_contain_text("Nothing follows from these targets")
    number = page.get_by_role("spinbutton", name="Who go on after Advertisement")
    number.fill("96")
    number.press("Enter")
    ready(page)
    typed = reached(page)
    slide(page, "Who go on after Advertisement", 4)
    expect(answer(page)).not_to_contain_text(f"+{typed} customers")
    dragged = reached(page)
    assert dragged > typed > 0
    page.reload()
    ready(page)
    assert reached(page) == dragged

    page.get_by_role("button", name="Take it to Strategies").click()
    expect(main(page).get_by_text("holds these numbers")).to_be_visible()
    main(page).get_by_role("link", name="See it on the Strategies page").click()
    ready(page)
    expect(main(page).get_by_text("Journey change", exact=True).first).to_be_visible()
    expect(main(page).get_by_text("A · Advertisement").first).to_be_visible()
    expect(heading(page)).to_contain_text("doing nothing")

    page.locator(".st-key-work_undo button:visible").click()
    ready(page)
    expect(main(page).get_by_text("Journey change", exact=True)).to_have_count(0)
    go(page, "Journeys")
    assert reached(page) == dragged
    page.get_by_role("button", name="Back to today").click()
    expect(answer(page)).to_contain_text("Set a target at a touchpoint")
