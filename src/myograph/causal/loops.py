"""Loops: where a thing is said to come back upon itself.

::

    poor sleep ──▲──> stress ──▲──> poor sleep          two ▲: reinforcing, each round makes the next worse
    thirst ──▲──> drinking ──▼──> thirst                one ▼: balancing, the loop brings itself to rest

The sign of a loop is the product of its links' signs: an even number of opposing links reinforces, an odd number
balances, and a link on whose sign claims disagree leaves it open. (The names are those of system dynamics; the rule is
older: causal loop diagrams, and R. Thomas' conjecture on feedback circuits, 1981.)

Loops live inside the *strongly connected parts* of a graph: sets of things each of which leads to each other. A graph
without such parts is a DAG, and only for a DAG do the methods of `study_design` hold. To make it one, some links have
to be set aside. Which ones is for people to decide; the proposal here keeps links from the best-founded to the
weakest, and sets aside each that would close a loop with those kept before it. So every link set aside is the weakest
of a loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from myograph.causal.links import CONFLICTING, PROMOTES, Node
from myograph.causal.paths import LONGEST, MOST_LINKS, Path, Step, check_range, path_of, step_of
from myograph.causal.view import RANK, node_of
from myograph.causal.work import STEPS, Allowance, OutOfSteps

if TYPE_CHECKING:
    import networkx as nx

    Signed = nx.DiGraph[str]

MOST_LOOPS = 100
EFFECTS = {PROMOTES: "reinforcing", CONFLICTING: "undetermined"}


@dataclass(frozen=True, slots=True)
class Loop:
    """Hold a loop as a path that ends where it starts: at the node with the first name."""

    path: Path

    @property
    def effect(self) -> str:
        """Return "reinforcing", "balancing" or "undetermined"."""
        return EFFECTS.get(self.path.sign, "balancing")


@dataclass(frozen=True, slots=True)
class Loops:
    """Hold the loops of a graph, best-founded first, and its strongly connected parts, largest first.

    `complete` is false when there are more loops than were asked for. Parts hold at least two nodes.
    """

    found: tuple[Loop, ...]
    parts: tuple[tuple[Node, ...], ...]
    complete: bool = True


def loops(graph: Signed, *, longest: int = LONGEST, most: int = MOST_LOOPS) -> Loops:
    """Return at most `most` loops of at most `longest` links; raises UsageError for numbers out of range."""
    import networkx as nx

    check_range("the number of links", longest, MOST_LINKS)
    check_range("the number of loops", most, 10_000)
    every = nx.simple_cycles(graph, length_bound=longest)
    found = [Loop(_turned(graph, nodes)) for nodes in islice(every, most)]
    more = next(every, None) is not None
    parts = (sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1)
    ordered = sorted(parts, key=lambda part: (-len(part), part))
    named = tuple(tuple(node_of(graph, node) for node in part) for part in ordered)
    return Loops(tuple(sorted(found, key=lambda loop: loop.path.order)), named, not more)


def links_to_set_aside(graph: Signed, *, steps: int = STEPS) -> tuple[Step, ...]:
    """Return links without which the graph is a DAG, best-founded first; none when it is one.

    None of them could be kept, as long as looking for loops takes at most so many steps; after that, whatever runs
    against the order of the links kept so far is set aside unseen.
    """
    import networkx as nx

    kept: Signed = nx.DiGraph()
    allowance, aside = Allowance(steps), []
    waiting = _links_within_parts(graph)
    try:
        while waiting:
            subject, object_ = waiting[-1]
            if _leads_to(kept, object_, subject, allowance):
                aside.append((subject, object_))
            else:
                kept.add_edge(subject, object_)
            waiting.pop()
    except OutOfSteps:
        places = {node: place for place, node in enumerate(nx.topological_sort(kept))}
        aside += [link for link in reversed(waiting) if not _runs_along(places, *link)]
    return tuple(step_of(graph, *link) for link in aside)


def _links_within_parts(graph: Signed) -> list[tuple[str, str]]:
    """Return the links that may be on a loop, weakest first; equals by name, backwards."""
    import networkx as nx

    part = {node: number for number, nodes in enumerate(nx.strongly_connected_components(graph)) for node in nodes}
    inside = [(subject, object_) for subject, object_ in graph.edges if part[subject] == part[object_]]
    return sorted(inside, key=lambda link: (RANK[graph.edges[link]["verdict"]], link), reverse=True)


def _leads_to(graph: Signed, start: str, end: str, allowance: Allowance) -> bool:
    seen = {start}
    waiting = [start]
    while waiting and end not in seen:
        arrows = graph.succ[node] if (node := waiting.pop()) in graph else ()
        allowance.spend(1 + len(arrows))
        waiting += [after for after in arrows if after not in seen]
        seen.update(arrows)
    return end in seen


def _runs_along(places: dict[str, int], subject: str, object_: str) -> bool:
    """Return whether the link runs from an earlier to a later place; what has no place yet gets the last."""
    for node in (subject, object_):
        places.setdefault(node, len(places))
    return places[subject] < places[object_]


def _turned(graph: Signed, nodes: list[str]) -> Path:
    first = nodes.index(min(nodes, key=lambda iri: (node_of(graph, iri).label, iri)))
    return path_of(graph, (*nodes[first:], *nodes[: first + 1]))
