"""A server that can be written to: who may, what a change becomes, and that none is lost or half done."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from myograph.content import Content
from myograph.errors import QueryError, UsageError
from myograph.server.changes import Change, Outcome
from myograph.server.editions import WorkingCopy
from myograph.server.writer import objections
from myograph.server.writing import TOKEN_VARIABLE, token_from
from myograph.store.updating import with_dataset
from myograph.store.working import WorkingStore
from tests.server.serving import PLACE, Server, endpoint_store, serving
from tests.server.test_w3c_protocol import FOLDER, TYPES, send, suite
from tests.server.w3c_protocol import ProtocolTest

TOKEN = "0123456789abcdef0123"
BEARER = {"authorization": f"Bearer {TOKEN}"}
MYO = "https://w3id.org/myograph/ontology#"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SHAPES = Content.find().ontology / "shapes.ttl"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return endpoint_store(tmp_path_factory.mktemp("writing") / "store")


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with writing(store, store.parent / "copy") as running:
        yield running


def writing(store: Path, copy: Path) -> AbstractContextManager[Server]:
    return serving(store, "--workers", "1", "--writable", str(copy), **{TOKEN_VARIABLE: TOKEN})


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client(**BEARER) as opened:
        yield opened


def update(client: httpx.Client, text: str, **headers: str) -> httpx.Response:
    return client.post("/sparql", data={"update": text}, headers=headers)


def count(client: httpx.Client, query: str = COUNT) -> int:
    told = client.get("/sparql", params={"query": query})
    assert told.status_code == 200, told.text
    return int(told.json()["results"]["bindings"][0]["n"]["value"])


def test_only_who_has_the_token_writes(server: Server) -> None:
    with server.client() as client:
        before = count(client)
        for header in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}):
            told = update(client, "DROP ALL", **header)
            assert (told.status_code, told.headers["www-authenticate"][:6]) == (401, "Bearer")
            assert client.put("/graphs?graph=urn:x", content=b"", headers=header).status_code == 401
        assert client.get("/sparql", params={"update": "DROP ALL"}, headers=BEARER).status_code == 400
        assert count(client) == before


@pytest.mark.parametrize("token", ["", "short", "with spaces in all of it", "ä" * 20])
def test_a_weak_token_is_none(token: str) -> None:
    with pytest.raises(UsageError, match="needs a token"):
        token_from({TOKEN_VARIABLE: token})


def test_an_update_is_whole_or_nothing(client: httpx.Client) -> None:
    before, first = count(client), client.get("/sparql", params={"query": COUNT})
    assert update(client, f"INSERT DATA {{ GRAPH <{PLACE}new> {{ <{PLACE}a> <{PLACE}b> 1, 2 }} }}").status_code == 204
    assert count(client) == before + 2
    again = client.get("/sparql", params={"query": COUNT}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    wrong = update(client, f"DROP GRAPH <{PLACE}new> ; INSERT DATA {{ ?x ?y ?z }}")
    assert (wrong.status_code, wrong.json()["line"]) == (400, 1)
    assert update(client, f"DROP GRAPH <{PLACE}new> ; LOAD <http://127.0.0.1:1/>").status_code == 403
    assert update(client, f"DROP GRAPH <{PLACE}new> ; CREATE GRAPH <{PLACE}even>").status_code == 400
    assert count(client) == before + 2
    assert update(client, f"DROP GRAPH <{PLACE}new>").status_code == 204
    assert count(client) == before


def test_what_the_shapes_object_to_is_rolled_back(client: httpx.Client) -> None:
    before = count(client)
    told = update(client, f"INSERT DATA {{ GRAPH <{PLACE}new> {{ <{PLACE}claim> a <{MYO}Claim> }} }}")
    assert told.status_code == 422
    assert any(f"{PLACE}claim" in finding and "MinCount" in finding for finding in told.json()["findings"])
    assert count(client) == before


def test_shapes_judge_classes_below_their_targets() -> None:
    claim, kind = NamedNode(f"{PLACE}claim"), NamedNode(f"{PLACE}kind")
    a, below = (
        NamedNode(f"http://www.w3.org/{name}")
        for name in ("1999/02/22-rdf-syntax-ns#type", "2000/01/rdf-schema#subClassOf")
    )
    graph = NamedNode(f"{PLACE}g")
    quads = [Quad(claim, a, kind, graph), Quad(kind, below, NamedNode(f"{MYO}Claim"), graph)]
    judged = WorkingStore.in_memory(quads)
    assert objections(judged, Content.find().root)
    assert not objections(WorkingStore.in_memory(quads[:1]), Content.find().root)


def test_the_shipped_store_is_never_touched(server: Server, store: Path) -> None:
    files = {path.name: path.read_bytes() for path in store.iterdir()}
    with server.client(**BEARER) as client:
        update(client, f"INSERT DATA {{ <{PLACE}a> <{PLACE}b> 3 }}")
        update(client, f"DELETE DATA {{ <{PLACE}a> <{PLACE}b> 3 }}")
    assert {path.name: path.read_bytes() for path in store.iterdir()} == files


def test_a_change_outlives_a_server_that_is_killed(store: Path, tmp_path: Path) -> None:
    with writing(store, tmp_path / "copy") as first, first.client(**BEARER) as client:
        assert update(client, f"INSERT DATA {{ <{PLACE}a> <{PLACE}b> 3 }}").status_code == 204
        os.kill(first.process.pid, signal.SIGKILL)
    (tmp_path / "copy" / "edition-2").mkdir()  # as one who was killed in the middle of a change leaves it
    (tmp_path / "copy" / "aside").mkdir()
    with writing(store, tmp_path / "copy") as second, second.client(**BEARER) as client:
        assert count(client) == 101
        assert update(client, f"INSERT DATA {{ <{PLACE}a> <{PLACE}b> 4 }}").status_code == 204
        assert count(client) == 102


def test_a_folder_with_something_else_is_no_working_copy(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("dear")
    with pytest.raises(UsageError, match="no working copy"):
        WorkingCopy.at(tmp_path, tmp_path)


@pytest.mark.shared(FOLDER)
@pytest.mark.parametrize("test", [t for t in suite() if t.writes], ids=lambda test: test.name)
def test_update_of_the_w3c(server: Server, test: ProtocolTest) -> None:
    with server.client(**BEARER) as client:
        for graph, path in test.data:
            triples = path.read_bytes()
            told = client.put(
                "/graphs", params={"graph": graph}, content=triples, headers={"content-type": "application/n-triples"}
            )
            assert told.status_code in (201, 204)
        for asked in test.exchanges:
            told = send(client, asked)
            assert told.status_code // 100 in asked.statuses, told.text
            if asked.boolean is not None:
                assert told.json()["boolean"] is asked.boolean
            if asked.format is not None:
                assert told.headers["content-type"].partition(";")[0] in TYPES[asked.format]


TURTLE = {"content-type": "text/turtle; charset=utf-8"}


def person(name: str) -> bytes:
    return f'<http://example.org/p> <http://xmlns.com/foaf/0.1/name> "{name}" .'.encode()


def names_in(told: httpx.Response) -> set[str]:
    assert told.status_code == 200, told.text
    assert told.headers["content-type"].startswith("text/turtle")
    return {str(quad.object) for quad in parse(told.content, RdfFormat.TURTLE)}


def test_the_graph_store_protocol_in_the_order_of_the_w3c(server: Server) -> None:
    with server.client(**BEARER, accept="text/turtle") as client:
        one, two = "/graphs/person/1.ttl", "/graphs/person/2.ttl"
        assert client.put(one, content=person("John"), headers=TURTLE).status_code == 201
        assert names_in(client.get("/graphs", params={"graph": f"{server.address}{one}"})) == {'"John"'}
        assert client.put(one, content=person("Jane"), headers=TURTLE).status_code == 204
        assert names_in(client.get(one)) == {'"Jane"'}
        assert client.put("/graphs?default", content=person("Alice"), headers=TURTLE).status_code in (201, 204)
        assert client.put(two, content=person("Bob"), headers=TURTLE).status_code == 201
        assert client.delete(two).status_code == 200
        assert client.get(two).status_code == client.delete(two).status_code == client.head(two).status_code == 404
        assert client.post(one, content=person("Anna"), headers=TURTLE).status_code in (200, 204)
        files = {name: (name, person(name), "text/turtle") for name in ("Carl", "Cora")}
        assert client.post(one, files=files).status_code in (200, 204)
        assert names_in(client.get(one)) == {'"Jane"', '"Anna"', '"Carl"', '"Cora"'}
        made = client.post("/graphs", content=person("New"), headers=TURTLE)
        assert made.status_code == 201
        assert names_in(client.get(made.headers["location"])) == {'"New"'}
        assert client.head(one).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("PUT", "/graphs?graph=urn:x", b"<a> <b>", TURTLE, 400),
        ("PUT", "/graphs?graph=urn:x", b"", {"content-type": "text/plain"}, 415),
        ("PUT", "/graphs?graph=no-iri", b"", TURTLE, 400),
        ("PUT", "/graphs?graph=urn:x&default", b"", TURTLE, 400),
        ("PUT", "/graphs", b"", TURTLE, 400),
        ("PATCH", "/graphs?default", b"", TURTLE, 405),
    ],
)
def test_graphs_that_cannot_be_written(
    client: httpx.Client, method: str, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert client.request(method, path, content=body, headers=headers).status_code == status


def test_a_dataset_beside_an_update_becomes_part_of_it() -> None:
    modify = "INSERT { ?s a 'WHERE' } WHERE { ?s ?p ?o } ; INSERT DATA { <a> <b> <c> }"
    assert with_dataset(modify, ("urn:x",), ()) == modify.replace("} WHERE", "} USING <urn:x> WHERE")
    assert with_dataset(modify, (), ("urn:x",)) == modify.replace("} WHERE", "} USING NAMED <urn:x> WHERE")
    short = "DELETE WHERE { ?s { } ?p }"
    assert with_dataset(short, ("urn:x",), ()) == "DELETE { ?s { } ?p } USING <urn:x> WHERE { ?s { } ?p }"
    assert with_dataset(modify, (), ()) == modify
    for wrong in ("WITH <urn:y> DELETE { ?a ?b ?c } WHERE { }", "DELETE { ?a ?b ?c } USING <urn:y> WHERE { }"):
        with pytest.raises(QueryError, match="names graphs"):
            with_dataset(wrong, ("urn:x",), ())
    with pytest.raises(QueryError, match="not named by an IRI"):
        with_dataset(modify, ("urn:x> DROP ALL",), ())


def test_changes_and_outcomes_survive_the_pipe() -> None:
    from io import BytesIO

    change = Change("put", b"\x00body", "urn:x", "text/turtle", ("a",), ("b", "c"))
    assert Change.read(BytesIO(change.to_bytes())) == change
    outcome = Outcome(422, "no", "why", 1, 2, ("x", "y"))
    assert Outcome.of(outcome.to_bytes()) == outcome
