"""What the server knows of its graph from the start: counted once, because the graph does not change."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from myograph.errors import StoreError
from myograph.names import HOME, MYO_GRAPH, VOID, XSD
from myograph.queries.parameters import bind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from myograph.content import Content
    from myograph.release import Manifest, Release
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
    triples; `dumps` are the files with all of it, by name, and `beside` the other files of the release. `description`
    is what the release says of itself, if it does.
    """

    build: str
    version: str
    graphs: tuple[NamedGraph, ...]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    dumps: Mapping[str, Path]
    beside: Mapping[str, Path]
    description: tuple[Triple, ...]

    @property
    def triples(self) -> int:
        """Return how many triples the union of the graphs has."""
        return sum(self.properties.values())


@dataclass(frozen=True, slots=True)
class Served:
    """Hold what is served: a store, where workers find it, and the release it belongs to, if there is one."""

    store: Store
    place: Path | str
    release: Path | None
    manifest: Manifest | None
    build: str

    @classmethod
    def of(cls, release: Release) -> Served:
        """Return what a release on disk is; raises StoreError for one in memory."""
        if release.store.path is None:
            raise StoreError("a store in memory cannot be served", advice="Write it to disk.")
        build = release.manifest.build if release.manifest else _stamp(release.path)
        return cls(release.store, release.store.path, release.path, release.manifest, build)

    @classmethod
    def outside(cls, endpoint: str, store: Store) -> Served:
        """Return what an endpoint is, whose graph may change at any time."""
        return cls(store, endpoint, None, None, f"outside-{secrets.token_hex(8)}")


def facts_of(served: Served, content: Content) -> Facts:
    """Count what is served; raises QueryError and StoreError."""
    graphs: dict[str, NamedGraph] = {}
    for graph, triples, label in served.store.select(machinery(content, "graphs")):
        graphs.setdefault(
            graph.value, NamedGraph(graph.value, label.value if label else graph.value, int(triples.value))
        )
    properties = _counts(served.store, machinery(content, "properties"))
    return Facts(
        build=served.build,
        version=served.manifest.version if served.manifest else "unreleased",
        graphs=tuple(graphs.values()),
        classes=_counts(served.store, machinery(content, "classes")),
        properties=properties,
        dumps=_dumps(served.release) if served.release else {},
        beside=_beside(served),
        description=_description(served.store, content, sum(properties.values())),
    )


def _description(store: Store, content: Content, triples: int) -> tuple[Triple, ...]:
    """Return what the release says of itself; nothing where its store has been added to since."""
    said = tuple(store.construct(bind(machinery(content, "graph-content"), {"graph": [MYO_GRAPH.description]})))
    total = Triple(NamedNode(HOME), VOID.triples, Literal(str(triples), datatype=XSD.integer))
    return said if total in said else ()


def machinery(content: Content, name: str) -> str:
    """Return the text of a query of the machinery."""
    return (content.queries / "machinery" / f"{name}.rq").read_text("utf-8")


def _dumps(release: Path) -> dict[str, Path]:
    return {name: path for name in DUMPS if (path := release / name).is_file()}


def _beside(served: Served) -> dict[str, Path]:
    if served.manifest is None or served.release is None:
        return {}
    return {name: served.release / name for name in served.manifest.files if name not in DUMPS}


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
