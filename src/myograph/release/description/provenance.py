"""PROV of a build: what it read, with digests, and what did it. No time unless one is given, and no place."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from myograph.names import DCAT, DCTERMS, MYO_GRAPH, PROV, RDF, XSD, Vocabulary
from myograph.queries.catalogue import question_files
from myograph.release.description.void import DATASET, DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.content import Content
    from myograph.graph.layout import Layout

SPDX = Vocabulary("http://spdx.org/rdf/terms#")
HERE = Vocabulary(f"{DESCRIPTION.value}#")
BUILD = HERE.build
VIEWS = "queries/views/"
QUESTIONS = "queries"


@dataclass(frozen=True, slots=True)
class Input:
    """Hold what a build read: a path from the content root, its SHA-256, and the graph it went into, if any."""

    path: str
    digest: str
    graph: NamedNode | None


@dataclass(frozen=True, slots=True)
class Making:
    """Hold what a build read and what did it; `software` is names and versions, `moment` in UTC as XML writes it."""

    build: str
    inputs: tuple[Input, ...]
    software: tuple[tuple[str, str], ...]
    moment: str | None = None


def read_inputs(content: Content, layout: Layout) -> tuple[Input, ...]:
    """Return the files that became graphs, the views, and all questions as one; raises OSError."""
    owners = {path: graph.name for graph in layout.graphs for path in graph.files}
    owners |= {path: MYO_GRAPH.derived for path in content.files() if path.startswith(VIEWS) and path.endswith(".rq")}
    whole = sha256()
    for file in question_files(content):
        path = file.relative_to(content.root).as_posix()
        whole.update(f"{path} {_digest(content, path)}\n".encode())
    files = (Input(path, _digest(content, path), graph) for path, graph in sorted(owners.items()))
    return *files, Input(QUESTIONS, whole.hexdigest(), MYO_GRAPH.catalogue)


def _digest(content: Content, path: str) -> str:
    return sha256((content.root / path).read_bytes()).hexdigest()


def provenance_triples(making: Making) -> Iterator[Triple]:
    """Yield the activity that built the dataset, what it used and what carried it out."""
    yield Triple(DATASET, RDF.type, PROV.Entity)
    yield Triple(DATASET, PROV.wasGeneratedBy, BUILD)
    yield Triple(BUILD, RDF.type, PROV.Activity)
    yield Triple(BUILD, DCTERMS.identifier, Literal(making.build))
    if making.moment is not None:
        yield Triple(BUILD, PROV.endedAtTime, Literal(making.moment, datatype=XSD.dateTime))
    for name, version in making.software:
        agent = HERE[f"{name}-{version}"]
        yield Triple(BUILD, PROV.wasAssociatedWith, agent)
        yield Triple(agent, RDF.type, PROV.SoftwareAgent)
        yield Triple(agent, DCTERMS.title, Literal(name))
        yield Triple(agent, DCAT.version, Literal(version))
    for used in making.inputs:
        yield from _used(used)


def _used(used: Input) -> Iterator[Triple]:
    node = HERE[used.path]
    yield Triple(BUILD, PROV.used, node)
    yield Triple(node, RDF.type, PROV.Entity)
    yield Triple(node, DCTERMS.title, Literal(used.path))
    yield from checksum_triples(node, used.digest)
    if used.graph is not None:
        yield Triple(used.graph, PROV.wasDerivedFrom, node)


def checksum_triples(node: NamedNode, digest: str) -> Iterator[Triple]:
    """Yield the SHA-256 of a file, in the words that DCAT asks for."""
    checksum = NamedNode(f"{node.value}{'.' if '#' in node.value else '#'}sha256")
    yield Triple(node, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(checksum, SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary))
