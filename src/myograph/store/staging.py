"""A store that is still being filled: quads in memory, as the engine keeps them, later written to disk at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QueryTriples, Store

from myograph.store.faults import syntax_error, wrong_form
from myograph.store.sparql_text import outline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Quad, Triple


BATCH = 50_000
"""Quads that are written at once: the engine takes about 1 kB of memory for each, and no less time for more."""


@dataclass(frozen=True, slots=True)
class StagingStore:
    """Take quads, construct triples from their union, and give everything back normalised as the engine does."""

    _store: Store = field(default_factory=Store)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add the quads in one transaction."""
        self._store.extend(quads)

    def quads(self) -> list[Quad]:
        """Return every quad, in no particular order, literals in the engine's spelling."""
        return list(self._store)

    def states(self, triple: Triple) -> bool:
        """Tell whether some graph holds the triple."""
        return next(iter(self._store.quads_for_pattern(*triple)), None) is not None

    def construct(self, query: str) -> list[Triple]:
        """Return what a CONSTRUCT query makes of the union of all graphs.

        Raises QuerySyntaxError when it does not parse and QueryRefused when it is another form of query.
        """
        try:
            answer = self._store.query(query, use_default_graph_as_union=True)
        except SyntaxError as fault:
            raise syntax_error(str(fault.msg), query, outline(query), {}) from None
        if not isinstance(answer, QueryTriples):
            raise wrong_form("CONSTRUCT", query)
        return list(answer)


def write_store(path: Path, quads: Iterable[Quad]) -> None:
    """Write the quads as a new on-disk store, compacted for reading; raises OSError when the disk refuses."""
    store = Store(str(path))
    store.bulk_extend(quads)
    store.optimize()
    store.flush()


def _is_small(store: Store, graph: NamedNode) -> bool:
    """Tell whether a graph can be removed in one transaction, which the engine holds in memory."""
    return sum(1 for _ in islice(store.quads_for_pattern(None, None, None, graph), BATCH)) < BATCH


@dataclass(slots=True)
class FilledStore:
    """Fill a store on disk in batches, so that memory does not grow with what is added."""

    _store: Store | None

    @classmethod
    def copied(cls, path: Path, source: Path | None, without: frozenset[str]) -> FilledStore:
        """Make a store that holds what `source` holds outside the graphs named in `without`.

        Raises OSError when the disk refuses.
        """
        earlier = Store.read_only(str(source)) if source is not None else Store()
        if source is not None and all(_is_small(earlier, NamedNode(name)) for name in without):
            earlier.backup(str(path))  # shares the files, which never change
            copy = cls.opened(path)
            for name in without:
                copy._engine.remove_graph(NamedNode(name))
            return copy
        copy = cls.opened(path)
        copy.add(quad for quad in earlier if getattr(quad.graph_name, "value", "") not in without)
        return copy

    @classmethod
    def opened(cls, path: Path) -> FilledStore:
        """Open a store to be filled on, or make one."""
        return cls(Store(str(path)))

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads, a batch at a time; raises OSError when the disk refuses."""
        rest = iter(quads)
        while (first := next(rest, None)) is not None:
            self._engine.bulk_extend(chain((first,), islice(rest, BATCH - 1)))

    def flush(self) -> None:
        """Have everything written to the disk."""
        self._engine.flush()

    def finish(self) -> None:
        """Compact everything for reading."""
        self._engine.optimize()
        self._engine.flush()

    def close(self) -> None:
        """Let go of the files."""
        self._store = None

    @property
    def _engine(self) -> Store:
        if self._store is None:
            raise ValueError("the store is closed")
        return self._store
