"""The mappings of the content: its tables read, and what they say as quads of the graph that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad

from myograph.errors import ContentError, Finding
from myograph.graph.layout import tables_of
from myograph.graph.triple_index import LABEL
from myograph.ontology.mappings import mapping_triples, read_mappings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.content import Content
    from myograph.graph.loading import LoadedContent
    from myograph.ontology.mappings import MappingSet


def mapping_sets(content: Content) -> tuple[MappingSet, ...]:
    """Read the tables of mappings, in path order; raises ContentError with file and line."""
    return tuple(read_mappings(content.root, path) for path in tables_of(content))


def mapping_quads(loaded: LoadedContent) -> Iterator[Quad]:
    """Yield what the tables say, each in the named graph that lists the table; raises ContentError.

    A term that the content itself names keeps that name and gets no second one.
    """
    named = frozenset(subject for subject, _ in loaded.index.pairs(LABEL))
    for table in mapping_sets(loaded.content):
        graph = loaded.layout.graph_of(table.path)
        for triple in dict.fromkeys(mapping_triples(table, named)):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def unreadable_tables(content: Content) -> Iterator[Finding]:
    """Yield a finding for each table of mappings that cannot be read."""
    for path in tables_of(content):
        try:
            read_mappings(content.root, path)
        except ContentError as fault:
            line = (fault.place or "").rpartition(":")[2]
            advice = fault.advice or "Mend the table."
            number = int(line) if line.isdigit() else None
            yield Finding("error", "mapping-table", fault.problem, advice, path, number)
