"""Verify a release: its files are those its manifest knows, and its figures those of its store."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from myograph.errors import Finding, StoreError
from myograph.names import VOID
from myograph.release.description.counting import joined, tally_by_graph
from myograph.release.description.void import DATASET, FIGURES, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.release.description.counting import Figures
    from myograph.release.manifest import Manifest
    from myograph.release.opening import Release

ADVICE = "Build the release again."


def faults_of(release: Release) -> tuple[Finding, ...]:
    """Return what is not as the release says; raises StoreError for a bare store, which says nothing."""
    if release.manifest is None:
        raise StoreError("a bare store does not describe itself", place=str(release.path), advice=ADVICE)
    return (*_changed_files(release, release.manifest), *_false_figures(release, release.manifest))


def _changed_files(release: Release, manifest: Manifest) -> Iterator[Finding]:
    for name, digest in manifest.files.items():
        path = release.path / name
        if not path.is_file():
            yield Finding("error", "release-file", "the file is missing", ADVICE, name)
        elif sha256(path.read_bytes()).hexdigest() != digest:
            yield Finding("error", "release-file", "the file is not the one that was built", ADVICE, name)


def _false_figures(release: Release, manifest: Manifest) -> Iterator[Finding]:
    quads = list(release.store)
    told = frozenset(quad.triple for quad in quads if quad.predicate in FIGURES)
    tallies = tally_by_graph(quads)
    yield from _differences(told, DATASET, joined(tallies.values()).figures(), manifest.triples)
    for name, tally in tallies.items():
        yield from _differences(told, NamedNode(name), tally.figures(), manifest.graphs.get(name))


def _differences(told: frozenset[Triple], node: NamedNode, counted: Figures, listed: int | None) -> Iterator[Finding]:
    if counted.triples != listed:
        message = f"the manifest lists {listed} triples, and the store holds {counted.triples}"
        yield Finding("error", "release-figure", message, ADVICE, node=node.value)
    for predicate, count in zip(FIGURES, figures_of(counted), strict=True):
        if Triple(node, predicate, count) not in told:
            message = f"{predicate.value.removeprefix(str(VOID))} is {count.value}, and the description does not say so"
            yield Finding("error", "release-figure", message, ADVICE, node=node.value)
