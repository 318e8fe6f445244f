"""Read the terms of an ontology in OWL functional syntax or OWL/XML, by py-horned-owl."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from myograph.errors import MissingExtra, UsageError
from myograph.importers.foreign import DEPRECATED, EXTRA, LABEL, REPLACED_BY, ForeignOntology, TermNotes, obo_iri

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyhornedowl import PyIndexedOntology
    from pyhornedowl.model import AnnotationAssertion

OwlSyntax = Literal["ofn", "owx"]


def read_owl(path: Path, form: OwlSyntax) -> ForeignOntology:
    """Read the terms of an OWL file; raises UsageError with file and line, and MissingExtra without py-horned-owl."""
    ontology = opened(path, form)
    terms: dict[str, TermNotes] = {str(iri): TermNotes(defined=True) for iri in ontology.get_classes()}
    _note_axioms(ontology, terms)
    iri, version = ontology.get_iri(), ontology.get_version_iri()
    return ForeignOntology(str(iri) if iri else None, str(version) if version else None, terms)


def opened(path: Path, form: OwlSyntax) -> PyIndexedOntology:
    """Return an OWL file as its parser has it; raises as `read_owl` does."""
    try:
        import pyhornedowl
    except ImportError:
        raise MissingExtra("py-horned-owl", EXTRA) from None
    try:
        return pyhornedowl.open_ontology(str(path), form)
    except ValueError as fault:
        found = re.search(r"Pos\(\((\d+), (\d+)\)\)", str(fault))
        where = f"{path}:{found[1]}" if found else str(path)
        advice = "The download was cut off, or the file is of another format: get it again."
        raise UsageError("not readable as OWL", place=where, advice=advice) from None


def _note_axioms(ontology: PyIndexedOntology, terms: Mapping[str, TermNotes]) -> None:
    from pyhornedowl.model import AnnotationAssertion, Class, SubClassOf

    for axiom in ontology.get_axioms():
        component = axiom.component
        if isinstance(component, SubClassOf):
            below, above = component.sub, component.sup
            if isinstance(below, Class) and isinstance(above, Class) and str(below.first) in terms:
                terms[str(below.first)].parents.append(str(above.first))
        elif isinstance(component, AnnotationAssertion) and str(component.subject) in terms:
            _note(terms[str(component.subject)], component)


def _note(notes: TermNotes, assertion: AnnotationAssertion) -> None:
    predicate, value = str(assertion.ann.ap.first), assertion.ann.av
    text = str(getattr(value, "literal", value))
    if predicate == LABEL:
        notes.labels.append(text)
    elif predicate == DEPRECATED:
        notes.obsolete = text in ("true", "1")
    elif predicate == REPLACED_BY:
        notes.replaced_by.append(obo_iri(text))
