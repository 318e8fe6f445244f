"""Real engines over real connections: the same answers through the same interface."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import myograph
from myograph.content import Content
from myograph.errors import EndpointFailed, EndpointRefused, MalformedAnswer, QueryError, QuerySyntaxError
from myograph.queries.comparing import compare, read
from myograph.release import Release, certifying
from myograph.release.pushing import Graphs, Journal
from myograph.store.credentials import Credentials
from myograph.store.remote import RemoteStore
from myograph.store.remote_graphs import GraphStoreProtocol
from tests.engines.conftest import fill
from tests.engines.engines import VIRTUOSO_ROWS, Engine, oxigraph

CONTENT = Content.find()
TRIALS = certifying.trials(CONTENT)
FINE = frozenset(("right", "departs"))
LABELS = "SELECT ?thing ?label { ?thing rdfs:label ?label } ORDER BY ?label"
RDFS = {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
OF_TYPES = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'https://w3id.org/myograph/id/')) }"


def command(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "myograph", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MYOGRAPH_")}
    environment |= {"MYOGRAPH_CACHE": os.environ["MYOGRAPH_CACHE"], **settings}
    return subprocess.run(run, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_oxigraph_server_answers_as_the_embedded_engine(
    trial: certifying.Trial, filled_oxigraph: Engine, release: Release
) -> None:
    right, found = (read(store.query(trial.text)) for store in (release.store, RemoteStore(filled_oxigraph.query)))
    difference = compare(right, found, ordered=trial.ordered)
    assert difference.wrong is None
    assert not difference.notes


def test_the_knowledge_graph_works_over_an_endpoint(filled_oxigraph: Engine) -> None:
    here, there = myograph.open(), myograph.open(filled_oxigraph.query.url)
    assert there.explain() == here.explain()
    assert there.entity("hypokalemia") == here.entity("hypokalemia")
    assert there.claims() == here.claims()
    assert there.answer("red-flags") == here.answer("red-flags")


@pytest.mark.parametrize(
    "arguments", [("explain",), ("stats",), ("ask", "red-flags"), ("query", "-e", LABELS)], ids=" ".join
)
def test_commands_say_the_same_of_an_endpoint(arguments: tuple[str, ...], filled_oxigraph: Engine) -> None:
    here, there = command(*arguments), command(*arguments, "--endpoint", filled_oxigraph.query.url)
    assert there.returncode == here.returncode == 0, there.stderr
    assert sorted(there.stdout.splitlines()) == sorted(here.stdout.splitlines())


def test_a_command_asks_the_endpoint_of_a_profile(filled_oxigraph: Engine, tmp_path: Path) -> None:
    (tmp_path / "endpoints.toml").write_text(f'[lab]\nurl = "{filled_oxigraph.query.url}"\npage_size = 100\n', "utf-8")
    done = command("query", "-e", LABELS, "--profile", "lab", MYOGRAPH_CONFIG=str(tmp_path))
    assert done.returncode == 0
    here = command("query", "-e", LABELS)
    assert sorted(done.stdout.splitlines()) == sorted(here.stdout.splitlines())


def test_a_failing_endpoint_leaves_no_file_behind(tmp_path: Path) -> None:
    output = tmp_path / "answer.csv"
    done = command("query", "-e", LABELS, "--endpoint", "http://127.0.0.1:9/sparql", "--output", str(output))
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("size", [7, 500, 100_000])
@pytest.mark.parametrize("ending", ["", " ORDER BY ?p", " # a comment"])
def test_pages_are_the_whole(size: int, ending: str, filled_oxigraph: Engine, release: Release) -> None:
    query = (
        f"SELECT ?s ?o {{ ?s rdfs:label ?o FILTER(LANG(?o) = 'en' && STRLEN(?o) < 12) }}{ending.replace('?p', '?o')}"
    )
    paged = RemoteStore(replace(filled_oxigraph.query, page_size=size)).select(query, prefixes=RDFS)
    right = release.store.select(query, prefixes=RDFS)
    assert sorted(map(str, paged)) == sorted(map(str, right))


def test_pages_keep_the_order_that_is_asked_for(filled_oxigraph: Engine) -> None:
    store = RemoteStore(replace(filled_oxigraph.query, page_size=50))
    labels = [row["label"].value for row in store.select(LABELS, prefixes=RDFS)]
    assert len(labels) > 500
    assert labels == [row["label"].value for row in RemoteStore(filled_oxigraph.query).select(LABELS, prefixes=RDFS)]


def test_a_query_with_bounds_of_its_own_is_asked_as_it_is(filled_oxigraph: Engine) -> None:
    store = RemoteStore(replace(filled_oxigraph.query, page_size=2))
    assert len(list(store.select(f"{LABELS} LIMIT 5", prefixes=RDFS))) == 5
    assert len(list(store.select("SELECT ?x {} VALUES ?x { 1 2 3 4 5 }"))) == 5
    assert len(list(store.select("SELECT * { VALUES ?x { 1 2 3 4 5 } { SELECT ?x {} LIMIT 1 } }"))) == 5


def test_an_engine_tells_where_a_query_is_wrong(filled_oxigraph: Engine) -> None:
    with pytest.raises(QuerySyntaxError) as told:
        RemoteStore(filled_oxigraph.query).query("SELECT ?a {\n  ?a ?b ?c\n  FILTER(\n}")
    assert told.value.line == 4


def test_without_a_union_the_graphs_are_named(tmp_path: Path, graphs: Graphs, release: Release) -> None:
    certify = ("certify", "--only", "probes/u", "--store", str(release.path))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with oxigraph(tmp_path / "store", union=False) as engine:
        fill(engine, graphs, Journal(tmp_path / "journal.json"))
        (bare,) = RemoteStore(engine.query).select(count)
        (named,) = RemoteStore(replace(engine.query, graphs=tuple(graphs))).select(count)
        done = command(*certify, engine.query.url)
        helped = command(*certify, engine.query.url, "--name-graphs")
    assert bare["n"].value == "0"
    assert int(named["n"].value) == sum(map(len, graphs.values()))
    assert (done.returncode, helped.returncode) == (1, 0)
    assert "try --name-graphs" in done.stderr


def test_certify_writes_a_report(filled_oxigraph: Engine, release: Release) -> None:
    done = command("certify", filled_oxigraph.query.url, "--format", "json", "--store", str(release.path))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert len(report) == len(TRIALS)
    assert {result["verdict"] for result in report} == {"right"}


def test_virtuoso_lets_its_administrator_in_by_digest_only(filled_virtuoso: Engine) -> None:
    wrong = replace(filled_virtuoso.graph_store, credentials=Credentials("digest", "dba", "wrong"))
    for unknown in (replace(filled_virtuoso.graph_store, credentials=None), wrong):
        with pytest.raises((EndpointRefused, EndpointFailed)) as told:
            GraphStoreProtocol(unknown).remove("urn:nothing")
        assert "wrong" not in str(told.value)
    GraphStoreProtocol(filled_virtuoso.graph_store).remove("urn:nothing")


def test_virtuoso_cuts_long_answers_and_pages_get_all(filled_virtuoso: Engine, release: Release) -> None:
    asked = replace(filled_virtuoso.query, graphs=certifying.graphs_of(CONTENT, release.store))
    with pytest.raises(MalformedAnswer, match=f"the first {VIRTUOSO_ROWS} rows"):
        RemoteStore(asked).select(OF_TYPES)
    right = read(release.store.select(OF_TYPES))
    assert len(right.lines) > 2 * VIRTUOSO_ROWS
    paged = read(RemoteStore(replace(asked, page_size=400)).select(OF_TYPES))
    assert compare(right, paged, ordered=False).wrong is None


def test_virtuoso_is_certified_and_its_departures_are_documented(filled_virtuoso: Engine, release: Release) -> None:
    asked = replace(filled_virtuoso.query, graphs=certifying.graphs_of(CONTENT, release.store), page_size=400)
    found = certifying.certify(TRIALS, release.store, RemoteStore(asked), timeout=60, tell=lambda _result: None)
    assert found.passed, {result.name: result.why for result in found.results if result.verdict not in FINE}
    page = (Path(__file__).parents[2] / "docs" / "engines.md").read_text("utf-8")
    departures = {result.name for result in found.results if result.verdict == "departs"}
    assert departures == set(re.findall(r"`(standard/[a-z-]+)`", page))


def test_a_complaint_of_virtuoso_does_not_repeat_the_query(filled_virtuoso: Engine) -> None:
    with pytest.raises((EndpointFailed, QueryError), match="Division by 0") as told:
        RemoteStore(filled_virtuoso.query).query("SELECT (1 / ?x AS ?y) { VALUES ?x { 0 } }")
    assert "SPARQL query" not in told.value.problem
