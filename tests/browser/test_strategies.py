"""The strategy lab as a user has it: an assumption turns the answer, a mix, scenarios, a file."""

import json

from browser.steps import go, heading, insist, main, open_sample, ready
from playwright.sync_api import Page, expect


def section(page: Page, name: str) -> None:
    """Open a section of the page."""
    main(page).get_by_role("radiogroup", name="Section").get_by_text(name, exact=True).click()
    ready(page)


def move_to_the_end(page: Page, assumption: str) -> None:
    """Choose an assumption and move both ends of its range as far up as they go."""
    chosen = page.get_by_role("combobox", name="Move an assumption")
    option = page.get_by_role("option", name=assumption)
    insist(page, chosen.click, option)
    option.click()
    ready(page)
    for place in (1, 0):
        thumb = page.locator("[class*='st-key-mover_']").get_by_role("slider").nth(place)
        thumb.focus()
        thumb.press("End")
        page.wait_for_timeout(500)
        ready(page)


def test_an_assumption_past_its_break_even_turns_the_answer(page):
    open_sample(page, "retailer")
    go(page, "Strategies")
    expect(heading(page)).to_contain_text("None of the 2 compared is likely to beat")
    expect(main(page).get_by_text("Back-tested").first).to_be_visible()
    move_to_the_end(page, "Orders in the 12 months after")
    expect(heading(page)).to_contain_text("brings most")
    page.reload()
    ready(page)
    expect(heading(page)).to_contain_text("brings most")


def test_a_mix_is_built_kept_compared_and_exported(page):
    open_sample(page, "retailer")
    go(page, "Strategies")
    section(page, "Mix and budget")
    expect(heading(page)).to_contain_text("Price promotion stands alone")
    main(page).get_by_role("button", name="Add a strategy").click()
    shelf = page.get_by_test_id("stPopoverBody")
    shelf.get_by_text("Service recovery", exact=True).click()
    ready(page)
    expect(heading(page)).to_contain_text("Together they end")
    page.keyboard.press("Escape")

    section(page, "Scenarios")
    name = main(page).get_by_role("textbox", name="Name")
    name.fill("Spring <b>mix</b>")
    name.press("Enter")
    ready(page)
    expect(main(page).get_by_text("A · Spring <b>mix</b>").first).to_be_visible()
    main(page).get_by_role("button", name="Duplicate").click()
    ready(page)
    expect(main(page).get_by_text("C · Spring <b>mix</b> (copy)").first).to_be_visible()

    with page.expect_download() as file:
        main(page).get_by_text("Scenario file (JSON)", exact=True).last.click()
    kept = json.loads(file.value.path().read_text())
    first = kept["scenarios"][0]
    assert first["name"] == "Spring <b>mix</b>"
    assert [one["strategy"] for one in first["also"]] == ["service_recovery"]
    assert not page.get_by_test_id("stException").count()
