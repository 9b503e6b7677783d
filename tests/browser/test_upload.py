"""A file of one's own: upload, answer, read, choose, simulate, export, re-import."""

import random
from pathlib import Path

import pandas as pd
import pytest
from browser.steps import drop, edit_cell, go, heading, main, read, ready, slide, speak
from playwright.sync_api import expect

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def odd_file(tmp_path) -> Path:
    """Orders of 400 customers under German names, dates that can be read in two ways."""
    rng = random.Random(1)
    rows = [
        f"K{rng.randint(1, 400):04};R{number};{rng.randint(1, 12):02}/{rng.randint(1, 12):02}/2024;"
        f"{rng.randint(1, 999)},{rng.randint(0, 99):02};Filiale {rng.randint(1, 5)}"
        for number in range(3000)
    ]
    path = tmp_path / "Verkäufe <b>2024.csv"
    path.write_text("\n".join(["Kunde;Beleg;Datum;Betrag;Filiale", *rows]), encoding="utf-8")
    return path


def test_ambiguous_columns_and_dates_are_asked_then_read(page, odd_file):
    expected = {line.split(";")[0] for line in odd_file.read_text("utf-8").splitlines()[1:]}
    go(page, "Data")
    drop(page, odd_file)
    button = page.get_by_role("button", name="Read the file")
    expect(button).to_be_disabled()

    page.get_by_role("combobox", name="Customer").click()
    page.get_by_role("option", name="Kunde").click()
    ready(page)
    main(page).get_by_role("radio", name="month first").click()
    ready(page)
    edit_cell(page, row=1, x=220, value="Order")
    expect(button).to_be_enabled()
    read(page)
    expect(page.locator("h1")).to_contain_text("3,000")

    go(page, "Start")
    expect(page.locator("h1")).to_contain_text(f"of {len(expected)} customers")


@pytest.mark.parametrize("language", ["English", "简体中文"])
def test_the_whole_path_with_an_uploaded_file(page, tmp_path, language):
    if language != "English":
        speak(page, language)
    chinese = language != "English"
    go(page, "数据" if chinese else "Data")
    drop(page, DATA / "CDNOW_sample.txt")
    read(page)
    expect(page.get_by_test_id("stSidebar").get_by_text("CDNOW_sample")).to_be_visible()
    ready(page)
    go(page, "开始" if chinese else "Start")
    assert "2,357" in heading(page)

    go(page, "客群" if chinese else "Segments")
    slide(page, "高频" if chinese else "Frequent", 2)
    go(page, "策略" if chinese else "Strategies")
    assert heading(page).strip()

    go(page, "报告" if chinese else "Report")
    with page.expect_download() as taken:
        main(page).get_by_role("button", name="CSV").first.click()
    export = tmp_path / "customers.csv"
    taken.value.save_as(export)
    customers = pd.read_csv(export, dtype={"customer_id": str}, encoding="utf-8-sig")
    assert len(customers) == 2357

    go(page, "数据" if chinese else "Data")
    drop(page, export)
    ready(page)
    read(page)
    go(page, "开始" if chinese else "Start")
    assert "2,357" in heading(page)


def test_online_retail_uploaded_as_it_is(page):
    go(page, "Data")
    drop(page, DATA / "Online_Retail.parquet")
    read(page)
    expect(page.get_by_test_id("stSidebar").get_by_text("Online_Retail")).to_be_visible()
    ready(page)
    go(page, "Start")
    assert "4,372" in heading(page)
    expect(page.get_by_text("8,300,066", exact=False)).to_be_visible()
