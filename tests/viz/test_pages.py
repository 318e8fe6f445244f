"""The pages of the site, in a real browser: each kind of page, judged where a machine can judge."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph
import pytest
from click.testing import CliRunner

import myograph
from myograph.causal.view import RANK
from myograph.cli.pages import pages as pages_command
from myograph.errors import UsageError
from myograph.knowledge.checked_reading import checked_reading
from myograph.knowledge.site import page_address, passages_of
from myograph.viz.languages import Language, load_languages
from myograph.viz.pages import MENU, SitePages
from myograph.viz.site import Site
from myograph.viz.voice import Voice
from tests.shared_material import shared_file
from tests.viz.browsing import visit
from tests.viz.examples import VIZ, put
from tests.viz.nasty_site import nasty_site

Opened = Callable[[str], str]

SAMPLE = (
    "entity/hypokalaemia.html",
    "claim/mg-relieves-twitching.html",
    "foods.html",
    "food/magnesium.html",
    "article.html",
    "left-out.html",
    "entities.html",
    "questions.html",
    "question/hour-of-sweating.html",
    "tours.html",
    "worksheet.html",
    "about.html",
    "de/claim/mg-relieves-twitching.html",
)
"""One page of each kind, some in a second language."""

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
BURSTING = """[...document.querySelectorAll("main *, header *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .filter((each) => !each.closest(".scroll, .figure, svg, .apart"))
  .map((each) => each.outerHTML.slice(0, 160))"""
SIZES = {"phone": (390, 844), "laptop": (1280, 720), "projector": (1920, 1080)}


@pytest.fixture(scope="module")
def short(site: Site) -> SitePages:
    """Return the same pages with fewer rows: every kind of page and of row is there, and can be judged quickly."""
    mineral = site.foods.minerals[0]
    foods = replace(site.foods, minerals=(replace(mineral, rows=(*mineral.rows[:6], mineral.rows[-1])),))
    claims = site.claims[::24]
    entities = tuple(page for page in site.entities if page.pointer.page in SAMPLE or page.pointer.label < "an")
    kept = {page.row.page for page in claims} | set(SAMPLE)
    return SitePages.of(
        replace(
            site,
            entities=entities,
            claims=tuple(page for page in site.claims if page.row.page in kept),
            passages=site.passages[:12],
            questions=tuple(each for each in site.questions if each.page in SAMPLE or len(each.rows) < 3),
            foods=foods,
        ),
        VIZ,
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("address", SAMPLE)
def test_page_is_sound(opened: Any, short: SitePages, tmp_path: Path, address: str) -> None:
    with visit(opened, put(tmp_path, address, short[address])) as seen:
        keep_pictures(seen, address, "light")
        assert seen.axe() == []
        seen.page.emulate_media(color_scheme="dark")
        keep_pictures(seen, address, "dark")
        dark = seen.page.evaluate("axe.run({ runOnly: ['color-contrast'] })")  # what a theme changes
        assert [each["nodes"] for each in dark["violations"]] == []
        seen.page.set_viewport_size({"width": 320, "height": 700})  # a phone, and 400 % of a laptop
        assert not seen.page.evaluate(WIDER)
        care = seen.page.locator(".foot summary, .foot a.care").bounding_box()
        assert 0 <= care["y"] <= 690
        assert seen.requests == []
        assert seen.console == []


def keep_pictures(seen: Any, address: str, theme: str) -> None:
    """Keep pictures where MYOGRAPH_PICTURES names a folder, for people to look at."""
    if folder := os.environ.get("MYOGRAPH_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        before = seen.page.viewport_size
        for size, (width, height) in SIZES.items():
            seen.page.set_viewport_size({"width": width, "height": height})
            name = re.sub(r"\W+", "-", address.removesuffix(".html"))
            seen.page.screenshot(path=str(Path(folder) / f"page-{name}-{size}-{theme}.png"))
        seen.page.set_viewport_size(before)


def test_keyboard_alone_reaches_everything_in_order(opened: Any, opened_page: Opened) -> None:
    with visit(opened, opened_page("claim/mg-relieves-twitching.html")) as seen:
        wanted = seen.page.evaluate(
            "document.querySelectorAll('main :is(a[href], button, summary, [tabindex])').length"
        )
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        seen.page.keyboard.press("Enter")
        reached = set()
        for _ in range(wanted + 30):
            seen.page.keyboard.press("Tab")
            reached.add(
                seen.page.evaluate(
                    """() => { const at = document.activeElement;
                    const all = [...document.querySelectorAll("main :is(a[href], button, summary, [tabindex])")];
                    return all.indexOf(at); }"""
                )
            )
        hidden = seen.page.evaluate(
            """[...document.querySelectorAll("main :is(a[href], button, summary, [tabindex])")]
            .filter((each) => !each.checkVisibility({ contentVisibilityAuto: true })).length"""
        )
        assert len(reached - {-1}) == wanted - hidden
        assert wanted - hidden > 10


def test_tables_sort_by_number_and_what_is_missing_stands_last(opened: Any, opened_page: Opened) -> None:
    read = """(rows) => rows.map((row) => row.cells[3].dataset.sort)"""
    with visit(opened, opened_page("food/magnesium.html")) as seen:
        rows = seen.page.locator("table").first.locator("tbody tr")
        before = rows.evaluate_all(read)
        head = seen.page.locator("thead th >> nth=3")
        head.locator("button").focus()
        seen.page.keyboard.press("Enter")
        after = rows.evaluate_all(read)
        assert head.get_attribute("aria-sort") == "ascending"
    known = [float(each) for each in after if each]
    assert known == sorted(known)
    assert after[len(known) :] == [""] * (len(after) - len(known)) != []
    assert [float(each) for each in before if each] == sorted(known, reverse=True)


def test_lists_are_filtered_by_other_names_too_and_say_how_much_is_left(opened: Any, opened_page: Opened) -> None:
    with visit(opened, opened_page("entities.html")) as seen:
        seen.page.get_by_role("searchbox").fill("charley horse")
        shown = seen.page.locator("main section li:visible")
        assert shown.all_inner_texts()[0].startswith("muscle cramp")
        assert seen.page.get_by_role("status").first.text_content() == f"{shown.count()} entities shown"


def test_an_address_can_be_copied_or_is_selected(opened: Any, opened_page: Opened) -> None:
    with visit(opened, opened_page("entity/skin.html")) as seen:
        seen.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
        seen.page.get_by_role("button", name="Copy: Address").click()
        assert seen.page.evaluate("getSelection().toString()") == "https://w3id.org/myograph/id/skin"
        assert "Selected" in seen.page.text_content("main")


def test_without_scripts_all_can_be_read(opened: Any, opened_page: Opened) -> None:
    with visit(opened, opened_page("food/magnesium.html"), scripts=False) as seen:
        assert seen.page.locator("table").first.locator("tbody tr").count() > 150
        assert seen.page.locator("svg.bars rect.bar").count() == 15
        seen.page.click(".care-box summary")
        assert seen.page.get_by_text("slurred speech").is_visible()
    with visit(opened, opened_page("worksheet.html"), scripts=False) as seen:
        seen.page.click("details.key summary")
        assert seen.page.locator("#key ol >> nth=0").is_visible()


def test_on_paper_the_answers_stand_on_a_sheet_of_their_own(opened: Any, opened_page: Opened) -> None:
    with visit(opened, opened_page("worksheet.html")) as seen:
        assert not seen.page.locator("#key ol >> nth=0").is_visible()
        seen.page.emulate_media(media="print")
        assert seen.page.evaluate("document.querySelector('#key ol').getBoundingClientRect().height") > 100
        assert seen.page.evaluate("getComputedStyle(document.getElementById('key')).breakBefore") == "page"
        assert not seen.page.locator("header nav >> nth=0").is_visible()


def test_page_works_in_a_sandboxed_frame(opened: Any, opened_page: Opened, tmp_path: Path) -> None:
    address = opened_page("foods.html")
    size = 'width="900" height="600"'
    frame = f'<!doctype html><title>f</title><iframe src="{address}" sandbox="allow-scripts" {size}></iframe>'
    with visit(opened, put(tmp_path, "frame.html", frame), ready=False) as seen:
        inside = seen.page.frame_locator("iframe")
        inside.locator("html[data-ready]").wait_for()
        inside.locator("thead button >> nth=2").click()
        assert inside.locator("th[aria-sort]").count() == 1
        assert seen.console == []


def test_a_page_leads_to_itself_in_another_language_and_back(opened: Any, pages: SitePages, tmp_path: Path) -> None:
    for address in ("claim/mg-relieves-twitching.html", "de/claim/mg-relieves-twitching.html"):
        put(tmp_path, address, pages[address])
    with visit(opened, (tmp_path / "claim/mg-relieves-twitching.html").as_uri()) as seen:
        seen.page.get_by_role("link", name="Deutsch").click()
        seen.page.wait_for_selector("html[lang=de]")
        assert "umstritten" in seen.page.text_content("main")
        assert seen.page.get_attribute("h1 bdi", "lang") == "en"
        seen.page.get_by_role("link", name="English").click()
        seen.page.wait_for_selector("html[lang=en]")


@pytest.mark.parametrize("bypass", [False, True], ids=["policy", "no policy"])
def test_nothing_that_is_injected_runs_or_bursts_the_page(opened: Any, tmp_path: Path, bypass: bool) -> None:
    made = SitePages.of(nasty_site(), VIZ)
    lists = [address for address in MENU.values() if address != MENU["tours"]]
    single = [f"{kind}/{number}.html" for kind in ("entity", "claim", "question") for number in (2, 14)]
    every = [*lists, *single, "food/0.html", "entity/99.html", "de/entity/1.html"]
    visited = {put(tmp_path, address, made[address]): address for address in (every[1::4] if bypass else every)}
    with visit(opened, next(iter(visited)), bypass=bypass, width=390) as seen:
        for uri, address in visited.items():
            seen.page.goto(uri)
            seen.page.wait_for_selector("html[data-ready]")
            assert seen.page.evaluate("window.fired") is None
            assert seen.page.locator("main [href^='javascript'], main script, main img").count() == 0
            assert seen.page.evaluate(BURSTING) == [], address
        assert set(seen.requests) <= set(visited)


def test_the_site_is_written_in_every_language_and_only_what_changed_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myograph.knowledge.site.site_of", lambda _graph, source_text: nasty_site())
    monkeypatch.setattr("myograph.viz.pages.tours_of", lambda _shown, _viz: ())
    graph = myograph.open()
    both = graph.pages(tmp_path / "site")
    again = graph.pages(tmp_path / "site")
    one = graph.pages(tmp_path / "site", languages=["de"])
    assert (both.changed, again.changed) == (both.made, 0)
    assert one.taken_away == one.made == both.made / 2
    assert not (tmp_path / "site" / "de").exists()
    assert '<html lang="de"' in (tmp_path / "site" / "about.html").read_text(encoding="utf-8")


def test_what_is_asked_wrongly_is_told_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    for words, told in (
        ([str(tmp_path)], "holds something else"),
        ([str(tmp_path / "new"), "--lang", "xx"], "no language 'xx'"),
        ([str(tmp_path / "new"), "--source", str(tmp_path / "no.txt")], "cannot be read"),
    ):
        found = CliRunner().invoke(pages_command, words)
        assert isinstance(found.exception, UsageError)
        assert told in str(found.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_mineral_tells_what_is_said_of_its_foods_beside_their_figures(site: Site, pages: SitePages) -> None:
    for page in site.foods.minerals[:3]:
        assert len(page.claims) > 3
        assert all(row.object.label == page.mineral.label for row in page.claims)
    assert "claim/spinach-mg.html" in pages["food/magnesium.html"]


def test_an_entity_without_claims_says_so(pages: SitePages) -> None:
    assert "No claim is made about it" in pages["entity/skin.html"]
    assert "No claim is made about it" in SitePages.of(nasty_site(), VIZ)["entity/99.html"]


@dataclass(frozen=True, slots=True)
class Links:
    """Hold the ids of a page and where its links lead."""

    ids: tuple[str, ...]
    to: tuple[str, ...]

    @classmethod
    def of(cls, page: str) -> Links:
        bare = re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)
        to = (unescape(link) for link in re.findall(r'<(?:a|link)\b[^>]*? href="([^"]*)"', bare))
        return cls(tuple(re.findall(r'<[^>]*? id="([^"]*)"', bare)), tuple(to))


@pytest.mark.no_cover
def test_every_link_leads_to_a_page_and_a_place_on_it(site: Site, pages: SitePages) -> None:
    """Read every page of the first language, and of the second what stands beside a page of the sample."""
    kept = [address for address in pages if not address.startswith("de/") or address.removeprefix("de/") in SAMPLE]
    found = {address: Links.of(pages[address]) for address in kept if not address.endswith("index.html")}
    broken = [
        (address, link)
        for address, links in found.items()
        for link in links.to
        if not leads_somewhere(address, link, found, pages)
    ]
    assert broken == []
    assert all(len(set(links.ids)) == len(links.ids) for links in found.values())
    assert len(found) > len(site.entities) + len(site.claims) + len(site.questions)


def leads_somewhere(address: str, link: str, found: dict[str, Links], pages: SitePages) -> bool:
    parts = urlsplit(link)
    if parts.scheme:
        return parts.scheme in {"http", "https"}
    target = unquote(urljoin(f"https://x/{address}", parts.path).removeprefix("https://x/")) if parts.path else address
    on_page = not parts.fragment or target not in found or parts.fragment in found[target].ids
    return target in pages and on_page


def test_a_page_carries_statements_of_the_graph_and_no_others(pages: SitePages) -> None:
    graph = myograph.open()
    for address, iri in (
        ("entity/magnesium-deficiency.html", "https://w3id.org/myograph/id/magnesium-deficiency"),
        ("claim/mg-relieves-twitching.html", "https://w3id.org/myograph/claim/mg-relieves-twitching"),
    ):
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', pages[address], re.DOTALL)
        assert block is not None
        told = {quad.triple for quad in pyoxigraph.parse(block[1].encode(), format=pyoxigraph.RdfFormat.JSON_LD)}
        known = set(graph.construct(f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}"))
        assert told == known
        assert len(known) > 8


def test_a_page_offers_a_question_that_runs_and_is_about_it(pages: SitePages) -> None:
    graph = myograph.open()
    for address, name in (
        ("entity/magnesium.html", "claims-about-entity"),
        ("claim/banana-k.html", "evidence-for-claim"),
    ):
        entry = next(page for page in (*pages_of(pages, address),))
        rows = graph.select(entry).rows
        local = address.partition("/")[2].removesuffix(".html")
        parameter = graph.questions.named(name).parameters[0].name
        assert rows == graph.answer(name, **{parameter: local}).rows


def pages_of(pages: SitePages, address: str) -> list[str]:
    """Return the SPARQL on a page."""
    import html

    return [
        html.unescape(text)
        for text in re.findall(r"<pre[^>]*><code lang=\"en\"[^>]*>(.*?)</code>", pages[address], re.DOTALL)
    ]


def test_another_build_leaves_pages_as_they_are_that_say_the_same(site: Site) -> None:
    row = replace(site.claims[0].row, statement="Almonds taste of magnesium.")
    claims = (replace(site.claims[0], row=row), *site.claims[1:])
    other = replace(site, shown=replace(site.shown, build="another build"), claims=claims)
    before, after = SitePages.of(site, VIZ, ["en"]), SitePages.of(other, VIZ, ["en"])
    sample = [address for address in SAMPLE if not address.startswith("de/")]
    changed = {address for address in (*sample, "claims.html", row.page) if before[address] != after[address]}
    assert changed == {"about.html", "claims.html", row.page}


def test_shares_of_a_portion_are_those_of_the_catalogue(site: Site) -> None:
    rows = myograph.open().answer("share-of-reference", mineral="potassium", stage="males", age=40).to_dicts()
    page = next(each for each in site.foods.minerals if each.mineral.label == "potassium")
    men = next(each for each in page.daily if each.who == "males")
    told = {row.food.label: row.share(men) for row in page.rows}
    for row in rows:
        share = told[str(row["itemLabel"])]
        assert share is not None
        assert round(share, 1) == row["sharePercent"]
    assert [each.who for each in page.daily if each.unsure] == ["everybody"]


@pytest.mark.shared("source/article.txt")
def test_the_article_is_quoted_for_who_has_it_and_only_where_it_agrees(site: Site) -> None:
    text = shared_file("source/article.txt").read_text(encoding="utf-8")
    graph = myograph.open()
    passages = graph.source_text().passages
    spoilt = text[: passages[1].start] + "X" + text[passages[1].start + 1 :]
    found = passages_of(checked_reading(graph, text=spoilt), {row.iri: row for row in site.rows})
    assert found[3].quote == text[passages[3].start : passages[3].end].strip()
    assert found[1].changed
    assert not found[1].quote
    page = SitePages.of(replace(site, passages=found, matching=len(passages) - 1), VIZ, ["en"])["article.html"]
    assert page.count("<blockquote") == len(passages) - 1


def test_without_the_text_the_article_is_not_quoted(site: Site, pages: SitePages) -> None:
    assert not any(passage.quote or passage.changed for passage in site.passages)
    page = pages["article.html"]
    assert "<blockquote" not in page
    assert all(f'id="p{passage.number}"' in page for passage in site.passages)


def test_what_pages_tell_of_the_graph_has_words_in_every_language(site: Site) -> None:
    rows = site.rows
    judged = [each for page in site.claims for each in page.judged]
    needed = {row.kind for row in rows} | {row.verb for row in rows} | {row.verdict for row in rows}
    needed |= {each.direction for each in judged} | {each.strength for each in judged} | {each.basis for each in judged}
    needed |= {kind for kind, _ in site.kinds} | {passage.reason for passage in site.passages}
    needed |= {words for page in site.entities for words, _ in page.relations}
    needed |= {
        text for page in site.foods.minerals for each in page.daily for text in (each.who, each.kind, each.confidence)
    }
    for code, language in load_languages(VIZ).items():
        lacking = {text for text in needed if text and text not in {**language.labels, **language.terms}}
        assert code == "en" or lacking == set(), code


def test_every_word_that_a_template_says_stands_in_every_language(site: Site) -> None:
    said = {
        key
        for path in (VIZ / "templates").glob("*.html")
        for key in re.findall(r"\bsay\(\"([\w.]+)\"[,)]", path.read_text(encoding="utf-8"))
    }
    counted = {
        f"{key}.{ending}"
        for path in (VIZ / "templates").glob("*.html")
        for key in re.findall(r"\bcount\(\"(\w+)\"", path.read_text(encoding="utf-8"))
        for ending in ("one", "many")
    }
    for language in load_languages(VIZ).values():
        known = {*language.pages, *language.strings}
        assert said | counted <= known
        verdicts = {f"meaning.{verdict}" for verdict in RANK if verdict != "by definition"}
        assert verdicts | {f"counted.{key}" for key, _ in site.counts} <= known
        assert {f"{part}.{key}" for key in MENU for part in ("menu", "title")} <= known


def test_numbers_and_direction_are_those_of_the_language(site: Site, tmp_path: Path) -> None:
    german = Voice(load_languages(VIZ)["de"])
    assert [german.number(number) for number in (9999, 1234567)] == ["9999", "1.234.567"]
    assert german.number(site.foods.minerals[0].rows[0].amount or 0, 1).endswith(",0")
    viz = tmp_path / "viz"
    for folder in ("templates", "modules", "tours"):
        (viz / folder).mkdir(parents=True)
        for path in (VIZ / folder).iterdir():
            (viz / folder / path.name).write_bytes(path.read_bytes())
    for name in ("palette.json", "letters.json", "style.css"):
        (viz / name).write_bytes((VIZ / name).read_bytes())
    table = json.loads((VIZ / "languages" / "en.json").read_text(encoding="utf-8"))
    (viz / "languages").mkdir()
    (viz / "languages" / "en.json").write_text(json.dumps(table), encoding="utf-8")
    (viz / "languages" / "he.json").write_text(json.dumps(table | {"direction": "rtl"}), encoding="utf-8")
    page = SitePages.of(site, viz, ["he"])["about.html"]
    assert '<html lang="he" dir="rtl">' in page
    assert '<bdi lang="en">' in page


def test_texts_that_turn_the_direction_stand_apart() -> None:
    page = SitePages.of(nasty_site(), VIZ, ["en"])["claims.html"]
    assert "<bdi>\u202emuscle\u202c</bdi>" in page
    assert Voice(Language("x", "X", "ltr", {"a": "{n} <b>"}, {})).say("a", n="<i>") == "&lt;i&gt; &lt;b&gt;"


@pytest.mark.parametrize("name", ["../../etc", "a/b", "x" * 300, "", "<b>", "?#", "nul\0"])
def test_a_name_that_no_file_may_have_becomes_one(name: str) -> None:
    address = page_address("entity", name)
    assert re.fullmatch(r"entity/[\w-]{1,100}\.html", address)
    assert address != page_address("entity", f"{name}!")
