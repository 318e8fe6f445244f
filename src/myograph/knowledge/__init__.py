"""The knowledge graph behind `myograph.open()`: names, claims, places and the causal ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.knowledge.bars import BARS
from myograph.knowledge.evidence import EvidenceLine, EvidenceSearch, SourceRecord
from myograph.knowledge.graph import KnowledgeGraph
from myograph.knowledge.ladder import Ladder, Remedy, Rung
from myograph.knowledge.lookup import Hit
from myograph.knowledge.records import Claim, Entity, Name, Place

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from myograph.store import Store

__all__ = [
    "BARS",
    "Claim",
    "Entity",
    "EvidenceLine",
    "EvidenceSearch",
    "Hit",
    "KnowledgeGraph",
    "Ladder",
    "Name",
    "Place",
    "Remedy",
    "Rung",
    "SourceRecord",
    "open_release",
]


def _silent(_message: str) -> None:
    """Say nothing."""


def open_release(
    store: str | os.PathLike[str] | None = None, *, progress: Callable[[str], None] = _silent
) -> KnowledgeGraph:
    """Open the knowledge graph.

    `store` is the folder of a release or of a raw Oxigraph store, the address of a SPARQL endpoint that holds the
    graph, or `profile:NAME`; without it the release of the installed content is used, built in the user's cache folder
    on first use (about a second), which `progress` is told. Raises StoreError when the folder holds no release or the
    cache cannot be written; an endpoint is first asked when it is needed.
    """
    from pathlib import Path

    from myograph.content import Content
    from myograph.release import open_release as open_folder

    content = Content.find()
    if store is not None and (remote := _remote(store)) is not None:
        return KnowledgeGraph(remote, content)
    release = open_folder(None if store is None else Path(store), content=content, progress=progress)
    return KnowledgeGraph(release.store, content, release.manifest)


def _remote(store: str | os.PathLike[str]) -> Store | None:
    from myograph.store.profiles import endpoint_named

    if (endpoint := endpoint_named(store)) is None:
        return None
    from myograph.store.remote import RemoteStore

    return RemoteStore(endpoint)
