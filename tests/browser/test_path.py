"""The whole path on the three samples, in both languages, as a user walks it."""

import re

import pytest
from browser.steps import go, heading, open_sample, ready, slide, speak, told
from playwright.sync_api import expect

PAGES = {
    "en": ["Start", "Data", "Indicators", "Segments", "Journeys", "Strategies", "Report"],
    "zh_CN": ["开始", "数据", "指标", "客群", "旅程", "策略", "报告"],
}
CUSTOMERS = {"retailer": "5,200", "cdnow": "2,357", "online_retail": "4,372"}
ENGLISH = re.compile(r"\b(customers?|orders?|the|of|and)\b")


@pytest.mark.parametrize("sample", CUSTOMERS)
def test_from_a_sample_to_who_moves_and_back(page, context, sample):
    open_sample(page, sample)
    expect(page.locator("h1")).to_contain_text(CUSTOMERS[sample])

    go(page, "Segments")
    unmoved = page.get_by_role("heading", name=re.compile("Who moves: 0 of"))
    expect(unmoved).to_be_visible()
    slide(page, "Frequent: orders at least", 3)
    moved = page.get_by_role("heading", name=re.compile("Who moves:"))
    sentence = told(moved, r"Who moves: [1-9][\d,]* of.*")[0]

    page.reload()
    ready(page)
    expect(moved).to_have_text(sentence)

    second = context.new_page()
    second.goto(page.url)
    ready(second)
    expect(second.get_by_role("heading", name=sentence)).to_be_visible()
    second.close()

    page.get_by_test_id("stSidebar").get_by_role("button", name="Undo").click()
    ready(page)
    expect(page.get_by_role("heading", name=sentence)).to_have_count(0)


@pytest.fixture(scope="module")
def links() -> dict[str, str]:
    """Where the samples are that somebody opened: the next only looks at them, and by a link."""
    return {}


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("sample", CUSTOMERS)
def test_every_page_answers_in_both_languages(page, sample, language, links):
    if sample in links:
        page.goto(links[sample])
        ready(page)
    else:
        open_sample(page, sample)
        links[sample] = page.url
    if language == "zh_CN":
        speak(page, "简体中文")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    for title in PAGES[language]:
        go(page, title)
        expect(heading(page)).to_have_text(re.compile(r"\S"))
        if language == "zh_CN":
            expect(heading(page)).not_to_have_text(ENGLISH)


def test_a_language_switch_loses_no_choice(page):
    open_sample(page, "cdnow")
    go(page, "Indicators")
    slide(page, "Purchase", 5)
    before = page.get_by_role("slider", name="Purchase").input_value()
    speak(page, "简体中文")
    slider = page.get_by_role("slider").first
    expect(slider).to_have_value(before)
    page.reload()
    ready(page)
    expect(slider).to_have_value(before)
    speak(page, "English")
    expect(page.get_by_role("slider", name="Purchase")).to_have_value(before)


def test_a_cold_deep_link_goes_through_the_frame(page, stranger):
    open_sample(page, "cdnow")
    go(page, "Segments")
    visit = stranger.new_page()
    visit.goto(page.url)
    ready(visit)
    expect(visit.get_by_test_id("stSidebarNav")).to_be_visible()
    expect(heading(visit)).to_have_text(heading(page).inner_text())
    go(visit, "Start")
    expect(visit.get_by_text("None yet", exact=False)).to_be_visible()


def test_nobody_finds_a_workspace_by_a_wrong_id(page, server):
    page.goto(f"{server}/segments?w={'0' * 32}")
    ready(page)
    expect(page.get_by_text("There are no data yet", exact=False)).to_be_visible()
