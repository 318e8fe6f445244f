"""FROM and FROM NAMED: the graphs that are named, each once, in the place of the union."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from myograph.errors import QueryError
from myograph.store import EmbeddedStore
from myograph.store.dataset import Dataset, dataset_in

PLACE = "http://example.org/"
COUNT = (
    "PREFIX ex: <http://example.org/> BASE <http://example.org/> SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ {where} }}"
)


def node(name: str) -> NamedNode:
    return NamedNode(PLACE + name)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    pairs = (("a", "1"), ("b", "2"), ("c", "3"))
    return EmbeddedStore.in_memory(Quad(node("s"), node("p"), Literal(value), node(name)) for name, value in pairs)


@pytest.mark.parametrize(
    ("clauses", "where", "expected"),
    [
        ("", "?s ?p ?o", 3),
        ("FROM ex:a", "?s ?p ?o", 1),
        ("FROM <a> FROM <a>", "?s ?p ?o", 1),
        ("FROM <a> FROM ex:a FROM <http://example.org/b>", "?s ?p ?o", 2),
        ("from\nex:a\n#FROM ex:b\nFroM <c>", "?s ?p ?o", 2),
        ("FROM NAMED ex:a", "?s ?p ?o", 0),
        ("FROM NAMED ex:a FROM NAMED ex:a", "GRAPH ?g { ?s ?p ?o }", 1),
        ("FROM ex:a FROM NAMED ex:b", "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }", 2),
        ("FROM ex:nowhere", "?s ?p ?o", 0),
    ],
)
def test_clauses_name_the_graphs(store: EmbeddedStore, clauses: str, where: str, expected: int) -> None:
    answer = store.query(COUNT.format(clauses=clauses, where=where))
    assert isinstance(answer, QuerySolutions)
    assert [row["n"].value for row in answer] == [str(expected)]


def test_a_template_may_stand_before_the_clauses() -> None:
    text = "CONSTRUCT { ?s ?p 'FROM <b>' } FROM <http://example.org/a> { ?s ?p ?o }"
    assert dataset_in(text, {}) == Dataset((PLACE + "a",), ())


def test_prefixes_may_be_known_beforehand() -> None:
    assert dataset_in("ASK FROM NAMED ex:a {}", {"ex": PLACE}) == Dataset((), (PLACE + "a",))


def test_words_in_strings_and_variables_are_no_clauses() -> None:
    assert dataset_in("SELECT ?from { ?from ?p 'FROM <http://example.org/a>' }", {}) is None


def test_a_graph_is_named_by_an_absolute_iri() -> None:
    with pytest.raises(QueryError, match="absolute IRI"):
        Dataset(("a",), ()).nodes()
