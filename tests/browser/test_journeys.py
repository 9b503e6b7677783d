"""A touchpoint is moved to another stage in the table; the map follows and undo takes it back."""

import time

import pytest
from browser.steps import edit_cell, ready
from journey.logs import random_log
from pages.conftest import fill, small_orders
from playwright.sync_api import expect

from loyalty.store import Store

UNASSIGNED = "Touchpoints without a stage: 1."


@pytest.fixture
def workspace(server, home, tmp_path):
    store = Store(home)
    log = random_log(7, 1500, 60).to_dict("list")
    return store.open(fill(store, tmp_path, {"orders": small_orders(), "events": log}))


def stored(workspace, stages: dict[str, str]) -> bool:
    """Whether the draft holds exactly these choices, soon."""
    for _attempt in range(100):
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
    page.locator(".st-key-work_undo button").click()
    expect(page.get_by_text(UNASSIGNED)).to_be_visible()
    assert stored(workspace, {})
