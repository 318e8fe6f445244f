"""The causal view: claims as a graph of networkx, for our questions and for anybody's.

Two graphs of the same links::

    MultiDiGraph, as said                          DiGraph, merged: one arrow for a pair

    stress ──▲ causes (supported)────> twitching   stress ──▲ supported, 2 claims──> twitching
    stress ──▲ worsens (contested)───> twitching

    water ──▼ relieves──> twitching                water ──≠ conflicting, 2 claims──> twitching
    water ──▲ causes────> twitching

*The rule of merging.* Links with the same ends become one. Its sign is theirs when they agree and "conflicting" when
they do not: a disagreement is never averaged away, whatever the number of claims or their verdicts on either side. (A
higher bar may end it, by leaving out one side.) Its verdict is the best of its links, because the step stands as long
as one of them stands; its certainty the firmest. It is told by its best link: by verdict, then without qualifiers,
then by firmness and IRI; that link's qualifiers go with it, so "only when severe" is not lost where the best evidence
is about severe cases.

Definitions stand at every bar and under every source, but only between two things of which an admitted claim speaks.

Both are plain networkx objects, their nodes IRIs, everything else attributes; nodes and edges come in the order of
their IRIs, so that every run gives the same answer. Any function of networkx takes them, and any backend of networkx
can do the work: `nx.betweenness_centrality(graph, backend="parallel")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.causal.bars import ANY, BEST_FIRST, admitted
from myograph.causal.links import BY_DEFINITION, CONFLICTING, Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import networkx as nx

    from myograph.causal.links import CausalLink

    Links = nx.MultiDiGraph[str]
    Signed = nx.DiGraph[str]

FIRMEST_FIRST = ("asserted", "likely", "possible", "")

RANK = {BY_DEFINITION: -1} | {verdict: rank for rank, verdict in enumerate(BEST_FIRST)}
"""Verdicts as an order, best first; a definition, which nothing can refute, before them all."""


def admitted_links(
    links: Iterable[CausalLink], bar: str = ANY, sources: Collection[str] | None = None
) -> tuple[CausalLink, ...]:
    """Return the links that meet the bar and that one of the sources states, in the order of their IRIs.

    `sources` are IRIs; None admits every source. Raises UnknownName for a bar that does not exist.
    """
    verdicts = admitted(bar)
    every = sorted(links, key=lambda link: link.iri)
    claims = [link for link in every if link.verdict in verdicts and (sources is None or _stated(link, sources))]
    spoken_of = {end.iri for link in claims for end in (link.subject, link.object)}
    definitions = [link for link in every if not link.is_claim and {link.subject.iri, link.object.iri} <= spoken_of]
    return (*claims, *definitions)


def causal_graph(links: Iterable[CausalLink]) -> Links:
    """Return the links as a MultiDiGraph: parallel claims kept, keys and nodes are IRIs.

    Nodes have `label` and `kind`; edges `claim`, `verb`, `sign`, `verdict`, `certainty`, `qualifiers` and `sources`.
    """
    import networkx as nx

    graph: Links = nx.MultiDiGraph()
    ordered = sorted(links, key=lambda link: (link.subject.iri, link.object.iri, link.iri))
    ends = {end.iri: end for link in ordered for end in (link.subject, link.object)}
    graph.add_nodes_from(
        (iri, {"label": end.label, "kind": end.kind, "grave": end.grave}) for iri, end in sorted(ends.items())
    )
    for link in ordered:
        graph.add_edge(link.subject.iri, link.object.iri, key=link.iri, **_attributes(link))
    return graph


def signed_graph(graph: Links) -> Signed:
    """Return the graph with one edge for each pair of nodes, by the rule of merging above.

    Edges have `sign`, `verdict`, `certainty`, and the tuples `claims`, `verbs` (best first), `qualifiers` (of the best
    claim) and `sources`.
    """
    import networkx as nx

    signed: Signed = nx.DiGraph()
    signed.add_nodes_from(graph.nodes(data=True))
    for subject in graph:
        for object_, parallel in graph.adj[subject].items():
            signed.add_edge(subject, object_, **_merged(list(parallel.values())))
    return signed


def node_of(graph: nx.Graph[str], iri: str) -> Node:
    """Return a node of a causal graph with its label and kind; one that the graph lacks is called by its IRI."""
    attributes = graph.nodes[iri] if iri in graph else {}
    return Node(iri, attributes.get("label", iri), attributes.get("kind", "thing"), attributes.get("grave", False))


def without_definitions(graph: Links) -> Links:
    """Return a copy of the graph that holds claims only, without the nodes that no claim is about."""
    kept = [
        (*edge, dict(attributes)) for *edge, attributes in graph.edges(keys=True, data=True) if _claimed(attributes)
    ]
    claims = graph.__class__()
    ends = {end for subject, object_, *_ in kept for end in (subject, object_)}
    claims.add_nodes_from((iri, dict(graph.nodes[iri])) for iri in graph if iri in ends)
    claims.add_edges_from(kept)
    return claims


def _stated(link: CausalLink, sources: Collection[str]) -> bool:
    return any(source in sources for source in link.sources)


def _claimed(attributes: dict[str, str]) -> bool:
    return attributes["verdict"] != BY_DEFINITION


def _attributes(link: CausalLink) -> dict[str, str | tuple[str, ...]]:
    return {
        "claim": link.iri,
        "verb": link.verb,
        "sign": link.sign,
        "verdict": link.verdict,
        "certainty": link.certainty,
        "qualifiers": link.qualifiers,
        "sources": link.sources,
    }


def _merged(links: list[dict[str, str]]) -> dict[str, str | tuple[str, ...]]:
    ordered = sorted(links, key=_best_first)
    signs = {link["sign"] for link in ordered}
    return {
        "sign": signs.pop() if len(signs) == 1 else CONFLICTING,
        "verdict": ordered[0]["verdict"],
        "certainty": min((link["certainty"] for link in ordered), key=FIRMEST_FIRST.index),
        "claims": tuple(link["claim"] for link in ordered),
        "verbs": tuple(dict.fromkeys(link["verb"] for link in ordered)),
        "qualifiers": tuple(ordered[0]["qualifiers"]),
        "sources": tuple(sorted({source for link in ordered for source in link["sources"]})),
    }


def _best_first(link: dict[str, str]) -> tuple[int, bool, int, str]:
    firmness = FIRMEST_FIRST.index(link["certainty"])
    return RANK[link["verdict"]], bool(link["qualifiers"]), firmness, link["claim"]
