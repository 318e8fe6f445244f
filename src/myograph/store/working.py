"""A store that changes: a copy aside, in which one update or one graph is written before it counts anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from myograph.errors import UnknownName
from myograph.store.faults import syntax_error
from myograph.store.screening import screen_update
from myograph.store.sparql_text import outline
from myograph.store.updating import with_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Triple


@dataclass(frozen=True, slots=True, eq=False)
class WorkingStore:
    """Change a store on disk, which nobody else has open, or one in memory."""

    _engine: pyoxigraph.Store

    @classmethod
    def open(cls, path: Path) -> WorkingStore:
        """Open a store on disk to change it; raises OSError when it is open elsewhere or cannot be written."""
        return cls(pyoxigraph.Store(str(path)))

    @classmethod
    def in_memory(cls, quads: Iterable[Quad]) -> WorkingStore:
        """Hold the quads in memory."""
        store = cls(pyoxigraph.Store())
        store._engine.extend(quads)
        return store

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._engine)

    def update(
        self,
        text: str,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        *,
        prefixes: Mapping[str, str],
        base: str,
    ) -> None:
        """Make an update as a whole, over these graphs where there are any.

        Raises QuerySyntaxError and QueryRefused, QueryError when it names graphs too, and RuntimeError and OSError for
        what only shows while it runs.
        """
        seen = outline(text)
        screen_update(text, seen)
        text = with_dataset(text, default, named)
        try:
            self._engine.update(text, base_iri=base, prefixes=dict(prefixes))
        except SyntaxError as fault:
            raise syntax_error(str(fault.msg), text, seen, prefixes) from None

    def write(self, graph: str, triples: Iterable[Triple], *, anew: bool) -> bool:
        """Add triples to a graph, the default graph when it has no name, or put them in the place of what it holds.

        Returns whether the graph came to be. Raises ValueError for what is no IRI.
        """
        known = self._knows(graph)
        if anew and known:
            self._clear(graph)
        if graph:
            self._engine.add_graph(NamedNode(graph))
        node = _node(graph)
        self._engine.extend(Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples)
        return not known

    def remove(self, graph: str) -> None:
        """Remove a graph; raises UnknownName when there is none of this name."""
        if not self._knows(graph):
            raise UnknownName(f"there is no graph {graph[:200]!r}", name=graph)
        self._clear(graph)

    def has(self, subject: object = None, predicate: object = None, value: object = None) -> bool:
        """Tell whether a triple with these parts stands in any graph."""
        return next(self.matching(subject, predicate, value), None) is not None

    def matching(self, subject: object, predicate: object, value: object) -> Iterator[Quad]:
        """Yield the quads with these parts."""
        return self._engine.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]

    def flush(self) -> None:
        """Write everything to disk."""
        self._engine.flush()

    def _knows(self, graph: str) -> bool:
        return not graph or self._engine.contains_named_graph(NamedNode(graph))

    def _clear(self, graph: str) -> None:
        if graph:
            self._engine.remove_graph(NamedNode(graph))
        else:
            self._engine.clear_graph(DefaultGraph())


def _node(graph: str) -> NamedNode | DefaultGraph:
    return NamedNode(graph) if graph else DefaultGraph()
