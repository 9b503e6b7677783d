"""What a user does, in the words of a user."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

ROW = 36  # pixels
TRIES = 5
PATIENCE = 5  # seconds for a click to show


def ready(page: Page) -> None:
    """Wait until the app has answered all that was asked (see runs.js) and shows no error."""
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_function("answered()")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def insist(page: Page, act: Callable[[], None], seen: Locator) -> None:
    """Act on a canvas until it shows: one drawn anew at that moment swallows the click."""
    for _try in range(TRIES):
        act()
        ready(page)
        try:
            return seen.first.wait_for(timeout=PATIENCE * 1000)
        except TooLate:
            page.keyboard.press("Escape")
    raise AssertionError(f"nothing came of it in {TRIES} tries: {seen}")


def told(locator: Locator, pattern: str) -> re.Match:
    """What an element says, once it says it."""
    expect(locator).to_contain_text(re.compile(pattern))
    return re.search(pattern, locator.inner_text())


def go(page: Page, title: str) -> None:
    """Open a page from the sidebar."""
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=title)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")
    ready(page)


def slide(page: Page, label: str, steps: int) -> None:
    """Move a slider by the keyboard, so many steps up (or down when negative)."""
    thumb = page.get_by_role("slider", name=label).first
    thumb.focus()
    for _step in range(abs(steps)):
        thumb.press("ArrowRight" if steps > 0 else "ArrowLeft")
    ready(page)


def speak(page: Page, language: str) -> None:
    """Switch the language."""
    page.get_by_test_id("stSidebar").get_by_text(language, exact=True).click()
    ready(page)


def open_sample(page: Page, key: str) -> None:
    """Open a sample from the first page and wait for its picture."""
    place = ["retailer", "cdnow", "online_retail"].index(key)
    page.get_by_test_id("stMain").get_by_role("button", name="Open this sample").nth(place).click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    ready(page)


def heading(page: Page) -> Locator:
    """The answer a page begins with."""
    return page.locator("h1").first


def main(page: Page) -> Locator:
    """The page without its sidebar."""
    return page.get_by_test_id("stMain")


def drop(page: Page, *files: Path) -> None:
    """Put files into the uploader and wait until they are looked at."""
    page.locator("input[type=file]").first.set_input_files([str(file) for file in files])
    expect(page.locator(".st-key-read_files button")).to_be_visible()
    ready(page)


def resting(locator: Locator) -> dict:
    """Where something stands once the page no longer moves it."""
    seen = None
    for _attempt in range(150):
        box = locator.bounding_box()
        if box and box == seen:
            return box
        seen = box
        time.sleep(0.2)
    raise AssertionError("the page does not come to rest")


def edit_cell(page: Page, row: int, x: int, value: str) -> None:
    """Choose a value in a list cell of the first table, by double click and keyboard."""
    editor = page.locator("#portal [role=combobox]")
    insist(page, lambda: page.mouse.dblclick(*cell(page, row, x)), editor)
    expect(editor).to_be_focused()
    page.keyboard.type(value, delay=30)
    expect(editor).to_have_value(value)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    ready(page)


def cell(page: Page, row: int, x: int) -> tuple[float, float]:
    """Where a row of the first table is clicked, so many pixels from its left."""
    table = page.get_by_test_id("stDataFrame").first
    resting(table)
    table.scroll_into_view_if_needed()
    box = resting(table)
    return box["x"] + x, box["y"] + ROW * (row + 1) + ROW / 2


def read(page: Page) -> None:
    """Read the uploaded files and wait until the uploader is empty again."""
    button = page.locator(".st-key-read_files button")
    expect(button).to_be_enabled()
    button.click()
    expect(button).to_have_count(0)
    ready(page)
