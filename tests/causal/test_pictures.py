"""Pictures: laid out without overlap, drawn the same every time, readable without colour."""

from __future__ import annotations

import json
import sys
from pathlib import Path as FilePath
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from myograph.causal.layout import layout
from myograph.causal.links import BY_DEFINITION, CONFLICTING, CausalLink
from myograph.causal.paths import Path, best_paths, path_of
from myograph.causal.pictures import HEADS, Style, kind_of_file, picture
from myograph.causal.view import RANK, causal_graph, signed_graph
from myograph.content import Content
from myograph.errors import ContentError, MissingExtra, UsageError
from tests.causal.small_graphs import drawn, some_links

BODY = "a +> b\nb +> c: contested\na -> c: by definition\na +> d\na -> d\nd +> c: contradicted"


def paths() -> tuple[Path, ...]:
    return best_paths(drawn(BODY), "a", "c").found


@given(some_links())
def test_no_two_things_share_a_place_and_links_run_to_the_right(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    plan = layout(list(graph.edges), {})
    bends = [place for passed in plan.bends.values() for place in passed]
    every = [*plan.places.values(), *bends]
    assert len(set(every)) == len(every)
    assert set(plan.places) == set(graph)


@given(some_links(acyclic=True))
def test_without_loops_every_link_runs_from_left_to_right_through_every_column(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    plan = layout(list(graph.edges), {})
    for subject, object_ in graph.edges:
        along = [plan.places[subject], *plan.bends[subject, object_], plan.places[object_]]
        columns = [column for column, _ in along]
        assert columns == [columns[0] + step for step in range(len(columns))]


def test_the_palette_has_a_look_for_everything() -> None:
    style = Style.load(Content.find())
    assert set(style.verdicts) == set(RANK)
    assert set(HEADS) <= set(style.signs)
    lines = [(line, width) for verdict, (_, line, width) in style.verdicts.items() if verdict != BY_DEFINITION]
    assert len(set(lines)) == len(lines), "two verdicts look the same without their glyphs"
    assert CONFLICTING in style.signs


def test_a_broken_palette_is_told_with_its_place(tmp_path: FilePath) -> None:
    (tmp_path / "viz").mkdir()
    (tmp_path / "viz" / "palette.json").write_text(json.dumps({"signs": {}}), encoding="utf-8")
    with pytest.raises(ContentError, match="palette"):
        Style.load(Content(tmp_path))


class TestDrawn:
    """What needs the drawing library."""

    @pytest.fixture(autouse=True)
    def library(self) -> None:
        pytest.importorskip("matplotlib", reason="matplotlib (the extra `pictures`) is not installed")

    @pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
    def test_the_same_paths_give_the_same_bytes(self, kind: str, start: bytes) -> None:
        style = Style.load(Content.find())
        one, other = (picture(paths(), style, title="From a to c", kind=kind) for _ in range(2))
        assert one == other
        assert one.startswith(start)

    def test_svg_is_well_formed_and_has_its_size(self) -> None:
        drawn_ = picture(paths(), Style.load(Content.find()))
        root = ET.fromstring(drawn_)
        assert root.tag.endswith("svg")
        assert root.get("viewBox")

    def test_a_path_of_one_link_is_a_picture_too(self) -> None:
        graph = drawn("a +> b")
        assert picture([path_of(graph, "ab")], Style.load(Content.find()))

    def test_too_much_and_nothing_are_refused(self) -> None:
        style = Style.load(Content.find())
        with pytest.raises(UsageError, match="nothing to draw"):
            picture([], style)
        long = drawn("\n".join(f"n{number} +> n{number + 1}" for number in range(401)))
        with pytest.raises(UsageError, match="do not fit"):
            picture([path_of(long, [f"n{number}" for number in range(402)])], style)


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(UsageError, match="svg"):
        picture(paths(), Style({}, {}, {}), kind="gif")
    with pytest.raises(UsageError, match="svg"):
        kind_of_file("picture.gif")
    assert kind_of_file("A.SVG") == "svg"


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"myograph\[pictures\]"):
        picture(paths(), Style.load(Content.find()))
