"""Study design: what to adjust for when the effect of an exposure on an outcome is to be estimated from data.

Suppose the graph is right. Then it says which comparisons are fair. Association flows along chains and away from common
causes, and is blocked at common effects::

    exposure ──> mediator ──> outcome        a chain: part of the effect; adjusting for the mediator hides it
    exposure <── confounder ──> outcome      a fork: association without effect; adjusting closes it
    exposure ──> collider <── outcome        a collision: closed by itself; adjusting *opens* it

Two things are *d-separated* by a set when it closes every way between them, counting each node by its role on that way
(J. Pearl, "Causality", 2009). An *adjustment set* closes every way that is not part of the effect and none that is: it
holds no descendant of what lies on the causal ways, and d-separates exposure and outcome once the first links of those
ways are taken out (B. van der Zander, M. Liskiewicz, J. Textor, "Constructing separators and adjustment sets in
ancestral graphs", 2014; I. Shpitser, T. VanderWeele, J. Robins, 2010). It is *minimal* when no part of it does. The
minimal sets are the minimal separators of the moral graph of the ancestors; they are listed from the one closest to
the exposure on, each giving rise to others (T. Kloks and D. Kratsch, "Listing all minimal separators of a graph",
1998).

An *instrument* moves the exposure and has no way to the outcome but through it, given a set that is held fixed::

    instrument ──> exposure ──> outcome
                      ^  unmeasured  ^
                      └──────┴───────┘

All of this holds for a DAG, and under the assumption that the graph lacks nothing. A graph of claims lacks a lot. What
is listed here is what to think of, not a licence to call an estimate causal. d-separation itself is networkx's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from myograph.causal.loops import links_to_set_aside
from myograph.causal.paths import check_range
from myograph.causal.view import node_of
from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import networkx as nx

    from myograph.causal.links import Node
    from myograph.causal.paths import Step

    Signed = nx.DiGraph[str]
    Moral = nx.Graph[str]

MOST_SETS = 20
"""How many minimal sets are listed, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """Name an instrument, and what has to be held fixed for it."""

    node: Node
    given: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Tell how the total effect of an exposure on an outcome can be estimated.

    `sets` holds the minimal adjustment sets, smallest first; one empty set means that nothing needs adjusting, no set
    that nothing measured suffices. `mediators` lie on causal ways, and neither they nor what follows from them may be
    adjusted for. `has_effect` tells whether there is any such way. `set_aside` are links that were left out because
    the graph has loops.
    """

    exposure: Node
    outcome: Node
    sets: tuple[tuple[Node, ...], ...]
    mediators: tuple[Node, ...]
    instruments: tuple[Instrument, ...]
    has_effect: bool
    set_aside: tuple[Step, ...] = ()
    all_listed: bool = True


def adjustment(
    graph: Signed, exposure: str, outcome: str, *, unmeasured: Collection[str] = (), most: int = MOST_SETS
) -> Adjustment:
    """Return the minimal adjustment sets and the instruments for the total effect of exposure on outcome.

    `unmeasured` nodes are never adjusted for. At most `most` sets are listed. Raises UsageError for equal ends, for a
    node that the graph lacks, and for numbers out of range.
    """
    check_range("the number of sets", most, 1000)
    _check(graph, exposure, outcome)
    dag = relevant(graph, exposure, outcome).copy()
    aside = links_to_set_aside(dag)
    dag.remove_edges_from([(step.subject.iri, step.object.iri) for step in aside])
    on_the_way = causal_nodes(dag, exposure, outcome)
    listed = list(islice(adjustment_sets(dag, exposure, outcome, unmeasured=unmeasured), most + 1))
    sets = sorted((tuple(sorted(each)) for each in listed[:most]), key=lambda each: (len(each), each))
    return Adjustment(
        node_of(graph, exposure),
        node_of(graph, outcome),
        tuple(_named(graph, each) for each in sets),
        _named(graph, sorted(on_the_way - {outcome})),
        tuple(instruments(dag, exposure, outcome, unmeasured=unmeasured)),
        bool(on_the_way),
        aside,
        all_listed=len(listed) <= most,
    )


def relevant(graph: Signed, exposure: str, outcome: str) -> Signed:
    """Return the part of the graph that matters: exposure, outcome and all that leads to either."""
    import networkx as nx

    kept = {exposure, outcome} | nx.ancestors(graph, exposure) | nx.ancestors(graph, outcome)
    return graph.subgraph([node for node in graph if node in kept])


def causal_nodes(dag: Signed, exposure: str, outcome: str) -> set[str]:
    """Return the nodes on causal ways from exposure to outcome, without the exposure."""
    import networkx as nx

    ahead = nx.descendants(dag, exposure)
    return ahead & (nx.ancestors(dag, outcome) | {outcome})


def adjustment_sets(
    dag: Signed, exposure: str, outcome: str, *, unmeasured: Collection[str] = ()
) -> Iterator[frozenset[str]]:
    """Yield every minimal adjustment set, the one closest to the exposure first.

    The graph must be acyclic. Nothing is yielded when no set of measured nodes suffices.
    """
    import networkx as nx

    on_the_way = causal_nodes(dag, exposure, outcome)
    barred = {after for node in on_the_way for after in nx.descendants(dag, node)} | on_the_way | set(unmeasured)
    backdoor = dag.copy()
    backdoor.remove_edges_from([(exposure, node) for node in on_the_way if dag.has_edge(exposure, node)])
    yield from minimal_separators(backdoor, exposure, outcome, barred - {exposure, outcome})


def minimal_separators(dag: Signed, one: str, other: str, barred: Collection[str] = ()) -> Iterator[frozenset[str]]:
    """Yield every minimal set without barred nodes that d-separates one from the other, the closest to `one` first."""
    moral = _moral(dag, one, other)
    for node in sorted(set(barred) & set(moral)):
        _bypass(moral, node)
    if moral.has_edge(one, other):
        return
    first = _close_to(moral, {one}, other)
    seen, waiting = {first}, [first]
    while waiting:
        separator = waiting.pop(0)
        yield separator
        near = _component(moral, one, separator)
        for node in sorted(separator):
            further = None if other in moral[node] else _close_to(moral, near | {node}, other)
            if further is not None and further not in seen:
                seen.add(further)
                waiting.append(further)


def instruments(dag: Signed, exposure: str, outcome: str, *, unmeasured: Collection[str] = ()) -> Iterator[Instrument]:
    """Yield the instruments for the effect of exposure on outcome, each with the first set of nodes that serves.

    Candidates lead to the exposure or share a cause with it. A set serves when it d-separates instrument and outcome
    in the graph without the links that leave the exposure, while the instrument still bears on the exposure. Minimal
    sets are tried.
    """
    import networkx as nx

    if not causal_nodes(dag, exposure, outcome):
        return
    after = nx.descendants(dag, exposure)
    held = dag.copy()
    held.remove_edges_from(list(dag.out_edges(exposure)))
    barred = after | {exposure, *unmeasured}
    before = nx.ancestors(held, exposure)
    bearing = before | {each for node in before for each in nx.descendants(held, node)}
    for node in sorted(bearing - barred - {outcome}):
        for given in islice(minimal_separators(held, node, outcome, barred - {node, outcome}), MOST_SETS):
            if not nx.is_d_separator(held, {node}, {exposure}, set(given)):
                yield Instrument(node_of(dag, node), _named(dag, sorted(given)))
                break


def is_adjustment_set(dag: Signed, exposure: str, outcome: str, chosen: Collection[str]) -> bool:
    """Return whether adjusting for the chosen nodes leaves only the effect of exposure on outcome."""
    import networkx as nx

    on_the_way = causal_nodes(dag, exposure, outcome)
    barred = {after for node in on_the_way for after in nx.descendants(dag, node)} | on_the_way
    if barred & set(chosen):
        return False
    backdoor = dag.copy()
    backdoor.remove_edges_from([(exposure, node) for node in on_the_way if dag.has_edge(exposure, node)])
    return bool(nx.is_d_separator(backdoor, {exposure}, {outcome}, set(chosen)))


def _check(graph: Signed, exposure: str, outcome: str) -> None:
    for node in (exposure, outcome):
        if node not in graph:
            raise UsageError("no causal link is about it", place=node)
    if exposure == outcome:
        raise UsageError(
            "exposure and outcome are the same",
            place=node_of(graph, exposure).label,
            advice="Name two different things.",
        )


def _named(graph: Signed, nodes: Collection[str]) -> tuple[Node, ...]:
    return tuple(node_of(graph, node) for node in nodes)


def _moral(dag: Signed, one: str, other: str) -> Moral:
    """Return the ancestors of both as an undirected graph in which those with a common child are joined."""
    import networkx as nx

    kept = {one, other} | nx.ancestors(dag, one) | nx.ancestors(dag, other)
    moral: Moral = nx.Graph()
    for node in sorted(kept):
        parents = sorted(dag.pred[node])
        moral.add_node(node)
        moral.add_edges_from((parent, node) for parent in parents)
        moral.add_edges_from(combinations(parents, 2))
    return moral


def _bypass(moral: Moral, node: str) -> None:
    """Take out a node that no separator may hold, and join its neighbours, which it keeps connected."""
    neighbours = sorted(moral[node])
    moral.remove_node(node)
    moral.add_edges_from(combinations(neighbours, 2))


def _close_to(moral: Moral, near: Collection[str], other: str) -> frozenset[str]:
    """Return the separator next to the near nodes: those of their neighbours that still see the other end."""
    around = {after for node in near for after in moral[node]} - set(near)
    far = _component(moral, other, around)
    return frozenset(node for node in around if not far.isdisjoint(moral[node]))


def _component(moral: Moral, node: str, without: Collection[str]) -> set[str]:
    """Return what is connected with the node when some nodes are taken away."""
    found, waiting = {node}, [node]
    while waiting:
        for after in moral[waiting.pop()]:
            if after not in found and after not in without:
                found.add(after)
                waiting.append(after)
    return found
