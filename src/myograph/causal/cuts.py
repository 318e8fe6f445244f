"""Cuts: what has to fall for a story to fall.

Between a cause and an effect, how little would it take to disconnect them?

*Claims.* Each link stands on its claims; to take the link away, all of them must be refuted. The smallest sets of
claims whose refutation leaves no path are the minimum cuts of the graph in which a link is as wide as it has claims::

    worry ══2 claims══> poor sleep ──1 claim──> twitching        the smallest set has one claim: the second link
        └──────────────1 claim──────────────────────^            and this one: together two

A story that one refuted claim ends is fragile, whatever is said beside it. A definition cannot be refuted.

*Nodes.* To correct an imbalance, or to still a mechanism, closes every path through it. The smallest sets of such
nodes are the minimum vertex cuts, where only what can be corrected may be chosen. A path that passes nothing
correctable is cut by none of them. Such paths are told, their links are set aside, and the sets cut what is left.

By L. R. Ford and D. R. Fulkerson's theorem (1956) the smallest cut is as large as the greatest flow, which networkx
computes. One flow holds all minimum cuts: they are the sets of nodes that no residual arc leaves (J.-C. Picard and
M. Queyranne, "On the structure of all minimum cuts in a network", 1980), and those are listed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from myograph.causal.links import BY_DEFINITION, Node
from myograph.causal.paths import check_range, path_of
from myograph.causal.view import RANK, node_of
from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import networkx as nx

    from myograph.causal.paths import Path

    Links = nx.MultiDiGraph[str]
    Signed = nx.DiGraph[str]
    Part = tuple[str, str]
    Net = nx.DiGraph[Part]
    Arc = tuple[Part, Part]

MOST_SETS = 10
"""How many smallest sets are listed, unless told otherwise."""

CORRECTABLE = frozenset({"imbalance", "mechanism"})
"""The kinds of things that can be corrected or stilled, and so cut a path."""


@dataclass(frozen=True, slots=True)
class ClaimCuts:
    """Hold the smallest sets of claims whose refutation disconnects two things, those with the weakest claims first.

    Claims are IRIs, sorted; `sources` are the IRIs of all that state any of them. `size` is None when no refutation
    does: there is no path, or one that holds by definition (`by_definition`). `all_listed` tells whether there are no
    further sets of this size.
    """

    start: Node
    end: Node
    size: int | None
    sets: tuple[tuple[str, ...], ...]
    all_listed: bool = True
    by_definition: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeCuts:
    """Hold the smallest sets of nodes whose correction closes every path, once the links of uncut ones are set aside.

    `uncut` holds paths that pass nothing correctable: for each link into the end the shortest of them. `size` is None
    when no other path is left.
    """

    start: Node
    end: Node
    size: int | None
    sets: tuple[tuple[Node, ...], ...]
    uncut: tuple[Path, ...] = ()
    all_listed: bool = True


def claim_cuts(graph: Links, start: str, end: str, *, most: int = MOST_SETS) -> ClaimCuts:
    """Return the smallest sets of claims without which no path leads from start to end.

    At most `most` sets are listed. Raises UsageError for equal ends and numbers out of range.
    """
    ends = _checked_ends(graph, start, end, most)
    net = _claim_net(graph, start, end)
    cuts = None if net is None else _minimum_cuts(net, (start, ""), (end, ""), most)
    if cuts is None:
        return ClaimCuts(*ends, None, (), by_definition=net is not None)
    sets = {_claims_between(graph, arcs) for arcs in cuts.arcs}
    ordered = sorted(sets, key=lambda claims: _weakest_first(graph, claims))
    return ClaimCuts(*ends, cuts.size, tuple(ordered), cuts.complete, sources=_sources(graph, ordered))


def node_cuts(
    graph: Signed, start: str, end: str, *, kinds: Collection[str] = CORRECTABLE, most: int = MOST_SETS
) -> NodeCuts:
    """Return the smallest sets of nodes of these kinds, ends apart, that every path from start to end meets.

    Links of paths that pass no such node are set aside. At most `most` sets are listed. Raises UsageError for equal
    ends and numbers out of range.
    """
    ends = _checked_ends(graph, start, end, most)
    inner = _on_the_way(graph, start, end)
    fixed = {node for node in inner if node in {start, end} or graph.nodes[node].get("kind") not in kinds}
    bypass = graph.subgraph(_on_the_way(graph.subgraph(fixed), start, end))
    uncut = tuple(_bypasses(graph, bypass, start, end))
    net = _node_net(graph, inner, fixed, bypass)
    cuts = _minimum_cuts(net, (start, "out"), (end, "in"), most)
    if cuts is None or not cuts.size:
        return NodeCuts(*ends, None, (), uncut)
    sets = {tuple(sorted(arc[0][0] for arc in arcs)) for arcs in cuts.arcs}
    named = (tuple(node_of(graph, node) for node in nodes) for nodes in sets)
    return NodeCuts(*ends, cuts.size, tuple(sorted(named, key=_by_names)), uncut, cuts.complete)


def _checked_ends(graph: nx.Graph[str], start: str, end: str, most: int) -> tuple[Node, Node]:
    check_range("the number of sets", most, 1000)
    ends = node_of(graph, start), node_of(graph, end)
    if start == end:
        raise UsageError("a cut needs two different ends", place=ends[0].label, advice="Name a cause and an effect.")
    return ends


def _by_names(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(node.label for node in nodes)


def _on_the_way(graph: Links | Signed, start: str, end: str) -> list[str]:
    """Return the nodes on walks from start to end, in the order of the graph; none when there is no walk."""
    import networkx as nx

    if start not in graph or end not in graph:
        return []
    inner = (nx.descendants(graph, start) | {start}) & (nx.ancestors(graph, end) | {end})
    return [node for node in graph if node in inner] if start in inner else []


def _claim_net(graph: Links, start: str, end: str) -> Net | None:
    """Return the flow network whose arcs are as wide as they have claims; None when there is no way."""
    import networkx as nx

    inner = set(_on_the_way(graph, start, end))
    net: Net = nx.DiGraph()
    for subject in graph:
        for object_, parallel in graph.adj[subject].items() if subject in inner and subject != end else ():
            if object_ in inner and object_ != start:
                wide = any(link["verdict"] == BY_DEFINITION for link in parallel.values())
                net.add_edge((subject, ""), (object_, ""), **({} if wide else {"capacity": len(parallel)}))
    return net if inner else None


def _node_net(graph: Signed, inner: list[str], fixed: Collection[str], aside: Signed) -> Net:
    """Return the flow network in which each node is an arc, of width one where it may be chosen."""
    import networkx as nx

    net: Net = nx.DiGraph()
    for node in inner:
        net.add_edge((node, "in"), (node, "out"), **({} if node in fixed else {"capacity": 1}))
    members = set(inner)
    for node in inner:
        for after in graph.succ[node]:
            if after in members and not aside.has_edge(node, after):
                net.add_edge((node, "out"), (after, "in"))
    return net


def _bypasses(graph: Signed, bypass: Signed, start: str, end: str) -> Iterator[Path]:
    """Yield for each last link within the bypass the shortest path that ends with it."""
    import networkx as nx

    if end not in bypass:
        return
    ways = nx.single_source_shortest_path(bypass.subgraph([node for node in bypass if node != end]), start)
    for before in sorted(bypass.pred[end], key=lambda node: (len(ways.get(node, ())), node)):
        if before in ways:
            yield path_of(graph, (*ways[before], end))


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Hold the arcs of minimum cuts, each sorted."""

    size: int
    arcs: list[tuple[Arc, ...]]
    complete: bool


