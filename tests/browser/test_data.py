"""The Data page: a hostile file name, F5, a second file of the same header, and cancel."""

import re

import pytest
from browser.steps import drop, edit_cell, go, ready
from playwright.sync_api import expect

ORDERS = (
    "customer_id;order no;Order Date;Paid Amount;shop;note\n"
    "00123;A1;04/03/2024;1.25;web;<b>bold</b>\n"
    "00124;A2;05/06/2024;2.5;store;$x$\n"
    "00123;A3;07/08/2024;99.9;web;:red[x]\n"
)


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "<img src=x>.csv"
    path.write_text(ORDERS)
    return path


def test_a_file_is_corrected_answered_and_read(page, orders):
    go(page, "Data")
    drop(page, orders)
    expect(page.get_by_text("<img src=x>.csv").last).to_be_visible()
    page.get_by_text("month first:").click()
    ready(page)
    edit_cell(page, row=5, x=230, value="Category")
    page.get_by_role("button", name="Read the file").click()
    title = page.get_by_role(
        "heading", name=re.compile("3 orders of 2 customers, from Apr 3, 2024")
    )
    expect(title).to_be_visible()
    ready(page)
    page.reload()
    ready(page)
    expect(title).to_be_visible()

    drop(page, orders)
    page.get_by_role("radio", name="month first").or_(
        page.get_by_text("month first:")
    ).first.click()
    ready(page)
    expect(page.get_by_role("button", name="Read the file")).to_be_enabled()


def test_a_cancel_leaves_nothing_behind(page, tmp_path):
    path = tmp_path / "many.csv"
    rows = (f"c{n % 5000},o{n},2024-01-{n % 28 + 1:02d},1.5\n" for n in range(1_000_000))
    path.write_text("customer_id,order_id,date,amount\n" + "".join(rows))
    go(page, "Data")
    drop(page, path)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    ready(page)
    expect(page.locator("h1")).to_have_text("Bring your data: one row per order is enough")
    expect(page.get_by_role("button", name="Read the file")).to_be_enabled()
    go(page, "Start")
    expect(page.get_by_text("None yet", exact=False)).to_be_visible()
