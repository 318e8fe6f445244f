"""Mediators stand on some path, dominators on every one."""

from __future__ import annotations

from hypothesis import given

from myograph.causal.between import dominators, mediators
from myograph.causal.links import CausalLink
from myograph.causal.paths import best_paths
from myograph.causal.view import causal_graph, signed_graph
from tests.causal.small_graphs import drawn, every_path, some_links


@given(some_links())
def test_dominators_are_what_every_path_passes_in_its_order(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    paths = list(every_path(graph, "a", "g"))
    chain = [node.iri for node in dominators(graph, "a", "g")]
    everywhere = set.intersection(*(set(path[1:-1]) for path in paths)) if paths else set()
    assert set(chain) == everywhere
    for path in paths:
        assert [node for node in path if node in everywhere] == chain


@given(some_links())
def test_mediators_are_counted_over_the_paths(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    paths = list(every_path(graph, "a", "g"))
    between = mediators(graph, best_paths(graph, "a", "g"))
    assert {each.node.iri for each in between} == {node for path in paths for node in path[1:-1]}
    for each in between:
        assert each.paths == sum(each.node.iri in path for path in paths)
        assert each.always == (each.paths == len(paths))


def test_the_story_of_worry() -> None:
    graph = drawn(
        "worry +> stress\nworry +> sleep\nstress +> tension\nsleep +> tired\ntired +> tension\ntension +> twitch"
    )
    assert [node.label for node in dominators(graph, "worry", "twitch")] == ["tension"]
    always = {each.node.label: each.always for each in mediators(graph, best_paths(graph, "worry", "twitch"))}
    assert always == {"tension": True, "stress": False, "sleep": False, "tired": False}


def test_without_a_path_nothing_dominates() -> None:
    graph = drawn("a +> b\nc +> d")
    assert dominators(graph, "a", "d") == dominators(graph, "a", "x") == dominators(graph, "a", "a") == ()
