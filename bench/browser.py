"""How fast the explorer is in Chromium, and how large: the shipped page, and maps of 300 and 1,000 things."""

from __future__ import annotations

import gzip
import shutil
import statistics
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import myograph
from myograph.content import Content
from myograph.knowledge.showing import causal_map
from myograph.viz.explorer import explorer_page
from tests.viz.examples import large_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
REPEATS = 5

MEASURE = """async () => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const timed = async (act) => {
    await painted();
    const start = performance.now();
    act();
    await painted();
    return performance.now() - start;
  };
  const press = (wanted) => () => document.querySelector(wanted).click();
  const ready = performance.getEntriesByName("ready")[0].startTime;
  const repaint = await timed(press(".zoom button"));
  await timed(press("[data-choice=opening]"));
  const drawn = await timed(press("[data-choice=whole]"));
  return [ready, repaint, drawn];
}"""


def timed_pages(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield for each page: kB, kB packed, and in ms until it is ready, to paint it again, to draw the whole map."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None or find_spec("playwright") is None:
        yield ("no Chromium or no playwright", *["-"] * 5)
        return
    from playwright.sync_api import sync_playwright

    viz = Content.find().viz
    maps = (("shipped", causal_map(myograph.open())), *((f"{n} things", large_map(n)) for n in (300, 1000)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name, shown in maps:
            page = explorer_page(shown, viz).encode()
            file = folder / f"{name}.html"
            file.write_bytes(page)
            times = [_visit(browser, file) for _ in range(REPEATS)]
            sizes = (f"{len(page) / 1000:.0f}", f"{len(gzip.compress(page, 9)) / 1000:.0f}")
            yield (name, *sizes, *(f"{statistics.median(column):.0f}" for column in zip(*times, strict=True)))
        browser.close()


def _visit(browser: Any, file: Path) -> list[float]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{file.as_uri()}#show=whole")
    page.wait_for_selector("html[data-ready]")
    found: list[float] = page.evaluate(MEASURE)
    page.close()
    return found
