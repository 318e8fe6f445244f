"""The whole graph, once a run: in the embedded engine and in rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad

from myograph.graph.exporting import as_nquads
from myograph.release import open_release
from myograph.store.embedded import EmbeddedStore
from tests.queries.answers import CONTENT, graph
from tests.queries.linked import imported

if TYPE_CHECKING:
    from rdflib import Dataset


@pytest.fixture(scope="session")
def quads() -> tuple[Quad, ...]:
    return graph()


@pytest.fixture(scope="session")
def embedded() -> EmbeddedStore:
    return open_release(content=CONTENT).store


@pytest.fixture(scope="session")
def guests(quads: tuple[Quad, ...]) -> tuple[Quad, ...]:
    return tuple(imported(quads))


@pytest.fixture(scope="session")
def linked(quads: tuple[Quad, ...], guests: tuple[Quad, ...]) -> EmbeddedStore:
    return EmbeddedStore.in_memory((*quads, *guests))


@pytest.fixture(scope="session")
def rdflib_dataset(quads: tuple[Quad, ...]) -> Dataset:
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    dataset.parse(data=as_nquads(quads), format="nquads")
    return dataset
