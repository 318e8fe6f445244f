"""Count quads once: triples, things, classes and properties, of the whole and of each named graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.names import HOME, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

TYPE = RDF.type


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold how much there is: `classes` maps IRIs to numbers of things, `properties` to numbers of triples.

    `entities` are the subjects that have an IRI of the project.
    """

    triples: int
    subjects: int
    entities: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Census:
    """Hold the figures of the union of the graphs, and of each by its IRI."""

    whole: Figures
    graphs: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Tally:
    """Gather what is counted; things of a class are those that some triple types so."""

    properties: Counter[str]
    subjects: set[object]
    members: set[tuple[object, str]]

    @classmethod
    def empty(cls) -> Tally:
        """Return a tally of nothing."""
        return cls(Counter(), set(), set())

    def figures(self) -> Figures:
        """Return what was counted."""
        return Figures(
            triples=self.properties.total(),
            subjects=len(self.subjects),
            entities=sum(isinstance(node, NamedNode) and node.value.startswith(HOME) for node in self.subjects),
            classes=_sorted(Counter(cls for _, cls in self.members)),
            properties=_sorted(self.properties),
        )


def joined(tallies: Iterable[Tally]) -> Tally:
    """Return the tally of several graphs; a triple that stands in two of them counts twice, and none ever does."""
    whole = Tally.empty()
    for tally in tallies:
        whole.properties.update(tally.properties)
        whole.subjects.update(tally.subjects)
        whole.members.update(tally.members)
    return whole


def tally_by_graph(quads: Iterable[Quad]) -> dict[str, Tally]:
    """Count the quads of each named graph, by its IRI."""
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            by_graph[quad.graph_name.value].append(quad)
    return {name: tally_of(stated) for name, stated in sorted(by_graph.items())}


def tally_of(quads: Iterable[Quad]) -> Tally:
    """Count quads, whatever graphs they are in."""
    tally = Tally.empty()
    predicates: Counter[NamedNode] = Counter()
    for quad in quads:
        predicates[quad.predicate] += 1
        tally.subjects.add(quad.subject)
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            tally.members.add((quad.subject, quad.object.value))
    tally.properties.update({predicate.value: times for predicate, times in predicates.items()})
    return tally


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items()))
