"""Cuts really disconnect, nothing smaller does, and all smallest sets are found: compared with trying every set."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given

from myograph.causal.cuts import CORRECTABLE, claim_cuts, node_cuts
from myograph.causal.links import BY_DEFINITION, CausalLink
from myograph.causal.paths import path_of
from myograph.causal.view import causal_graph, signed_graph
from myograph.errors import UsageError
from tests.causal.small_graphs import Links, Signed, drawn, edges_of, every_path, said, some_links

MOST = 1000


def connected(graph: nx.Graph[str], start: str, end: str) -> bool:
    return start in graph and end in graph and nx.has_path(graph, start, end)


def without_claims(graph: Links[str], claims: tuple[str, ...]) -> Links[str]:
    left = graph.copy()
    left.remove_edges_from([edge for edge in graph.edges(keys=True) if edge[2] in claims])
    return left


@given(some_links(most=10))
def test_claim_cuts_are_exactly_the_smallest_sets_that_disconnect(found: tuple[CausalLink, ...]) -> None:
    graph = causal_graph(found)
    claims = sorted(link.iri for link in found if link.verdict != BY_DEFINITION)
    cut = claim_cuts(graph, "a", "g", most=MOST)
    if not connected(graph, "a", "g"):
        assert (cut.size, cut.sets, cut.by_definition) == (None, (), False)
    elif connected(without_claims(graph, tuple(claims)), "a", "g"):
        assert (cut.size, cut.sets, cut.by_definition) == (None, (), True)
    else:
        sizes = range(1, len(claims) + 1)
        tried = (
            (size, [s for s in combinations(claims, size) if not connected(without_claims(graph, s), "a", "g")])
            for size in sizes
        )
        size, smallest = next((size, sets) for size, sets in tried if sets)
        assert cut.size == size
        assert cut.all_listed
        assert sorted(cut.sets) == sorted(smallest)


def bypassing(graph: Signed[str], start: str, end: str) -> set[tuple[str, str]]:
    """Return the links between nodes that cannot be corrected, on walks of such nodes from start to end."""
    fixed = graph.subgraph([n for n in graph if n in {start, end} or graph.nodes[n]["kind"] not in CORRECTABLE])
    if start not in fixed or end not in fixed:
        return set()
    ahead, behind = nx.descendants(fixed, start) | {start}, nx.ancestors(fixed, end) | {end}
    return {(u, v) for u, v in fixed.edges if u in ahead and v in behind}


@given(some_links())
def test_node_cuts_are_exactly_the_smallest_sets_that_close_the_other_paths(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    cut = node_cuts(graph, "a", "g", most=MOST)
    rest = graph.copy()
    rest.remove_edges_from(bypassing(graph, "a", "g"))
    choice = sorted(n for n in rest if n not in {"a", "g"} and graph.nodes[n]["kind"] in CORRECTABLE)
    for path in cut.uncut:
        assert set(edges_of(tuple(node.iri for node in path.nodes))) <= bypassing(graph, "a", "g")
    assert bool(cut.uncut) == bool(bypassing(graph, "a", "g"))
    if not connected(rest, "a", "g"):
        assert (cut.size, cut.sets) == (None, ())
        return
    closing = [[s for s in combinations(choice, size) if closes(rest, s)] for size in range(1, len(choice) + 1)]
    smallest = next(sets for sets in closing if sets)
    assert cut.size == len(smallest[0])
    assert cut.all_listed
    assert sorted(tuple(node.iri for node in nodes) for nodes in cut.sets) == sorted(smallest)


def closes(graph: Signed[str], nodes: tuple[str, ...]) -> bool:
    return all(set(nodes) & set(path) for path in every_path(graph, "a", "g"))


def test_a_story_that_one_claim_ends_is_told_with_its_weakest_claim_first() -> None:
    cut = claim_cuts(said("a +> b\nb +> c: contradicted\nc +> d: contested"), "a", "d")
    assert cut.size == 1
    assert cut.sets == (("claim 001",), ("claim 002",), ("claim 000",))
    assert cut.sources == ("source 0", "source 1", "source 2")


def test_a_link_with_two_claims_takes_two_refutations() -> None:
    assert claim_cuts(said("a +> b\na +> b\nb +> c\nb +> c\nb -> c"), "a", "c").sets == (("claim 000", "claim 001"),)


def test_no_refutation_ends_what_holds_by_definition() -> None:
    cut = claim_cuts(said("a -> b: by definition\na +> b"), "a", "b")
    assert (cut.size, cut.by_definition) == (None, True)


def test_a_direct_way_is_told_and_the_others_are_cut() -> None:
    kinds = {"loss": "imbalance", "signals": "mechanism", "diet": "cause"}
    graph = drawn("x +> loss\nloss +> y\nx +> y\nx +> diet\ndiet +> y\nx +> signals\nsignals +> loss", kinds)
    cut = node_cuts(graph, "x", "y")
    assert [[node.label for node in nodes] for nodes in cut.sets] == [["loss"]]
    assert cut.uncut == (path_of(graph, "xy"), path_of(graph, ("x", "diet", "y")))


def test_a_list_that_is_cut_short_says_so() -> None:
    cut = claim_cuts(said("a +> b\nb +> c\nc +> d"), "a", "d", most=2)
    assert (cut.size, len(cut.sets), cut.all_listed) == (1, 2, False)


@pytest.mark.parametrize("ends", [("x", "a"), ("a", "x"), ("b", "a")])
def test_without_a_path_there_is_nothing_to_cut(ends: tuple[str, str]) -> None:
    assert claim_cuts(said("a +> b"), *ends).size is None
    assert node_cuts(drawn("a +> b"), *ends).size is None


def test_equal_ends_and_numbers_out_of_range_are_refused() -> None:
    for ask in (lambda: claim_cuts(said("a +> b"), "a", "a"), lambda: node_cuts(drawn("a +> b"), "a", "a")):
        with pytest.raises(UsageError, match="two different ends"):
            ask()
    with pytest.raises(UsageError, match="number of sets"):
        claim_cuts(said("a +> b"), "a", "b", most=0)
