"""The map in a browser: stages chosen in the table, touchpoints clicked, pictures taken away."""

import time
from pathlib import Path

import pytest
from browser.steps import edit_cell, insist, ready, resting
from journey.logs import random_log
from pages.conftest import fill, small_orders
from playwright.sync_api import expect

from loyalty import engine, journey
from loyalty.charts.journey_map import layout
from loyalty.charts.lanes import WIDTH
from loyalty.store import Store

PADDING = 5  # pixels around a picture
UNASSIGNED = "Touchpoints without a stage: 1."


@pytest.fixture
def workspace(server, home, tmp_path):
    store = Store(home)
    log = random_log(7, 1500, 60).to_dict("list")
    return store.open(fill(store, tmp_path, {"orders": small_orders(), "events": log}))


def stored(workspace, stages: dict[str, str]) -> bool:
    """Whether the draft holds exactly these choices, soon."""
    for _attempt in range(300):
        if workspace.state().draft.stages == stages:
            return True
        time.sleep(0.1)
    return False


def test_a_touchpoint_moves_to_another_stage_and_back(context, server, workspace):
    page = context.new_page()
    page.goto(f"{server}/journeys?w={workspace.id}&lang=en")
    ready(page)
    expect(page.get_by_text(UNASSIGNED)).to_be_visible()
    edit_cell(page, row=0, x=200, value="Service")
    assert stored(workspace, {"Riddle": "service"})
    expect(page.get_by_text(UNASSIGNED)).to_have_count(0)
    page.reload()
    ready(page)
    expect(page.get_by_text(UNASSIGNED)).to_have_count(0)
    page.locator(".st-key-work_undo button:visible").click()
    expect(page.get_by_text(UNASSIGNED)).to_be_visible()
    assert stored(workspace, {})


def carded(workspace, touchpoint: str) -> dict[str, str]:
    """Owner and note of a touchpoint in the draft, as far as they are written."""
    card = workspace.state().draft.journey.cards.get(touchpoint)
    return {name: getattr(card, name) for name in ("owner", "note")} if card else {}


def test_a_touchpoint_is_clicked_on_the_map_and_written_about(context, server, workspace):
    page = context.new_page()
    page.goto(f"{server}/journeys?w={workspace.id}&lang=en&view=journeys.map")
    ready(page)
    title = page.get_by_role("heading", name="Hotline")
    insist(page, lambda: page.mouse.click(*card(page, workspace, "Hotline")), title)
    page.get_by_role("textbox", name="Owner").fill("Ann & Bob")
    page.get_by_role("textbox", name="Owner").press("Enter")
    ready(page)
    note = page.get_by_role("textbox", name="Opportunity")
    note.fill("Call back within two days")
    note.press("Control+Enter")
    ready(page)
    assert carded(workspace, "Hotline") == {
        "owner": "Ann & Bob",
        "note": "Call back within two days",
    }
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="Opportunities")).to_be_visible()
    for _step in range(2):
        page.locator(".st-key-work_undo button:visible").click()
        ready(page)
    assert carded(workspace, "Hotline") == {}


def card(page, workspace, touchpoint: str) -> tuple[float, float]:
    """Where the layout puts the card of a touchpoint on the page."""
    tables = engine.open_tables(workspace.dataset().tables)
    frame = layout.layout(journey.journey_map(tables, workspace.state().draft))
    card = frame[frame["touchpoint"] == touchpoint].iloc[0]
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.scroll_into_view_if_needed()
    box = resting(chart)
    across = (card["card_left"] + card["card_right"]) / 2 / WIDTH * box["width"]
    return box["x"] + across, box["y"] + card["card_name_y"] + PADDING


def test_the_map_is_taken_away_as_a_picture(context, server, workspace):
    page = context.new_page()
    page.goto(f"{server}/journeys?w={workspace.id}&lang=zh_CN&view=journeys.map")
    ready(page)
    taken = {}
    for ending in ("png", "svg"):
        with page.expect_download() as download:
            page.locator(f".st-key-journey_map_{ending} button").click()
        taken[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    png, svg = taken.values()
    assert png.startswith(b"\x89PNG") and b"<svg" in svg and "购买" in svg.decode()
    assert all(name.startswith("loyalty-lab-journey-map-") for name in taken)
