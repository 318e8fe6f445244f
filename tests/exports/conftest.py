"""The shipped graph, an excerpt of it and a narrowed one, each read once for all tests of exports."""

from __future__ import annotations

import pytest

import myograph
from myograph.exports.holdings import Holdings
from myograph.knowledge import KnowledgeGraph
from myograph.store.staging import write_store
from tests.exports.excerpt import excerpt, shipped


@pytest.fixture(scope="session")
def kg() -> KnowledgeGraph:
    return myograph.open()


@pytest.fixture(scope="session")
def whole(kg: KnowledgeGraph) -> Holdings:
    return shipped(kg)


@pytest.fixture(scope="session")
def part(whole: Holdings) -> Holdings:
    return excerpt(whole)


@pytest.fixture(scope="session")
def stored(part: Holdings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a store that holds the excerpt."""
    folder = tmp_path_factory.mktemp("exports") / "store"
    write_store(folder, part.quads)
    return str(folder)
