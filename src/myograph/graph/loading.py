"""Read all content into triples that know their file and their named graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from myograph.errors import ContentError, Finding
from myograph.graph.layout import read_layout, turtle_files_of
from myograph.graph.reading import TurtleFile, read_turtle
from myograph.graph.triple_index import TripleIndex
from myograph.names import Prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from myograph.content import Content
    from myograph.errors import Severity
    from myograph.graph.layout import Layout


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """Hold a file and the named graph its triples belong to."""

    source: TurtleFile
    graph: NamedNode
    subjects: frozenset[object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LoadedContent:
    """Hold everything the content states, as the files write it, files in path order."""

    content: Content
    prefixes: Prefixes
    layout: Layout
    files: tuple[PlacedFile, ...]
    index: TripleIndex = field(repr=False)

    def quads(self) -> Iterator[Quad]:
        """Yield each triple of each file with its named graph."""
        for file in self.files:
            for triple in file.source.triples:
                yield Quad(triple.subject, triple.predicate, triple.object, file.graph)

    def triples(self) -> Iterator[Triple]:
        """Yield each triple of each file."""
        for file in self.files:
            yield from file.source.triples

    def written(self, term: object) -> str:
        """Return a term as a reader knows it: the CURIE of an IRI, the text of anything else."""
        return self.prefixes.compress(term.value) if isinstance(term, NamedNode) else str(term)

    def finding(self, rule: str, node: object, message: str, advice: str, *, severity: Severity = "error") -> Finding:
        """Return a finding about a node, with the file and line that state it."""
        file = next((placed.source for placed in self.files if node in placed.subjects), None)
        line = file.line_of(node) if file else None
        return Finding(severity, rule, message, advice, file.path if file else None, line, self.written(node))


def load(content: Content) -> LoadedContent:
    """Read and place every content file; raises ContentError for the first fault, with file and line."""
    layout = read_layout(content)
    for finding in layout.findings():
        raise ContentError(finding.message, place=finding.place, advice=finding.advice)
    files = tuple(_placed(read_turtle(content.root, path), layout) for path in layout.turtle_files)
    index = TripleIndex.of(triple for file in files for triple in file.source.triples)
    return LoadedContent(content, Prefixes.load(content), layout, files, index)


def unreadable_files(content: Content) -> Iterator[Finding]:
    """Yield a finding for each Turtle file that cannot be read."""
    for path in turtle_files_of(content):
        try:
            read_turtle(content.root, path)
        except ContentError as fault:
            yield _from_error("turtle-syntax", path, fault)


def _from_error(rule: str, path: str, fault: ContentError) -> Finding:
    _, _, position = (fault.place or "").partition(":")
    line = position.partition(":")[0]
    return Finding(
        "error", rule, fault.problem, fault.advice or "Mend the file.", path, int(line) if line.isdigit() else None
    )


def _placed(file: TurtleFile, layout: Layout) -> PlacedFile:
    subjects: frozenset[object] = frozenset(triple.subject for triple in file.triples)
    return PlacedFile(file, layout.graph_of(file.path), subjects)
