"""The catalogue in the graph is what SPARQL editors look for, and each of its texts runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from myograph.names import HOME, RDF, SH
from myograph.queries.publishing import GRAPH, QUESTIONS, SCHEMA, published
from myograph.store.embedded import EmbeddedStore
from tests.queries.answers import CATALOGUE

# What sparql-editor asks an endpoint for examples with.
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq
"""
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE {
  ?sq sh:prefixes ?holder . ?holder sh:declare ?line . ?line sh:prefix ?prefix ; sh:namespace ?namespace .
}
"""


def texts(store: EmbeddedStore, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.select(query)]


def test_editors_find_every_question_with_its_comment(embedded: EmbeddedStore) -> None:
    expected = [(f"{HOME}question/{each.name}", each.question, each.query) for each in CATALOGUE]
    assert texts(embedded, EXAMPLES) == sorted(expected)


def test_editors_find_the_prefixes_that_questions_use(embedded: EmbeddedStore) -> None:
    declared = set(texts(embedded, PREFIXES))
    assert {pair for question in CATALOGUE for pair in question.namespaces.items()} <= declared


def test_a_published_text_is_the_question_without_its_header() -> None:
    nothing = EmbeddedStore.in_memory(())
    for question in CATALOGUE:
        assert not question.query.startswith("#")
        assert question.text.endswith(question.query)
        assert [each.name for each in question.columns] == [
            each.value for each in nothing.select(question.query).variables
        ]


def test_a_question_is_published_with_its_keywords() -> None:
    question = CATALOGUE.named("red-flags")
    quads = published([question])
    node = QUESTIONS["red-flags"]
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert {quad.subject for quad in quads} == {node}
    keywords = {quad.object for quad in quads if quad.predicate == SCHEMA.keywords}
    assert keywords == {Literal(tag) for tag in question.tags}


@pytest.mark.parametrize(
    ("form", "kind", "predicate"),
    [
        ("SELECT", SH.SPARQLSelectExecutable, SH.select),
        ("ASK", SH.SPARQLAskExecutable, SH.ask),
        ("CONSTRUCT", SH.SPARQLConstructExecutable, SH.construct),
    ],
)
def test_each_form_has_its_class_and_property(form: str, kind: NamedNode, predicate: NamedNode) -> None:
    question = replace(CATALOGUE.named("red-flags"), text=f"# title: x\n\n{form} {{}}\n")
    quads = published([question])
    assert Quad(QUESTIONS["red-flags"], RDF.type, kind, GRAPH) in quads
    assert Quad(QUESTIONS["red-flags"], predicate, Literal(f"{form} {{}}\n"), GRAPH) in quads


def test_a_question_of_another_form_is_not_published() -> None:
    assert published([replace(CATALOGUE.named("red-flags"), text="# title: x\n\nDESCRIBE <urn:x>\n")]) == ()
