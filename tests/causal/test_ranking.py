"""Ranking: measures agree with networkx, null graphs keep every degree, and no rank hides what it hangs on."""

from __future__ import annotations

from collections import Counter
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.causal.links import CausalLink
from myograph.causal.ranking import MEASURES, _swap_ends, ranking
from myograph.causal.view import causal_graph
from myograph.errors import UnknownName, UsageError
from tests.causal.small_graphs import every_path, said, some_links


def towards(found: tuple[CausalLink, ...], effect: str) -> nx.DiGraph[str]:
    """Return the part of the graph that leads to the effect, and nothing that leaves it."""
    graph = nx.DiGraph((link.subject.iri, link.object.iri) for link in found)
    if effect not in graph:
        return nx.DiGraph()
    part = nx.DiGraph(graph.subgraph(nx.ancestors(graph, effect) | {effect}))
    part.remove_edges_from(list(part.out_edges(effect)))
    return part


@given(some_links())
def test_betweenness_is_that_of_networkx(found: tuple[CausalLink, ...]) -> None:
    graph = towards(found, "g")
    ranked = ranking(causal_graph(found), "g", draws=1)
    assert {each.node.iri for each in ranked} == set(graph) - {"g"}
    if len(graph):
        wanted = nx.betweenness_centrality_subset(graph, sources=list(graph), targets=["g"], normalized=False)
        assert {each.node.iri: each.scores["betweenness"] for each in ranked} == pytest.approx(
            {node: value for node, value in wanted.items() if node != "g"}
        )


@given(some_links())
def test_gates_are_what_no_path_of_others_avoids(found: tuple[CausalLink, ...]) -> None:
    graph = towards(found, "g")
    for each in ranking(causal_graph(found), "g", draws=1):
        others = [node for node in graph if node not in {"g", each.node.iri}]
        kept = sum(all(each.node.iri in path for path in every_path(graph, other, "g")) for other in others)
        assert each.scores["gate"] == kept


@given(some_links(acyclic=True))
def test_reach_adds_up_the_ways_each_link_halving_them(found: tuple[CausalLink, ...]) -> None:
    graph = towards(found, "g")
    for each in ranking(causal_graph(found), "g", draws=1):
        wanted = sum(0.5 ** (len(path) - 1) for path in every_path(graph, each.node.iri, "g"))
        assert each.scores["reach"] == pytest.approx(wanted)


@given(
    st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]), min_size=2),
    st.integers(),
)
def test_null_graphs_keep_the_links_of_everything(pairs: set[tuple[int, int]], seed: int) -> None:
    before = sorted(pairs)
    links = list(before)
    _swap_ends(links, 50, Random(seed))
    assert Counter(one for one, _ in links) == Counter(one for one, _ in before)
    assert Counter(other for _, other in links) == Counter(other for _, other in before)
    assert len(set(links)) == len(before)
    assert all(one != other for one, other in links)


STAR = "\n".join(f"cause {number} +> hub" for number in range(8)) + "\nhub +> twitching\nlone +> twitching"


def test_the_same_seed_gives_the_same_answer() -> None:
    assert ranking(said(STAR), "twitching") == ranking(said(STAR), "twitching")


def test_a_hub_is_not_called_central_for_its_many_links_alone() -> None:
    hub = ranking(said(STAR), "twitching")[0]
    assert hub.node.label == "hub"
    assert hub.scores == {"betweenness": 8.0, "reach": 0.5, "gate": 8.0}
    assert not any(hub.is_central(measure) for measure in MEASURES)


def test_chance_counts_the_real_graph_in() -> None:
    for each in ranking(said(STAR), "twitching", draws=9):
        assert all(0.1 <= chance <= 1.0 for chance in each.chance.values())


def test_a_thing_on_which_ways_meet_without_many_links_is_central() -> None:
    chain = "\n".join(f"a{number} +> a{number + 1}" for number in range(12))
    many = "\n".join(f"x{number} +> a12" for number in range(30))
    ranked = {each.node.label: each for each in ranking(said(f"{chain}\n{many}"), "a12", by="gate", draws=199)}
    assert ranked["a10"].is_central("gate")
    assert not ranked["x1"].is_central("gate")


def test_equals_share_a_rank_and_come_by_name() -> None:
    ranked = ranking(said("b +> t\na +> t\nc +> a"), "t")
    assert [(each.rank, each.node.label) for each in ranked] == [(1, "a"), (2, "b"), (2, "c")]


def test_a_rank_names_the_source_it_hangs_on() -> None:
    ranked = {each.node.label: each for each in ranking(said("a +> t\nb +> a\nc +> d\nd +> t\ne +> d"), "t")}
    assert (ranked["d"].rank, ranked["d"].worst, ranked["d"].swayed_by) == (1, None, "source 3")
    twice = {each.node.label: each for each in ranking(said("a +> t\na +> t"), "t")}
    assert (twice["a"].best, twice["a"].worst, twice["a"].swayed_by) == (1, 1, None)


def test_unknown_measures_and_numbers_are_refused_and_unknown_effects_have_no_ranks() -> None:
    with pytest.raises(UnknownName, match="no measure"):
        ranking(said(STAR), "twitching", by="fame")
    with pytest.raises(UsageError, match="number of draws"):
        ranking(said(STAR), "twitching", draws=0)
    assert ranking(said(STAR), "nothing") == ()
