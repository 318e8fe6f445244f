"""A store that is still being filled: quads in memory, as the engine keeps them, later written to disk at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import QueryTriples, Store

from myograph.store.faults import syntax_error, wrong_form
from myograph.store.sparql_text import outline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Quad, Triple


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


def rewrite_store(path: Path, source: Path | None, without: frozenset[str], quads: Iterable[Quad]) -> None:
    """Write a new on-disk store: what `source` holds outside the graphs named in `without`, and then the quads.

    Quads are read as they are written; the engine buffers its batches. Raises OSError when the disk refuses.
    """
    earlier = iter(Store.read_only(str(source))) if source is not None else iter(())
    kept = (quad for quad in earlier if getattr(quad.graph_name, "value", "") not in without)
    store = Store(str(path))
    store.bulk_extend(chain(kept, quads))
    store.optimize()
    store.flush()
