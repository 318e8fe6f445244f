"""Paths: all of them, the best first, with the right sign, and never more work than allowed."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.causal.bars import BEST_FIRST
from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES, CausalLink
from myograph.causal.paths import STANDING, best_paths, product
from myograph.causal.view import causal_graph, signed_graph
from myograph.errors import UsageError
from tests.causal.small_graphs import drawn, every_path, sign_of, some_links, worst_of


def nodes_of(found: object) -> list[tuple[str, ...]]:
    return [tuple(node.iri for node in path.nodes) for path in found.found]  # type: ignore[attr-defined]


@given(some_links(verdicts=7), st.integers(1, 7))
def test_paths_are_all_there_are_in_the_order_of_weakest_link_length_and_names(
    found: tuple[CausalLink, ...], longest: int
) -> None:
    graph = signed_graph(causal_graph(found))
    wanted = sorted(every_path(graph, "a", "g", longest), key=lambda path: (worst_of(graph, path), len(path), path))
    answer = best_paths(graph, "a", "g", longest=longest)
    assert nodes_of(answer) == wanted
    assert answer.complete
    assert [path.order for path in answer.found] == sorted(path.order for path in answer.found)


@given(some_links())
def test_signs_are_those_of_brute_force(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    answer = best_paths(graph, "a", "g")
    for path, nodes in zip(answer.found, nodes_of(answer), strict=True):
        assert path.sign == sign_of(graph, nodes)
    signs = {path.sign for path in answer.found}
    assert answer.sign == (None if not signs else signs.pop() if len(signs) == 1 else CONFLICTING)


@given(some_links(), st.integers(1, 4))
def test_the_k_best_are_the_first_of_all(found: tuple[CausalLink, ...], most: int) -> None:
    graph = signed_graph(causal_graph(found))
    every, some = best_paths(graph, "a", "g"), best_paths(graph, "a", "g", most=most)
    assert some.found == every.found[:most]
    assert some.complete == (len(every.found) <= most)


@given(some_links(), st.integers(1, 60))
def test_whatever_a_bounded_search_finds_is_the_best(found: tuple[CausalLink, ...], steps: int) -> None:
    graph = signed_graph(causal_graph(found))
    every, some = best_paths(graph, "a", "g"), best_paths(graph, "a", "g", steps=steps)
    assert some.found == every.found[: len(some.found)]
    if len(some.found) < len(every.found):
        assert f"after looking at {steps} links" in str(some.cut_off)


def complete_graph(size: int) -> nx.DiGraph[str]:
    """Return a graph in which everything leads to everything, as a signed graph."""
    graph = nx.complete_graph(size, create_using=nx.DiGraph)
    edge = {"sign": PROMOTES, "certainty": "asserted", "verbs": ("causes",), "qualifiers": (), "sources": ()}
    nx.set_edge_attributes(
        graph, {(u, v): {**edge, "verdict": "supported", "claims": (f"{u}-{v}",)} for u, v in graph.edges}
    )
    named: nx.DiGraph[str] = nx.relabel_nodes(graph, {node: f"n{node:04}" for node in graph})
    return named


def test_a_hundred_thousand_links_and_length_twelve_stop_at_the_cut_off() -> None:
    graph = complete_graph(317)
    assert graph.number_of_edges() > 100_000
    few = best_paths(graph, "n0000", "n0001", longest=12, most=50)
    assert len(few.found) == 50
    assert few.cut_off == "after 50 paths, as many as were asked for"
    assert [path.length for path in few.found[:2]] == [1, 2]
    stopped = best_paths(graph, "n0000", "n0001", longest=12, steps=300_000)
    assert "after looking at 300000 links" in str(stopped.cut_off)
    assert stopped.found == few.found[: len(stopped.found)]


def test_a_search_among_dead_ends_stops_at_the_cut_off() -> None:
    answer = best_paths(complete_graph(9), "n0000", "n0001", longest=50, steps=20_000)
    assert "after looking at 20000 links" in str(answer.cut_off)
    assert answer.found[0].length == 1


def test_a_path_is_told_in_full() -> None:
    graph = drawn("stress +> signals: no evidence found; only when severe\nsignals +> twitching: contested")
    (path,) = best_paths(graph, "stress", "twitching").found
    assert path.sentence == "stress causes signals (only when severe); signals causes twitching."
    assert path.verdict == "no evidence found"
    assert path.weakest.object.label == "signals"
    assert path.claims == ("claim 000", "claim 001")
    assert path.standing.startswith("no conclusion: evidence was looked for and not found")


def test_where_claims_disagree_nothing_is_concluded() -> None:
    graph = drawn("a +> b\na -> b\nb +> c")
    (path,) = best_paths(graph, "a", "c").found
    assert path.sign == CONFLICTING
    assert path.standing == "no conclusion: claims disagree whether a promotes or opposes b"


def test_a_definition_rests_on_no_claim_and_holds_only_for_some() -> None:
    graph = drawn("magnesium -> deficiency: by definition\ndeficiency +> twitching")
    (path,) = best_paths(graph, "magnesium", "twitching").found
    assert path.sign == OPPOSES
    assert path.claims == ("claim 001",)
    assert path.verdict == "supported"
    assert path.standing.endswith("only where there is deficiency")


def test_a_chain_does_not_hide_what_evidence_says_of_the_whole() -> None:
    strict = drawn("a +> b\nb +> c")
    assert best_paths(strict, "a", "c").direct is None
    found = best_paths(strict, "a", "c", every=drawn("a -> c: contradicted"))
    assert found.direct is not None
    assert found.direct.verdict == "contradicted"


def test_every_verdict_has_a_standing() -> None:
    assert set(STANDING) == {BY_DEFINITION, *BEST_FIRST}


def test_two_opposing_links_promote() -> None:
    assert product([OPPOSES, OPPOSES]) == PROMOTES
    assert product([OPPOSES]) == OPPOSES
    assert product([OPPOSES, CONFLICTING, OPPOSES]) == CONFLICTING


@pytest.mark.parametrize("numbers", [{"longest": 0}, {"longest": 51}, {"most": 0}, {"most": 10_001}], ids=str)
def test_numbers_out_of_range_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="Choose a number from 1 to"):
        best_paths(drawn("a +> b"), "a", "b", **numbers)  # type: ignore[arg-type]


def test_a_path_from_a_thing_to_itself_is_refused() -> None:
    with pytest.raises(UsageError, match="two different ends"):
        best_paths(drawn("a +> b"), "a", "a")


def test_nodes_that_are_not_there_have_no_paths() -> None:
    graph = drawn("a +> b")
    for ends in (("a", "x"), ("x", "b"), ("x", "y"), ("b", "a")):
        assert best_paths(graph, *ends).found == ()
    assert best_paths(nx.DiGraph(), "a", "b").found == ()
