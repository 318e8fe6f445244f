"""Every triple lives in exactly one named graph: a merge of graphs is a bag, and a repeated triple counts twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from myograph.store.staging import StagingStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent, PlacedFile

RULE = "one-graph"


def one_graph_per_triple(loaded: LoadedContent) -> Iterator[Finding]:
    """Find triples that several graphs state, and as warnings those that several files of a graph state."""
    for triple, files in _files_by_triple(loaded.files).items():
        if len(files) > 1:
            yield _repetition(loaded, triple, files)


def _files_by_triple(files: Iterable[PlacedFile]) -> dict[Triple, list[PlacedFile]]:
    stated: dict[Triple, list[PlacedFile]] = defaultdict(list)
    for file in files:
        for triple in _as_stored(file.source.triples):
            stated[triple].append(file)
    return stated


def _as_stored(triples: Iterable[Triple]) -> list[Triple]:
    """Normalise as the engine does: two spellings of one number are one triple in the store."""
    store = StagingStore()
    store.extend(Quad(*triple) for triple in triples)
    return sorted((quad.triple for quad in store.quads()), key=str)


def _repetition(loaded: LoadedContent, triple: Triple, files: list[PlacedFile]) -> Finding:
    graphs = sorted({loaded.written(file.graph) for file in files})
    told = " ".join(loaded.written(part) for part in triple)
    if len(graphs) > 1:
        message = f"the triple {told} is in {' and in '.join(graphs)}"
        return loaded.finding(RULE, triple.subject, message, "State it in one graph only.")
    paths = " and ".join(sorted(file.source.path for file in files))
    message = f"the triple {told} is stated in {paths}"
    return loaded.finding(RULE, triple.subject, message, "Keep one of the statements.", severity="warning")
