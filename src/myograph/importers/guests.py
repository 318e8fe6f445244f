"""Read RDF of others into a named graph of its own: an ontology, whole or slim, or any other graph.

A guest may say what it likes about its own things and point to ours. What it says *about ours* is left out, and
counted: otherwise a file could give a claim of this graph a verdict, or a mineral another name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import UsageError
from myograph.importers.foreign import ONTOLOGY, TYPE, VERSION, VERSION_IRI, short_name
from myograph.importers.rdf_terms import statements, triples
from myograph.names import DCTERMS, HOME, MYO_GRAPH, PROV, RDF, RDFS, SD, VOID, XSD, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pyoxigraph import Triple

    from myograph.importers.ontology_rdf import RdfFile

ONTOLOGY_GRAPH, GUEST_GRAPH = "ontology-", "guest-"
"""How the local names of the graphs of ontologies and of other guests start."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OWL_VERSION_IRI, OWL_VERSION = NamedNode(VERSION_IRI), NamedNode(VERSION)
SCHEMA = Vocabulary("https://schema.org/")
LICENCES = frozenset(("http://purl.org/dc/terms/license", "http://purl.org/dc/terms/rights"))
ABOUT_ITSELF = LICENCES | {VERSION_IRI, VERSION}
MOST_HEADS = 1000
"""Subjects of which versions and licences are remembered; imported parts bring some of their own."""


@dataclass(slots=True)
class Tally:
    """Count while a guest is read: its triples, those about our things that were left out, and what it says of itself.

    `graphs` are the named graphs into which the file puts its triples; they become one.
    """

    triples: int = 0
    left_out: int = 0
    graphs: set[str] = field(default_factory=set)
    itself: str | None = None
    heads: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, triple: Triple) -> None:
        """Remember what a triple says of the file itself."""
        predicate = triple.predicate.value
        if predicate == TYPE:
            if self.itself is None and getattr(triple.object, "value", None) == ONTOLOGY:
                self.itself = getattr(triple.subject, "value", None)
        elif predicate in ABOUT_ITSELF and len(self.heads) < MOST_HEADS:
            head = self.heads.setdefault(triple.subject.value, {}) if isinstance(triple.subject, NamedNode) else {}
            head.setdefault(predicate, getattr(triple.object, "value", ""))

    def said(self, predicates: Collection[str]) -> str | None:
        """Return what the file says of itself by one of the predicates."""
        head = self.heads.get(self.itself or "", {})
        return next((head[each] for each in predicates if each in head), None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Tell where a guest comes from: a file name or an address, its digest (SHA-256), the time, whole or slim."""

    told: str
    digest: str
    time: str
    extent: str


def checked_name(name: str) -> str:
    """Return the name of a guest; raises UsageError for other than lower-case words joined by hyphens."""
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot name a graph", advice="Give --name, lower-case words joined by hyphens.")
    return name


def ontology_name(file: RdfFile) -> str:
    """Return what an ontology is called for short, by its own IRI, else by its file name."""
    for triple in triples(file.path, file.form):
        if triple.predicate.value == TYPE and getattr(triple.object, "value", None) == ONTOLOGY:
            return checked_name(short_name(getattr(triple.subject, "value", "")) or name_of_file(file))
    return checked_name(name_of_file(file))


def name_of_file(file: RdfFile) -> str:
    """Return the name of a file as lower-case words joined by hyphens, without its endings."""
    words = re.split(r"[^a-z0-9]+", file.original.name.partition(".")[0].lower())
    return "-".join(word for word in words if word)


def guest_quads(
    file: RdfFile, graph: NamedNode, tally: Tally, kept: Callable[[Triple], bool] | None = None, base: str | None = None
) -> Iterator[Quad]:
    """Yield the triples of a file in the graph, those that are `kept`; raises UsageError for what does not parse."""
    for quad in statements(file.path, file.form, base):
        triple = quad.triple
        tally.note(triple)
        if kept is not None and not kept(triple):
            continue
        subject, predicate, value = triple
        if isinstance(subject, NamedNode) and subject.value.startswith(HOME):
            tally.left_out += 1
            continue
        if isinstance(quad.graph_name, NamedNode):
            tally.graphs.add(quad.graph_name.value)
        tally.triples += 1
        yield Quad(subject, predicate, value, graph)


def provenance(graph: NamedNode, name: str, origin: Origin, tally: Tally) -> Iterator[Quad]:
    """Yield what is said of the guest itself, in its own graph: from which file, when, how much."""
    version, licence = tally.said((VERSION_IRI, VERSION)), tally.said(LICENCES)
    parts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, SD.NamedGraph),
        (SD.name, graph),
        (RDFS.label, Literal(f"{name}, imported from {origin.told}", language="en")),
        (DCTERMS.source, Literal(origin.told)),
        (DCTERMS.extent, Literal(origin.extent)),
        (SCHEMA.sha256, Literal(origin.digest)),
        (PROV.generatedAtTime, Literal(origin.time, datatype=XSD.dateTime)),
        (VOID.triples, Literal(tally.triples)),
    ]
    if tally.itself:
        parts.append((PROV.wasDerivedFrom, NamedNode(tally.itself)))
    if version:
        parts.append(_version(version))
    if licence:
        parts.append((DCTERMS.license, Literal(licence)))
    for predicate, value in parts:
        yield Quad(graph, predicate, value, graph)


def _version(version: str) -> tuple[NamedNode, NamedNode | Literal]:
    if "://" in version:
        return OWL_VERSION_IRI, NamedNode(version)
    return OWL_VERSION, Literal(version)


def graph_of(kind: str, name: str) -> NamedNode:
    """Return the graph of a guest; `kind` is ONTOLOGY_GRAPH or GUEST_GRAPH."""
    return MYO_GRAPH[kind + name]
