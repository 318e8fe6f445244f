"""Remedies: what is claimed to work against a chain of causes, where it meets the chain, and what it may do besides.

::

    worry ──▲──> stress ──▲──> electrolyte imbalance ──▲──> twitching
                   │                                           │
    yoga ──────▼───┘         water ─────────▼──────────────────┘

Yoga meets the path at stress, water at its end. A remedy meets a path where a claim says that it opposes a thing on
the path. What is merely *advised* meets nothing: that somebody recommends a thing is less than the claim that it
works. And to *supply* a mineral is less than to correct its lack. Both are told beside the remedies, by who calls, not
counted among them.

The smallest sets of remedies that together meet every path are minimum hitting sets (R. M. Karp, 1972, showed that to
find them is hard in general; here there are few candidates, and the search is exact as long as it stays within its
bound, and says so where it does not). What meets the very end of the paths meets them all, so those are told apart:
against the effect itself, and against its causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from myograph.causal.links import CONFLICTING, OPPOSES, PROMOTES
from myograph.causal.paths import step_of
from myograph.causal.reach import downstream
from myograph.causal.view import RANK, node_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import networkx as nx

    from myograph.causal.links import Node
    from myograph.causal.paths import Path, Step
    from myograph.causal.reach import Reached

    Signed = nx.DiGraph[str]

MEANS = frozenset({"intervention", "mineral", "substance", "food", "food group"})
"""The kinds of things that a person can do or take."""

HARMS = frozenset({"imbalance", "symptom", "mechanism", "cause"})
"""The kinds of things that nobody wants more of."""

MOST_SETS_TRIED = 200_000
LARGEST_SET = 8


@dataclass(frozen=True, slots=True)
class Remedy:
    """Tell where a remedy meets the paths.

    `steps` say what it opposes, best-founded first; `paths` are the positions, in the paths given, of those it meets
    before their end, `meets_end` is true when it opposes the end itself. `harms` follow from the remedy, or from too
    much of it.
    """

    node: Node
    steps: tuple[Step, ...]
    paths: frozenset[int]
    meets_end: bool
    harms: tuple[Reached, ...] = ()


@dataclass(frozen=True, slots=True)
class RemedySets:
    """Hold the smallest sets of remedies that meet every path before its end.

    `size` is None when even all remedies together leave paths unmet; `unmet` are the positions of those. `exact` is
    false when the search was bounded, so that smaller sets may exist.
    """

    size: int | None
    sets: tuple[tuple[Node, ...], ...]
    unmet: tuple[int, ...] = ()
    exact: bool = True


def remedies(
    graph: Signed,
    paths: Sequence[Path],
    *,
    overdoing: Mapping[str, Collection[str]] | None = None,
    warnings: Signed | None = None,
) -> tuple[Remedy, ...]:
    """Return what opposes something on the paths, those that meet most paths first.

    `overdoing` maps a remedy to the nodes that stand for too much of it; what follows from those counts as its harm.
    Harms are looked up in `warnings`, by default the same graph: a warning need not meet the bar that a benefit has to.
    """
    met: dict[str, dict[str, set[int]]] = {}
    ends = {path.nodes[-1].iri for path in paths}
    for position, path in enumerate(paths):
        along = {node.iri for node in path.nodes}
        for node in path.nodes:
            for against in _opponents(graph, node.iri, along):
                met.setdefault(against, {}).setdefault(node.iri, set()).add(position)
    harmful = graph if warnings is None else warnings
    harms = {iri: harms_of(harmful, (iri, *(overdoing or {}).get(iri, ()))) for iri in met}
    found = (_remedy(graph, iri, at, ends, harms[iri]) for iri, at in met.items())
    return tuple(sorted(found, key=lambda remedy: (-len(remedy.paths), remedy.node.label, remedy.node.iri)))


def remedy_sets(found: Iterable[Remedy], paths: int, *, most: int = 10) -> RemedySets:
    """Return the smallest sets of remedies that meet all of so many paths before their end, at most `most` sets."""
    candidates = [remedy for remedy in found if remedy.paths]
    wanted = frozenset(range(paths))
    unmet = wanted - frozenset().union(*(remedy.paths for remedy in candidates))
    if unmet or not paths:
        return RemedySets(None, (), tuple(sorted(unmet)))
    tried = 0
    for size in range(1, min(len(candidates), LARGEST_SET) + 1):
        room = MOST_SETS_TRIED - tried
        tries = list(islice(combinations(candidates, size), room + 1))
        tried += len(tries)
        hits = [chosen for chosen in tries[:room] if frozenset().union(*(each.paths for each in chosen)) == wanted]
        if hits:
            sets = tuple(tuple(remedy.node for remedy in chosen) for chosen in hits[:most])
            return RemedySets(size, sets, exact=len(tries) <= room)
        if len(tries) > room:
            break
    return RemedySets(*_greedy(candidates, wanted), exact=False)


def harms_of(graph: Signed, nodes: Iterable[str]) -> tuple[Reached, ...]:
    """Return what nobody wants and what follows from the nodes, best-founded first, each once; the nodes included."""
    found: dict[str, Reached] = {}
    for iri in nodes:
        for reached in downstream(graph, iri):
            if reached.sign in {PROMOTES, CONFLICTING} and reached.node.kind in HARMS:
                found.setdefault(reached.node.iri, reached)
    return tuple(
        sorted(found.values(), key=lambda reached: (RANK[reached.verdict], reached.distance, reached.node.label))
    )


def _opponents(graph: Signed, node: str, along: Collection[str]) -> list[str]:
    if node not in graph:
        return []
    return [
        before
        for before, edge in graph.pred[node].items()
        if edge["sign"] in {OPPOSES, CONFLICTING} and graph.nodes[before].get("kind") in MEANS and before not in along
    ]


def _remedy(
    graph: Signed, iri: str, at: Mapping[str, set[int]], ends: Collection[str], harms: tuple[Reached, ...]
) -> Remedy:
    steps = sorted((step_of(graph, iri, node) for node in at), key=lambda step: (RANK[step.verdict], step.object.label))
    before_end = frozenset().union(*(positions for node, positions in at.items() if node not in ends))
    return Remedy(node_of(graph, iri), tuple(steps), before_end, any(node in ends for node in at), harms)


def _greedy(candidates: Iterable[Remedy], wanted: frozenset[int]) -> tuple[int, tuple[tuple[Node, ...], ...]]:
    """Return one small set: always the remedy that meets most of the paths still unmet."""
    pool, chosen, left = list(candidates), [], wanted
    while left:
        best = max(pool, key=lambda remedy: len(remedy.paths & left))
        chosen.append(best.node)
        left -= best.paths
    return len(chosen), (tuple(chosen),)
