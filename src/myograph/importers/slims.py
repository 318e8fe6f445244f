"""Take of an ontology what this graph points into: the terms, all that stands above them, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.errors import UsageError
from myograph.importers.foreign import CLASS, DEPRECATED, LABEL, OBO, ONTOLOGY, REPLACED_BY, SUBCLASS_OF, TYPE
from myograph.importers.rdf_terms import triples

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pyoxigraph import Triple

    from myograph.importers.ontology_rdf import RdfFile

SUBPROPERTY_OF = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"
ABOVE = frozenset((SUBCLASS_OF, SUBPROPERTY_OF))
_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
TOLD = frozenset(
    (
        LABEL,
        DEPRECATED,
        REPLACED_BY,
        f"{OBO}IAO_0000115",
        *(f"{_IN_OWL}has{scope}Synonym" for scope in ("Exact", "Broad", "Narrow", "Related")),
        *(f"{_SKOS}{name}" for name in ("prefLabel", "altLabel", "definition")),
    )
)
"""What a slim tells of each term: label, definition, synonyms, whether it is obsolete and what replaces it."""

KINDS = frozenset((CLASS, ONTOLOGY, "http://www.w3.org/2002/07/owl#ObjectProperty"))


def slim_of(file: RdfFile, pointed_to: Collection[str]) -> Callable[[Triple], bool]:
    """Return which triples belong to the slim: those of terms that are pointed to, and of what is above them.

    Raises UsageError when nothing of the ontology is pointed to, or the file does not parse.
    """
    parents = _parents(file)
    chosen: set[str] = set()
    waiting = [iri for iri in parents if iri in pointed_to]
    while waiting:
        iri = waiting.pop()
        if iri not in chosen:
            chosen.add(iri)
            waiting.extend(parents.get(iri, ()))
    if not chosen:
        raise UsageError(
            "nothing here is mapped to a term of this ontology",
            place=str(file.original),
            advice="Import it whole, without --slim.",
        )
    return lambda triple: _belongs(triple, chosen)


def without_names(
    names: Collection[tuple[str, str]], every: Callable[[Triple], bool] | None = None
) -> Callable[[Triple], bool]:
    """Return which triples are kept of `every` one: all but labels, by IRI and text, that this graph gives already.

    A term that it points to would otherwise have the same name twice, and each answer a row twice.
    """

    def kept(triple: Triple) -> bool:
        if triple.predicate.value == LABEL and (_value(triple.subject), _value(triple.object)) in names:
            return False
        return every is None or every(triple)

    return kept


def _value(term: object) -> str:
    return getattr(term, "value", "")


def _belongs(triple: Triple, chosen: Collection[str]) -> bool:
    subject, predicate = _value(triple.subject), triple.predicate.value
    if predicate == TYPE:
        return _value(triple.object) in KINDS and (subject in chosen or _value(triple.object) == ONTOLOGY)
    if subject not in chosen:
        return False
    return predicate in TOLD or (predicate in ABOVE and isinstance(triple.object, NamedNode))


def _parents(file: RdfFile) -> Mapping[str, list[str]]:
    """Return each term that the file tells of, and what stands right above it."""
    parents: dict[str, list[str]] = defaultdict(list)
    for triple in triples(file.path, file.form):
        if not isinstance(triple.subject, NamedNode):
            continue
        predicate = triple.predicate.value
        if predicate in ABOVE and isinstance(triple.object, NamedNode):
            parents[triple.subject.value].append(triple.object.value)
        elif predicate == LABEL:
            parents[triple.subject.value].extend(())
    return parents
