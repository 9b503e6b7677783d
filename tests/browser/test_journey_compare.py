"""Two segments of the sample are compared; the page is narrowed to a group; F5 keeps both."""

import pytest
from browser.steps import go, open_sample, ready, told
from playwright.sync_api import Page, expect

ANSWER = "“Champions”.*“At risk”"


@pytest.fixture
def journeys(page) -> Page:
    open_sample(page, "retailer")
    go(page, "Journeys")
    return page


def choose(page: Page, button: str, kind: str, name: str) -> None:
    """Open a group's button, choose a kind and one of its groups, and close it again."""
    page.locator(f".st-key-{button}_group button").first.click()
    body = page.get_by_test_id("stPopoverBody")
    if kind:
        body.get_by_text(kind, exact=True).click()
        ready(page)
    body.get_by_text(name, exact=True).click()
    ready(page)
    page.keyboard.press("Escape")


def open_compare(page: Page) -> None:
    page.locator(".st-key-section_journeys").get_by_text("Compare", exact=True).click()
    ready(page)


def test_two_segments_are_compared_and_stay_so(journeys):
    page = journeys
    open_compare(page)
    answer = page.locator("h3").first
    before = told(answer, "“Champions”").string
    choose(page, "second", "", "At risk")
    expect(answer).not_to_have_text(before)
    after = told(answer, ANSWER).string
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    page.reload()
    ready(page)
    expect(answer).to_have_text(after)
    expect(page.locator(".st-key-second_group button").first).to_contain_text("At risk")


def test_the_page_is_narrowed_to_a_segment_and_stays_so(journeys):
    page = journeys
    choose(page, "shown", "Segment", "Champions")
    button = page.locator(".st-key-shown_group button").first
    expect(button).to_contain_text("Shown: Champions (96 of 5,200 customers)")
    open_compare(page)
    expect(page.get_by_text("Both within what the page shows")).to_be_visible()
    page.reload()
    ready(page)
    expect(button).to_contain_text("Shown: Champions (96 of 5,200 customers)")
    page.locator(".st-key-shown_everybody button").click()
    expect(button).to_contain_text("Shown: everybody")
