"""What the server knows of its graph from the start: counted once, because the graph does not change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from myograph.content import Content
    from myograph.release import Release
    from myograph.store import Store

DUMPS = ("myograph.trig", "myograph.nq", "myograph.ttl")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """Hold IRI, label and size of a named graph."""

    iri: str
    label: str
    triples: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what can be told of a graph.

    `build` identifies its content; `classes` maps classes to numbers of things and `properties` to numbers of
    triples; `dumps` are the files with all of it, by name.
    """

    build: str
    version: str
    graphs: tuple[NamedGraph, ...]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    dumps: Mapping[str, Path]

    @property
    def triples(self) -> int:
        """Return how many triples the union of the graphs has."""
        return sum(self.properties.values())


def facts_of(release: Release, content: Content) -> Facts:
    """Count what the release holds; raises QueryError and StoreError."""
    graphs: dict[str, NamedGraph] = {}
    for graph, triples, label in release.store.select(machinery(content, "graphs")):
        graphs.setdefault(
            graph.value, NamedGraph(graph.value, label.value if label else graph.value, int(triples.value))
        )
    return Facts(
        build=release.manifest.build if release.manifest else _stamp(release.path),
        version=release.manifest.version if release.manifest else "unreleased",
        graphs=tuple(graphs.values()),
        classes=_counts(release.store, machinery(content, "classes")),
        properties=_counts(release.store, machinery(content, "properties")),
        dumps={name: path for name in DUMPS if (path := release.path / name).is_file()},
    )


def machinery(content: Content, name: str) -> str:
    """Return the text of a query of the machinery."""
    return (content.queries / "machinery" / f"{name}.rq").read_text("utf-8")


def _counts(store: Store, query: str) -> dict[str, int]:
    return {term.value: int(count.value) for term, count in store.select(query)}


def _stamp(path: Path) -> str:
    # A bare store tells no build id; its files change when its content does.
    from hashlib import sha256

    whole = sha256()
    for file in sorted(path.glob("*")):
        status = file.stat()
        whole.update(f"{file.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return whole.hexdigest()
