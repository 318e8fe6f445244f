"""Terms are declared before they are used, and the vocabulary explains each of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.graph.triple_index import LABEL, TYPE
from myograph.names import (
    MYO,
    MYO_CLAIM,
    MYO_EDGE,
    MYO_EVIDENCE,
    MYO_FOOD,
    MYO_ID,
    MYO_PASSAGE,
    MYO_PLACE,
    MYO_SOURCE,
    OWL,
    RDF,
    RDFS,
    SH,
    SKOS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject
    from myograph.graph.triple_index import TripleIndex

EXPLAINED_CLASSES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
NAMED_CLASSES = (*EXPLAINED_CLASSES, OWL.NamedIndividual)
NODE_SPACES = (MYO_ID, MYO_CLAIM, MYO_PLACE, MYO_PASSAGE, MYO_SOURCE, MYO_EDGE, MYO_EVIDENCE, MYO_FOOD)
CLAIM_PARTS = (RDF.subject, RDF.predicate, RDF.object)


def vocabulary_is_explained(loaded: LoadedContent) -> Iterator[Finding]:
    """Find classes, properties and controlled terms that lack a label, definition, example or home."""
    for term in loaded.index.subjects():
        if term in MYO:
            for predicate in _missing_explanations(loaded.index, term):
                yield loaded.finding(
                    "vocabulary-explained",
                    term,
                    f"the term has no {loaded.written(predicate)}",
                    "Give each term a label, a definition, an example and rdfs:isDefinedBy.",
                )


def _missing_explanations(index: TripleIndex, term: Subject) -> Iterator[NamedNode]:
    types = index.types(term)
    if not any(cls in NAMED_CLASSES for cls in types):
        return
    wanted = (LABEL, SKOS.definition, RDFS.isDefinedBy)
    needs_example = any(cls in EXPLAINED_CLASSES for cls in types)
    for predicate in (*wanted, SKOS.example) if needs_example else wanted:
        if not index.objects(term, predicate):
            yield predicate


def terms_are_declared(loaded: LoadedContent) -> Iterator[Finding]:
    """Find terms of the vocabulary that content uses and no ontology file declares."""
    known = set(declared_terms(loaded.index))
    for triple in loaded.triples():
        for term in triple:
            if term in MYO and term not in known:
                known.add(term)  # one finding for one term
                yield loaded.finding(
                    "declared-terms",
                    triple.subject,
                    f"the term {loaded.written(term)} is used here and declared nowhere",
                    "Correct its name, or declare it in ontology/myograph.ttl.",
                )


def declared_terms(index: TripleIndex) -> frozenset[object]:
    """Return the terms of the vocabulary that are declared: typed, or the subject of a prefix declaration."""
    return frozenset(
        term
        for term in index.subjects()
        if term in MYO and any(index.objects(term, predicate) for predicate in (TYPE, SH.prefix))
    )


def nodes_are_declared(loaded: LoadedContent) -> Iterator[Finding]:
    """Find nodes of the project that content refers to and no file types, claims' own parts apart."""
    seen: set[object] = set()
    for triple in loaded.triples():
        node = triple.object
        if node in seen or triple.predicate in CLAIM_PARTS or not _is_own_node(node):
            continue
        seen.add(node)
        if not loaded.index.types(node):
            yield loaded.finding(
                "declared-nodes",
                triple.subject,
                f"{loaded.written(triple.predicate)} refers to {loaded.written(node)}, which is declared nowhere",
                "Correct the name, or declare the node with its class.",
            )


def _is_own_node(node: object) -> TypeGuard[NamedNode]:
    return isinstance(node, NamedNode) and any(node in space for space in NODE_SPACES)
