"""The same pages over an engine elsewhere: here another server of ours."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from myograph.errors import QueryError
from myograph.server.outside import with_clauses
from myograph.store.dataset import Dataset
from tests.server.serving import PLACE, Server, endpoint_store, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(endpoint_store(tmp_path_factory.mktemp("outside") / "store"), "--workers", "1") as running:
        yield running


@pytest.fixture(scope="module")
def client(inside: Server) -> Iterator[httpx.Client]:
    options = ("--endpoint", f"{inside.address}/sparql", "--workers", "1")
    with serving(None, *options) as running, running.client() as opened:
        yield opened


def count(told: httpx.Response) -> int:
    assert told.status_code == 200, told.text
    return int(told.json()["results"]["bindings"][0]["n"]["value"])


def test_answers_are_those_of_the_outside_engine_and_never_kept(client: httpx.Client) -> None:
    told = client.get("/sparql", params={"query": COUNT})
    assert count(told) == 100
    assert "etag" not in told.headers
    assert told.headers["cache-control"] == "no-store"
    assert client.get("/sparql", params={"query": COUNT}, headers={"if-none-match": "*"}).status_code == 200
    assert client.get("/sparql", params={"query": "DESCRIBE <s1>", "format": "turtle"}).status_code == 200


@pytest.mark.parametrize("graph", ["even", "odd"])
def test_graphs_of_the_request_reach_it(client: httpx.Client, graph: str) -> None:
    assert count(client.get("/sparql", params={"query": COUNT, "default-graph-uri": PLACE + graph})) == 50
    lines = client.get("/graphs", params={"graph": PLACE + graph}, headers={"accept": "application/n-triples"}).text
    assert len(lines.splitlines()) == 50


@pytest.mark.parametrize("path", ["/", "/ask", "/query", "/graphs", "/.well-known/void", "/search?q=x", "/health"])
def test_pages_are_there(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"accept": "text/html,*/*;q=0.8"}).status_code == 200


def test_what_is_wrong_is_told_as_ever(client: httpx.Client) -> None:
    wrong = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert (wrong.status_code, wrong.json()["line"]) == (400, 2)
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s ?p ?o }", "ASK  FROM <urn:a> FROM NAMED <urn:b> { ?s ?p ?o }"),
        ("SELECT * WHERE { { ?s ?p ?o } }", "SELECT *  FROM <urn:a> FROM NAMED <urn:b> WHERE { { ?s ?p ?o } }"),
        (
            "CONSTRUCT { ?s ?p ?o } WHERE { }",
            "CONSTRUCT { ?s ?p ?o }  FROM <urn:a> FROM NAMED <urn:b> WHERE { }",
        ),
        ("DESCRIBE <x>", "DESCRIBE <x> FROM <urn:a> FROM NAMED <urn:b> "),
    ],
)
def test_clauses_stand_where_the_grammar_has_them(query: str, expected: str) -> None:
    assert with_clauses(query, Dataset(("urn:a",), ("urn:b",))) == expected


def test_graphs_cannot_be_named_twice() -> None:
    with pytest.raises(QueryError, match="names graphs"):
        with_clauses("SELECT * FROM <urn:x> { ?s ?p ?o }", Dataset(("urn:a",)))
