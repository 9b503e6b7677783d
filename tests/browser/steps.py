"""What a user does, in the words of a user."""

import time
from pathlib import Path

from playwright.sync_api import Page, expect

ROW = 36  # pixels
RUNNING = '[data-testid="stStatusWidget"]'


def ready(page: Page) -> None:
    """Wait until the app has answered and shows no error."""
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_timeout(300)
    expect(page.locator(RUNNING)).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page: Page, title: str) -> None:
    """Open a page from the sidebar."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    ready(page)


def slide(page: Page, label: str, steps: int) -> None:
    """Move a slider by the keyboard, so many steps up (or down when negative)."""
    thumb = page.get_by_role("slider", name=label).first
    thumb.focus()
    for _step in range(abs(steps)):
        thumb.press("ArrowRight" if steps > 0 else "ArrowLeft")
    page.wait_for_timeout(400)
    ready(page)


def speak(page: Page, language: str) -> None:
    """Switch the language."""
    page.get_by_test_id("stSidebar").get_by_text(language, exact=True).click()
    page.wait_for_timeout(500)
    ready(page)


def open_sample(page: Page, key: str) -> None:
    """Open a sample from the first page and wait for its picture."""
    place = ["retailer", "cdnow", "online_retail"].index(key)
    page.get_by_test_id("stMain").get_by_role("button", name="Open this sample").nth(place).click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    ready(page)


def heading(page: Page) -> str:
    """The answer a page begins with."""
    return page.locator("h1").first.inner_text()


def main(page: Page):
    """The page without its sidebar."""
    return page.get_by_test_id("stMain")


def drop(page: Page, *files: Path) -> None:
    """Put files into the uploader and wait until they are looked at."""
    page.locator("input[type=file]").first.set_input_files([str(file) for file in files])
    expect(page.locator(".st-key-read_files button")).to_be_visible()
    ready(page)


def resting(locator) -> dict:
    """Where something stands once the page no longer moves it."""
    seen = None
    for _attempt in range(50):
        box = locator.bounding_box()
        if box and box == seen:
            return box
        seen = box
        time.sleep(0.2)
    raise AssertionError("the page does not come to rest")


def edit_cell(page: Page, row: int, x: int, value: str) -> None:
    """Choose a value in a list cell of the first table, by double click and keyboard."""
    table = page.get_by_test_id("stDataFrame").first
    resting(table)
    table.scroll_into_view_if_needed()
    box = resting(table)
    page.mouse.dblclick(box["x"] + x, box["y"] + ROW * (row + 1) + ROW / 2)
    options = page.locator("#portal [role=option], #portal .gdg-style, [id^=react-select]")
    expect(options.first).to_be_visible()
    page.keyboard.type(value, delay=30)
    page.keyboard.press("Enter")
    ready(page)


def read(page: Page) -> None:
    """Read the uploaded files and wait until the uploader is empty again."""
    button = page.locator(".st-key-read_files button")
    expect(button).to_be_enabled()
    button.click()
    expect(button).to_have_count(0)
    ready(page)
