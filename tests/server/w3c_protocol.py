"""The protocol tests of the W3C as data: requests to send, and what must come back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One request, and the classes of status (2 for 200 to 299), the truth and the kind of format expected."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[int]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True, slots=True)
class ProtocolTest:
    """A named sequence of exchanges; `data` maps graph IRIs to files."""

    name: str
    data: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchanged, ...]

    @property
    def writes(self) -> bool:
        return self.name.startswith(("update", "bad_update"))


def protocol_tests(folder: Path) -> list[ProtocolTest]:
    """Read every test of the manifest in `folder`."""
    manifest = Graph()
    manifest.parse(folder / "manifest.ttl", format="turtle")
    tests = manifest.subjects(RDF.type, MF.ProtocolTest)
    return sorted((_test(manifest, node, folder) for node in tests), key=lambda test: test.name)


def _test(manifest: Graph, node: Node, folder: Path) -> ProtocolTest:
    action = manifest.value(node, MF.action)
    requests = Collection(manifest, manifest.value(action, HT.requests) or BNode())
    data = tuple(
        (str(manifest.value(entry, RDFS_LABEL)), folder / Path(str(manifest.value(entry, UT.graph))).name)
        for entry in manifest.objects(node, UT.graphData)
    )
    return ProtocolTest(str(node).rpartition("#")[2], data, tuple(_exchange(manifest, each) for each in requests))


def _exchange(manifest: Graph, node: Node) -> Exchanged:
    response = manifest.value(node, HT.resp)
    listed = manifest.value(node, HT.headers)
    headers = [] if listed is None else list(Collection(manifest, listed))
    truth = manifest.value(response, MF.expectedBoolean)
    form = manifest.value(response, MF.expectedFormat)
    return Exchanged(
        str(manifest.value(node, HT.methodName)),
        str(manifest.value(node, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
        tuple((str(manifest.value(h, HT.fieldName)), str(manifest.value(h, HT.fieldValue))) for h in headers),
        _body(manifest, manifest.value(node, HT.body)),
        frozenset(int(str(status)[-3]) for status in manifest.objects(response, MF.expectedStatus)),
        None if truth is None else truth.toPython(),  # type: ignore[attr-defined]
        None if form is None else str(form),
    )


def _body(manifest: Graph, node: Node | None) -> bytes:
    if node is None:
        return b""
    coding = str(manifest.value(node, CNT.characterEncoding))
    return str(manifest.value(node, CNT.chars)).encode(coding)
