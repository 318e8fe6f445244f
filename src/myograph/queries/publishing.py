"""The catalogue as RDF, so that SPARQL editors find its questions in the graph itself.

Each question is a `sh:SPARQLExecutable` with its text, its prefixes, a comment and keywords: what
`sparql-editor` of the SIB and similar clients ask an endpoint for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, Quad, Triple

from myograph.names import HOME, MYO_GRAPH, RDF, RDFS, SH, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from myograph.queries.catalogue import Question

GRAPH = MYO_GRAPH.catalogue
QUESTIONS = Vocabulary(f"{HOME}question/")
SCHEMA = Vocabulary("https://schema.org/")
PREFIXES = Vocabulary(HOME).ontology
"""What has the `sh:declare` lines of the prefixes."""

FORMS: dict[str, tuple[NamedNode, NamedNode]] = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}
"""The class of a query of each form, and the property that holds its text; there is none for DESCRIBE."""


def published(questions: Iterable[Question]) -> tuple[Quad, ...]:
    """Return the quads of the graph `myo-graph:catalogue`; questions of other forms than FORMS are left out."""
    triples = (triple for question in questions if question.form in FORMS for triple in described(question))
    return tuple(Quad(triple.subject, triple.predicate, triple.object, GRAPH) for triple in triples)


def described(question: Question) -> Iterator[Triple]:
    """Yield the triples that publish one question."""
    node = QUESTIONS[question.name]
    kind, text = FORMS[question.form]
    yield Triple(node, RDF.type, SH.SPARQLExecutable)
    yield Triple(node, RDF.type, kind)
    yield Triple(node, RDFS.label, Literal(question.title, language="en"))
    yield Triple(node, RDFS.comment, Literal(question.question, language="en"))
    yield Triple(node, text, Literal(question.query))
    yield Triple(node, SH.prefixes, PREFIXES)
    for tag in question.tags:
        yield Triple(node, SCHEMA.keywords, Literal(tag))
