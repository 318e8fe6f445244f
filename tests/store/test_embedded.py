"""The embedded store answers over all named graphs, and every route to the engine gives the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple

from myograph.errors import QuerySyntaxError, StoreError
from myograph.store import EmbeddedStore, Store
from myograph.store.staging import write_store

S, P, G, H = (NamedNode(f"urn:{name}") for name in "spgh")
QUADS = (
    Quad(S, P, Literal("plain \x1b\u0000\r\n\t\"'\\ é 😀"), G),
    Quad(S, P, Literal("gesagt", language="de"), H),
    Quad(S, P, Literal(5), G),
    Quad(S, P, Triple(S, P, Literal("inner")), G),
    Quad(S, P, BlankNode("b"), H),
    Quad(H, P, S, H),
)
TIMEOUTS = pytest.mark.parametrize("timeout", [None, 60.0], ids=["in this process", "in its own process"])


@pytest.fixture(params=["in memory", "on disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "in memory":
        return EmbeddedStore.in_memory(QUADS)
    write_store(tmp_path / "store", QUADS)
    return EmbeddedStore.open_read_only(tmp_path / "store")


@TIMEOUTS
def test_select_gives_solutions_in_the_order_of_the_query(store: Store, timeout: float | None) -> None:
    answer = store.select("SELECT ?o ?s { ?s :p ?o }", timeout=timeout, prefixes={"": "urn:"})
    assert isinstance(answer, QuerySolutions)
    assert [variable.value for variable in answer.variables] == ["o", "s"]
    assert {(str(o), str(s)) for o, s in answer} == {(str(quad.object), str(quad.subject)) for quad in QUADS}


@TIMEOUTS
def test_construct_gives_triples(store: Store, timeout: float | None) -> None:
    triples = store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", timeout=timeout)
    assert set(map(str, triples)) == {str(quad.triple) for quad in QUADS}


@TIMEOUTS
def test_ask_gives_a_truth_value(store: Store, timeout: float | None) -> None:
    assert store.ask("ASK { ?s ?p 5 }", timeout=timeout) is True
    assert store.ask("ASK { ?s ?p 6 }", timeout=timeout) is False
    assert isinstance(store.query("ASK {}", timeout=timeout), QueryBoolean)


@TIMEOUTS
def test_a_triple_is_counted_in_every_graph_it_stands_in(store: Store, timeout: float | None) -> None:
    (row,) = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", timeout=timeout)
    assert row["n"] == Literal(len(QUADS))


@TIMEOUTS
def test_a_declared_prefix_wins_over_one_that_is_given(store: Store, timeout: float | None) -> None:
    query = "PREFIX a: <urn:> SELECT (STR(a:x) AS ?declared) (STR(b:x) AS ?given) {}"
    (row,) = store.select(query, timeout=timeout, prefixes={"a": "urn:wrong:", "b": "urn:b:"})
    assert (row["declared"].value, row["given"].value) == ("urn:x", "urn:b:x")


@TIMEOUTS
def test_syntax_errors_are_the_same_on_every_route(store: Store, timeout: float | None) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("ASK {\n ?s ?p }", timeout=timeout)
    assert (caught.value.line, caught.value.column) == (2, 8)


def test_a_store_tells_what_it_is(tmp_path: Path) -> None:
    write_store(tmp_path / "store", QUADS)
    on_disk = EmbeddedStore.open_read_only(str(tmp_path / "store"))
    assert repr(on_disk) == f"EmbeddedStore({str(tmp_path / 'store')!r})"
    assert repr(EmbeddedStore.in_memory(QUADS)) == "EmbeddedStore('in memory')"
    assert len(on_disk) == len(QUADS)
    assert set(map(str, on_disk)) == set(map(str, QUADS))


def test_a_store_can_be_open_twice_and_is_not_written(tmp_path: Path) -> None:
    write_store(tmp_path / "store", QUADS)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in (tmp_path / "store").iterdir())
    first, second = (EmbeddedStore.open_read_only(tmp_path / "store") for _ in range(2))
    assert first.ask("ASK { ?s ?p ?o }") is second.ask("ASK { ?s ?p ?o }") is True
    assert sorted((path.name, path.stat().st_mtime_ns) for path in (tmp_path / "store").iterdir()) == before


def test_what_is_no_store_is_told_and_not_made_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here") as caught:
        EmbeddedStore.open_read_only(tmp_path / "nothing")
    assert caught.value.place == str(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_broken_store_is_told(tmp_path: Path) -> None:
    write_store(tmp_path / "store", QUADS)
    for file in (tmp_path / "store").glob("MANIFEST*"):
        file.write_bytes(b"broken")
    with pytest.raises(StoreError, match="the store cannot be opened"):
        EmbeddedStore.open_read_only(tmp_path / "store")
