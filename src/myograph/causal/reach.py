"""Upstream and downstream: what may lead to a thing, what may follow from it, how far away and how well founded.

For each thing the *best way* is told, by the same order as paths: the verdict of the weakest link first, then the
number of links::

    sweating ──not appraised──> electrolyte loss ──not appraised──> electrolyte imbalance ──supported…──> twitching
    from twitching: electrolyte imbalance (1 link, supported with qualification), electrolyte loss (2, not yet
    appraised),
                    sweating (3, not yet appraised)

The sign is that of the best ways: if there are several, equally good and equally long, and they disagree, it is
"conflicting". What *opposes* a symptom stands upstream of it too; it is no cause of it, and the sign tells them apart.
The widest-path problem of the textbooks, over an order of seven verdicts: one breadth-first search for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.causal.bars import BEST_FIRST, highest_bar
from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES, Node
from myograph.causal.paths import MOST_LINKS, check_range
from myograph.causal.view import RANK, node_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    Signed = nx.DiGraph[str]
    Arrows = Mapping[str, Mapping[str, Mapping[str, str]]]

VERDICTS = (BY_DEFINITION, *BEST_FIRST)
BOTH_WAYS = frozenset({PROMOTES, OPPOSES})


@dataclass(frozen=True, slots=True)
class Reached:
    """Tell how one thing is reached: over how many links on the best way, with which weakest verdict and sign.

    `direct` is the verdict of the link that joins both without any step between, where there is one and the best way is
    another: a chain may look better than what evidence says of the whole, and is no rescue from it.
    """

    node: Node
    distance: int
    sign: str
    verdict: str
    direct: str | None = None

    @property
    def bar(self) -> str:
        """Return the highest bar at which a way remains."""
        return highest_bar(self.verdict)


def upstream(
    graph: Signed, node: str, *, longest: int = MOST_LINKS, every: Signed | None = None
) -> tuple[Reached, ...]:
    """Return what leads to the node, or works against it, by at most `longest` links, best-founded first.

    Direct links are looked up in `every`, by default the same graph: below the bar they still say what is known.
    """
    return _reached(graph, graph.pred, node, longest, (graph if every is None else every).pred)


def downstream(
    graph: Signed, node: str, *, longest: int = MOST_LINKS, every: Signed | None = None
) -> tuple[Reached, ...]:
    """Return what follows from the node, or is worked against by it; parameters and order as for `upstream`."""
    return _reached(graph, graph.succ, node, longest, (graph if every is None else every).succ)


def _reached(graph: Signed, arrows: Arrows, start: str, longest: int, every: Arrows) -> tuple[Reached, ...]:
    check_range("the number of links", longest, MOST_LINKS)
    found: dict[str, Reached] = {}
    for verdict in VERDICTS if start in graph else ():
        for iri, (distance, signs) in _nearest(arrows, start, RANK[verdict], longest).items():
            if iri not in found and iri != start:
                direct = every[start][iri]["verdict"] if distance > 1 and iri in every.get(start, ()) else None
                found[iri] = Reached(node_of(graph, iri), distance, _one(signs), verdict, direct)
    return tuple(sorted(found.values(), key=_best_first))


def _nearest(arrows: Arrows, start: str, rank: int, longest: int) -> dict[str, tuple[int, frozenset[str]]]:
    """Return distance and signs of the shortest ways over links at least as good as `rank`."""
    found = {start: (0, frozenset({PROMOTES}))}
    front = {start: frozenset({PROMOTES})}
    for distance in range(1, longest + 1):
        ahead: dict[str, frozenset[str]] = {}
        for node, signs in front.items():
            for after, edge in arrows[node].items():
                if RANK[edge["verdict"]] <= rank and after not in found:
                    ahead[after] = ahead.get(after, frozenset()) | _through(signs, edge["sign"])
        found.update((node, (distance, signs)) for node, signs in ahead.items())
        front = ahead
        if not front:
            break
    return found


def _through(signs: frozenset[str], sign: str) -> frozenset[str]:
    if sign == CONFLICTING:
        return BOTH_WAYS
    return signs if sign == PROMOTES else frozenset(BOTH_WAYS - signs) if len(signs) == 1 else signs


def _one(signs: frozenset[str]) -> str:
    return CONFLICTING if len(signs) > 1 else next(iter(signs))


def _best_first(reached: Reached) -> tuple[int, int, str, str]:
    return RANK[reached.verdict], reached.distance, reached.node.label, reached.node.iri
