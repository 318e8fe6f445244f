"""The graph as triples: nothing added, and in the formats with named graphs nothing lost.

In Turtle 1.2 a claim is a reifier: `<claim> rdf:reifies <<( subject predicate object )>>` takes the place of
`rdf:subject`, `rdf:predicate` and `rdf:object`. The proposition is named without being asserted; it is asserted only
where the graph of derived triples asserts it, which is never the case for a claim that evidence contradicts.
"""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from myograph.errors import UsageError
from myograph.exports.compaction import Framing, json_bytes
from myograph.graph.exporting import as_nquads, as_trig, as_turtle, in_order
from myograph.names import MYO, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.exports.compaction import Json
    from myograph.exports.holdings import Holdings
    from myograph.graph.reading import Term
    from myograph.names import Prefixes

REIFIES = NamedNode(f"{RDF}reifies")
PARTS = (RDF.subject, RDF.predicate, RDF.object)

ENDS_WITH_A_NAME = re.compile(r"[^\W\d][\w.\-\u00b7]*$")
"""How an IRI ends that an element of XML can be named by."""

XML_CANNOT_HOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 has no place for, not even as references."""


def turtle(holdings: Holdings) -> bytes:
    """Return the union of all graphs as Turtle."""
    return as_turtle(holdings.quads, holdings.prefixes)


def trig(holdings: Holdings) -> bytes:
    """Return the named graphs as TriG."""
    return as_trig(holdings.quads, holdings.prefixes)


def nquads(holdings: Holdings) -> bytes:
    """Return one line for each quad."""
    return as_nquads(holdings.quads)


def rdfxml(holdings: Holdings) -> bytes:
    """Return the union of all graphs as RDF/XML; raises UsageError for characters and properties it cannot hold."""
    triples = _ordered(quad.triple for quad in holdings.quads)
    for property_ in {triple.predicate.value for triple in triples}:
        _refuse_nameless(property_)
    written = serialize(triples, format=RdfFormat.RDF_XML, prefixes=dict(_used(triples, holdings.prefixes))) or b""
    head, body, rest = written.partition(b"<rdf:RDF ")
    attributes, end, nodes = rest.partition(b">\n")
    refuse_for_xml(nodes.decode())
    return b"".join((head, body, b" ".join(sorted(attributes.split(b" "))), end, nodes))


def _refuse_nameless(property_: str) -> None:
    """Raise UsageError for a property whose IRI does not end with a name: RDF/XML writes properties as elements."""
    if not ENDS_WITH_A_NAME.search(property_):
        raise UsageError(
            "RDF/XML has no way to write this property",
            place=f"<{property_}>",
            advice="Export another format, such as turtle or jsonld.",
        )


def refuse_for_xml(text: str) -> None:
    """Raise UsageError when a text holds characters that XML cannot hold."""
    found = XML_CANNOT_HOLD.search(text)
    if found:
        raise UsageError(
            f"the graph holds a control character, U+{ord(found.group()):04X}, which XML cannot hold",
            place=text[max(0, found.start() - 40) : found.start()].strip(),
            advice="Export another format, such as turtle, csv or jsonld.",
        )


def turtle12(holdings: Holdings) -> bytes:
    """Return the union of all graphs as Turtle 1.2, claims and edges as reifiers."""
    triples = _ordered(_reified(holdings))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(_used(triples, holdings.prefixes))) or b""
    return b'VERSION "1.2"\n' + sorted_header(written)


def _reified(holdings: Holdings) -> Iterable[Triple]:
    index = holdings.index
    taken = set()
    for node in {subject for subject, _ in index.pairs(RDF.subject)}:
        parts = [index.objects(node, part) for part in PARTS]
        if all(len(part) == 1 for part in parts) and isinstance(parts[1][0], NamedNode):
            taken.add(node)
            yield Triple(node, REIFIES, Triple(*(part[0] for part in parts)))  # type: ignore[arg-type]
    for triple in {quad.triple for quad in holdings.quads}:
        if triple.subject not in taken or triple.predicate not in PARTS:
            yield triple


def jsonld(holdings: Holdings) -> bytes:
    """Return the named graphs as JSON-LD in the words of the published context, nodes flat."""
    context = holdings.context
    written: list[Json] = []
    for graph, quads in groupby(in_order(holdings.quads), key=lambda quad: quad.graph_name):
        nodes = [context.node(*node) for node in _nodes(quads)]
        named = isinstance(graph, NamedNode | BlankNode)
        written += [{"id": context.identifier(graph), "@graph": nodes}] if named else nodes
    return json_bytes({"@context": context.document, "@graph": written})


def _nodes(quads: Iterable[Quad]) -> Iterable[tuple[NamedNode | BlankNode, Mapping[NamedNode, list[Term]]]]:
    for subject, same in groupby(quads, key=lambda quad: quad.subject):
        properties: dict[NamedNode, list[Term]] = {}
        for quad in same:
            properties.setdefault(quad.predicate, []).append(quad.object)
        yield subject, properties


def framed_claims(holdings: Holdings) -> bytes:
    """Return one tree for each claim: its ends, places with passages, and evidence with sources inside."""
    return _framed(holdings, "claim", (claim.iri for claim in holdings.records.claims))


def framed_entities(holdings: Holdings) -> bytes:
    """Return one tree for each entity: names, relations, mappings, and the claims about it in short."""
    entities = sorted(node.value for node in holdings.index.having(RDF.type, MYO.Entity) if isinstance(node, NamedNode))
    return _framed(holdings, "entity", entities)


def _framed(holdings: Holdings, name: str, iris: Iterable[str]) -> bytes:
    framing, frame = Framing(holdings.context, holdings.index), holdings.frame(name)
    trees = [framing.framed(NamedNode(iri), frame) for iri in iris]
    return json_bytes({"@context": holdings.context.document, "@graph": trees})


def sorted_header(written: bytes) -> bytes:
    """Sort the prefix lines, whose order the engine takes from a hash table."""
    lines = written.splitlines(keepends=True)
    header = list(takewhile(lambda line: line.startswith(b"@prefix "), lines))
    return b"".join((*sorted(header), b"\n" * bool(header), *lines[len(header) :]))


def _ordered(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(
        set(triples), key=lambda t: f"{t.subject}\n{'' if t.predicate == RDF.type else t.predicate}\n{t.object}"
    )


def _used(triples: Iterable[Triple], prefixes: Prefixes) -> Iterable[tuple[str, str]]:
    """Yield the prefixes that one of the IRIs begins with."""
    written = {str(part).partition("<")[2] for triple in triples for part in triple}
    for prefix, space in prefixes.namespaces.items():
        if prefix and any(space in iri for iri in written):
            yield prefix, space
