"""A few claims of the shipped graph with all that belongs to them: each verdict and qualifier, places and lines."""

from __future__ import annotations

from collections.abc import Container

from pyoxigraph import NamedNode, Quad

from myograph.exports.holdings import Holdings
from myograph.graph.layout import DERIVED
from myograph.graph.triple_index import TripleIndex
from myograph.knowledge import KnowledgeGraph
from myograph.names import MYO, MYO_CLAIM, MYO_GRAPH, MYO_ID, OA, RDF, SKOS

CHOSEN = ("almond-mg", "mg-deficiency-twitching", "mg-relieves-spasm")
"""Claims that are always among them; the others are chosen by what they have."""

QUALIFIERS = (MYO.severity, MYO.frequency, MYO.condition, MYO.means, MYO.population, MYO.inRespectOf)


def excerpt(holdings: Holdings) -> Holdings:
    """Return a graph of about a dozen claims."""
    index, quads = holdings.index, holdings.quads
    kept = closure(index, claims_of(holdings)) | some_food(index) | some_figures(index)
    ontology = {NamedNode(f"{MYO}{name}") for name in ("Claim", "causes", "sign")}
    shape = {quad.subject for quad in quads if quad.graph_name == MYO_GRAPH.shapes and quad.predicate == RDF.type}
    kept |= ontology | {min(shape, key=str)}
    chosen = tuple(quad for quad in quads if quad.subject in kept and is_wanted(quad, kept))
    iris = {node.value for node in kept if isinstance(node, NamedNode)}
    links = tuple(link for link in holdings.causal_links if {link.subject.iri, link.object.iri} <= iris)
    links = tuple(link for link in links if link.iri in iris or not link.is_claim)
    return Holdings(chosen, links, holdings.content, holdings.prefixes, holdings.version, holdings.build)


def is_wanted(quad: Quad, kept: Container[object]) -> bool:
    """Tell whether a quad stays: not if it leads on to a thing that is left out."""
    if str(quad.object).startswith(f"<{MYO_ID}") and quad.object not in kept:
        return False
    return quad.graph_name != DERIVED or quad.predicate == RDF.type or str(quad.subject).startswith(f"<{MYO_CLAIM}")


def claims_of(holdings: Holdings) -> list[NamedNode]:
    """Return one claim for each verdict and each qualifier, and those of CHOSEN."""
    claims = holdings.records.claims
    names = [claim.iri for claim in claims if claim.iri.rpartition("/")[2] in CHOSEN]
    names += {claim.verdict: claim.iri for claim in claims}.values()
    index = holdings.index
    for qualifier in (*QUALIFIERS, MYO.verdict):
        names.append(next(c.iri for c in claims if index.objects(NamedNode(c.iri), qualifier)))
    searched = [index.node(node, MYO.appraises) for node in index.having(RDF.type, MYO.EvidenceSearch)]
    return [NamedNode(iri) for iri in dict.fromkeys(names)] + [node for node in searched if node][:1]


def closure(index: TripleIndex, claims: list[NamedNode]) -> set[object]:
    """Return the claims, their places, passages, evidence, and everything that these name."""
    places = [place for claim in claims for place in index.having(MYO.placeOf, claim)]
    lines = [line for claim in claims for line in index.having(MYO.appraises, claim)]
    nodes: set[object] = {*claims, *places, *lines}
    for predicate in (MYO.inPassage, OA.hasSelector):
        nodes |= {value for node in list(nodes) for value in index.objects(node, predicate)}  # type: ignore[arg-type]
    named = {value for node in nodes for values in index.predicates_of(node).values() for value in values}  # type: ignore[arg-type]
    named |= {value for node in named for value in index.objects(node, SKOS.broader)}  # type: ignore[arg-type]
    return nodes | {node for node in named if isinstance(node, NamedNode) and not _is_other_claim(node, claims)}


def _is_other_claim(node: NamedNode, claims: list[NamedNode]) -> bool:
    return node in MYO_CLAIM and node not in claims


def some_food(index: TripleIndex) -> set[object]:
    """Return one form of almond, its amounts and their nutrients."""
    item = min(index.having(MYO.formOf, NamedNode("https://w3id.org/myograph/id/almond")), key=str)
    amounts = index.objects(item, MYO.hasAmount)
    return {item, *amounts, *(node for amount in amounts if (node := index.node(amount, MYO.nutrient)))}  # type: ignore[arg-type]


def some_figures(index: TripleIndex) -> set[object]:
    """Return one reference intake."""
    return {min(index.having(RDF.type, MYO.ReferenceIntake), key=str)}


def shipped(graph: KnowledgeGraph) -> Holdings:
    """Return what exports of the shipped graph write."""
    from myograph.knowledge.exporting import held

    return held(graph)
