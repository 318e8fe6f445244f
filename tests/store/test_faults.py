"""Syntax errors stand where the cause is, and say what to do."""

from __future__ import annotations

import pytest
from hypothesis import given

from myograph.errors import QueryError, QueryRefused, QuerySyntaxError, StoreError
from myograph.store import EmbeddedStore
from myograph.store.evaluation import told_by_engine
from myograph.store.faults import LONGEST_LOCATED
from tests.sparql_pieces import anything

STORE = EmbeddedStore.in_memory([])
PREFIXES = {"rdfs": "http://rdfs#", "ex": "urn:ex:"}
FORMS = "SELECT, ASK, CONSTRUCT or DESCRIBE"
IN_FULL = "Write it in full, <https://...>, or with a prefix and without brackets."


def fault_of(text: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        STORE.query(text, prefixes=PREFIXES)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column", "problem", "hint"),
    [
        ("", 1, 1, "the query is empty", f"Write {FORMS}."),
        ("# only a comment", 1, 1, "the query is empty", f"Write {FORMS}."),
        ("SELCT ?x { }", 1, 1, "a query does not start with `SELCT`", "Did you mean SELECT?"),
        ("\n foo {}", 2, 2, "a query does not start with `foo`", f"A query starts with {FORMS}."),
        ("ASK { ?s ?p 'abc }", 1, 13, "the string that starts here does not end", None),
        ("ASK {\n  ?s rdf:type ?o }", 2, 6, "the prefix 'rdf' is not declared", "Did you mean rdfs: <http://rdfs#>?"),
        ("ASK { zzzzz:a ?p ?o }", 1, 7, "the prefix 'zzzzz' is not declared", "Declare it: PREFIX zzzzz: <...>"),
        ("ASK { ?s ?p <relative> }", 1, 13, "<relative> is not a full IRI", IN_FULL),
        ("ASK { ?x ?y ?z ?w }", 1, 16, "the query does not parse at `?w }`", None),
        ("SELECT ?x, ?y { ?x a ?y }", 1, 10, "the query does not parse at `, ?y { ?x a ?y }`", None),
        ("SELECT COUNT(?x) { ?x a ?y }", 1, 8, "the query does not parse at `COUNT(?x) { ?x a ?y }`", None),
        ("ASK { ?s a ex:é ;\n\t\"😀\" 1 }", 2, 2, "the query does not parse at `\"😀\" 1 }`", None),
        ("ASK { ?s ?p ?o", 1, 15, "the query ends too early", "The bracket { of line 1, column 5 is not closed."),
        ("ASK { ?x ( }", 1, 12, "the query does not parse at `}`", "The bracket ( of line 1, column 10 is not closed."),
        ("ASK { } }", 1, 9, "the query does not parse at `}`", None),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_is(text: str, line: int, column: int, problem: str, hint: str | None) -> None:
    fault = fault_of(text)
    assert (fault.line, fault.column, fault.problem, fault.hint) == (line, column, problem, hint)


def test_what_the_engine_says_in_words_is_passed_on() -> None:
    fault = fault_of("SELECT (COUNT(?x) AS ?c) ?y { ?x ?p ?y }")
    assert fault.problem == "the query does not parse: The SELECT contains a variable that is unbound"


def test_a_comment_before_the_fault_does_not_move_it() -> None:
    fault = fault_of("# a comment with ( and '\nASK {\n  ?s ?p ?o ?oops\n}")
    assert (fault.line, fault.column) == (3, 12)


def test_a_fault_in_a_very_long_query_is_told_as_the_engine_tells_it() -> None:
    fault = fault_of(f"ASK {{ ?s ?p '{'a' * LONGEST_LOCATED}' . \n ?x ?y }}")
    assert fault.line == 2


@given(anything)
def test_every_text_is_answered_or_refused_with_a_place_inside_it(text: str) -> None:
    line, column = place_of_fault(text) or (1, 1)
    lines = text.split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


def place_of_fault(text: str) -> tuple[int, int] | None:
    try:
        STORE.query(text, prefixes=PREFIXES)
    except QuerySyntaxError as fault:
        return fault.line or 0, fault.column or 0
    except QueryError:
        pass
    return None


def test_another_form_than_asked_for_is_refused() -> None:
    with pytest.raises(QueryRefused, match="the query is not SELECT but ASK"):
        STORE.select("ASK {}")
    with pytest.raises(QueryRefused, match="the query is not ASK but SELECT"):
        STORE.ask("SELECT * {}")
    with pytest.raises(QueryRefused, match="the query is not CONSTRUCT or DESCRIBE but SELECT"):
        STORE.construct("SELECT * {}")


def test_what_shows_only_in_evaluation_is_told_too() -> None:
    with pytest.raises(QueryError, match="cannot be evaluated: The custom function <urn:f> is not supported"):
        STORE.query("SELECT (<urn:f>(1) AS ?x) {}")
    with pytest.raises(QueryError, match="not valid Unicode"):
        STORE.query("ASK {}\udc80")


def test_faults_of_the_disk_stay_what_they_are() -> None:
    with pytest.raises(FileNotFoundError), told_by_engine():
        raise FileNotFoundError(2, "No such file")
    with pytest.raises(StoreError, match="the store cannot be read: checksum"), told_by_engine():
        raise OSError("checksum mismatch")
