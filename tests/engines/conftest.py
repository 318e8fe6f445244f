"""The release, and the engines that hold it: each started, filled and stopped once a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from myograph.content import Content
from myograph.release import Release, open_release
from myograph.release.pushing import Graphs, Journal, Target, graphs_of, push
from myograph.store.remote import RemoteStore
from myograph.store.remote_graphs import GraphStoreProtocol
from tests.engines.engines import Engine, oxigraph, virtuoso

CONTENT = Content.find()


@pytest.fixture(scope="session")
def release() -> Release:
    return open_release(content=CONTENT)


@pytest.fixture(scope="session")
def graphs(release: Release) -> Graphs:
    return graphs_of(release.path / "myograph.nq")


def fill(engine: Engine, graphs: Graphs, journal: Journal) -> None:
    target = Target(GraphStoreProtocol(engine.graph_store), RemoteStore(engine.query), CONTENT)
    push(graphs, target, journal, lambda _graph, _triples: None)


@pytest.fixture(scope="session")
def filled_oxigraph(tmp_path_factory: pytest.TempPathFactory, graphs: Graphs) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(folder / "store") as engine:
        fill(engine, graphs, Journal(folder / "journal.json"))
        yield engine


@pytest.fixture(scope="session")
def filled_virtuoso(tmp_path_factory: pytest.TempPathFactory, graphs: Graphs) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("virtuoso")
    with virtuoso(folder / "database") as engine:
        fill(engine, graphs, Journal(folder / "journal.json"))
        yield engine
