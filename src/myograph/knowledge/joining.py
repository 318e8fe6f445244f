"""Ask for paths that leave this graph, go through a graph of others, and come back: `myograph paths --through`."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from myograph.causal.joining import VARIABLE, GuestLink, Passage, joined_links
from myograph.causal.links import BY_DEFINITION, Node
from myograph.causal.paths import LONGEST, MOST_PATHS, best_paths
from myograph.causal.view import admitted_links, causal_graph
from myograph.errors import UnknownName, UsageError
from myograph.knowledge.analysis import Analysis
from myograph.knowledge.reading import local_name, text
from myograph.names import HOME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import networkx as nx

    from myograph.causal.paths import Paths, Step
    from myograph.knowledge.graph import KnowledgeGraph

    Row = Mapping[str, str | None]

GUESTS = {"physiomap": "https://w3id.org/physiomap/"}
"""The guests to which there are bridges: what their graph is called -> what their IRIs start with."""

BRIDGE = f"{HOME}bridge/"
WHOSE = {GUESTS["physiomap"]: "PhysioMap", BRIDGE: "bridge of this project"}


class JoinedAnalysis(Analysis):
    """Ask for paths through a guest, whose variables may stand at their ends.

    Raises UnknownName for a guest to which there is no bridge, and UsageError when the store does not hold it.
    """

    def __init__(
        self, graph: KnowledgeGraph, guest: str, evidence: str = "any", sources: Iterable[str] | None = None
    ) -> None:
        if guest not in GUESTS:
            raise UnknownName(f"there is no bridge to {guest!r}", name=guest, near=sorted(GUESTS))
        super().__init__(graph, evidence, sources)
        self.guest = guest
        if not self.variables:
            advice = f"Import it: myograph import graph FILE --name {guest} --into STORE, and ask with --store STORE."
            raise UsageError(f"this store does not hold {guest}", advice=advice)

    @cached_property
    def guest_links(self) -> tuple[GuestLink, ...]:
        """Return the links of the guest and the bridges, ordered by IRI."""
        start = GUESTS[self.guest]
        kinds = self.knowledge.lookup
        return tuple(link_from(row, start, kinds.kind) for row in self.knowledge.guest_rows)

    @cached_property
    def variables(self) -> dict[str, Node]:
        """Return the variables of the guest by IRI, those that one of its own links is about."""
        own = [link for link in self.guest_links if not link.kind.endswith("Bridge")]
        return {node.iri: node for link in own for node in (link.start, link.end)}

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Return our links, the guest's and the bridges."""
        ours = admitted_links(self.knowledge.causal_links, self.evidence, self.sources)
        joined = joined_links(self.guest_links, GUESTS[self.guest], BRIDGE)
        met = {end for link in ours for end in (link.subject.iri, link.object.iri)} | self.variables.keys()
        return causal_graph((*ours, *(link for link in joined if {link.subject.iri, link.object.iri} <= met)))

    def node(self, name: str) -> Node:
        """Return the entity or the variable of the guest that is called so."""
        for node in self.variables.values():
            if name in (node.iri, node.label, local_name(node.iri)):
                return node
        return super().node(name)

    def paths(self, start: str, end: str, *, most: int = MOST_PATHS, longest: int = LONGEST) -> Paths:
        """Return the paths that go through the guest, best first."""
        ends = self.node(start), self.node(end)
        through = Passage(frozenset(self.variables))
        found = best_paths(self.signed, ends[0].iri, ends[1].iri, most=most, longest=longest, passing=through)
        return replace(found, start=ends[0], end=ends[1])

    def told(self, found: Paths) -> Iterator[str]:
        """Yield the paths, each link with whose word it is."""
        yield f"From {found.start} to {found.end} through {WHOSE[GUESTS[self.guest]]}:"
        if not found.found:
            yield f"  no path of at most {found.longest} links, at the bar {self.evidence!r}."
        for number, path in enumerate(found.found, 1):
            yield f"{number}. {path.sign} · {path.length} links"
            yield from (f"   {self.told_step(step)}" for step in path.steps)
        if found.cut_off:
            yield f"The search stopped {found.cut_off}."
        yield "A chain of claims is a hypothesis: that each link holds does not mean that the whole does."

    def told_step(self, step: Step) -> str:
        """Return a step in words, with its sign, and whose word it is."""
        mark = self.knowledge.teller.palette.signs.get(step.sign, "≠")
        return f"{mark} {step.sentence} · {' and '.join(dict.fromkeys(self.whose(step)))}"

    def whose(self, step: Step) -> Iterator[str]:
        """Yield whose word a step is: the guest, a bridge, the sources of a claim, or a definition."""
        for source in step.sources:
            yield WHOSE.get(source) or self.knowledge.lookup.label(source)
        if not step.sources and step.verdict == BY_DEFINITION:
            yield "by definition, in this graph"


def link_from(row: Row, start: str, kind_of: Callable[[str], str]) -> GuestLink:
    """Return the link of a row; `start` is what the IRIs of the guest start with, `kind_of` tells classes of ours."""
    ends = [_node(row, name, start, kind_of) for name in ("from", "to")]
    kind = local_name(text(row, "kind"))
    return GuestLink(text(row, "link"), ends[0], ends[1], text(row, "sign"), kind, row["evidence"] or "")


def _node(row: Row, name: str, start: str, kind_of: Callable[[str], str]) -> Node:
    iri = text(row, name)
    kind = VARIABLE if iri.startswith(start) else kind_of(iri)
    return Node(iri, row[f"{name}Label"] or local_name(iri).replace("_", " "), kind)
