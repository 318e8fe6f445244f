"""VoID: how many triples, things, classes and properties the whole has, and each named graph.

Partitions have IRIs, `...graph/foods#class-myo-Food`, so that the same content gives the same bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from myograph.names import HOME, MYO_GRAPH, RDF, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from myograph.names import Prefixes
    from myograph.release.description.counting import Census, Figures

DATASET = NamedNode(HOME)
DESCRIPTION = MYO_GRAPH.description
FIGURES = (VOID.triples, VOID.entities, VOID.classes, VOID.properties, VOID.distinctSubjects)
"""The properties whose values are counted; content that states one has to state what is counted."""


def void_triples(census: Census, prefixes: Prefixes) -> Iterator[Triple]:
    """Yield the VoID description of the whole and of each named graph."""
    yield Triple(DATASET, VOID.uriSpace, Literal(HOME))
    yield from _dataset(DATASET, census.whole, prefixes)
    for namespace in _vocabularies(census.whole, prefixes):
        yield Triple(DATASET, VOID.vocabulary, NamedNode(namespace))
    for name, figures in census.graphs.items():
        graph = NamedNode(name)
        yield Triple(DATASET, VOID.subset, graph)
        yield from _dataset(graph, figures, prefixes)


def _dataset(node: NamedNode, figures: Figures, prefixes: Prefixes) -> Iterator[Triple]:
    yield Triple(node, RDF.type, VOID.Dataset)
    for figure, count in zip(FIGURES, figures_of(figures), strict=True):
        yield Triple(node, figure, count)
    for part, cls, things in _parts(node, "class", figures.classes, prefixes):
        yield Triple(node, VOID.classPartition, part)
        yield Triple(part, VOID["class"], cls)
        yield Triple(part, VOID.entities, things)
    for part, predicate, uses in _parts(node, "property", figures.properties, prefixes):
        yield Triple(node, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, predicate)
        yield Triple(part, VOID.triples, uses)


def figures_of(figures: Figures) -> tuple[Literal, ...]:
    """Return the values of FIGURES."""
    counts = (figures.triples, figures.entities, len(figures.classes), len(figures.properties), figures.subjects)
    return tuple(map(number, counts))


def _parts(
    node: NamedNode, kind: str, counts: Mapping[str, int], prefixes: Prefixes
) -> Iterator[tuple[NamedNode, NamedNode, Literal]]:
    for iri, count in counts.items():
        yield NamedNode(f"{node.value}#{kind}-{_local(iri, prefixes)}"), NamedNode(iri), number(count)


def _local(iri: str, prefixes: Prefixes) -> str:
    curie = prefixes.compress(iri)
    return sha256(iri.encode()).hexdigest()[:16] if curie.startswith("<") else curie.replace(":", "-", 1)


def _vocabularies(figures: Figures, prefixes: Prefixes) -> list[str]:
    used = [*figures.classes, *figures.properties]
    spaces = sorted(set(prefixes.namespaces.values()))
    return [space for space in spaces if any(iri.startswith(space) for iri in used)]


def number(count: int) -> Literal:
    """Return a count as the store writes it."""
    return Literal(str(count), datatype=XSD.integer)
