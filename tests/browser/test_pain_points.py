"""From a pain point in the picture to what was said there, to its customers, to a file of them."""

import csv
import re

import pytest
from browser.steps import go, insist, main, open_sample, ready, resting
from playwright.sync_api import Page, expect

from loyalty import engine, journey
from loyalty.charts import pain_points
from loyalty.journey import experience, measures, pains, visitors
from loyalty.journey.answered import scale_of
from loyalty.store import Store

ASKED = "Hotline"
STEP = 12  # pixels between two looks for a dot
TOOLTIP = "#vg-tooltip-element"
SHOWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 40)))"


@pytest.fixture
def opened(page) -> Page:
    """The pain points of the retailer."""
    open_sample(page, "retailer")
    go(page, "Journeys")
    main(page).get_by_role("radio", name="Pain points", exact=True).click()
    ready(page)
    expect(main(page).get_by_role("heading", name="Where does it hurt?")).to_be_visible()
    return page


def read(home, page: Page) -> tuple[journey.Log, dict]:
    """The journeys of the page's workspace, and where its pains lie in the picture."""
    workspace = Store(home).open(re.search(r"[?&]w=([0-9a-f]+)", page.url)[1])
    tables, study = engine.open_tables(workspace.dataset().tables), workspace.state().draft
    log = journey.read(tables, study)
    effects = experience.of_log(log, study, experience.purchases(log, study, tables))
    found = pains.of(measures.of_log(log, study), effects, scale_of(log.feeling))
    known, row = pain_points.settings(found), found.set_index("touchpoint").loc[ASKED]
    across = (row["feeling"] - known["low"]) / (known["high"] - known["low"])
    return log, {"x": across, "y": 1 - (row["customers"] / known["most"]) ** 0.5}


def click_dot(page: Page, place: dict) -> None:
    """Move the pointer over the dot, near its place, until the picture names it; click."""
    picture = page.locator("[class*=st-key-pain_points] .vega-embed").first
    picture.scroll_into_view_if_needed()
    box = resting(picture)
    left, around = box["x"] + box["width"] - pain_points.WIDTH, pain_points.AROUND
    middle = left + place["x"] * pain_points.WIDTH
    top = box["y"] + place["y"] * (box["height"] - around)
    for down in range(0, round(around), STEP):
        for aside in range(-3 * STEP, 3 * STEP + 1, STEP):
            page.mouse.move(middle + aside, top + down)
            page.evaluate(SHOWN)
            if ASKED in "".join(page.locator(TOOLTIP).all_inner_texts()):
                return page.mouse.click(middle + aside, top + down)
    raise AssertionError(f"no dot of {ASKED}")


def shown(page: Page, text: str) -> None:
    expect(main(page).get_by_text(text).first).to_be_visible()


def test_a_pain_point_leads_to_its_customers(opened, home, tmp_path):
    page = opened
    log, place = read(home, page)
    title = main(page).get_by_role("heading", name=f"Behind it: {ASKED}")
    insist(page, lambda: click_dot(page, place), title)
    everybody = visitors.of_log(log, ASKED)
    shown(page, f"1,000 of {len(everybody):,} customers shown")
    shown(page, "comments with the lowest feelings, word for word")

    main(page).get_by_role("radio", name="Who felt bad here").click()
    ready(page)
    bad = visitors.of_log(log, ASKED, below=visitors.middle(log))
    shown(page, f"{len(bad):,} of {len(bad):,} customers shown who once felt worse here than 0")

    with page.expect_download() as taken:
        page.get_by_role("button", name="Export these customers (CSV)").click()
    file = tmp_path / "customers.csv"
    taken.value.save_as(file)
    assert re.fullmatch(
        r"loyalty-lab-synthetic-touchpoint-customers-[0-9a-f]{8}\.csv",
        taken.value.suggested_filename,
    )
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["customer_id"] for row in rows] == list(bad["customer_id"])
    assert all(float(row["worst"]) < 0 and row["segment"] and row["level"] for row in rows)

    page.reload()
    ready(page)
    expect(title).to_be_visible()
