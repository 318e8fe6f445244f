"""Read the terms of an ontology in RDF: RDF/XML, Turtle, N-Triples and whatever else the engine parses.

The file is read as a stream: what is kept grows with the number of terms, not with the axioms about them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from myograph.errors import UsageError
from myograph.importers.foreign import (
    CLASS,
    DEPRECATED,
    LABEL,
    ONTOLOGY,
    REPLACED_BY,
    SUBCLASS_OF,
    TYPE,
    VERSION,
    VERSION_IRI,
    ForeignOntology,
    TermNotes,
    obo_iri,
)
from myograph.importers.xml_guards import refuse_cut_off, refuse_entities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad, Triple

FORMATS = {
    ".owl": RdfFormat.RDF_XML,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".n3": RdfFormat.N3,
    ".jsonld": RdfFormat.JSON_LD,
}


def read_rdf(path: Path, form: RdfFormat) -> ForeignOntology:
    """Read the terms of an RDF file; raises UsageError with file and line for what does not parse."""
    terms: dict[str, TermNotes] = defaultdict(TermNotes)
    about: dict[str, str] = {}
    for triple in triples(path, form):
        if isinstance(triple.subject, NamedNode):
            _note(terms, about, triple.subject.value, triple)
    return ForeignOntology(about.get(ONTOLOGY), _version(about), _defined(terms))


def triples(path: Path, form: RdfFormat, base: str | None = None) -> Iterator[Triple]:
    """Yield the triples of a file as they are read; `base` is what relative IRIs are relative to.

    Blank nodes get names of their own. Raises UsageError with file and line for what does not parse.
    """
    return (quad.triple for quad in statements(path, form, base))


def statements(path: Path, form: RdfFormat, base: str | None = None) -> Iterator[Quad]:
    """Yield what `triples` yields, each with the graph that the file puts it into."""
    if form == RdfFormat.RDF_XML:
        refuse_cut_off(path)
        refuse_entities(path)
    try:
        yield from parse(path=str(path), format=form, base_iri=base, rename_blank_nodes=True)
    except SyntaxError as fault:
        where = f"{path}:{fault.lineno}" if fault.lineno else str(path)
        advice = "Get the file again, or mend it at this place."
        raise UsageError(f"not readable as {form.name}: {fault.msg}", place=where, advice=advice) from None


def _note(terms: dict[str, TermNotes], about: dict[str, str], subject: str, triple: Triple) -> None:
    predicate, value = triple.predicate.value, triple.object
    if predicate == LABEL and isinstance(value, Literal):
        notes = terms[subject]
        notes.defined = True
        if value.language in (None, "en"):
            notes.labels.append(value.value)
    elif predicate == DEPRECATED and isinstance(value, Literal):
        terms[subject].obsolete = value.value in ("true", "1")
    elif predicate == REPLACED_BY and isinstance(value, NamedNode | Literal):
        terms[subject].replaced_by.append(obo_iri(value.value))
    elif predicate == SUBCLASS_OF and isinstance(value, NamedNode):
        terms[subject].parents.append(value.value)
    elif predicate == TYPE and isinstance(value, NamedNode):
        if value.value == ONTOLOGY:
            about.setdefault(ONTOLOGY, subject)
        elif value.value == CLASS:
            terms[subject].defined = True
    elif predicate in (VERSION_IRI, VERSION) and isinstance(value, NamedNode | Literal):
        about.setdefault(f"{subject} {predicate}", value.value)


def _version(about: Mapping[str, str]) -> str | None:
    subject = about.get(ONTOLOGY)
    return about.get(f"{subject} {VERSION_IRI}") or about.get(f"{subject} {VERSION}")


def _defined(terms: Mapping[str, TermNotes]) -> dict[str, TermNotes]:
    return {iri: notes for iri, notes in terms.items() if notes.defined}
