"""A real browser for the tests, cut off from every network; tests are skipped by name where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FOLLOW = """(fragment) => new Promise((done) => {
  const wanted = "#" + fragment;
  if (location.hash === wanted || (!fragment && !location.hash)) return done();
  addEventListener("hashchange", () => done(), { once: true });
  location.hash = wanted;
})"""


def chromium() -> str:
    """Return the path of Chromium, or skip the test."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """Hold a page and what it did: requests to anywhere, lines on the console, faults of scripts."""

    page: Any
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def go(self, fragment: str) -> None:
        """Follow a link within the page; returns when the page has followed."""
        self.page.evaluate(FOLLOW, fragment)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("myograph.state()")
        return found

    def measured(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("myograph.measured()")
        return found

    def axe(self) -> list[str]:
        """Return the accessibility rules that the page breaks."""
        if not self.page.evaluate("'axe' in window"):
            axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
            self.page.evaluate(Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run()")
        return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


@contextmanager
def visit(
    opened: Any, address: str, *, width: int = 1280, height: int = 720, theme: str = "light", scripts: bool = True,
    bypass: bool = False, **more: Any,
) -> Iterator[Visit]:  # fmt: skip
    """Open an address in a context of its own; `bypass` takes the page's policy away, `ready` waits for its scripts."""
    ready = more.pop("ready", scripts)
    context = opened.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        java_script_enabled=scripts,
        bypass_csp=bypass,
        **more,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    seen = Visit(page)
    own = address.split("#", maxsplit=1)[0]
    page.on("request", lambda sent: seen.requests.append(sent.url) if sent.url.split("#")[0] != own else None)
    page.on("console", lambda line: seen.console.append(line.text))
    page.on("pageerror", lambda fault: seen.console.append(str(fault)))
    page.goto(address)
    if ready:
        page.wait_for_selector("html[data-ready]")
    yield seen
    context.close()
