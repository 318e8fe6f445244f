"""What may not run is refused before the engine sees it, and what is let through does not end the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import QueryError, QueryRefused
from myograph.store import EmbeddedStore
from myograph.store.screening import MAX_LINKS, MAX_NESTING, screen
from myograph.store.sparql_text import outline

NOWHERE = "http://127.0.0.1:1/"
"""The engine refuses this port before it opens a socket, so a call that gets through is seen and reaches nobody."""

STORE = EmbeddedStore.in_memory(
    Quad(NamedNode("urn:s"), NamedNode("urn:p"), value) for value in (Literal("x"), Literal(True), NamedNode("urn:s"))
)
PREFIXES = {"ex": NOWHERE, "": "urn:"}

SHAPES: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: f"ASK {{ FILTER({'(' * n}1{')' * n}) }}",
    "groups": lambda n: f"ASK {{ {'{' * n}{'}' * n} }}",
    "negations": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "functions": lambda n: f"ASK {{ FILTER({'STR(' * n}1{')' * n}) }}",
    "negated functions": lambda n: f"ASK {{ FILTER({'!COALESCE(!' * n}?x{')' * n}) }}",
    "exists": lambda n: f"ASK {{ {'FILTER EXISTS { ?s ?p ?o ' * n}{'}' * n} }}",
    "subqueries": lambda n: f"ASK {{ {'{ SELECT * { ' * n}{'}}' * n} }}",
    "paths": lambda n: f"ASK {{ ?s {'(' * n}<urn:p>{'/<urn:q>)*' * n} ?o }}",
    "triple terms": lambda n: f"ASK {{ ?s <urn:p> {'<<( <urn:s> <urn:p> ' * n}1{' )>>' * n} }}",
    "blank nodes": lambda n: f"ASK {{ ?s <urn:p> {'[ <urn:p> ' * n}1{' ]' * n} }}",
    "or": lambda n: f"ASK {{ FILTER(?x{' || ?x' * n}) }}",
    "sum": lambda n: f"ASK {{ FILTER(?x{' +1' * n}) }}",
    "union": lambda n: f"ASK {{ {{}}{' UNION {}' * n} }}",
    "bind": lambda n: f"ASK {{ {' '.join(f'BIND(1 AS ?v{i})' for i in range(n))} }}",
    "minus": lambda n: f"ASK {{ ?s ?p ?o {'MINUS { ?s ?p ?o } ' * n} }}",
    "filters": lambda n: f"ASK {{ ?s ?p ?o {'FILTER(?s) ' * n} }}",
    "expressions": lambda n: f"SELECT {' '.join(f'(1 AS ?v{i})' for i in range(n))} {{}}",
    "described": lambda n: f"DESCRIBE {'<urn:a> ' * n}",
    "both": lambda n: f"ASK {{ {'FILTER EXISTS {' * (n // 20)}FILTER(?x{' || ?x' * n}){'}' * (n // 20)} }}",
}
SURVIVE = """
import sys
from myograph.store import EmbeddedStore
store = EmbeddedStore.in_memory([])
for query in sys.stdin.read().split(chr(0)):
    answer = store.query(query)
"""


def admitted(text: str) -> bool:
    try:
        screen(text, outline(text), allow_service=False)
    except QueryRefused:
        return False
    return True


def largest_admitted(shape: Callable[[int], str]) -> str:
    """Return the largest query of a shape that is let through."""
    low, high = 1, 2 * MAX_LINKS
    assert not admitted(shape(high))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if admitted(shape(middle)) else (low, middle)
    return shape(low)


def test_the_largest_queries_that_are_let_through_do_not_end_the_process() -> None:
    queries = [largest_admitted(shape) for shape in SHAPES.values()]
    command = [sys.executable, "-c", SURVIVE]
    done = subprocess.run(command, input="\0".join(queries), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SHAPES)
def test_larger_queries_are_refused_with_advice(name: str) -> None:
    with pytest.raises(QueryRefused, match=r"(nests|chains) \d+") as caught:
        STORE.query(SHAPES[name](20_000))
    assert caught.value.advice


def test_what_people_write_is_let_through() -> None:
    values = " ".join(f"<urn:{number}>" for number in range(5_000))
    assert admitted(
        f"SELECT * {{ VALUES ?x {{ {values} }} ?x ?p ?o FILTER(?o IN ({', '.join(map(str, range(5000)))})) }}"
    )
    assert admitted(f"CONSTRUCT {{ {'?s ?p ?o . ' * 2000} }} WHERE {{ ?s ?p ?o }}")
    assert admitted("#" + "(" * 10_000 + "\nASK { FILTER('" + "((!" * 10_000 + "') }")


@pytest.mark.parametrize("form", ["INSERT DATA { <urn:a> <urn:b> 1 }", "LOAD <http://127.0.0.1:1/>", "clear all"])
def test_updates_are_refused_by_name(form: str) -> None:
    with pytest.raises(QueryRefused, match="is an update, and the graph is read-only"):
        STORE.query(form)


def test_a_call_of_another_server_is_refused_where_it_stands() -> None:
    with pytest.raises(QueryRefused, match="SERVICE would call another server") as caught:
        STORE.query(f"SELECT *\n{{ SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }}")
    assert caught.value.place == "line 2, column 3"


def test_a_store_may_allow_service() -> None:
    store = EmbeddedStore.in_memory([], allow_service=True)
    with pytest.raises(OSError, match="port 1 is not allowed"):
        list(store.select(f"SELECT * {{ SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }}"))


def test_doubt_is_refused_only_where_it_could_hide_something() -> None:
    doubtful = "(?a<(1)&&?b>1)"
    STORE.query(f"ASK {{ FILTER{doubtful} }}")
    with pytest.raises(QueryRefused, match="may be read as a comparison or as an IRI"):
        STORE.query(f"ASK {{ FILTER{doubtful} ?s <urn:service> ?o }}")
    with pytest.raises(QueryRefused, match="may be read as a comparison or as an IRI"):
        STORE.query(f"ASK {{ FILTER(?a<{'(' * MAX_NESTING}1{')' * MAX_NESTING}&&?b>1) }}")


conditions = st.sampled_from(
    (
        "?a<?b",
        "?a<'x>y'",
        "true<'>'",
        "?a<<ex:b",
        "?a<<ex:'b>",
        "?a <?b&&?c>?d",
        "?a<(1)",
        "'#'<'>'",
        "1<2#>\n",
        "?a<<<(?s?p'>')>>",
    )
)
patterns = st.sampled_from(
    (
        "?a :p ?b.",
        "?a:p'x'.",
        ":s :p true",
        "VALUES ?a{''''}",
        'VALUES ?a{""""}',
        "#\\q '''>\n",
        '#""" \\q\n',
        "?a(:p|^:p)?b.",
    )
)
calls = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("SERVICE", "service", "Service")),
    st.sampled_from(("", " ", "#>\n", "#'>\n")),
    st.sampled_from((f"<{NOWHERE}>", "ex:b")),
    st.sampled_from(("{}", " {?s?p?o}", "#>\n{}")),
)


@given(st.lists(conditions.map("FILTER({})".format) | patterns | calls, min_size=1, max_size=5))
def test_no_call_of_another_server_gets_through(parts: list[str]) -> None:
    try:
        list(STORE.select(f"SELECT*{{{''.join(parts)}}}", prefixes=PREFIXES))
    except OSError as called:
        pytest.fail(f"a server was called: {called}")
    except QueryError:
        pass
