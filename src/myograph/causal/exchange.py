"""Write a causal graph for other tools: DAGitty, Graphviz, and what reads GML (dowhy, networkx, Cytoscape, Gephi).

Other tools want short identifiers that are also column names of data, so nodes are called by the last part of their
IRI with underscores (`muscle_twitching`); label, kind, sign and verdict go along where the format has a place for
them. Names that would collide get a number. All three texts are sorted, so the same graph gives the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from myograph.causal.bars import BEST_FIRST
from myograph.causal.links import BY_DEFINITION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx as nx

    Signed = nx.DiGraph[str]

LINE_OF = dict.fromkeys(BEST_FIRST[:3], "solid") | {BY_DEFINITION: "bold"}
COMPUTER_WORDS = frozenset({"node", "edge", "graph", "digraph", "subgraph", "strict", "dag"})


def to_dagitty(graph: Signed, *, exposure: str | None = None, outcome: str | None = None) -> str:
    """Return the graph in the language of DAGitty, for dagitty.net and the R package."""
    names = short_names(graph)
    role = {exposure: " [exposure]", outcome: " [outcome]"}
    nodes = sorted(f"  {name}{role.get(iri, '')}" for iri, name in names.items())
    links = sorted(f"  {names[subject]} -> {names[object_]}" for subject, object_ in graph.edges)
    return "\n".join(["dag {", *nodes, *links, "}", ""])


def to_dot(graph: Signed) -> str:
    """Return the graph in the language of Graphviz: a tee ends what opposes, a dashed line what is not borne out."""
    names = short_names(graph)
    nodes = sorted(f'  {name} [label="{_quoted(_label(graph, iri))}"];' for iri, name in names.items())
    links = sorted(
        f"  {names[subject]} -> {names[object_]} [{_dot_style(edge)}];"
        for subject, object_, edge in graph.edges(data=True)
    )
    return "\n".join(["digraph causes {", *nodes, *links, "}", ""])


def to_gml(graph: Signed) -> str:
    """Return the graph as GML, readable by `dowhy.CausalModel(graph=...)` and `networkx.parse_gml`."""
    import networkx as nx

    names = short_names(graph)
    plain: Signed = nx.DiGraph()
    for iri in sorted(names, key=names.__getitem__):
        attributes = graph.nodes[iri]
        plain.add_node(names[iri], name=_label(graph, iri), kind=attributes.get("kind", "thing"))
    ends = sorted((names[subject], names[object_], edge) for subject, object_, edge in _plain_edges(graph))
    plain.add_edges_from((subject, object_, dict(edge)) for subject, object_, edge in ends)
    return "\n".join([*nx.generate_gml(plain), ""])


FORMATS: Mapping[str, Callable[[Signed], str]] = {"dagitty": to_dagitty, "dot": to_dot, "gml": to_gml}
"""The texts a graph can be written as."""


def short_names(graph: nx.Graph[str]) -> dict[str, str]:
    """Return for each node a name of letters, digits and underscores that no other node has."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(graph):
        plain = re.sub(r"\W+", "_", iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2], flags=re.ASCII).strip("_")
        short = f"n_{plain}" if not plain or plain[0].isdigit() or plain.lower() in COMPUTER_WORDS else plain
        name, number = short, 2
        while name in taken:
            name, number = f"{short}_{number}", number + 1
        taken.add(name)
        names[iri] = name
    return names


def _label(graph: Signed, iri: str) -> str:
    return str(graph.nodes[iri].get("label", iri))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _dot_style(edge: Mapping[str, str]) -> str:
    line = LINE_OF.get(edge["verdict"], "dashed")
    head = {"promotes": "normal", "opposes": "tee"}.get(edge["sign"], "diamond")
    return f'style={line}, arrowhead={head}, tooltip="{_quoted(edge["verdict"])}"'


def _plain_edges(graph: Signed) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return the edges with the attributes that any format holds."""
    return [
        (subject, object_, (("sign", edge["sign"]), ("verdict", edge["verdict"]), ("certainty", edge["certainty"])))
        for subject, object_, edge in graph.edges(data=True)
    ]
