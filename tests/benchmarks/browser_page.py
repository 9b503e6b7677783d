"""Pages in Chromium: from a key press on a slider to the new chart.

The clock starts with the key event as the browser saw it and stops in the frame in which the chart
has its last new mark or label: it includes the way to the server and back, the script, and the
drawing. What the page does afterwards, such as tables further down, is not waited for.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks import big_page
from tests.benchmarks.big_page import only_workspace
from tests.benchmarks.harness import Measure
from tests.benchmarks.server import server
from tests.browser.conftest import ARGUMENTS

CHART = ".stVegaLiteChart svg"  # the first of the page
TIMES, WARM = 15, 2
OPENING = 180_000  # milliseconds

# The shapes, places and texts of the chart are compared in every frame until it rests for a second.
WATCH = """
() => {
  const drawn = () => {
    const marks = document.querySelector("CHART")?.querySelectorAll("path, text") ?? [];
    const parts = [...marks].map(one => [one.getAttribute("d"), one.getAttribute("transform"),
                                         one.textContent, one.getAttribute("aria-label")]);
    return JSON.stringify(parts);
  };
  window.edit = new Promise((resolve, reject) => {
    let seen = drawn(), started = null, changed = null;
    addEventListener("keydown", event => { started ??= event.timeStamp; }, {capture: true});
    const look = () => {
      const now = performance.now(), shown = drawn();
      if (started && shown !== seen && shown !== "[]") { seen = shown; changed = now; }
      if (changed && now - changed > 1000) resolve((changed - started) / 1000);
      else if (started && now - started > 20000) reject(new Error("the chart did not change"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
""".replace("CHART", CHART)


def workspace(folder: Path) -> None:
    """A workspace with a million customers and its saved study."""
    big_page.workspace(folder)


def threshold(folder: Path) -> Iterator[float]:
    """One day more in the recency threshold of the segment rules: the sizes are redrawn."""
    yield from presses(folder, "segments", "threshold_active_days")


def weight(folder: Path) -> Iterator[float]:
    """One more point for a family's weight: the histogram of the index is redrawn."""
    yield from presses(folder, "indicators", "family_purchase")


def presses(folder: Path, name: str, slider: str) -> Iterator[float]:
    """Seconds of each press of a key on a slider of page `name` until its first chart is new."""
    home = folder / "home"
    with server(home) as port, _tab() as page:
        page.goto(f"http://127.0.0.1:{port}/{name}?w={only_workspace(home)}&lang=en")
        page.locator(CHART).first.wait_for(timeout=OPENING)
        thumb = page.locator(f".st-key-{slider} input[type=range]").first
        thumb.focus()
        page.wait_for_timeout(3000)
        for number in range(WARM + TIMES):
            page.evaluate(WATCH)
            thumb.press("ArrowRight")
            seconds = page.evaluate("window.edit")
            if number >= WARM:
                yield seconds


@contextmanager
def _tab() -> Iterator[Page]:
    """A tab of 1280 x 800 in the browser of the tests."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield browser.new_page(viewport={"width": 1280, "height": 800})
        finally:
            browser.close()


MEASURES = (
    Measure(
        "Segments page in Chromium, 1 million customers: threshold key to new chart",
        "browser_page", "workspace", "threshold", seconds=0.2,
    ),
    Measure(
        "Indicators page in Chromium, 1 million customers: weight key to new chart",
        "browser_page", "workspace", "weight", seconds=0.2,
    ),
)  # fmt: skip
