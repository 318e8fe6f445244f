"""SERVICE calls the hosts that are allowed, and no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from myograph.errors import QueryRefused, UsageError
from myograph.store import EmbeddedStore
from myograph.store.endpoint import Endpoint
from myograph.store.remote import RemoteStore
from myograph.store.services import allowing, refuse_others
from tests.engines.engines import Engine, oxigraph
from tests.engines.hostile import hostile, replying

HOSTS = frozenset(("good.example", "127.0.0.1:8000"))

FINE = (
    "SELECT * { SERVICE <https://good.example/sparql> { ?s ?p ?o } }",
    "SELECT * { service silent <HTTP://GOOD.example:81/x?y=z> { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://127.0.0.1:8000> { ?s ?p ?o } }",
    'SELECT * { ?service ?p "SERVICE <http://evil.example/>" }',
)
EVIL = (
    "SELECT * { SERVICE <https://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://good.example.evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://good.example@evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://good.example:1@evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://good.example\\u002eevil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https:good.example/> { ?s ?p ?o } }",
    "BASE <https://evil.example/> SELECT * { SERVICE <good.example> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://127.0.0.1:8001/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } VALUES ?where { <https://good.example/> } }",
    "PREFIX a: <https://good.example/> PREFIXa: <https://evil.example/> SELECT * { SERVICE a:b { ?s ?p ?o } }",
    "PREFIX a: <https://evil.example/> SELECT * { SERVICEa:b { ?s ?p ?o } }",
    "PREFIX a: <https://evil.example/> SELECT * { SERVICE SILENTa:b { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT <https://good.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://good.example/> { SERVICE <https://evil.example/> { ?s ?p ?o } } }",
    "SELECT * { SERVICE # <https://good.example/>\n <https://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE",
)


@pytest.mark.parametrize("text", FINE)
def test_a_call_to_an_allowed_host_is_let_through(text: str) -> None:
    refuse_others(text, HOSTS)


@pytest.mark.parametrize("text", EVIL)
def test_every_other_call_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"line \d+, column \d+"):
        refuse_others(text, HOSTS)


def test_a_refused_call_is_not_made() -> None:
    with hostile(replying()) as server:
        store = allowing(EmbeddedStore.in_memory([]), ["good.example", f"127.0.0.1:{server.port + 1}"])
        with pytest.raises(QueryRefused, match="may be called"):
            store.query(f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p ?o }} }}")
    assert not server.asked


@pytest.mark.parametrize("host", ["", "https://good.example", "good.example/", "a b", "*"])
def test_what_is_no_host_cannot_be_allowed(host: str) -> None:
    with pytest.raises(UsageError, match="is no host"):
        allowing(EmbeddedStore.in_memory([]), [host])


def test_an_endpoint_decides_itself() -> None:
    with pytest.raises(UsageError, match="decides itself"):
        allowing(RemoteStore(Endpoint("http://127.0.0.1/")), ["good.example"])


def test_a_query_joins_this_graph_with_an_endpoint(filled_oxigraph: Engine) -> None:
    text = f"SELECT ?name {{ myo-id:magnesium rdfs:label ?name SERVICE <{filled_oxigraph.query.url}> "
    text += "{ <https://w3id.org/myograph/id/magnesium> <http://www.w3.org/2000/01/rdf-schema#label> ?name } }"
    command = [sys.executable, "-m", "myograph", "query", "--format", "csv", "-e", text]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    allowed = subprocess.run([*command, "--allow-service", "127.0.0.1"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (allowed.returncode, allowed.stdout) == (0, "name\nmagnesium\n"), allowed.stderr


def test_an_endpoint_joins_a_second_one(filled_oxigraph: Engine, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "store") as second:
        text = f"SELECT ?name {{ SERVICE <{filled_oxigraph.query.url}> "
        text += "{ <https://w3id.org/myograph/id/magnesium> <http://www.w3.org/2000/01/rdf-schema#label> ?name } }"
        (row,) = RemoteStore(second.query).select(text)
    assert row["name"].value == "magnesium"
