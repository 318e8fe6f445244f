"""Clients that people use, and the engine itself as the judge of every answer."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from myograph.content import Content
from myograph.queries.catalogue import Catalogue
from myograph.release import open_release
from myograph.store import EmbeddedStore
from tests.server.serving import Server, serving

MINERALS = "PREFIX myo: <https://w3id.org/myograph/ontology#> SELECT ?m { ?m a myo:Mineral }"
CATALOGUE = tuple(Catalogue.load(Content.find()))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(None, "--workers", "1") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as opened:
        yield opened


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return open_release(content=Content.find()).store


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(server: Server, method: str) -> None:
    asking: Any = SPARQLWrapper(f"{server.address}/sparql")
    asking.setMethod(method)
    asking.setQuery(MINERALS)
    asking.setReturnFormat(JSON)
    rows = asking.queryAndConvert()["results"]["bindings"]
    assert rows
    asking.setReturnFormat(XML)
    assert len(asking.queryAndConvert().getElementsByTagName("result")) == len(rows)
    asking.setReturnFormat(CSV)
    assert len(asking.queryAndConvert().splitlines()) == len(rows) + 1
    asking.setQuery("DESCRIBE <https://w3id.org/myograph/id/magnesium>")
    asking.setReturnFormat(TURTLE)
    assert b"magnesium" in asking.queryAndConvert()


def test_rdflib(server: Server, store: EmbeddedStore) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        remote: Any = SPARQLStore(f"{server.address}/sparql")
        found = {str(row[0]) for row in remote.query(MINERALS)}
        triples = list(remote.triples((URIRef("https://w3id.org/myograph/id/magnesium"), None, None)))
    assert found == {row[0].value for row in store.select(MINERALS)}
    assert triples


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(server: Server) -> None:
    command = ["curl", "-sS", "--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={MINERALS}"]
    told = subprocess.run([*command, f"{server.address}/sparql"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("m\nhttps://w3id.org/myograph/id/")


def rows_of(answer: object) -> object:
    if isinstance(answer, QuerySolutions):
        return [variable.value for variable in answer.variables], [tuple(map(str, row)) for row in answer]
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def told(client: httpx.Client, query: str) -> object:
    answered = client.post("/sparql", data={"query": query})
    assert answered.status_code == 200, answered.text
    return rows_of(parse_query_results(answered.content, QueryResultsFormat.JSON))


@pytest.mark.parametrize("question", [q for q in CATALOGUE if q.form in ("SELECT", "ASK")], ids=lambda q: q.name)
def test_the_catalogue_has_the_answers_of_the_engine(
    client: httpx.Client, store: EmbeddedStore, question: object
) -> None:
    text = question.text  # type: ignore[attr-defined]
    assert told(client, text) == rows_of(store.query(text))


PATTERNS = st.lists(
    st.sampled_from(
        [
            "?s a ?class .",
            "?s rdfs:label ?label .",
            "OPTIONAL { ?s skos:altLabel ?other }",
            "FILTER NOT EXISTS { ?s skos:broader ?wider }",
            "FILTER(STRLEN(STR(?label)) > 12)",
            "BIND(UCASE(STR(?label)) AS ?loud)",
            "{ ?s a myo:Mineral } UNION { ?s a myo:Symptom }",
            "VALUES ?s { myo-id:magnesium myo-id:calcium }",
            "?s skos:broader* ?top .",
        ]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40)
@given(patterns=PATTERNS, distinct=st.booleans(), limit=st.integers(0, 50))
def test_random_queries_have_the_answers_of_the_engine(
    client: httpx.Client, store: EmbeddedStore, patterns: list[str], distinct: bool, limit: int
) -> None:
    columns = "?s ?class ?label ?other ?loud ?top"
    where = "?s a myo:Mineral . " + " ".join(dict.fromkeys(patterns))
    query = f"SELECT {'DISTINCT ' * distinct}{columns} {{ {where} }} ORDER BY {columns} LIMIT {limit}"
    from myograph.names import Prefixes

    prefixes = Prefixes.load(Content.find()).namespaces
    assert told(client, query) == rows_of(store.query(query, prefixes=prefixes))
