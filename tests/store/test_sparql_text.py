"""Query texts are cut into tokens where the engine cuts them, and nothing is seen in strings, comments and IRIs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from myograph.content import Content
from myograph.store.sparql_text import Outline, outline, position, significant, tokens
from tests.sparql_pieces import anything, comments, iris, strings

EMPTY = outline("ASK {}")


@given(anything)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@given(anything)
def test_a_token_stands_where_it_says(text: str) -> None:
    for token in tokens(text):
        assert text.startswith(token.text, token.start)


@given(st.lists(strings | comments, min_size=1, max_size=5))
def test_strings_and_comments_hide_what_they_hold(hidden: list[str]) -> None:
    text = f"ASK {{ {' '.join(hidden)}\n}}"
    assert [token.text for token in significant(text) if token.kind != "string"] == ["ASK", "{", "}"]
    assert outline(text) == EMPTY


@given(iris)
def test_an_iri_is_one_token(iri: str) -> None:
    text = f"ASK {{ ?s {iri} ?o }}"
    assert iri in [token.text for token in significant(text) if token.kind == "iri"]
    assert outline(text) == EMPTY


@given(strings)
def test_the_engine_ends_strings_at_the_same_place(literal: str) -> None:
    assert Store().query(f"ASK {{ VALUES ?x {{ {literal} }} }}")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?x<?y", ["variable", "mark", "variable"]),
        ("?x <urn:y> ?z", ["variable", "iri", "variable"]),
        ("ex:a.b. ex:c", ["name", "mark", "name"]),
        ("ex:a\\,b%20c", ["name"]),
        ("1.5e-3.", ["number", "mark"]),
        ("'it''s'", ["string", "string"]),
        ("'''it's'''@en-GB", ["string", "language"]),
        ('"a\\"b"^^xsd:string', ["string", "mark", "name"]),
        ('"open\n"', ["mark", "word", "mark"]),
        ('"""\\q"""', ["string", "mark", "mark", "word", "string", "mark"]),
        ("_:a.b", ["blank"]),
        ("<<( ?s ?p ?o )>>", ["mark", "variable", "variable", "variable", "mark"]),
        ("größe:Ωλ", ["name"]),
    ],
)
def test_tokens_have_their_kind(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in significant(text)] == kinds


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select * {}", "SELECT"),
        ("# ASK\nPREFIX a: <urn:a> BASE <urn:b> CONSTRUCT {} WHERE {}", "CONSTRUCT"),
        ('VERSION "1.2" ASK {}', "ASK"),
        ("INSERT DATA {}", "INSERT"),
        ("SELCT", "SELCT"),
        ("{}", None),
        ("", None),
    ],
)
def test_the_form_is_the_first_word_behind_the_prologue(text: str, form: str | None) -> None:
    assert outline(text).form == form


def test_prefixes_are_declared_or_used() -> None:
    text = "PREFIX a: <urn:a> prefix b: <urn:b>\nSELECT * { a:x c:y ?z . :w b: c:v }"
    seen = outline(text)
    assert seen.declared == {"a", "b"}
    assert seen.undeclared == ("c", "")
    assert position(text, seen.used["c"]) == (2, 16)


@pytest.mark.parametrize(
    ("text", "nesting"),
    [
        ("ASK {}", 1),
        ("ASK { { } { { } } }", 3),
        ("ASK { FILTER(!!(true)) }", 5),
        ("ASK { FILTER(!STR(!STR(?x))) }", 6),
        ("ASK { ?s ?p [ ?q ( 1 2 ) ] }", 3),
        ("ASK { <<( ?s ?p <<( ?s ?p ?o )>> )>> ?p ?o }", 3),
        ("ASK { FILTER(!?a && !?b && !?c) }", 3),
    ],
)
def test_nesting_counts_brackets_and_negations(text: str, nesting: int) -> None:
    assert outline(text).nesting == nesting


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("ASK {}", 1),
        ("ASK { FILTER(?a || ?b || ?c) }", 4),
        ("ASK { FILTER(?a -1 +1 - ?b) }", 5),
        ("ASK { FILTER(?a IN (-1, -2, -3)) }", 3),
        ("ASK { {} UNION {} UNION {} }", 4),
        ("ASK { VALUES ?x { -1 2 (3) } VALUES (?x ?y) { (1 2) (3 4) } }", 2),
        ("DESCRIBE <urn:a> ex:b ?c WHERE { ?c ?p <urn:d> }", 4),
        ("ASK { ?s ex:a/ex:b|^ex:c ?o }", 4),
    ],
)
def test_links_count_what_makes_a_chain(text: str, links: int) -> None:
    assert outline(text).links == links


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <urn:x> {}",
        "service silent ?x {}",
        "SERVICE#>\n<urn:x>{}",
        "SERVICEex:x{}",
        "SERVICESILENTex:x {}",
        "SERVICESERVICE:x{}",
        "?s ?p trueSERVICE<urn:x>{}",
        "?s ?p 1eSERVICE<urn:x>{}",
        "?s ?p 'x'@enSERVICE<urn:x>{}",
        "VALUES ?x {''''} SERVICE <urn:x> {} # \\q '''\n",
        'VALUES ?x {""""} SERVICE <urn:x> {} # \\uD800 """\n',
    ],
)
def test_calls_of_other_servers_are_seen(call: str) -> None:
    assert outline(f"ASK {{ {call} }}").service is not None


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?service ex:service service:service . { ?x ?y ?z } }",
        "ASK { ?s ?p 'SERVICE <urn:x> {}' } # SERVICE <urn:x> {}",
        "ASK { GRAPH <urn:service> { ?s ?p ?o } }",
        "SELECT ?service WHERE { ?s ?p _:service . { ?service a ?class } }",
        "DESCRIBE ex:service { ?s ?p ?service {} }",
        "SELECT ?serviceName { ?s schema:serviceType ?serviceName }",
    ],
)
def test_what_only_looks_like_a_call_is_none(text: str) -> None:
    assert outline(text).service is None


