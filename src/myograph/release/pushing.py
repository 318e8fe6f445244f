"""Push a release into an endpoint: graph by graph, resumable, counted afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import NamedNode, RdfFormat, parse

from myograph.errors import CheckFailed, StoreError, UsageError
from myograph.names import MYO_GRAPH
from myograph.release.locating import cache_folder
from myograph.store.remote_graphs import SparqlUpdate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Triple

    from myograph.content import Content
    from myograph.store import Store
    from myograph.store.remote_graphs import GraphWriter

Graphs: TypeAlias = "Mapping[str, Sequence[Triple]]"
Tell: TypeAlias = "Callable[[str, int], None]"

HOME = str(MYO_GRAPH)
"""What the IRIs of the release's graphs start with."""


@dataclass(frozen=True, slots=True)
class Target:
    """Say where to write, and where to ask what is there."""

    writer: GraphWriter
    store: Store
    content: Content

    def sizes(self) -> dict[str, int]:
        """Return how many triples each named graph has there; raises EndpointError and QueryError."""
        query = (self.content.queries / "machinery" / "graphs.rq").read_text(encoding="utf-8")
        rows = self.store.select(query)
        return {row["graph"].value: int(row["triples"].value) for row in rows if isinstance(row["graph"], NamedNode)}


@dataclass(frozen=True, slots=True)
class Pushed:
    """Say what a push did: graphs sent, graphs that were there already, graphs removed; and triples there now."""

    sent: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    triples: int


@dataclass(slots=True)
class Journal:
    """Remember which graphs of a build went to an address, so that a push that broke off can go on.

    `begun` graphs are ours to overwrite, `done` ones need not be sent again.
    """

    path: Path
    begun: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, address: str, build: str) -> Journal:
        """Return the journal of pushes of a build to an address, as far as an earlier one has filled it."""
        path = cache_folder() / "pushes" / f"{sha256(f'{address} {build}'.encode()).hexdigest()[:24]}.json"
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, set(kept["begun"]), set(kept["done"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(path)

    def begin(self, graph: str) -> None:
        """Note that a graph is being written."""
        self.begun.add(graph)
        self.done.discard(graph)
        self._write()

    def finish(self, graph: str) -> None:
        """Note that a graph is written."""
        self.done.add(graph)
        self._write()

    def close(self) -> None:
        """Forget everything: the push is complete."""
        self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        aside = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps({"begun": sorted(self.begun), "done": sorted(self.done)}), encoding="utf-8")
            aside.replace(self.path)
        except OSError as fault:
            raise StoreError(f"the journal of the push cannot be written: {fault.strerror}", place=str(aside)) from None


def graphs_of(quads: Path) -> dict[str, list[Triple]]:
    """Return the triples of each named graph of an N-Quads file; raises StoreError."""
    graphs: dict[str, list[Triple]] = {}
    try:
        for quad in parse(path=str(quads), format=RdfFormat.N_QUADS):
            graphs.setdefault(quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else "", []).append(
                quad.triple
            )
    except (OSError, SyntaxError) as fault:
        raise StoreError(f"the release cannot be read: {fault}", place=str(quads)) from None
    return graphs


def push(graphs: Graphs, target: Target, journal: Journal, tell: Tell, *, replace: bool = False) -> Pushed:
    """Write each graph, count what is there then, and return what was done.

    `tell` hears of each graph before it is sent: its IRI and its triples. Graphs that hold something are overwritten
    only with `replace`, or when an earlier push of the same build began them; with `replace`, graphs of other releases
    that this one lacks are removed. Raises UsageError, EndpointError, and CheckFailed when the counts differ.
    """
    before = target.sizes()
    kept = tuple(graph for graph in graphs if graph in journal.done and before.get(graph) == len(graphs[graph]))
    due = [graph for graph in graphs if graph not in kept]
    if not replace:
        _refuse_standing([graph for graph in due if before.get(graph) and graph not in journal.begun])
    for graph in due:
        tell(graph, len(graphs[graph]))
        journal.begin(graph)
        target.writer.replace(graph, graphs[graph])
        journal.finish(graph)
    removed = stale(before, graphs) if replace else ()
    for graph in removed:
        tell(graph, 0)
        target.writer.remove(graph)
    verify(graphs, target)
    journal.close()
    return Pushed(tuple(due), kept, removed, sum(map(len, graphs.values())))


def push_at_once(graphs: Graphs, target: Target, *, replace: bool = False) -> Pushed:
    """Write all graphs by one update, which an engine with transactions does wholly or not at all; errors as `push`."""
    if not isinstance(target.writer, SparqlUpdate):
        raise UsageError("only an update can hold all graphs", advice="Add --by update.")
    before = target.sizes()
    if not replace:
        _refuse_standing([graph for graph in graphs if before.get(graph)])
    removed = stale(before, graphs) if replace else ()
    target.writer.replace_all(graphs, removed)
    verify(graphs, target)
    return Pushed(tuple(graphs), (), removed, sum(map(len, graphs.values())))


def stale(before: Iterable[str], graphs: Graphs) -> tuple[str, ...]:
    """Return the graphs of other releases that this one does not have."""
    return tuple(sorted(graph for graph in before if graph.startswith(HOME) and graph not in graphs))


def verify(graphs: Graphs, target: Target) -> None:
    """Raise CheckFailed unless every graph has as many triples there as here."""
    after = target.sizes()
    wrong = [
        f"  {graph}: {after.get(graph, 0)} of {len(triples)} triples"
        for graph, triples in graphs.items()
        if after.get(graph, 0) != len(triples)
    ]
    if wrong:
        told = "\n".join(wrong)
        raise CheckFailed(f"the endpoint does not hold what was sent:\n{told}", advice="Push again with --replace.")


def _refuse_standing(graphs: list[str]) -> None:
    if graphs:
        told = ", ".join(graphs[:3]) + (" ..." if len(graphs) > len(graphs[:3]) else "")
        problem = f"{len(graphs)} graph{'s hold' if len(graphs) > 1 else ' holds'} something already: {told}"
        raise UsageError(problem, advice="Overwrite with --replace.")
