"""What stands between a cause and an effect: mediators, and the nodes that no path avoids.

A *mediator* lies on some path from the cause to the effect. A *dominator* lies on every one of them::

           ┌──> stress ──────────────┐
    worry ─┤                         ├──> tense muscles ──> twitching
           └──> poor sleep ──> tired ┘
                                          tense muscles dominates twitching seen from worry;
                                          stress, poor sleep and tired mediate, each on some paths only

Adjusting for a mediator takes away part of the effect that is studied; a dominator carries the whole of it, and so is
where a story is best tested and most easily broken. Dominators come from compiler building: T. Lengauer and R. E.
Tarjan, "A fast algorithm for finding dominators in a flowgraph" (1979); networkx follows K. D. Cooper, T. J. Harvey
and K. Kennedy, "A simple, fast dominance algorithm" (2001).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.causal.view import node_of

if TYPE_CHECKING:
    import networkx as nx

    from myograph.causal.links import Node
    from myograph.causal.paths import Paths

    Signed = nx.DiGraph[str]


@dataclass(frozen=True, slots=True)
class Mediator:
    """Stand on `paths` of the paths between a cause and an effect; `always` when no path avoids it."""

    node: Node
    paths: int
    always: bool


def mediators(graph: Signed, paths: Paths) -> tuple[Mediator, ...]:
    """Return what lies between the ends of the paths, most often met first.

    Counted are the paths given, so a cut-off or a limit of length holds here as well; `always` holds for paths of any
    length.
    """
    counts = Counter(node for path in paths.found for node in path.between)
    unavoidable = {node.iri for node in dominators(graph, paths.start.iri, paths.end.iri)}
    found = (Mediator(node, count, node.iri in unavoidable) for node, count in counts.items())
    return tuple(sorted(found, key=lambda each: (-each.paths, each.node.label, each.node.iri)))


def dominators(graph: Signed, start: str, end: str) -> tuple[Node, ...]:
    """Return the nodes between start and end that every path passes, in the order in which it does."""
    import networkx as nx

    if start == end or start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return ()
    parents = nx.immediate_dominators(graph, start)
    chain: list[Node] = []
    at = parents[end]
    while at != start:
        chain.append(node_of(graph, at))
        at = parents[at]
    return tuple(reversed(chain))
