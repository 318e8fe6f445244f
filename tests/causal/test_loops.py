"""Loops have a sign, and what is set aside leaves a DAG and no more than needed."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given

from myograph.causal.links import CONFLICTING, OPPOSES, CausalLink
from myograph.causal.loops import links_to_set_aside, loops
from myograph.causal.view import RANK, causal_graph, signed_graph
from myograph.errors import UsageError
from tests.causal.small_graphs import Signed, drawn, some_links


@pytest.mark.parametrize(
    ("drawing", "effect"),
    [
        ("sleep -> stress\nstress -> sleep", "reinforcing"),
        ("thirst +> drinking\ndrinking -> thirst", "balancing"),
        ("a +> b\na -> b\nb +> a", "undetermined"),
    ],
)
def test_the_effect_of_a_loop(drawing: str, effect: str) -> None:
    (loop,) = loops(drawn(drawing)).found
    assert loop.effect == effect
    assert loop.path.nodes[0] == loop.path.nodes[-1]
    assert loop.path.nodes[0].label == min(node.label for node in loop.path.nodes)


@given(some_links())
def test_loops_are_all_simple_cycles_with_their_signs(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    answer = loops(graph)
    cycles = list(nx.simple_cycles(graph))
    assert len(answer.found) == len(cycles)
    assert answer.complete
    for loop in answer.found:
        signs = [step.sign for step in loop.path.steps]
        odd = signs.count(OPPOSES) % 2 == 1
        wanted = "undetermined" if CONFLICTING in signs else "balancing" if odd else "reinforcing"
        assert loop.effect == wanted
    in_parts = {node.iri for part in answer.parts for node in part}
    assert in_parts == {node for cycle in cycles for node in cycle}


def without(graph: Signed[str], links: list[tuple[str, str]]) -> Signed[str]:
    left = graph.copy()
    left.remove_edges_from(links)
    return left


@given(some_links())
def test_what_is_set_aside_leaves_a_dag_and_none_of_it_could_stay(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    aside = [(step.subject.iri, step.object.iri) for step in links_to_set_aside(graph)]
    assert nx.is_directed_acyclic_graph(without(graph, aside))
    kept = without(graph, aside)
    for subject, object_ in aside:
        rank = RANK[graph.edges[subject, object_]["verdict"]]
        weaker = [(u, v) for u, v, edge in kept.edges(data=True) if RANK[edge["verdict"]] > rank]
        assert nx.has_path(without(kept, weaker), object_, subject)


@given(some_links())
def test_when_the_work_is_bounded_a_dag_is_left_all_the_same(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    aside = [(step.subject.iri, step.object.iri) for step in links_to_set_aside(graph, steps=6)]
    assert nx.is_directed_acyclic_graph(without(graph, aside))


def test_more_loops_than_asked_for_are_said_to_be_there() -> None:
    graph = drawn("a +> b\nb +> a\nb +> c\nc +> b")
    assert not loops(graph, most=1).complete
    assert loops(graph, longest=1).found == ()
    with pytest.raises(UsageError):
        loops(graph, longest=0)
