"""Other tools read what is written for them, and the same graph is always written the same."""

from __future__ import annotations

import re

import networkx as nx
import pytest
from hypothesis import given

from myograph.causal.exchange import FORMATS, short_names, to_dagitty, to_dot, to_gml
from myograph.causal.links import CausalLink
from myograph.causal.view import causal_graph, signed_graph
from tests.causal.small_graphs import drawn, some_links

BODY = "stress +> twitching: contested\nyoga -> stress"


@given(some_links())
def test_gml_comes_back_as_the_same_graph(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    back = nx.parse_gml(to_gml(graph))
    names = short_names(graph)
    wanted = {(names[u], names[v]): edge["sign"] for u, v, edge in graph.edges(data=True)}
    assert {(u, v): edge["sign"] for u, v, edge in back.edges(data=True)} == wanted
    assert set(back) == set(names.values())


@given(some_links())
def test_every_link_is_in_the_text_for_dagitty(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    arrows = re.findall(r"^  (\w+) -> (\w+)$", to_dagitty(graph), re.MULTILINE)
    assert sorted(arrows) == sorted(graph.edges)


def test_dagitty_knows_exposure_and_outcome() -> None:
    text = to_dagitty(drawn(BODY), exposure="stress", outcome="twitching")
    assert text.splitlines() == [
        "dag {",
        "  stress [exposure]",
        "  twitching [outcome]",
        "  yoga",
        "  stress -> twitching",
        "  yoga -> stress",
        "}",
    ]


def test_dot_tells_sign_and_verdict_without_colour() -> None:
    text = to_dot(drawn(BODY))
    assert 'stress -> twitching [style=dashed, arrowhead=normal, tooltip="contested"];' in text
    assert 'yoga -> stress [style=solid, arrowhead=tee, tooltip="supported"];' in text


def test_labels_are_quoted() -> None:
    graph = drawn("a +> b")
    graph.nodes["a"]["label"] = 'the "a" \\ node'
    assert 'a [label="the \\"a\\" \\\\ node"];' in to_dot(graph)
    assert nx.parse_gml(to_gml(graph)).nodes["a"]["name"] == 'the "a" \\ node'


def test_names_are_short_and_nobody_shares_one() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(
        ["https://a.org/id/muscle-twitching", "https://b.org/id/muscle_twitching", "https://a.org/id/5-htp", "x#node"]
    )
    assert short_names(graph) == {
        "https://a.org/id/5-htp": "n_5_htp",
        "https://a.org/id/muscle-twitching": "muscle_twitching",
        "https://b.org/id/muscle_twitching": "muscle_twitching_2",
        "x#node": "n_node",
    }


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_in_which_a_graph_was_made_does_not_matter(form: str) -> None:
    graph = drawn("a +> b\nb +> c\na -> c")
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert FORMATS[form](graph) == FORMATS[form](turned)
