"""What if: raise or lower something, and see which way its neighbours are said to move.

Direction only, never an amount, and only a few links far::

    raise psychological stress     -> erratic nerve signals raised        1 link
                                   -> electrolyte imbalance raised        1 link
                                   -> muscle twitching raised             1 link, and 2 links through the others

What is changed is held: nothing that follows from it changes it back (Pearl's *do*, in words). A thing that one way
raises and another way lowers is "conflicting"; so is everything that follows from a link on whose sign claims
disagree. No way is outvoted by others.

Three rules keep the answer honest.

- *Few links.* Each link is a claim about some people under some conditions; every further one loses more of them. Three
  links is as far as an answer goes unless more is asked for.
- *A definition is the end of a way.* More of a mineral is less of its lack, but only for who lacks it. So raising
  magnesium shows magnesium deficiency lowered, and stops; what lowering the deficiency does has to be asked as such.
  Otherwise a leaf of spinach would cure everything that any lack has ever been blamed for. (Food is not linked at all:
  that spinach holds magnesium says nothing about what eating it does.)
- *Red flags and grave symptoms are not predicted.* Whether a sign of danger will come or go is not for a graph to say,
  however low the bar: see a professional.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES
from myograph.causal.paths import check_range, path_of
from myograph.causal.view import RANK, node_of
from myograph.causal.work import Allowance, OutOfSteps
from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import networkx as nx

    from myograph.causal.links import Node
    from myograph.causal.paths import Path

    Signed = nx.DiGraph[str]

LINKS = 3
"""How far a change is followed, unless told otherwise."""

MOST_LINKS = 8
STEPS = 200_000

RED_FLAG = "red flag"
FUNCTION = "function"
RAISED, LOWERED = "raised", "lowered"
SERVED = {RAISED: "served", LOWERED: "hindered"}
SEEK_CARE = "is a sign of danger: what becomes of it is not predicted. See a health professional."

_TURNED = {RAISED: LOWERED, LOWERED: RAISED}


@dataclass(frozen=True, slots=True)
class Change:
    """Tell which way one thing is said to move: "raised", "lowered" or "conflicting".

    `path` is the best of the `ways` that lead to it, by the order of paths; `direct` is the verdict of the link without
    any step between, where there is one and the path is another.
    """

    node: Node
    direction: str
    path: Path
    ways: int
    direct: str | None = None

    @property
    def distance(self) -> int:
        """Return how many links the best way has."""
        return self.path.length

    @property
    def verdict(self) -> str:
        """Return the verdict of the weakest link of the best way."""
        return self.path.verdict

    @property
    def in_words(self) -> str:
        """Return the direction in a word that suits the thing: what serves a function need not make more of it."""
        return SERVED.get(self.direction, self.direction) if self.node.kind == FUNCTION else self.direction


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Answer a what-if question: what was changed, what is said to follow, and what is left to a professional.

    `changes` are ordered by distance, then verdict, then name. `complete` is false when the search was cut off.
    """

    raised: tuple[Node, ...]
    lowered: tuple[Node, ...]
    links: int
    changes: tuple[Change, ...]
    red_flags: tuple[Node, ...] = ()
    complete: bool = True


