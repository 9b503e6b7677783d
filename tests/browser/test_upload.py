"""A file of one's own: upload, answer, read, choose, simulate, export, re-import."""

import random
from pathlib import Path

import pandas as pd
import pytest
from browser.steps import drop, edit_cell, go, heading, main, read, ready, slide, speak, told
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


SETS = {  # file in data/ -> row of the column to leave out, customers
    "CDNOW_sample.txt": (3, "2,357"),
    "Online_Retail.parquet": (1, "4,372"),
    "retailer/orders.parquet": (8, "3,990"),
}
WORDS = {
    "English": {},
    "简体中文": {
        "Data": "数据", "Start": "开始", "Segments": "客群", "Strategies": "策略", "Report": "报告",
        "Leave out": "略去", "Frequent": "高频", "Who moves": "谁会变动",
    },
}  # fmt: skip


@pytest.mark.parametrize("file", SETS)
@pytest.mark.parametrize("language", WORDS)
def test_the_whole_path_with_an_uploaded_file(page, context, tmp_path, file, language):
    row, customers = SETS[file]
    said = {word: WORDS[language].get(word, word) for word in WORDS["简体中文"]}
    speak(page, language)

    go(page, said["Data"])
    drop(page, DATA / file)
    edit_cell(page, row=row, x=220, value=said["Leave out"])
    read(page)
    go(page, said["Start"])
    expect(heading(page)).to_contain_text(customers)

    go(page, said["Segments"])
    moves = page.get_by_role("heading", name=said["Who moves"])
    before = told(moves, ".+")[0]
    slide(page, said["Frequent"], 2)
    expect(moves).not_to_have_text(before)
    sentence = told(moves, ".+")[0]
    page.reload()
    ready(page)
    expect(moves).to_have_text(sentence)
    second = context.new_page()
    second.goto(page.url)
    expect(second.get_by_role("heading", name=said["Who moves"])).to_have_text(sentence)
    second.close()

    go(page, said["Strategies"])
    expect(main(page).locator("canvas, svg.marks").first).to_be_visible()

    export = tmp_path / "customers.csv"
    take(page, said["Report"], export)
    taken = pd.read_csv(export, dtype={"customer_id": str}, encoding="utf-8-sig")
    assert f"{len(taken):,}" == customers

    go(page, said["Data"])
    drop(page, export)
    read(page)
    go(page, said["Start"])
    expect(heading(page)).to_contain_text(customers)
    again = tmp_path / "again.csv"
    take(page, said["Report"], again)
    back = pd.read_csv(again, dtype={"customer_id": str}, encoding="utf-8-sig")
    assert back["customer_id"].tolist() == taken["customer_id"].tolist()


def take(page, report: str, path: Path) -> None:
    """Download the customers as CSV."""
    go(page, report)
    with page.expect_download() as taken:
        page.locator(".st-key-take_customers_csv button").click()
    taken.value.save_as(path)


def test_online_retail_uploaded_as_it_is(page):
    go(page, "Data")
    drop(page, DATA / "Online_Retail.parquet")
    read(page)
    go(page, "Start")
    expect(heading(page)).to_contain_text("4,372")
    expect(page.get_by_text("8,300,066", exact=False)).to_be_visible()
