"""A published annotation says what the Turtle beside it says, so that it can never drift."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.errors import Finding
from myograph.graph.annotation import FILE_NAME, as_tsv
from myograph.names import OA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.graph.loading import LoadedContent

RULE = "annotation-current"


def annotations_are_current(loaded: LoadedContent) -> Iterator[Finding]:
    """Find tables `annotation.tsv` that differ from the passages and claims of their source."""
    for path in loaded.content.files():
        if PurePosixPath(path).name == FILE_NAME and path.startswith("graph/"):
            yield from _differences(loaded, path)


def _differences(loaded: LoadedContent, path: str) -> Iterator[Finding]:
    sources = _sources_beside(loaded, path)
    if len(sources) != 1:
        message = f"the passages in this folder belong to {len(sources)} sources, expected one"
        yield Finding("error", RULE, message, "Keep the table beside the passages that it annotates.", path)
        return
    expected = as_tsv(loaded, sources[0]).encode().split(b"\n")
    found = (loaded.content.root / path).read_bytes().split(b"\n")
    for line, (wanted, written) in enumerate(zip_longest(expected, found), start=1):
        if wanted != written:
            advice = f"Write it again: `myograph annotate {loaded.written(sources[0])} --output {path}`."
            yield Finding("error", RULE, "the table does not say what the Turtle files say", advice, path, line)
            return


def _sources_beside(loaded: LoadedContent, path: str) -> list[NamedNode]:
    folder = PurePosixPath(path).parent
    beside = (file for file in loaded.files if PurePosixPath(file.source.path).parent == folder)
    triples = (triple for file in beside for triple in file.source.triples)
    found = {t.object for t in triples if t.predicate == OA.hasSource and isinstance(t.object, NamedNode)}
    return sorted(found, key=lambda source: source.value)
