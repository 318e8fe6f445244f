"""Claims as nanopublications: one TriG file for each, unsigned.

The *assertion* is the claim: what it says, with sign and qualifiers. Its *provenance* is where it was said and how
firmly, and what others found, for and against, with the sources. The *publication info* says of which release it is.
Whoever signs adds creator and time, which would make no two exports the same; the identifiers are ours until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from myograph.exports.triples import sorted_header
from myograph.graph.exporting import in_order
from myograph.names import DCTERMS, HOME, MYO, MYO_CLAIM, OA, OWL, PROV, RDF, RDFS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.exports.holdings import Holdings

NP = Vocabulary("http://www.nanopub.org/nschema#")
NPX = Vocabulary("http://purl.org/nanopub/x/")
NANOPUBLICATION = f"{HOME}nanopub/"
ASSERTED = (
    RDF.type,
    RDF.subject,
    RDF.predicate,
    RDF.object,
    MYO.sign,
    MYO.claimKind,
    MYO.statement,
    MYO.severity,
    MYO.frequency,
    MYO.condition,
    MYO.means,
    MYO.population,
    MYO.inRespectOf,
)
"""What a claim says; everything else that the graph holds about it is provenance."""


def files(holdings: Holdings) -> dict[str, bytes]:
    """Return one nanopublication for each claim, by file name."""
    prefixes = {prefix: space for prefix, space in holdings.prefixes.namespaces.items() if prefix}
    written = {}
    for claim in holdings.records.claims:
        name = claim.iri.removeprefix(str(MYO_CLAIM))
        quads = in_order(nanopublication(holdings, NamedNode(claim.iri), f"{NANOPUBLICATION}{name}"))
        spaces = _used(holdings, quads, prefixes) | {"np": str(NP), "npx": str(NPX), "sub": f"{NANOPUBLICATION}{name}#"}
        written[f"{name}.trig"] = sorted_header(serialize(quads, format=RdfFormat.TRIG, prefixes=spaces) or b"")
    return written


def nanopublication(holdings: Holdings, claim: NamedNode, iri: str) -> Iterator[Quad]:
    """Yield the four graphs of the nanopublication of a claim."""
    this = NamedNode(iri)
    head, assertion, provenance, info = (
        NamedNode(f"{iri}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(this, RDF.type, NP.Nanopublication, head)
    yield Quad(this, NP.hasAssertion, assertion, head)
    yield Quad(this, NP.hasProvenance, provenance, head)
    yield Quad(this, NP.hasPublicationInfo, info, head)
    for triple in _about(holdings, claim):
        yield _placed(triple, assertion if triple.predicate in ASSERTED else provenance)
    for source in holdings.index.objects(claim, MYO.statedBy):
        yield Quad(assertion, PROV.wasDerivedFrom, source, provenance)
    for triple in _behind(holdings, claim):
        yield _placed(triple, provenance)
    yield from (Quad(this, predicate, value, info) for predicate, value in _published(holdings, claim))


def _placed(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _about(holdings: Holdings, node: NamedNode) -> Iterator[Triple]:
    for predicate, values in holdings.index.predicates_of(node).items():
        yield from (Triple(node, predicate, value) for value in values)


def _behind(holdings: Holdings, claim: NamedNode) -> Iterable[Triple]:
    """Return what is said of places, passages, evidence and the sources of both, each once."""
    index = holdings.index
    places = [node for node in index.having(MYO.placeOf, claim) if isinstance(node, NamedNode)]
    lines = [node for node in index.having(MYO.appraises, claim) if isinstance(node, NamedNode)]
    passages = [node for place in places if (node := index.node(place, MYO.inPassage))]
    spans = [node for passage in passages if (node := index.node(passage, OA.hasSelector))]
    sources = [node for place in places if (node := index.node(place, MYO.inSource))]
    sources += [node for line in lines if (node := index.node(line, MYO.evidenceSource))]
    nodes = dict.fromkeys((*places, *passages, *spans, *lines, *sources))
    return dict.fromkeys(triple for node in nodes for triple in _about(holdings, node))


def _published(holdings: Holdings, claim: NamedNode) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    dataset = NamedNode(HOME)
    yield NPX.introduces, claim
    yield RDFS.label, Literal(f"Claim: {holdings.index.text(claim, MYO.statement)}", language="en")
    yield DCTERMS.isPartOf, dataset
    yield OWL.versionInfo, Literal(holdings.version)
    for predicate in (DCTERMS.license, DCTERMS.publisher):
        for value in holdings.index.objects(dataset, predicate):
            if isinstance(value, NamedNode | Literal):
                yield predicate, value


def _used(holdings: Holdings, quads: Iterable[Quad], prefixes: dict[str, str]) -> dict[str, str]:
    iris = {term.value for quad in quads for term in quad if isinstance(term, NamedNode)}
    iris |= {quad.object.datatype.value for quad in quads if isinstance(quad.object, Literal)}
    used = {holdings.identifier(iri).partition(":")[0] for iri in iris}
    return {prefix: space for prefix, space in prefixes.items() if prefix in used}