def _minimum_cuts(net: Net, start: Part, end: Part, most: int) -> _Cuts | None:
    """Return the minimum cuts of the network, at most `most`; None when there is none of finite width."""
    import networkx as nx
    from networkx.algorithms.flow import shortest_augmenting_path

    if start not in net or end not in net:
        return _Cuts(0, [], complete=True)
    try:
        residual = shortest_augmenting_path(net, start, end)
    except nx.NetworkXUnbounded:
        return None
    widths = [(arc, net.edges[arc].get("capacity")) for arc in net.edges]
    full = [arc for arc, width in widths if width and residual.edges[arc]["flow"] == width]
    found: dict[tuple[Arc, ...], None] = {}
    sides = _source_sides(residual, full, start, end)
    for side in islice(sides, most * 20):
        found[tuple(sorted((u, v) for u, v in full if u in side and v not in side))] = None
        if len(found) > most:
            break
    complete = len(found) <= most and next(sides, None) is None
    return _Cuts(int(residual.graph["flow_value"]), list(found)[:most], complete)


def _source_sides(residual: Net, full: list[Arc], start: Part, end: Part) -> Iterator[set[Part]]:
    """Yield every set that holds the start, lacks the end, and that no free arc leaves.

    Only the ends of full arcs are told, since no other arc can be in a minimum cut. A set of them is a number with one
    bit for each.
    """
    parts = sorted({start, end, *(part for arc in full for part in arc)})
    follows = _follows(residual, parts)
    last = parts.index(end)
    waiting = [(follows[parts.index(start)], 1 << last, 0)]
    while waiting:
        inside, outside, position = waiting.pop()
        if position == len(parts):
            yield {part for bit, part in enumerate(parts) if inside >> bit & 1}
            continue
        if (inside | outside) >> position & 1:
            waiting.append((inside, outside, position + 1))
            continue
        if not follows[position] & outside:
            waiting.append((inside | follows[position], outside, position + 1))
        waiting.append((inside, outside | 1 << position, position + 1))


def _follows(residual: Net, parts: list[Part]) -> list[int]:
    """Return for each part the parts, itself included, that free arcs lead to."""
    import networkx as nx

    free: Net = nx.DiGraph()
    free.add_nodes_from(residual)
    free.add_edges_from((u, v) for u, v, arc in residual.edges(data=True) if arc["flow"] < arc["capacity"])
    bit = {part: 1 << position for position, part in enumerate(parts)}
    component: dict[Part, int] = {}
    reached: list[int] = []
    for number, members in enumerate(nx.strongly_connected_components(free)):
        component.update(dict.fromkeys(members, number))
        reached.append(sum(bit.get(part, 0) for part in members))
        for after in {component[after] for part in members for after in free.succ[part]}:
            reached[number] |= reached[after]
    return [reached[component[part]] for part in parts]


def _claims_between(graph: Links, arcs: tuple[Arc, ...]) -> tuple[str, ...]:
    return tuple(sorted(key for (subject, _), (object_, _) in arcs for key in graph.adj[subject][object_]))


def _sources(graph: Links, sets: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    chosen = {claim for claims in sets for claim in claims}
    links = (link for *_, key, link in graph.edges(keys=True, data=True) if key in chosen)
    return tuple(sorted({source for link in links for source in link["sources"]}))


def _weakest_first(graph: Links, claims: tuple[str, ...]) -> tuple[list[int], tuple[str, ...]]:
    verdicts = {
        key: attributes["verdict"] for _, _, key, attributes in graph.edges(keys=True, data=True) if key in claims
    }
    return sorted((-RANK[verdict] for verdict in verdicts.values()), reverse=True), claims