def what_if(
    graph: Signed,
    *,
    raised: Collection[str] = (),
    lowered: Collection[str] = (),
    links: int = LINKS,
    steps: int = STEPS,
    every: Signed | None = None,
) -> WhatIf:
    """Return which way things move when some are raised and others lowered.

    Direct links are looked up in `every`, by default the same graph: below the bar they still say what is known.
    Raises UsageError when nothing is changed, when a thing is both raised and lowered, and for numbers out of range. A
    node that the graph does not hold changes nothing.
    """
    check_range("the number of links", links, MOST_LINKS)
    changed = _changed(graph, raised, lowered)
    flags = {node for node in (*changed, *graph) if calls_for_care(node_of(graph, node))}
    allowance, ways, complete = Allowance(steps), _Ways(graph, graph if every is None else every), True
    try:
        for start in changed:
            for nodes in _walks(graph, start, changed.keys() | flags, links, allowance) if start not in flags else ():
                ways.add(nodes, changed[start])
    except OutOfSteps:
        complete = False
    return WhatIf(
        raised=tuple(node_of(graph, node) for node in changed if changed[node] == RAISED),
        lowered=tuple(node_of(graph, node) for node in changed if changed[node] == LOWERED),
        links=links,
        changes=ways.changes(),
        red_flags=tuple(node_of(graph, node) for node in sorted(flags & _touched(graph, changed, ways))),
        complete=complete,
    )


def calls_for_care(node: Node) -> bool:
    """Return whether a node is a red flag or can be an emergency, so that nothing is predicted of it."""
    return node.grave or node.kind == RED_FLAG


def _changed(graph: Signed, raised: Collection[str], lowered: Collection[str]) -> dict[str, str]:
    both = set(raised) & set(lowered)
    if both:
        place = min(node_of(graph, node).label for node in both)
        raise UsageError("the same thing is raised and lowered", place=place, advice="Do one or the other.")
    if not raised and not lowered:
        raise UsageError("nothing is changed", advice="Name something to raise or to lower.")
    return dict.fromkeys(raised, RAISED) | dict.fromkeys(lowered, LOWERED)


class _Ways:
    """Gather, for each thing that is reached, the directions of all ways and the best way."""

    def __init__(self, graph: Signed, every: Signed) -> None:
        self.graph = graph
        self.every = every
        self.directions: dict[str, set[str]] = {}
        self.best: dict[str, Path] = {}
        self.count: dict[str, int] = {}

    def add(self, nodes: tuple[str, ...], start: str) -> None:
        end = nodes[-1]
        path = path_of(self.graph, nodes)
        self.directions.setdefault(end, set()).add(_direction(start, path.sign))
        self.count[end] = self.count.get(end, 0) + 1
        if end not in self.best or path.order < self.best[end].order:
            self.best[end] = path

    def changes(self) -> tuple[Change, ...]:
        found = (
            Change(path.nodes[-1], self._one(end), path, self.count[end], self._direct(path))
            for end, path in self.best.items()
        )
        return tuple(sorted(found, key=lambda change: (change.distance, RANK[change.verdict], change.node.label)))

    def _direct(self, path: Path) -> str | None:
        ends = path.nodes[0].iri, path.nodes[-1].iri
        return str(self.every.edges[ends]["verdict"]) if path.length > 1 and self.every.has_edge(*ends) else None

    def _one(self, end: str) -> str:
        directions = self.directions[end]
        return next(iter(directions)) if len(directions) == 1 else CONFLICTING


def _direction(start: str, sign: str) -> str:
    return {PROMOTES: start, OPPOSES: _TURNED[start]}.get(sign, CONFLICTING)


def _walks(
    graph: Signed, start: str, barred: Collection[str], links: int, allowance: Allowance
) -> Iterator[tuple[str, ...]]:
    """Yield the simple paths of at most so many links that start here, meet nothing barred and end at definitions."""
    waiting: list[tuple[str, ...]] = [(start,)]
    while waiting:
        trail = waiting.pop()
        arrows = graph.succ[trail[-1]] if trail[-1] in graph else {}
        allowance.spend(len(arrows))
        for node, edge in arrows.items():
            if node in barred or node in trail:
                continue
            yield (*trail, node)
            if len(trail) < links and edge["verdict"] != BY_DEFINITION:
                waiting.append((*trail, node))


def _touched(graph: Signed, changed: Mapping[str, str], ways: _Ways) -> set[str]:
    """Return what is changed, reached, or next to what is."""
    near = {*changed, *ways.best}
    return near | {after for node in near if node in graph for after in graph.succ[node]}
