"""The real app in real Chromium: one server for the whole run, a fresh browser for each test."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 60
LONGEST = ("browser", "pages", "cli")  # folders of the tests that take longest
RUNS = Path(__file__).with_name("runs.js")

expect.set_options(timeout=SECONDS * 1000)


def pytest_collection_modifyitems(config, items):
    """Browser tests come last: the quick ones tell first.

    Where several workers share the tests the longest come first, so that all end together.
    """
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
    shared = hasattr(config, "workerinput")
    items.sort(key=_begins if shared else lambda item: "tests/browser" in str(item.path))


def _begins(item: pytest.Item) -> int:
    """The place of a test's folder among those that take longest."""
    folder = item.path.relative_to(ROOT / "tests").parts[0]
    return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def server(home) -> str:
    """The address of a running app."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=ROOT,
        env=os.environ | {"LOYALTY_LAB_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait(address)
    yield address
    process.terminate()
    process.wait(SECONDS)


def _wait(address: str) -> None:
    for _attempt in range(SECONDS * 5):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the app did not start")


@pytest.fixture(scope="session")
def chromium() -> Browser:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def _visitor(chromium) -> Iterator[BrowserContext]:
    """A browser of its own: no cookies, English, 1280 x 800, nothing moves that need not."""
    screen = {"width": 1280, "height": 800}
    context = chromium.new_context(viewport=screen, locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(SECONDS * 1000)
    context.add_init_script(path=RUNS)
    yield context
    context.close()


context = pytest.fixture(_visitor, name="context")
stranger = pytest.fixture(_visitor, name="stranger")


@pytest.fixture
def page(context, server) -> Page:
    """The app's first page."""
    page = context.new_page()
    page.goto(server)
    expect(page.locator("h1")).to_be_visible()
    return page
