"""The editor of the page for queries in a real browser, where it was bundled; and the page without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from myograph.content import Content
from myograph.server.settings import Settings
from myograph.server.templates import EDITOR, Templates
from myograph.server.views import NOTHING
from tests.checkout import ROOT
from tests.server.serving import Server, serving
from tests.viz.browsing import Visit, browser, visit

BUNDLE = ROOT / "viz" / "pages" / "static" / EDITOR
FOCUS = "document.getElementById('editor').shadowRoot.activeElement?.className ?? ''"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not BUNDLE.is_file():
        pytest.skip("the editor is not bundled (requirements/bundle-editor.sh, needs node)")
    with serving(None, "--workers", "1") as running:
        yield running


@pytest.fixture
def seen(server: Server) -> Iterator[Visit]:
    address = f"{server.address}/query?query=SELECT+*+%7B%0A%7D"
    with browser() as opened, visit(opened, address, ready=False) as opened_page:
        yield opened_page


def text_of(page: Any) -> str:
    text: str = page.locator("#query").input_value()
    return text


def test_the_editor_completes_checks_and_lets_the_keyboard_out(seen: Visit) -> None:
    page = seen.page
    page.locator(".cm-content").wait_for()
    assert page.locator("#query").is_hidden()
    page.locator("label[for=query]").click()
    assert "cm-content" in page.evaluate(FOCUS)
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.type(" ?food myo:mineral ma")
    page.locator(".cm-tooltip-autocomplete li").nth(13).wait_for()
    assert seen.axe() == []
    for key in ("Backspace", "Backspace", "M", "g"):
        page.keyboard.press(key)
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text="myo-id:magnesium").wait_for()
    assert seen.axe() == []
    page.emulate_media(color_scheme="dark")
    assert seen.axe() == []
    page.keyboard.press("Enter")
    assert text_of(page).startswith("PREFIX myo-id: <")
    assert "myo:mineral myo-id:magnesium\n}" in text_of(page)
    page.keyboard.type(" ]")
    page.locator("#said", has_text="Line 2, column").wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == "]"
    assert seen.axe() == []
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == ""
    assert seen.console == []


def page_for_queries(content: Content) -> str:
    templates = Templates.load(content, Settings())
    values = {"query": "ASK {}", "look": NOTHING, "answer": None, "links": [], "groups": {}, "most": 1}
    page = templates.environment.get_template("query.html")
    return page.render(base="", path="/query", share="/query", here="/query", **values)


def test_without_the_bundle_the_page_has_its_text_area(tmp_path: Path) -> None:
    content, pages = Content(tmp_path), tmp_path / "viz" / "pages"
    shutil.copytree(Content.find().viz / "pages", pages, ignore=shutil.ignore_patterns(EDITOR))
    plain = page_for_queries(content)
    assert "<textarea" in plain
    assert EDITOR not in plain
    (pages / "static" / EDITOR).write_text("stand();", "utf-8")
    assert f'/{EDITOR}" type="module"' in page_for_queries(content)
