"""Compose the graph `myo-graph:description`, which counts itself too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from myograph.release.description.counting import Census, Tally, joined, tally_by_graph, tally_of
from myograph.release.description.dcat import dcat_triples
from myograph.release.description.provenance import provenance_triples
from myograph.release.description.void import DATASET, DESCRIPTION, void_triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Triple

    from myograph.names import Prefixes
    from myograph.release.description.declared import Declared
    from myograph.release.description.provenance import Making

ROUNDS = 10


def description_of(
    quads: Collection[Quad], declared: Declared, making: Making, prefixes: Prefixes
) -> tuple[tuple[Quad, ...], Census]:
    """Return the quads that describe these quads and themselves, and the figures of all together.

    What the quads state already is not repeated. Describing adds to what is described: it is done again until nothing
    changes, which takes three rounds, as a figure that changes does not change how many figures there are.
    """
    content = _counted(quads)
    stated = _stated_of(quads, content.census)
    described: tuple[Quad, ...] = ()
    for _ in range(ROUNDS):
        figures = content.together_with(described)
        triples = dict.fromkeys(_triples(figures, declared, making, prefixes))
        again = tuple(Quad(t.subject, t.predicate, t.object, DESCRIPTION) for t in triples if t not in stated)
        if again == described:
            return described, figures
        described = again
    raise AssertionError("the description of the description has no end")


@dataclass(frozen=True, slots=True)
class _Counted:
    """Hold what is counted once: the figures of the content, and the tally of all of it."""

    census: Census
    tally: Tally

    def together_with(self, described: tuple[Quad, ...]) -> Census:
        """Return the figures of the content and its description."""
        if not described:
            return self.census
        more = tally_of(described)
        return Census(joined((self.tally, more)).figures(), {**self.census.graphs, DESCRIPTION.value: more.figures()})


def _counted(quads: Iterable[Quad]) -> _Counted:
    tallies = tally_by_graph(quads)
    whole = joined(tallies.values())
    return _Counted(Census(whole.figures(), {name: tally.figures() for name, tally in tallies.items()}), whole)


def _stated_of(quads: Iterable[Quad], census: Census) -> frozenset[Triple]:
    described = {DATASET, *map(NamedNode, census.graphs)}
    return frozenset(quad.triple for quad in quads if quad.subject in described)


def _triples(figures: Census, declared: Declared, making: Making, prefixes: Prefixes) -> Iterator[Triple]:
    yield from void_triples(figures, prefixes)
    yield from dcat_triples(declared)
    yield from provenance_triples(making)
