"""A small annotated letter under the vocabulary of this project, opened as a knowledge graph.

The letter has five passages and eight claims, two of which are one proposition with and without a condition. One claim
is supported by an invented trial, one is contradicted by it, and nobody looked at the rest.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad

from myograph.content import Content
from myograph.graph.deriving import with_derived
from myograph.graph.loading import load
from myograph.knowledge import KnowledgeGraph
from myograph.store.embedded import EmbeddedStore
from myograph.store.staging import write_store
from tests.checkout import ROOT
from tests.content_cases import copy_vocabulary

FIXTURE = Path(__file__).resolve().parent / "annotated_fixture"
LETTER = FIXTURE / "letter.txt"


def letter_content(folder: Path) -> Content:
    """Return a copy of the letter's content in `folder`, to be changed at will; queries and palette are linked."""
    shutil.copytree(FIXTURE / "graph", folder / "graph")
    copy_vocabulary(folder)
    for name in ("queries", "viz"):
        (folder / name).symlink_to(ROOT / name)
    return Content(folder)


@cache
def letter_quads() -> tuple[Quad, ...]:
    """Return what the letter's content says, and what follows from it."""
    with TemporaryDirectory() as folder:
        content = letter_content(Path(folder))
        return tuple(with_derived(content, load(content).quads()))


@cache
def letter_graph() -> KnowledgeGraph:
    """Return the knowledge graph of the letter."""
    return KnowledgeGraph(EmbeddedStore.in_memory(letter_quads()), Content(ROOT))


def letter_store(folder: Path) -> Path:
    """Write the letter's graph to a store in `folder`, for commands."""
    place = folder / "letter-store"
    write_store(place, letter_quads())
    return place
