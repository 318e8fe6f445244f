"""Upstream and downstream agree with the best simple path to each thing."""

from __future__ import annotations

import pytest
from hypothesis import given

from myograph.causal.links import CONFLICTING, CausalLink
from myograph.causal.reach import downstream, upstream
from myograph.causal.view import RANK, causal_graph, signed_graph
from myograph.errors import UsageError
from tests.causal.small_graphs import NAMES, drawn, every_path, sign_of, some_links, worst_of


@given(some_links(verdicts=7))
def test_verdict_distance_and_sign_are_those_of_the_best_paths(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    reached = {each.node.iri: each for each in upstream(graph, "g")}
    for name in NAMES[:-1]:
        paths = list(every_path(graph, name, "g"))
        assert (name in reached) == bool(paths)
        if not paths:
            continue
        best = min((worst_of(graph, path), len(path)) for path in paths)
        signs = {sign_of(graph, path) for path in paths if (worst_of(graph, path), len(path)) == best}
        each = reached[name]
        assert (RANK[each.verdict], each.distance + 1) == best
        assert each.sign == (signs.pop() if len(signs) == 1 else CONFLICTING)


@given(some_links())
def test_downstream_is_upstream_of_the_turned_graph(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    assert downstream(graph, "a") == upstream(graph.reverse(), "a")


def test_what_opposes_stands_upstream_and_says_so() -> None:
    reached = upstream(drawn("yoga -> stress\nstress +> twitching: contested"), "twitching")
    assert [(each.node.label, each.sign, each.distance, each.bar) for each in reached] == [
        ("stress", "promotes", 1, "some-evidence"),
        ("yoga", "opposes", 2, "some-evidence"),
    ]


def test_a_better_way_counts_even_when_it_is_longer() -> None:
    (_, far) = upstream(drawn("a +> b\nb +> c\na +> c: contested"), "c")
    assert (far.node.label, far.distance, far.verdict) == ("a", 2, "supported")


def test_a_chain_does_not_hide_what_evidence_says_of_the_whole() -> None:
    near, far = upstream(drawn("a +> b\nb +> c\na +> c: contested"), "c")
    assert (near.direct, far.direct) == (None, "contested")
    strict = drawn("a +> b\nb +> c")
    assert upstream(strict, "c")[1].direct is None
    assert upstream(strict, "c", every=drawn("a -> c: contradicted"))[1].direct == "contradicted"


def test_length_limits_what_is_reached() -> None:
    graph = drawn("a +> b\nb +> c")
    assert [each.node.label for each in upstream(graph, "c", longest=1)] == ["b"]
    with pytest.raises(UsageError):
        upstream(graph, "c", longest=0)


def test_a_node_that_is_not_there_reaches_nothing() -> None:
    assert upstream(drawn("a +> b"), "x") == ()