@pytest.mark.parametrize(
    "condition",
    [
        "(?a<?b)SERVICE#>\n",
        "(?a<'x>y')",
        "(?a<(((1)))&&?b>1)",
        "(?a<<ex:b'>)",
        "(?a<<<(?s?p'x>')>>)",
        "(true<'>')",
    ],
)
def test_a_place_that_can_be_read_in_two_ways_is_doubtful(condition: str) -> None:
    assert outline(f"ASK {{ FILTER{condition} }}").doubtful is not None


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(?a < ?b && ?c > ?d) }",
        "ASK { FILTER(?a<?b) FILTER(?c>?d) }",
        "ASK { ?s <urn:p#q> <urn:o,1> }",
        "ASK { ?s ?p (?x <https://example.org/a#b>) }",
        "ASK { VALUES (?a ?b) { (<urn:a> <https://example.org/(x)>) } }",
        "ASK { <<<urn:s> <urn:p> <urn:o>>> ?p ?o }",
        "ASK { FILTER(?x IN (<urn:a#b>, <urn:c#d>)) }",
    ],
)
def test_plain_queries_hold_no_doubt(text: str) -> None:
    assert outline(text).doubtful is None


@pytest.mark.parametrize(
    ("text", "place"),
    [("ASK { { }", 4), ("ASK { FILTER(?a }", 12), ("ASK { [ }", 6), ("ASK { }", None), ("ASK } {", 6), ("ASK { (]", 6)],
)
def test_the_bracket_that_is_not_closed_is_found(text: str, place: int | None) -> None:
    assert outline(text).unclosed == place


def test_positions_count_lines_and_code_points() -> None:
    text = "ab\n😀é\nx"
    assert [position(text, offset) for offset in (0, 2, 3, 5, 6, len(text))] == [
        (1, 1),
        (1, 3),
        (2, 1),
        (2, 3),
        (3, 1),
        (3, 2),
    ]


@pytest.mark.no_cover
def test_long_runs_take_no_quadratic_time() -> None:
    for piece in ("a.", "_:a.", "<", "'''a", '"', "@a-", "a:b.", "((", "<<", "?", "1."):
        assert len(significant(piece * 50_000)) > 0


def test_the_queries_of_the_project_hold_nothing_suspicious() -> None:
    files = sorted(Content.find().queries.rglob("*.rq"))
    assert files
    for file in files:
        seen: Outline = outline(file.read_text("utf-8"))
        assert seen.form in ("SELECT", "CONSTRUCT", "ASK")
        assert (seen.undeclared, seen.service, seen.doubtful, seen.unclosed) == ((), None, None, None), file
