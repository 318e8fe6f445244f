"""What is written can be read again, by the engine and by others, and says the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence

import pytest
import rdflib
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.compare import isomorphic

from myograph.errors import QueryError, UsageError
from myograph.formats import BOOLEAN, FORMATS, SOLUTIONS, TRIPLES, carrying, named
from myograph.names import Prefixes
from myograph.queries.writers import GRAPHS, RESULTS, Outlet, Wording, kind_of, write
from myograph.store import EmbeddedStore
from tests.rdf_pieces import terms, triples

PREFIXES = Prefixes({"ex": "urn:example:", "unused": "urn:unused:", "xsd": "http://www.w3.org/2001/XMLSchema#"})
ROWS = st.lists(st.tuples(terms, st.none() | terms), max_size=4)
GRAPH = st.lists(triples, max_size=6)
EMPTY = EmbeddedStore.in_memory([])
LABELS = {"urn:example:a": "the first"}


def labels(iris: Iterable[str]) -> Mapping[str, str]:
    return {iri: LABELS[iri] for iri in iris if iri in LABELS}


def wording(*, iris: bool = False) -> Wording:
    return Wording(lambda: PREFIXES, labels, iris=iris)


def written(store: EmbeddedStore, query: str, form: str, *, iris: bool = False) -> bytes:
    target = io.BytesIO()
    write(store.query(query), named(form), target, wording(iris=iris))
    return target.getvalue()


def select(rows: Sequence[tuple[object, object | None]]) -> str:
    """Return a query whose answer has these rows; blank nodes cannot be written in VALUES."""
    lines = " ".join(f"({term} {'UNDEF' if other is None else other})" for term, other in rows)
    return f"SELECT ?one ?two {{ VALUES (?one ?two) {{ {lines} }} }}"


def store_of(graph: Iterable[Triple]) -> EmbeddedStore:
    return EmbeddedStore.in_memory(Quad(*triple) for triple in graph)


def without_blanks(rows: Sequence[tuple[object, object | None]]) -> bool:
    return not any(isinstance(term, BlankNode) for row in rows for term in row)


def without_controls(things: object) -> bool:
    return re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", str(things)) is None


def values_in(answer: QuerySolutions | QueryBoolean) -> list[list[str | None]]:
    assert isinstance(answer, QuerySolutions)
    return [[None if term is None else str(term) for term in solution] for solution in answer]


@pytest.mark.parametrize("form", ["json", "tsv", "xml"])
@given(rows=ROWS)
def test_rows_read_back_as_they_were(form: str, rows: list[tuple[object, object | None]]) -> None:
    assume(without_blanks(rows))
    assume(form != "xml" or without_controls(rows))
    data = written(EMPTY, select(rows), form)
    assert values_in(parse_query_results(data, RESULTS[form])) == values_in(EMPTY.select(select(rows)))


@given(rows=ROWS)
def test_csv_reads_back_as_plain_values(rows: list[tuple[object, object | None]]) -> None:
    assume(without_blanks(rows))
    data = written(EMPTY, select(rows), "csv").decode()
    head, *lines = csv.reader(io.StringIO(data, newline=""), strict=True)
    assert head == ["one", "two"]
    assert lines == [["" if term is None else term.value for term in row] for row in EMPTY.select(select(rows))]


@given(rows=ROWS)
def test_json_is_the_json_of_others(rows: list[tuple[object, object | None]]) -> None:
    assume(without_blanks(rows))
    read = rdflib.query.Result.parse(io.BytesIO(written(EMPTY, select(rows), "json")), format="json")
    theirs = [list(row) for row in read if isinstance(row, rdflib.query.ResultRow)]
    assert theirs == [[theirs_of(term) for term in row] for row in EMPTY.select(select(rows))]


def theirs_of(term: NamedNode | Literal | None) -> rdflib.term.Node | None:
    if term is None or isinstance(term, NamedNode):
        return None if term is None else rdflib.URIRef(term.value)
    datatype = None if term.language else rdflib.URIRef(term.datatype.value)
    if datatype == rdflib.XSD.string:
        datatype = None
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


@pytest.mark.parametrize("form", GRAPHS)
@given(graph=GRAPH)
def test_graphs_read_back_as_they_were(form: str, graph: list[Triple]) -> None:
    assume(form != "rdfxml" or without_controls(graph))
    store = store_of(graph)
    data = written(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", form)
    assert isomorphic(as_rdflib(quad.triple for quad in parse(data, GRAPHS[form])), as_rdflib(q.triple for q in store))


def as_rdflib(found: Iterable[Triple]) -> rdflib.Graph:
    """Return the triples as a graph of rdflib that compares literals by their letters."""
    graph = rdflib.Graph()
    for triple in found:
        graph.add(tuple(map(rdflib_term, triple)))  # type: ignore[arg-type]
    return graph


def rdflib_term(term: object) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        return rdflib.Literal(f"{term.value} {term.language} {term.datatype}")
    assert isinstance(term, BlankNode)
    return rdflib.BNode(term.value)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("form", "theirs"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")]
)
def test_graphs_are_read_by_others(form: str, theirs: str) -> None:
    store = store_of(
        Triple(NamedNode("urn:example:a"), NamedNode("urn:example:p"), value)
        for value in (Literal("é\n\"'\\", language="de"), Literal(5), NamedNode("urn:example:b/c"), BlankNode("x"))
    )
    data = written(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", form)
    theirs_read = rdflib.Graph().parse(data, format=theirs)
    ours = rdflib.Graph().parse(b"".join(f"{q.triple} .\n".encode() for q in store), format="nt")
    assert isomorphic(theirs_read, ours)


def test_turtle_is_sorted_and_declares_what_it_uses() -> None:
    graph = [Triple(NamedNode(f"urn:example:{name}"), NamedNode("urn:example:p"), Literal(1)) for name in "cab"]
    data = written(store_of(graph), "CONSTRUCT WHERE { ?s ?p ?o }", "turtle").decode()
    assert "@prefix ex: <urn:example:> ." in data
    assert "unused" not in data
    assert re.findall("^ex:(.) ", data, re.MULTILINE) == ["a", "b", "c"]


def test_equal_answers_are_written_as_the_same_bytes() -> None:
    graph = [Triple(NamedNode(f"urn:example:{n}"), NamedNode("urn:example:p"), Literal(n)) for n in range(50)]
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    for form in ("turtle", "trig", "jsonld", "rdfxml", "table", "markdown"):
        assert written(store_of(graph), query, form) == written(store_of(graph[::-1]), query, form)


@pytest.mark.parametrize("form", [row.name for row in carrying(BOOLEAN)])
def test_a_truth_value_is_written_in_every_format_that_carries_it(form: str) -> None:
    yes, no = (written(EMPTY, f"ASK {{ FILTER({value}) }}", form).decode() for value in ("true", "false"))
    assert "true" in yes
    assert "false" in no
    assert yes.replace("true", "false") == no
    assert yes.endswith("\n")
    assert not yes.endswith("\n\n")


@pytest.mark.parametrize("row", [row for row in FORMATS if not row.binary], ids=lambda row: row.name)
def test_every_text_format_ends_with_one_line_end(row: object) -> None:
    form = named(row.name)  # type: ignore[attr-defined]
    query = "SELECT ?x { VALUES ?x { 1 } }" if SOLUTIONS in form.kinds else "CONSTRUCT { <urn:a> <urn:b> 1 } {}"
    data = written(EMPTY, query, form.name)
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@pytest.mark.parametrize(
    ("query", "form"),
    [("SELECT * {}", "turtle"), ("ASK {}", "trig"), ("CONSTRUCT {} {}", "csv"), ("DESCRIBE <urn:a>", "json")],
)
def test_a_format_that_cannot_carry_the_answer_is_refused_before_a_byte(query: str, form: str) -> None:
    target = io.BytesIO()
    with pytest.raises(UsageError, match=f"the format {form} cannot carry the answer of"):
        write(EMPTY.query(query), named(form), target, wording())
    assert target.getvalue() == b""


def test_kinds_are_known() -> None:
    queries = ("SELECT * {}", "ASK {}", "CONSTRUCT {} {}", "DESCRIBE <urn:a>")
    assert [kind_of(EMPTY.query(query)) for query in queries] == [SOLUTIONS, BOOLEAN, TRIPLES, TRIPLES]


@pytest.mark.parametrize("letter", ["\\u001b", "\\u0000", "\\ufffe"])
@pytest.mark.parametrize(
    ("form", "query"),
    [("xml", "SELECT ('a{}' AS ?x) {{}}"), ("rdfxml", "CONSTRUCT {{ <urn:a> <urn:b:c> 'a{}' }} {{}}")],
)
def test_what_xml_cannot_hold_is_refused(form: str, query: str, letter: str) -> None:
    with pytest.raises(QueryError, match="control characters, which XML cannot carry"):
        written(EMPTY, query.format(letter), form)


def test_a_character_cut_in_two_is_seen() -> None:
    outlet = Outlet(io.BytesIO(), re.compile("\ufffe".encode()))
    outlet.write(b"fine \xef\xbf")
    with pytest.raises(QueryError):
        outlet.write(b"\xbe")


def test_triples_about_triples_are_refused_where_the_format_has_no_way_to_write_them() -> None:
    query = "CONSTRUCT { <urn:a> <urn:b:c> <<( <urn:a> <urn:b> 1 )>> } {}"
    with pytest.raises(QueryError, match="cannot be written as jsonld"):
        written(EMPTY, query, "jsonld")
    assert b"<<(" in written(EMPTY, query, "turtle")


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_tables_show_labels_then_curies_then_iris(form: str) -> None:
    query = "SELECT ?x { VALUES ?x { <urn:example:a> <urn:example:b> <urn:other> } }"
    shown = written(EMPTY, query, form).decode().replace("\\", "")
    assert all(name in shown for name in ("the first", "ex:b", "<urn:other>"))
    raw = written(EMPTY, query, form, iris=True).decode()
    assert all(f"{iri}" in raw for iri in ("urn:example:a", "urn:example:b", "urn:other"))
    assert "the first" not in raw


def test_triples_are_tables_of_three_columns() -> None:
    lines = written(EMPTY, "CONSTRUCT { <urn:example:a> <urn:example:p> 5 } {}", "table").decode().splitlines()
    assert lines == ["subject    predicate  object", "---------  ---------  ------", "the first  ex:p            5"]


def test_what_fails_in_the_middle_is_told() -> None:
    def broken() -> Iterable[Triple]:
        yield Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal(1))
        raise RuntimeError("the engine stumbled")

    with pytest.raises(QueryError, match="cannot be evaluated: the engine stumbled"):
        write(iter(broken()), named("ntriples"), io.BytesIO(), wording())


def test_a_reader_that_went_away_is_no_fault_of_the_query() -> None:
    class Gone(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    for query, form in (("SELECT * {}", "csv"), ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "turtle"), ("ASK {}", "table")):
        with pytest.raises(BrokenPipeError):
            write(EMPTY.query(query), named(form), Gone(), wording())


def test_results_in_json_are_json() -> None:
    assert json.loads(written(EMPTY, "SELECT ?x { VALUES ?x { 'a\\u001b' } }", "json"))["results"]["bindings"]
