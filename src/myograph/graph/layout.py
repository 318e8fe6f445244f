"""Which named graph each content file belongs to, as `graph/dataset.ttl` says.

Content is written in Turtle, and the mappings to other vocabularies as tables (`.sssom.tsv`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.errors import Finding
from myograph.graph.reading import read_turtle
from myograph.graph.triple_index import TripleIndex
from myograph.names import MYO, MYO_GRAPH, SD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.content import Content

DATASET_FILE = "graph/dataset.ttl"
TABLE_SUFFIX = ".sssom.tsv"
DERIVED = MYO_GRAPH.derived
COMPUTED = (DERIVED, MYO_GRAPH.catalogue, MYO_GRAPH.description)
"""The graphs that a build fills."""

RULE = "one-graph"


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """Name a graph, the patterns by which it claims content files, and the files they match, sorted."""

    name: NamedNode
    patterns: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold the named graphs in name order, and all Turtle files and tables of mappings of the content, each sorted."""

    graphs: tuple[NamedGraph, ...]
    turtle_files: tuple[str, ...]
    tables: tuple[str, ...]

    def graph_of(self, path: str) -> NamedNode:
        """Return the graph of a content file; raises StopIteration for a file that no graph lists."""
        return next(graph.name for graph in self.graphs if path in graph.files)

    def findings(self) -> Iterator[Finding]:
        """Yield what keeps the files from having exactly one graph each."""
        yield from _repeated_graphs(self.graphs)
        yield from _unmatched_patterns(self.graphs)
        yield from _misplaced_files(self)
        yield from _computed_graphs(self.graphs)


def read_layout(content: Content) -> Layout:
    """Read the named graphs from the dataset description; raises ContentError when it cannot be read."""
    turtle_files, tables = turtle_files_of(content), tables_of(content)
    index = TripleIndex.of(read_turtle(content.root, DATASET_FILE).triples)
    nodes = dict.fromkeys((*index.instances(SD.NamedGraph), *(node for node, _ in index.pairs(SD.name))))
    graphs = [
        NamedGraph(name, patterns, tuple(path for path in (*turtle_files, *tables) if _is_claimed(path, patterns)))
        for node in nodes
        for patterns in [tuple(sorted(_texts(index.objects(node, MYO.contentFile))))]
        for name in index.objects(node, SD.name) or (node,)
        if isinstance(name, NamedNode)
    ]
    return Layout(tuple(sorted(graphs, key=lambda graph: graph.name.value)), turtle_files, tables)


def turtle_files_of(content: Content) -> tuple[str, ...]:
    """Return the Turtle files under `ontology` and `graph`, sorted paths from the content root."""
    return tuple(path for path in content.files() if path.endswith(".ttl") and not path.startswith("queries/"))


def tables_of(content: Content) -> tuple[str, ...]:
    """Return the tables of mappings, sorted paths from the content root."""
    return tuple(path for path in content.files() if path.endswith(TABLE_SUFFIX))


def _texts(terms: Iterable[object]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, Literal))


def _is_claimed(path: str, patterns: Iterable[str]) -> bool:
    return any(_matches(PurePosixPath(path), PurePosixPath(pattern)) for pattern in patterns)


def _matches(path: PurePosixPath, pattern: PurePosixPath) -> bool:
    # PurePath.match looks at the last parts only, so the number of parts has to agree as well
    return len(path.parts) == len(pattern.parts) and path.match(str(pattern))


def _finding(message: str, advice: str, file: str = DATASET_FILE) -> Finding:
    return Finding("error", RULE, message, advice, file)


def _repeated_graphs(graphs: tuple[NamedGraph, ...]) -> Iterator[Finding]:
    names = [graph.name.value for graph in graphs]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _finding(f"the named graph <{name}> is listed twice", "List each named graph once.")


def _unmatched_patterns(graphs: tuple[NamedGraph, ...]) -> Iterator[Finding]:
    for graph in graphs:
        for pattern in graph.patterns:
            if not _is_matched(pattern, graph.files):
                yield _finding(
                    f"{pattern!r} of <{graph.name.value}> matches no content file",
                    "Correct the path (from the content root) or remove the line.",
                )


def _is_matched(pattern: str, files: Iterable[str]) -> bool:
    return any(_is_claimed(path, (pattern,)) for path in files)


def _misplaced_files(layout: Layout) -> Iterator[Finding]:
    for path in (*layout.turtle_files, *layout.tables):
        owners = [graph.name.value for graph in layout.graphs if path in graph.files]
        if not owners:
            yield _finding(
                "no named graph lists this file, so it would not be built",
                f"Add `myo:contentFile {path!r}` to a graph in {DATASET_FILE}.".replace("'", '"'),
                path,
            )
        elif len(set(owners)) > 1:
            listed = " and ".join(f"<{name}>" for name in sorted(set(owners)))
            yield _finding(f"the file is listed by {listed}", f"Keep one of the lines in {DATASET_FILE}.", path)


def _computed_graphs(graphs: tuple[NamedGraph, ...]) -> Iterator[Finding]:
    derived = [graph for graph in graphs if graph.name == DERIVED]
    if not derived:
        yield _finding(f"the graph <{DERIVED.value}> of derived triples is not listed", "List it, without files.")
    for graph in graphs:
        if graph.name in COMPUTED and graph.patterns:
            advice = "Move its files to another graph: a build fills this one."
            yield _finding(f"the graph <{graph.name.value}> lists content files", advice)
