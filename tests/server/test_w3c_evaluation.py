"""The evaluation tests of the W3C over HTTP: the server answers what the engine itself answers in process.

Every file of data is a named graph of one store; a test names its graphs beside its query, as the protocol allows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from tests.server.serving import endpoint_store, serving
from tests.shared_material import shared_file

FOLDER = "w3c/sparql/sparql11"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
EVALUATED = NamedNode(f"{MF}QueryEvaluationTest")
LEAST = 230
BASE = "https://w3id.org/myograph/"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One test: its query, and the files of its default graph and its named graphs."""

    name: str
    query: Path
    default: tuple[Path, ...]
    named: tuple[Path, ...]


def evaluations(folder: Path) -> Iterator[Evaluation]:
    """Yield the evaluation tests of every manifest below the folder, but those that call other servers."""
    for manifest in sorted(folder.glob("*/manifest.ttl")):
        store = Store()
        store.extend(parse(path=str(manifest), base_iri=manifest.as_uri()))
        if manifest.parent.name in ("service", "entailment"):
            continue
        for quad in store.quads_for_pattern(None, None, EVALUATED):
            (action,) = objects(store, quad.subject, f"{MF}action")
            (query,) = files(store, action, "query")
            yield Evaluation(
                f"{manifest.parent.name}/{query.name}",
                query,
                tuple(files(store, action, "data")) or (NOTHING,),
                tuple(files(store, action, "graphData")),
            )


def objects(store: Store, subject: object, predicate: str) -> list[object]:
    return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]  # type: ignore[arg-type]


def files(store: Store, action: object, name: str) -> Iterator[Path]:
    for term in objects(store, action, f"{QT}{name}"):
        if isinstance(term, NamedNode):
            yield Path(term.value.removeprefix("file://"))


NOTHING = Path("/nothing/at-all")
"""Names a graph that is empty, for tests without data: a request without graphs would mean all of them."""


def graph_of(path: Path) -> NamedNode:
    return NamedNode(f"http://example.org/{path.parent.name}/{path.name}")


def quads_of(tests: list[Evaluation]) -> Iterator[Quad]:
    paths = {path for test in tests for path in (*test.default, *test.named)}
    for path in sorted(paths - {NOTHING}):
        form = RdfFormat.from_extension(path.suffix[1:])
        for quad in parse(path=str(path), format=form, base_iri=graph_of(path).value, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, graph_of(path))


def rows_of(data: bytes) -> object:
    """Return variables and rows of SPARQL JSON, or a truth value; names of blank nodes and the order do not count."""
    told = json.loads(data)
    if "boolean" in told:
        return told["boolean"]
    rows = (
        tuple(sorted((name, term["type"], "" if term["type"] == "bnode" else str(term)) for name, term in row.items()))
        for row in told["results"]["bindings"]
    )
    return told["head"]["vars"], Counter(rows)


def engine_answer(store: Store, text: str, test: Evaluation) -> object:
    try:
        found = store.query(
            text,
            base_iri=BASE,
            default_graph=[graph_of(path) for path in test.default],
            named_graphs=[graph_of(path) for path in test.named],
        )
        if isinstance(found, QuerySolutions | QueryBoolean):
            return rows_of(found.serialize(format=QueryResultsFormat.JSON) or b"")
        return len(set(serialize(found, format=RdfFormat.N_TRIPLES).splitlines()))  # type: ignore[union-attr]
    except (SyntaxError, RuntimeError):
        return "refused"


def server_answer(client: httpx.Client, text: str, test: Evaluation) -> object:
    graphs = {
        "default-graph-uri": [graph_of(path).value for path in test.default],
        "named-graph-uri": [graph_of(path).value for path in test.named],
    }
    accept = "application/sparql-results+json, application/n-triples"
    told = client.post("/sparql", data={"query": text, **graphs}, headers={"accept": accept})
    if told.status_code == 400:
        return "refused"
    assert told.status_code == 200, told.text
    if told.headers["content-type"].startswith("application/n-triples"):
        return len(set(told.content.splitlines()))
    return rows_of(told.content)


VARYING = ("RAND", "NOW", "UUID", "BNODE")


@pytest.mark.shared(FOLDER)
def test_every_evaluation_has_the_answer_of_the_engine(tmp_path: Path) -> None:
    tests = list(evaluations(shared_file(FOLDER)))
    assert len(tests) >= LEAST
    quads = list(quads_of(tests))
    store = Store()
    store.extend(quads)
    different = []
    with serving(endpoint_store(tmp_path / "store", quads), "--workers", "1") as server, server.client() as client:
        for test in tests:
            text = test.query.read_text("utf-8")
            expected = engine_answer(store, text, test)
            if server_answer(client, text, test) != expected and not any(word in text.upper() for word in VARYING):
                different.append(test.name)
    assert different == []
