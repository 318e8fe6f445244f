"""The parts of a page without a browser: scripts, letters, words, tours, pyvis, and the folder of a site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import myograph
from myograph.causal.bars import BARS
from myograph.content import Content
from myograph.errors import ContentError, UnknownName, UsageError
from myograph.knowledge.showing import causal_map
from myograph.viz.explorer import Start, explorer_page, first_view, map_pairs
from myograph.viz.languages import load_languages
from myograph.viz.lettering import Lettering
from myograph.viz.network import bundle, network
from myograph.viz.pages import SitePages
from myograph.viz.picture import picture
from myograph.viz.scripts import joined, policy
from myograph.viz.staging import CORE
from myograph.viz.stripping import plain_script, script_pieces
from myograph.viz.tours import Tour, TourStep, check_tour, load_tours
from myograph.viz.writing import MARK, write_pages
from tests.viz.examples import large_map, link, nasty_map, thing

VIZ = Content.find().viz
LETTERING = Lettering.load(VIZ)


def test_modules_are_joined_in_the_order_of_their_imports(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = b + 1;\n')
    (tmp_path / "b.js").write_text("/** Two. */\nexport const b = 2;\n")
    assert joined(tmp_path, "a.js") == '"use strict";\nconst b=2;const a=b+1;'


SCRIPT = r"""
/** Types. @param {string} a */
const one = (a) => `x ${ a ? `in // "${ a }"` : "}" } /* kept */`; // gone
let two = a / b / 2, three = a - -b + +c
const four = text.replace(/["/ ]+ \/ [/]/g, " a  b ") /* gone */
for (const each of [1, 2]) if (each in two) continue
return /x y/.test('it\'s // here')
"""


def test_what_only_people_read_is_left_out_and_nothing_else() -> None:
    plain = plain_script(SCRIPT)
    assert plain.split("\n") == [
        'const one=(a)=>`x ${ a ? `in // "${ a }"` : "}" } /* kept */`;let two=a/b/2,three=a- -b+ +c',
        r"""const four=text.replace(/["/ ]+ \/ [/]/g," a  b ")""",
        "for(const each of[1,2])if(each in two)continue",
        r"""return/x y/.test('it\'s // here')""",
    ]
    for module in sorted((VIZ / "modules").glob("*.js")):
        text = module.read_text(encoding="utf-8")
        pieces, left = ([p for space, p in script_pieces(each) if not space] for each in (text, plain_script(text)))
        assert pieces == left, module.name


def test_a_name_that_two_modules_declare_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nfunction same() {}\n')
    (tmp_path / "b.js").write_text("export const b = 2;\nfunction same() {}\n")
    with pytest.raises(ContentError, match="both declare same"):
        joined(tmp_path, "a.js")


def test_policy_admits_nothing_from_elsewhere() -> None:
    told = policy(scripts=("1",), styles=("2",))
    assert told.startswith("default-src 'none'")
    assert "http" not in told
    assert "unsafe" not in told


@given(st.text(min_size=1, max_size=80), st.floats(60, 200))
def test_lines_fit_the_room(text: str, room: float) -> None:
    lines = LETTERING.lines(text, 14, room)
    assert all(LETTERING.width(line, 14) <= room for line in lines)


def test_a_label_loses_no_word_unless_it_says_so() -> None:
    assert " ".join(LETTERING.lines("deficiency of an electrolyte other than magnesium", 14, 126)).endswith("magnesium")
    assert LETTERING.lines("word " * 60, 14, 126)[-1].endswith("…")


def test_every_language_has_every_label_of_the_map() -> None:
    shown = causal_map(myograph.open())
    needed = {each.label for each in shown.things} | {each.kind for each in shown.things} | set(shown.care)
    needed |= {each.verb for each in shown.links} | {each.verdict for each in shown.links}
    for code, language in load_languages(VIZ).items():
        assert code == "en" or needed <= set(language.labels), code


def test_words_and_their_places_are_the_same_in_every_language() -> None:
    languages = load_languages(VIZ)
    for language in languages.values():
        for key, words in language.strings.items():
            assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", languages["en"].strings[key])), key


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(UnknownName, match="'xx'"):
        explorer_page(large_map(8), VIZ, Start("xx"))


def test_tours_name_only_what_the_map_holds() -> None:
    shown = causal_map(myograph.open())
    tours = load_tours(VIZ)
    assert {"salt-sweat-and-cramps", "why-the-blood-test-can-look-normal", "does-magnesium-stop-twitching"} <= {
        t.id for t in tours
    }
    assert [finding for tour in tours for finding in check_tour(tour, shown, frozenset(BARS))] == []


def test_a_tour_that_names_an_unknown_thing_is_told_with_its_step() -> None:
    tour = Tour("t", "T", "", (TourStep("one", "", ("n1",)), TourStep("two", "", ("nobody",), "sky-high", "n1>n9")))
    found = list(check_tour(tour, large_map(8), frozenset(BARS)))
    assert len(found) == 3
    assert all(each.startswith("t, step 2:") for each in found)


def test_opening_view_starts_from_the_foot_and_leaves_out_what_is_contradicted() -> None:
    shown = causal_map(myograph.open())
    ids = first_view(shown)
    assert shown.foot in ids
    assert 10 < len(ids) <= 20
    assert {shown.by_id[name].kind for name in ids} == set(CORE)
    inside = [pair for pair in map_pairs(shown) if {pair.tail, pair.head} <= set(ids)]
    assert all(
        any(p.tail == name and p.verdict != "contradicted" for p in inside) for name in ids if name != shown.foot
    )


def test_links_that_disagree_are_told_as_conflicting() -> None:
    shown = large_map(4)
    links = (link("n0", "n1", "promotes", "contested", "a"), link("n0", "n1", "opposes", "supported", "b"))
    (pair,) = map_pairs(type(shown)("T", "n1", shown.things, links))
    assert (pair.sign, pair.verdict, len(pair.links)) == ("conflicting", "supported", 2)


def test_pyvis_holds_the_picture_and_brings_vis_network() -> None:
    shown = large_map(12)
    net = network(picture(shown.things, map_pairs(shown), LETTERING))
    assert {node["id"] for node in net.nodes} == {each.id for each in shown.things}
    assert {(edge["from"], edge["to"]) for edge in net.edges} == {(pair.tail, pair.head) for pair in map_pairs(shown)}
    assert all(isinstance(node["x"], float) and node["physics"] is False for node in net.nodes)
    assert "vis-network" in bundle()[:200]


def test_payload_of_a_nasty_map_cannot_end_its_script() -> None:
    page = explorer_page(nasty_map(), VIZ)
    block = re.search(r'id="page">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    assert json.loads(block[1])["things"]["rows"] == len(nasty_map().things)


def test_unchanged_pages_are_left_alone_and_old_ones_taken_away(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert write_pages({"index.html": "1", "a/b.html": "2"}, site).changed == 2
    before = (site / "index.html").stat().st_mtime_ns
    done = write_pages({"index.html": "1", "c.html": "3"}, site)
    assert (done.made, done.changed, done.taken_away) == (2, 1, 1)
    assert (site / "index.html").stat().st_mtime_ns == before
    assert not (site / "a" / "b.html").exists()


def test_a_fault_in_one_page_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    def broken() -> str:
        raise ContentError("this page cannot be made")

    site = tmp_path / "site"
    write_pages({"index.html": "1", "a.html": "2"}, site)
    before = {path: path.read_bytes() for path in site.rglob("*")}
    with pytest.raises(ContentError):
        write_pages(SitePages({"index.html": lambda: "new", "b.html": broken}), site)
    assert {path: path.read_bytes() for path in site.rglob("*")} == before


def test_a_run_that_was_broken_off_leaves_nothing_that_the_next_does_not_take_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, replaced = tmp_path / "site", Path.replace

    def fails_at_the_third(aside: Path, target: Path) -> Path:
        if target.name == "b.html":
            raise OSError("no space left")
        return replaced(aside, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fails_at_the_third)
        with pytest.raises(OSError, match="no space"):
            write_pages({"a.html": "1", "b.html": "2"}, site)
    assert write_pages({"c/d.html": "3"}, site).taken_away == 1
    assert {path.name for path in site.rglob("*") if path.is_file() and not path.name.startswith(".")} == {"d.html"}


def test_a_folder_with_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.html").write_text("mine")
    with pytest.raises(UsageError, match="something else"):
        write_pages({"index.html": "1"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.html"]


def test_a_list_of_pages_that_points_outside_takes_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    site = tmp_path / "site"
    site.mkdir()
    (site / MARK).write_text("../mine.html\n")
    write_pages({"index.html": "1"}, site)
    assert (tmp_path / "mine.html").exists()


def test_an_entity_without_claims_is_in_no_picture() -> None:
    assert picture([thing("a", "cause")], (), LETTERING, ()).boxes == ()
