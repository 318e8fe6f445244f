"""The endpoint as clients meet it: methods, formats, graphs, validators, compression, other sites, hosts."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from myograph.server.negotiation import coding_for
from tests.server.serving import PLACE, Server, endpoint_store, serving

ORIGIN = "https://pages.example.org"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = endpoint_store(tmp_path_factory.mktemp("protocol") / "store")
    with serving(store, "--allow-origin", ORIGIN, "--max-rows", "100", "--timeout", "2") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as opened:
        yield opened


def count(told: httpx.Response) -> int:
    assert told.status_code == 200, told.text
    return int(told.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        ("*/*", COUNT, "application/sparql-results+json"),
        ("text/csv", COUNT, "text/csv; charset=utf-8"),
        ("text/tab-separated-values", COUNT, "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml", "ASK {}", "application/sparql-results+xml"),
        ("application/json", "ASK {}", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", COUNT, "application/sparql-results+xml"),
        ("text/*;q=0.5, text/csv;q=0, */*;q=0.1", COUNT, "text/tab-separated-values; charset=utf-8"),
        ("application/rdf+xml, application/sparql-results+xml", COUNT, "application/sparql-results+xml"),
        ("application/rdf+xml, application/sparql-results+xml", "DESCRIBE <x>", "application/rdf+xml"),
        ("application/json", "DESCRIBE <x>", "application/ld+json"),
        ("text/turtle;q=0.3, application/n-triples", "DESCRIBE <x>", "application/n-triples"),
        ("nonsense, ;;, text/csv;q=x", COUNT, None),
        ("image/png", COUNT, None),
        ("text/csv", "DESCRIBE <x>", None),
    ],
)
def test_the_format_is_negotiated(client: httpx.Client, accept: str, query: str, media_type: str | None) -> None:
    told = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert told.status_code == (200 if media_type else 406)
    assert told.headers["content-type"] == (media_type or "application/problem+json")
    assert "Accept" in told.headers["vary"]


@pytest.mark.parametrize(
    ("value", "query", "media_type"),
    [
        ("json", COUNT, "application/sparql-results+json"),
        ("xml", "DESCRIBE <x>", "application/rdf+xml"),
        ("text/csv", COUNT, "text/csv; charset=utf-8"),
        ("turtle", "DESCRIBE <x>", "text/turtle; charset=utf-8"),
        ("nobody-knows", COUNT, "application/sparql-results+json"),
    ],
)
def test_format_as_parameter(client: httpx.Client, value: str, query: str, media_type: str) -> None:
    fields = {"query": query, "format": value, "output": value, "results": value}
    assert client.get("/sparql", params=fields).headers["content-type"] == media_type


def test_three_ways_to_ask_have_one_answer(client: httpx.Client) -> None:
    direct = client.post("/sparql", content=COUNT, headers={"content-type": "application/sparql-query"})
    form = client.post("/sparql", data={"query": COUNT})
    assert client.get("/sparql", params={"query": COUNT}).content == direct.content == form.content


def test_a_plus_and_a_percent_are_decoded_once(client: httpx.Client) -> None:
    query = 'SELECT ("1+1 %2B %25 ä" AS ?n) {}'
    told = client.post("/sparql", data={"query": query}).json()
    assert told["results"]["bindings"][0]["n"]["value"] == "1+1 %2B %25 ä"


@pytest.mark.parametrize(
    ("graphs", "query", "expected"),
    [
        ({}, COUNT, 100),
        ({"default-graph-uri": f"{PLACE}even"}, COUNT, 50),
        ({"default-graph-uri": [f"{PLACE}even"] * 2}, COUNT, 50),
        ({"default-graph-uri": [f"{PLACE}even", f"{PLACE}odd"]}, COUNT, 100),
        ({"named-graph-uri": f"{PLACE}even"}, COUNT, 0),
        ({"named-graph-uri": f"{PLACE}even"}, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", 50),
        ({}, f"SELECT (COUNT(*) AS ?n) FROM <{PLACE}odd> FROM <{PLACE}odd> {{ ?s ?p ?o }}", 50),
        ({"default-graph-uri": f"{PLACE}none"}, f"SELECT (COUNT(*) AS ?n) FROM <{PLACE}odd> {{ ?s ?p ?o }}", 0),
    ],
)
def test_graphs_of_the_request(client: httpx.Client, graphs: dict[str, str], query: str, expected: int) -> None:
    assert count(client.get("/sparql", params={"query": query, **graphs})) == expected
    assert count(client.post("/sparql", data={"query": query, **graphs})) == expected


@pytest.mark.parametrize(
    ("status", "method", "path", "headers", "body"),
    [
        (400, "GET", "/sparql?query=SELECT", {}, b""),
        (400, "GET", "/sparql?query=%FF", {}, b""),
        (400, "GET", "/sparql?query=", {}, b""),
        (400, "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, b""),
        (400, "GET", "/sparql?query=ASK%7B%7D&default-graph-uri=no-iri", {}, b""),
        (400, "POST", "/sparql", FORM, b"format=json"),
        (400, "POST", "/sparql", FORM, b"query=ASK{}&update=DROP+ALL"),
        (400, "POST", "/sparql?query=ASK{}", {"content-type": "application/sparql-query"}, b"ASK {}"),
        (403, "POST", "/sparql", FORM, b"update=DROP+ALL"),
        (403, "POST", "/sparql", FORM, b"query=DROP+ALL"),
        (403, "POST", "/sparql", {"content-type": "application/sparql-update"}, b"DROP ALL"),
        (405, "PUT", "/sparql", {}, b""),
        (405, "DELETE", "/sparql?query=ASK{}", {}, b""),
        (415, "POST", "/sparql", {}, b"ASK {}"),
        (415, "POST", "/sparql", {"content-type": "text/plain"}, b"ASK {}"),
        (415, "POST", "/sparql", {**FORM, "content-encoding": "gzip"}, gzip.compress(b"query=ASK{}", mtime=0)),
    ],
)
def test_what_is_wrong_has_its_status(
    client: httpx.Client, status: int, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    told = client.send(client.build_request(method, path, headers=headers, content=body or None))
    assert told.status_code == status, told.text
    problem = told.json()
    assert (problem["status"], problem["request"]) == (status, told.headers["x-request-id"])
    assert problem["detail"]
    assert ("allow" in told.headers) == (status == 405)


def test_a_syntax_error_has_line_and_column(client: httpx.Client) -> None:
    problem = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"}).json()
    assert (problem["line"], problem["column"]) == (2, 15)


def test_too_many_rows_are_refused_not_cut(client: httpx.Client) -> None:
    for accept in ("text/csv", "text/tab-separated-values", "application/json", "application/xml", "text/markdown"):
        many = client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c } LIMIT 100"}, headers={"accept": accept})
        assert many.status_code == 200, accept
        query = "SELECT * { { ?a ?b ?c } UNION { VALUES ?a { 1 } } }"
        more = client.get("/sparql", params={"query": query}, headers={"accept": accept})
        assert more.status_code == 413, accept


def test_a_slow_query_is_stopped(client: httpx.Client) -> None:
    from tests.server.serving import ENDLESS

    told = client.get("/sparql", params={"query": ENDLESS})
    assert told.status_code == 503
    assert int(told.headers["retry-after"]) > 0


def test_head_has_the_headers_and_no_body(client: httpx.Client) -> None:
    full = client.get("/sparql", params={"query": COUNT})
    head = client.head("/sparql", params={"query": COUNT})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "content-length"):
        assert head.headers[name] == full.headers[name]


def test_an_unchanged_answer_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": COUNT})
    again = client.get("/sparql", params={"query": COUNT}, headers={"if-none-match": f'W/"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get("/sparql", params={"query": COUNT}, headers={"accept": "text/csv"})
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?n) {}", "SELECT (STRUUID() AS ?n) {}"])
def test_what_changes_is_never_kept(client: httpx.Client, query: str) -> None:
    first, again = (client.get("/sparql", params={"query": query}) for _ in range(2))
    assert first.content != again.content
    assert first.headers["cache-control"] == "no-store"
    assert "etag" not in first.headers


def test_large_answers_are_packed_for_who_can_unpack(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?s ?p ?o }"}
    plain = client.get("/sparql", params=query, headers={"accept-encoding": "identity"})
    packed = client.get("/sparql", params=query, headers={"accept-encoding": "br;q=0, gzip;q=0.5"})
    refused = client.get("/sparql", params=query, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == refused.content
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("header", "known", "coding"),
    [
        ("gzip, br", ("br", "gzip"), "br"),
        ("gzip, br", ("gzip",), "gzip"),
        ("gzip, br;q=0.5", ("br", "gzip"), "gzip"),
        ("br;q=0, *", ("br", "gzip"), "gzip"),
        ("*;q=0", ("br", "gzip"), ""),
        ("identity", ("br", "gzip"), ""),
        ("br;q=nan, gzip;q=x", ("br", "gzip"), ""),
    ],
)
def test_the_coding_is_negotiated(header: str, known: tuple[str, ...], coding: str) -> None:
    assert coding_for(header, known) == coding


def test_brotli_where_it_is_installed(client: httpx.Client) -> None:
    brotli = pytest.importorskip("brotli")
    with client.stream(
        "GET", "/sparql", params={"query": "SELECT * { ?s ?p ?o }"}, headers={"accept-encoding": "br"}
    ) as told:
        assert told.headers["content-encoding"] == "br"
        assert b'"bindings"' in brotli.decompress(b"".join(told.iter_raw()))


def test_options_and_other_sites(client: httpx.Client) -> None:
    asked = {"origin": ORIGIN, "access-control-request-method": "POST"}
    told = client.options("/sparql", headers=asked)
    assert told.status_code == 204
    assert told.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in told.headers["access-control-allow-methods"]
    stranger = client.get("/sparql", params={"query": "ASK {}"}, headers={"origin": "https://other.example.org"})
    assert "access-control-allow-origin" not in stranger.headers
    assert "Origin" in stranger.headers["vary"]


def test_a_browser_is_sent_to_the_page(client: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    told = client.get("/sparql", params={"query": "ASK {}"}, headers={"accept": browser})
    assert (told.status_code, told.headers["location"]) == (303, "/query?query=ASK+%7B%7D")


def test_another_host_is_not_served(server: Server) -> None:
    request = "GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert server.raw(request.format(host="evil.example.org").encode()).startswith(b"HTTP/1.1 421")
    assert server.raw(request.format(host="a b").encode()).startswith(b"HTTP/1.1 400")
    assert server.raw(request.format(host=f"localhost:{server.port}").encode()).startswith(b"HTTP/1.1 200")


def test_numbers_for_prometheus(client: httpx.Client) -> None:
    client.get("/sparql", params={"query": "ASK {}"})
    told = client.get("/metrics").text
    assert 'myograph_requests_total{page="sparql",status="200"}' in told
    assert "myograph_workers_alive 2" in told


def test_behind_a_proxy_addresses_are_those_of_the_proxy(tmp_path: Path) -> None:
    store = endpoint_store(tmp_path / "store")
    with serving(store, "--base-url", "https://example.org/myograph/") as running, running.client() as client:
        described = client.get("/sparql").text
        dataset = client.get("/.well-known/void").text
        page = client.get("/nowhere", headers={"accept": "text/html"})
    assert "<https://example.org/myograph/sparql>" in described
    assert "<https://example.org/myograph/sparql>" in dataset
    assert "127.0.0.1" not in described + dataset
    assert 'href="/myograph/query"' in page.text


def test_the_access_log_is_in_the_combined_format(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with serving(endpoint_store(tmp_path / "store"), "--access-log", str(log)) as running, running.client() as client:
        client.get("/health", headers={"user-agent": 'a "quoted" agent'})
    (line,) = log.read_text("utf-8").splitlines()
    assert line.startswith("127.0.0.1 - - [")
    assert '"GET /health HTTP/1.1" 200 ' in line
    assert '"a \\x22quoted\\x22 agent"' in line


def test_a_server_can_be_tried(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "myograph", "serve", "--try", "--port", "0", "--workers", "1"]
    place = ("--store", str(endpoint_store(tmp_path / "store")))
    told = subprocess.run([*command, *place], capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr
    assert len(re.findall(r"^200 +\d+ bytes  /", told.stdout, re.MULTILINE)) == 8
