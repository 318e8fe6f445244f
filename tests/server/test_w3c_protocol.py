"""Every query test of the SPARQL 1.1 Protocol and Service Description suites of the W3C, over a real connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, Graph, Namespace, URIRef

from tests.server.serving import Server, endpoint_store, serving
from tests.server.w3c_protocol import Exchanged, ProtocolTest, protocol_tests
from tests.shared_material import shared_file, shared_root

FOLDER = "w3c/sparql/sparql11/protocol"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TYPES = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}


def suite() -> list[ProtocolTest]:
    folder = shared_root() / FOLDER
    return protocol_tests(folder) if folder.is_dir() else []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = shared_file(FOLDER)
    graphs = {pair for test in suite() for pair in test.data}
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph))
        for graph, path in sorted(graphs)
        for quad in parse(path=str(folder / path.name), format=RdfFormat.N_TRIPLES)
    ]
    with serving(endpoint_store(tmp_path_factory.mktemp("w3c") / "store", quads)) as running:
        yield running


def send(client: httpx.Client, asked: Exchanged) -> httpx.Response:
    request = client.build_request(asked.method, asked.path, headers=list(asked.headers), content=asked.body or None)
    return client.send(request)


@pytest.mark.shared(FOLDER)
@pytest.mark.parametrize("test", [t for t in suite() if not t.writes], ids=lambda test: test.name)
def test_query(server: Server, test: ProtocolTest) -> None:
    with server.client() as client:
        for asked in test.exchanges:
            told = send(client, asked)
            assert told.status_code // 100 in asked.statuses, told.text
            if asked.boolean is not None:
                assert told.json()["boolean"] is asked.boolean
            if asked.format is not None:
                assert told.headers["content-type"].partition(";")[0] in TYPES[asked.format]


@pytest.mark.shared(FOLDER)
@pytest.mark.parametrize("test", [t for t in suite() if t.writes], ids=lambda test: test.name)
def test_update_is_refused_by_a_server_that_only_reads(server: Server, test: ProtocolTest) -> None:
    with server.client() as client:
        told = send(client, test.exchanges[0])
        assert told.status_code in (400, 403, 415)


@pytest.mark.shared("w3c/sparql/sparql11/service-description")
def test_service_description(server: Server) -> None:
    with server.client(accept="application/rdf+xml") as client:
        told = client.get("/sparql")
    assert told.headers["content-type"] == "application/rdf+xml"
    graph = Graph()
    graph.parse(data=told.content, format="xml")
    endpoint = URIRef(f"{server.address}/sparql")
    services = list(graph.subjects(SD.endpoint, endpoint))
    assert len(services) == 1
    assert (services[0], RDF.type, SD.Service) in graph
    conforms_to_schema(graph)


def conforms_to_schema(graph: Graph) -> None:
    """Check domains and ranges of the vocabulary, as far as the description uses it."""
    rules = {
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: (SD.Dataset, SD.NamedGraph),
        SD.graph: (SD.NamedGraph, SD.Graph),
    }
    for predicate, (domain, target) in rules.items():
        pairs = list(graph.subject_objects(predicate))
        assert pairs, predicate
        for subject, value in pairs:
            assert (subject, RDF.type, domain) in graph
            assert (value, RDF.type, target) in graph


def test_the_suite_is_whole_where_it_is() -> None:
    folder: Path = shared_file(FOLDER)
    assert len(protocol_tests(folder)) == 34
