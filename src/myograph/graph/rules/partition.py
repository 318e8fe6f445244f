"""Every triple lives in exactly one named graph: a merge of graphs is a bag, and a repeated triple counts twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from myograph.store.staging import StagingStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Triple

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent, PlacedFile

RULE = "one-graph"


def one_graph_per_triple(loaded: LoadedContent) -> Iterator[Finding]:
    """Find triples that several graphs state, and as warnings those that several files of a graph state."""
    for triple, files in _files_by_triple(loaded.files).items():
        yield _repetition(loaded, triple, files)


def _files_by_triple(files: Sequence[PlacedFile]) -> dict[Triple, list[PlacedFile]]:
    """Return the triples that several files state; normalised, as two spellings of one number are one in the store."""
    by_file = {f"file:{number}": file for number, file in enumerate(files)}
    store = StagingStore()
    for name, file in by_file.items():
        graph = NamedNode(name)
        store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in file.source.triples)
    stated = store.quads()
    repeated = {triple for triple, times in Counter(quad.triple for quad in stated).items() if times > 1}
    found: dict[Triple, list[PlacedFile]] = defaultdict(list)
    for quad in sorted((quad for quad in stated if quad.triple in repeated), key=str):
        found[quad.triple].append(by_file[str(quad.graph_name)[1:-1]])
    return found


def _repetition(loaded: LoadedContent, triple: Triple, files: list[PlacedFile]) -> Finding:
    graphs = sorted({loaded.written(file.graph) for file in files})
    told = " ".join(loaded.written(part) for part in triple)
    if len(graphs) > 1:
        message = f"the triple {told} is in {' and in '.join(graphs)}"
        return loaded.finding(RULE, triple.subject, message, "State it in one graph only.")
    paths = " and ".join(sorted(file.source.path for file in files))
    message = f"the triple {told} is stated in {paths}"
    return loaded.finding(RULE, triple.subject, message, "Keep one of the statements.", severity="warning")
