"""The causal view: what is let in, how parallel claims are merged, and that networkx can work with it."""

from __future__ import annotations

import random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.causal.bars import BARS, highest_bar
from myograph.causal.links import BY_DEFINITION, CONFLICTING, CausalLink
from myograph.causal.view import admitted_links, causal_graph, node_of, signed_graph, without_definitions
from myograph.errors import UnknownName
from tests.causal.small_graphs import drawn, links, said, some_links


def as_data(graph: nx.Graph[str]) -> list[object]:
    return [list(graph.nodes(data=True)), list(graph.edges(data=True))]


@given(some_links(), st.randoms(use_true_random=False))
def test_the_same_links_make_the_same_graph_in_whatever_order(
    found: tuple[CausalLink, ...], order: random.Random
) -> None:
    shuffled = list(found)
    order.shuffle(shuffled)
    one, other = (causal_graph(admitted_links(each)) for each in (found, shuffled))
    assert as_data(one) == as_data(other)
    assert as_data(signed_graph(one)) == as_data(signed_graph(other))


@given(some_links())
def test_parallel_claims_are_kept_and_merged_without_loss(found: tuple[CausalLink, ...]) -> None:
    graph = causal_graph(found)
    assert graph.number_of_edges() == len(found)
    merged = signed_graph(graph)
    assert sorted(claim for *_, edge in merged.edges(data=True) for claim in edge["claims"]) == sorted(
        x.iri for x in found
    )
    for subject, object_, edge in merged.edges(data=True):
        signs = {link.sign for link in found if (link.subject.iri, link.object.iri) == (subject, object_)}
        assert edge["sign"] == (CONFLICTING if len(signs) > 1 else signs.pop())


def test_a_conflict_is_not_outvoted() -> None:
    edge = drawn("a +> b\na +> b\na +> b\na -> b: contradicted").edges["a", "b"]
    assert edge["sign"] == CONFLICTING
    assert edge["verdict"] == "supported"


def test_a_merged_link_is_told_by_its_best_claim() -> None:
    edge = drawn("a +> b: contested\na +> b: supported; only when severe\na +> b: supported").edges["a", "b"]
    assert edge["verdict"] == "supported"
    assert edge["claims"] == ("claim 002", "claim 001", "claim 000")
    assert edge["qualifiers"] == ()
    assert edge["sources"] == ("source 0", "source 1", "source 2")


def test_the_qualifiers_of_the_best_claim_are_not_lost() -> None:
    edge = drawn("a +> b: not yet appraised\na +> b: supported; only when severe").edges["a", "b"]
    assert (edge["verdict"], edge["qualifiers"]) == ("supported", ("only when severe",))


@given(some_links(verdicts=7), st.sampled_from(list(BARS)))
def test_a_bar_lets_in_its_verdicts_and_definitions_between_what_is_spoken_of(
    found: tuple[CausalLink, ...], bar: str
) -> None:
    kept = admitted_links(found, bar)
    claims = [link for link in kept if link.is_claim]
    assert {link.iri for link in claims} == {link.iri for link in found if link.verdict in BARS[bar]}
    spoken_of = {end.iri for link in claims for end in (link.subject, link.object)}
    for link in found:
        if not link.is_claim:
            assert (link in kept) == ({link.subject.iri, link.object.iri} <= spoken_of)


def test_sources_choose_claims_that_any_of_them_states() -> None:
    drawing = links("a +> b\nb +> c\nc +> d")
    kept = admitted_links(drawing, sources={"source 0", "source 2"})
    assert [link.iri for link in kept] == ["claim 000", "claim 002"]
    assert admitted_links(drawing, sources=()) == ()


def test_an_unknown_bar_is_refused() -> None:
    with pytest.raises(UnknownName, match="no evidence bar"):
        admitted_links((), "very good")


@pytest.mark.parametrize(
    ("verdict", "bar"),
    [("supported", "supported"), ("contested", "some-evidence"), ("contradicted", "any"), (BY_DEFINITION, "supported")],
)
def test_the_highest_bar_of_a_verdict(verdict: str, bar: str) -> None:
    assert highest_bar(verdict) == bar


def test_without_definitions_only_claims_and_their_ends_are_left() -> None:
    graph = said("magnesium -> deficiency: by definition\ndeficiency +> twitching")
    assert set(without_definitions(graph)) == {"deficiency", "twitching"}
    assert set(graph) == {"magnesium", "deficiency", "twitching"}


def test_a_node_that_is_not_there_is_called_by_its_iri() -> None:
    assert node_of(nx.DiGraph(), "https://example.org/x").label == "https://example.org/x"


def test_any_function_of_networkx_takes_the_graphs() -> None:
    graph = said("a +> b\nb +> c\na -> c")
    assert nx.is_directed_acyclic_graph(graph)
    assert nx.dag_longest_path(signed_graph(graph)) == ["a", "b", "c"]


def test_a_backend_of_networkx_gives_the_same_answers() -> None:
    pytest.importorskip("graphblas_algorithms", reason="the networkx backend graphblas is not installed")
    pytest.importorskip("scipy", reason="scipy, which the backend graphblas converts with, is not installed")
    graph = drawn("a +> b\nb +> c\na -> c\nc +> d\nb +> d")
    with nx.config(warnings_to_ignore={"cache"}):
        degrees = nx.in_degree_centrality(graph, backend="graphblas")
        distances = nx.single_source_shortest_path_length(graph, "a", backend="graphblas")
        after = nx.descendants(graph, "b", backend="graphblas")
    assert dict(degrees.items()) == pytest.approx(nx.in_degree_centrality(graph))
    assert dict(distances.items()) == nx.single_source_shortest_path_length(graph, "a")
    assert set(after) == nx.descendants(graph, "b")
