"""Describe the service and the dataset to machines: SPARQL 1.1 Service Description and VoID, counted, not claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from myograph.formats import BOOLEAN, FORMATS, SOLUTIONS, TRIPLES
from myograph.names import DCAT, DCTERMS, HOME, RDF, RDFS, SD, SH, VOID, XSD, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.names import Prefixes
    from myograph.server.facts import Facts

W3C_FORMATS = Vocabulary("http://www.w3.org/ns/formats/")
FORMAT_NAMES = {
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
DATASET = NamedNode(HOME)


def service_description(base_url: str, facts: Facts, prefixes: Prefixes, *, writable: bool = False) -> Iterator[Triple]:
    """Yield the triples that describe the endpoint below `base_url` and its dataset."""
    endpoint = NamedNode(f"{base_url}/sparql")
    service = NamedNode(f"{base_url}/sparql#service")
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, endpoint)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL10Query)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    if writable:
        yield Triple(service, SD.supportedLanguage, SD.SPARQL11Update)
    yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    yield Triple(service, RDFS.label, _text("Myograph"))
    for form in FORMATS:
        if form.name in FORMAT_NAMES and {SOLUTIONS, BOOLEAN, TRIPLES} & set(form.kinds):
            yield Triple(service, SD.resultFormat, W3C_FORMATS[FORMAT_NAMES[form.name]])
    yield from _graphs(service, f"{base_url}/sparql", facts)
    yield from _prefixes(prefixes)


def _graphs(service: NamedNode, endpoint: str, facts: Facts) -> Iterator[Triple]:
    default = NamedNode(f"{endpoint}#default-graph")
    yield Triple(service, SD.defaultDataset, DATASET)
    yield Triple(DATASET, RDF.type, SD.Dataset)
    yield Triple(DATASET, SD.defaultGraph, default)
    yield Triple(default, RDF.type, SD.Graph)
    yield Triple(default, VOID.triples, _number(facts.triples))
    for graph in facts.graphs:
        name = NamedNode(graph.iri)
        entry = NamedNode(f"{endpoint}#graph-{graph.iri.rstrip('/#').rpartition('/')[2].rpartition('#')[2]}")
        yield Triple(DATASET, SD.namedGraph, entry)
        yield Triple(entry, RDF.type, SD.NamedGraph)
        yield Triple(entry, SD.name, name)
        yield Triple(entry, SD.graph, name)
        yield Triple(entry, RDFS.label, _text(graph.label))
        yield Triple(name, RDF.type, SD.Graph)
        yield Triple(name, VOID.triples, _number(graph.triples))


def _prefixes(prefixes: Prefixes) -> Iterator[Triple]:
    for prefix, namespace in prefixes.namespaces.items():
        node = NamedNode(f"{HOME}ontology#prefix-{prefix}")
        yield Triple(DATASET, SH.declare, node)
        yield Triple(node, SH.prefix, _text(prefix))
        yield Triple(node, SH.namespace, Literal(namespace, datatype=XSD.anyURI))


def dataset_description(base_url: str, facts: Facts) -> Iterator[Triple]:
    """Yield the triples of the VoID and DCAT description of the dataset served below `base_url`."""
    yield from facts.description or _counted(facts)
    yield Triple(DATASET, RDF.type, DCAT.Dataset)
    yield Triple(DATASET, DCTERMS.title, Literal("Myograph", language="en"))
    yield Triple(DATASET, DCTERMS.license, NamedNode("https://creativecommons.org/licenses/by/4.0/"))
    yield Triple(DATASET, DCTERMS.identifier, _text(facts.build))
    yield Triple(DATASET, VOID.sparqlEndpoint, NamedNode(f"{base_url}/sparql"))
    yield Triple(DATASET, VOID.openSearchDescription, NamedNode(f"{base_url}/opensearch.xml"))
    for name in facts.dumps:
        yield Triple(DATASET, VOID.dataDump, NamedNode(f"{base_url}/download/{name}"))


def _counted(facts: Facts) -> Iterator[Triple]:
    """Count a store that says nothing of itself."""
    yield Triple(DATASET, RDF.type, VOID.Dataset)
    yield Triple(DATASET, DCAT.version, _text(facts.version))
    yield Triple(DATASET, VOID.uriSpace, _text(HOME))
    yield Triple(DATASET, VOID.triples, _number(facts.triples))
    yield Triple(DATASET, VOID.classes, _number(len(facts.classes)))
    yield Triple(DATASET, VOID.properties, _number(len(facts.properties)))
    for number, (iri, count) in enumerate(facts.classes.items()):
        part = NamedNode(f"{HOME}#class-{number}")
        yield Triple(DATASET, VOID.classPartition, part)
        yield Triple(part, VOID["class"], NamedNode(iri))
        yield Triple(part, VOID.entities, _number(count))
    for number, (iri, count) in enumerate(facts.properties.items()):
        part = NamedNode(f"{HOME}#property-{number}")
        yield Triple(DATASET, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, NamedNode(iri))
        yield Triple(part, VOID.triples, _number(count))


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=XSD.integer)


def _text(text: str) -> Literal:
    return Literal(text)
