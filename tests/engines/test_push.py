"""Pushing a release: all of it arrives, a push that broke off goes on, nothing of others is overwritten unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from myograph.content import Content
from myograph.errors import CheckFailed, EndpointFailed, StoreError, UsageError
from myograph.release import Release
from myograph.release.pushing import HOME, Graphs, Journal, Pushed, Target, graphs_of, push, push_at_once
from myograph.store import EmbeddedStore
from myograph.store.endpoint import Endpoint
from myograph.store.remote import RemoteStore
from myograph.store.remote_graphs import GraphStoreProtocol, GraphWriter, SparqlUpdate, batches
from tests.engines.engines import Engine, oxigraph
from tests.engines.hostile import hostile, replying

CONTENT = Content.find()
A, B, OLD = f"{HOME}a", f"{HOME}b", f"{HOME}old"
LABEL = NamedNode("urn:label")


def triples(name: str, count: int) -> list[Triple]:
    return [Triple(NamedNode(f"urn:{name}:{number}"), LABEL, Literal("été 💪 \"'\\\n")) for number in range(count)]


def value(triple: Triple) -> str:
    assert isinstance(triple.object, Literal)
    return triple.object.value


SMALL: Graphs = {A: triples("a", 5), B: triples("b", 3)}


@dataclass
class Shelf:
    """A writer into memory, which may fail at a graph or lose a triple on the way."""

    held: dict[str, Sequence[Triple]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    fails_at: str = ""
    loses: int = 0
    per_graph: str = "each graph is replaced at once"

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        if graph == self.fails_at:
            self.held[graph] = triples[:1]
            raise EndpointFailed("gone")
        self.written.append(graph)
        self.held[graph] = triples[self.loses :]

    def remove(self, graph: str) -> None:
        del self.held[graph]

    def target(self) -> Target:
        shelf = self

        class Held(EmbeddedStore):
            def select(self, text: str, **options: object) -> object:  # type: ignore[override]
                quads = [
                    Quad(t.subject, t.predicate, t.object, NamedNode(g)) for g, held in shelf.held.items() for t in held
                ]
                return EmbeddedStore.in_memory(quads).select(text)

        return Target(self, Held.in_memory([]), CONTENT)


def pushed(shelf: Shelf, journal: Path, *, replace: bool = False) -> Pushed:
    return push(
        SMALL, shelf.target(), Journal.of(str(journal), "build"), lambda _graph, _triples: None, replace=replace
    )


def test_a_push_that_broke_off_goes_on_where_it_was(tmp_path: Path) -> None:
    shelf = Shelf(fails_at=B)
    with pytest.raises(EndpointFailed):
        pushed(shelf, tmp_path)
    shelf.fails_at = ""
    done = pushed(shelf, tmp_path)
    assert (done.sent, done.kept) == ((B,), (A,))
    assert shelf.written == [A, B]
    assert shelf.held == SMALL


def test_a_graph_that_changed_since_is_sent_again(tmp_path: Path) -> None:
    shelf = Shelf(fails_at=B)
    with pytest.raises(EndpointFailed):
        pushed(shelf, tmp_path)
    shelf.fails_at, shelf.held[A] = "", SMALL[A][:2]
    assert pushed(shelf, tmp_path).sent == (A, B)


def test_graphs_of_others_are_not_overwritten_unasked(tmp_path: Path) -> None:
    shelf = Shelf({A: triples("other", 2), "urn:others": triples("x", 1), OLD: triples("old", 1)})
    with pytest.raises(UsageError, match="1 graph holds something already"):
        pushed(shelf, tmp_path)
    assert not shelf.written
    done = pushed(shelf, tmp_path, replace=True)
    assert done.removed == (OLD,)
    assert shelf.held == {**SMALL, "urn:others": triples("x", 1)}


def test_a_second_push_is_a_new_one(tmp_path: Path) -> None:
    shelf = Shelf()
    pushed(shelf, tmp_path)
    with pytest.raises(UsageError, match="2 graphs hold"):
        pushed(shelf, tmp_path)


def test_what_does_not_arrive_is_counted(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match="4 of 5 triples"):
        pushed(Shelf(loses=1), tmp_path)


def test_a_journal_that_is_damaged_is_forgotten(tmp_path: Path) -> None:
    journal = Journal.of(str(tmp_path), "other")
    journal.begin(A)
    assert Journal.of(str(tmp_path), "other").begun == {A}
    journal.path.write_text('{"begun": 3', "utf-8")
    assert Journal.of(str(tmp_path), "other").begun == set()


def test_a_release_that_cannot_be_read_is_not_pushed(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        graphs_of(tmp_path / "myograph.nq")


NODES = st.sampled_from([*map(BlankNode, "abcdef"), *(NamedNode(f"urn:{name}") for name in "xyz")])


@given(st.lists(st.builds(Triple, NODES, st.just(LABEL), NODES), unique_by=str), st.integers(1, 5))
def test_batches_hold_every_triple_once_and_share_no_blank_node(found: list[Triple], size: int) -> None:
    made = batches(found, size)
    assert sorted(str(triple) for batch in made for triple in batch) == sorted(map(str, found))
    nodes = [{t for triple in batch for t in triple if isinstance(t, BlankNode)} for batch in made]
    assert sum(map(len, nodes)) == len(set().union(*nodes))
    tied = max((len(group) for group in batches(found, 1)), default=0)
    assert all(len(batch) <= max(size, tied) for batch in made)


def writers(engine: Engine) -> list[GraphWriter]:
    return [GraphStoreProtocol(engine.graph_store), SparqlUpdate(engine.update), SparqlUpdate(engine.update, batch=2)]


def check_writers(engine: Engine, tmp_path: Path) -> None:
    tied = [Triple(BlankNode("n"), LABEL, Literal(number)) for number in range(5)]
    for number, writer in enumerate(writers(engine)):
        graphs = {A: [*SMALL[A], *tied][number:], B: SMALL[B]}
        target = Target(writer, RemoteStore(engine.query), CONTENT)
        push(graphs, target, Journal(tmp_path / f"{number}.json"), lambda _graph, _triples: None, replace=True)
        found = RemoteStore(engine.query).select(f"SELECT ?s ?o {{ GRAPH <{A}> {{ ?s ?p ?o }} }}")
        held = [(row["s"], row["o"].value) for row in found]
        assert sorted(value for _, value in held) == sorted(map(value, graphs[A]))
        assert len({node for node, _ in held if isinstance(node, BlankNode)}) == 1
        target.writer.remove(A)
        target.writer.remove(A)
        assert A not in target.sizes()


def test_oxigraph_takes_graphs_in_every_way(tmp_path: Path) -> None:
    with oxigraph(tmp_path / "store") as engine:
        check_writers(engine, tmp_path)
        target = Target(SparqlUpdate(engine.update), RemoteStore(engine.query), CONTENT)
        push_at_once({**SMALL, OLD: triples("old", 1)}, target, replace=True)
        with pytest.raises(UsageError, match="2 graphs hold"):
            push_at_once(SMALL, target)
        assert push_at_once(SMALL, target, replace=True).removed == (OLD,)
        assert target.sizes() == {A: 5, B: 3}


def test_virtuoso_takes_graphs_in_every_way(filled_virtuoso: Engine) -> None:
    for writer in writers(filled_virtuoso):
        writer.replace("urn:tried", SMALL[A])
        asked = RemoteStore(filled_virtuoso.query).select("SELECT ?o { GRAPH <urn:tried> { ?s ?p ?o } }")
        assert [row["o"].value for row in asked] == [value(SMALL[A][0])] * 5
        writer.remove("urn:tried")


def test_what_an_engine_does_not_take_is_told() -> None:
    refusing = replying(b"no such thing", "400 Bad Request", "text/plain")
    with hostile(refusing) as server, pytest.raises(UsageError, match="does not accept what is written: no such thing"):
        GraphStoreProtocol(Endpoint(server.url)).replace(A, SMALL[A])


def test_the_command_pushes_and_pushes_again(release: Release, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "store") as engine:
        command = [sys.executable, "-m", "myograph", "push", "--store", str(release.path), "--ask", engine.query.url]
        first, second, third = (
            subprocess.run([*command, *arguments], capture_output=True, text=True, check=False, env={**os.environ})
            for arguments in (
                [engine.graph_store.url],
                [engine.graph_store.url],
                [engine.update.url, "--by", "update", "--replace", "--at-once"],
            )
        )
    assert (first.returncode, second.returncode, third.returncode) == (0, 2, 0), third.stderr
    assert "Overwrite with --replace" in second.stderr
    assert first.stderr.splitlines()[-1] == third.stderr.splitlines()[-1]
    assert not first.stdout


def test_quads_are_read_graph_by_graph(tmp_path: Path) -> None:
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))
        for graph, held in SMALL.items()
        for triple in held
    ]
    (tmp_path / "small.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    assert graphs_of(tmp_path / "small.nq") == SMALL
