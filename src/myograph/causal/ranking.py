"""Ranking: which things matter most on the ways to an effect, and whether more than by chance.

Three measures, each towards one effect:

- *betweenness*: through how many of the shortest ways of others does it pass (U. Brandes, "A faster algorithm for
  betweenness centrality", 2001; here with one target)?
- *reach*: how many ways lead from it to the effect, each link halving the weight of a way (after L. Katz, "A new status
  index", 1953, of which PageRank is a relative)?
- *gate*: for how many others does every way pass it (it dominates them, see `between`)?

A thing with many links scores high on all three in any graph. So each score is set against graphs in which everything
has as many links in and out as before, and only the partners are drawn anew, by swapping the ends of links (S. Maslov
and K. Sneppen, 2002)::

    a ──> b        a ──> d
             to                     everybody keeps the number of their links
    c ──> d        c ──> b

`chance` is the share of such graphs, the real one counted in, in which the thing scores at least as high. A thing is
called *central* only where that is at most one in twenty; of twenty things that are nothing special one gets there by
luck, so look at how many do. Draws are seeded: the same graph gives the same numbers.

A rank that hangs on one source is worth little. So each thing is ranked again with one source left out at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from myograph.causal.paths import check_range
from myograph.causal.view import node_of
from myograph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from myograph.causal.links import Node

    Links = nx.MultiDiGraph[str]
    Scores = dict[str, float]
    Link = tuple[int, int]

MEASURES = ("betweenness", "reach", "gate")

DRAWS = 99
"""How many null graphs are drawn, unless told otherwise; with the real graph they make a round hundred."""

CENTRAL = 0.05
HALF = 0.5
FARTHEST = 8
SWAPS_PER_LINK = 2
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Ranked:
    """Hold the scores of one thing, its rank (the best is 1, equals share one), and how firm that is.

    `chance` says for each measure how often a null graph scores it as high. `best` and `worst` are its ranks with one
    source left out, `worst` None where it no longer leads to the effect; `swayed_by` is the source whose loss changes
    its rank most, None when no loss does.
    """

    node: Node
    rank: int
    scores: Mapping[str, float]
    chance: Mapping[str, float]
    best: int
    worst: int | None
    swayed_by: str | None = None

    def is_central(self, measure: str) -> bool:
        """Return whether the thing scores higher than its number of links explains."""
        return self.scores[measure] > 0 and self.chance[measure] <= CENTRAL


def ranking(
    graph: Links, effect: str, *, by: str = MEASURES[0], draws: int = DRAWS, seed: int = 1
) -> tuple[Ranked, ...]:
    """Return everything that leads to the effect, ranked by one of MEASURES, equals by name.

    Raises UnknownName for another measure and UsageError for a number of draws out of range. An effect that the graph
    lacks has nothing that leads to it.
    """
    if by not in MEASURES:
        raise UnknownName(f"there is no measure {by!r}", name=by, advice=f"Choose one of {', '.join(MEASURES)}.")
    check_range("the number of draws", draws, 10_000)
    nodes, sources = _upstream(graph, effect)
    links = list(sources)
    scores = _scores(len(nodes), links)
    chance = _chances(len(nodes), links, scores, draws, Random(seed))  # noqa: S311
    ranks = _ranks(scores[by])
    without = {source: _ranks_without(nodes, sources, source, by) for source in _every(sources)}
    found = [_ranked(graph, nodes, at, ranks, scores, chance, without) for at in range(1, len(nodes))]
    return tuple(sorted(found, key=lambda each: (each.rank, each.node.label, each.node.iri)))


def _upstream(graph: Links, effect: str) -> tuple[list[str], dict[Link, frozenset[tuple[str, ...]]]]:
    """Return the effect and what leads to it, and by position the links between with the sources of each claim."""
    import networkx as nx

    if effect not in graph:
        return [effect], {}
    nodes = [effect, *sorted(nx.ancestors(graph, effect))]
    at = {node: position for position, node in enumerate(nodes)}
    return nodes, {
        (at[subject], at[object_]): frozenset(link["sources"] for link in parallel.values())
        for subject in nodes[1:]
        for object_, parallel in graph.adj[subject].items()
        if object_ in at
    }


def _every(sources: Mapping[Link, Iterable[tuple[str, ...]]]) -> list[str]:
    return sorted({source for claims in sources.values() for each in claims for source in each})


def _scores(size: int, links: Iterable[Link]) -> dict[str, list[float]]:
    """Return the three scores of each of the things at positions 1 to size - 1; the effect is at 0."""
    ahead: list[list[int]] = [[] for _ in range(size)]
    back: list[list[int]] = [[] for _ in range(size)]
    for subject, object_ in links:
        if subject:
            ahead[subject].append(object_)
            back[object_].append(subject)
    order, distance = _by_distance(back)
    return {
        "betweenness": _betweenness(ahead, order, distance),
        "reach": _reach(ahead),
        "gate": _gate(ahead, back, order),
    }


def _by_distance(back: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return the positions from which the effect is reached, nearest first, and the distance of each (-1 for none)."""
    distance = [-1] * len(back)
    distance[0] = 0
    order = [0]
    for node in order:
        for before in back[node]:
            if distance[before] < 0:
                distance[before] = distance[node] + 1
                order.append(before)
    return order, distance


def _betweenness(ahead: list[list[int]], order: list[int], distance: list[int]) -> list[float]:
    """Return for each position the sum, over all others, of the share of their shortest ways that pass it."""
    ways = [0] * len(ahead)
    ways[0] = 1
    for node in order[1:]:
        ways[node] = sum(ways[after] for after in ahead[node] if distance[after] == distance[node] - 1)
    passing = [0.0] * len(ahead)
    for node in reversed(order[1:]):
        share = (1.0 + passing[node]) / ways[node]
        for after in ahead[node]:
            if distance[after] == distance[node] - 1:
                passing[after] += ways[after] * share
    passing[0] = 0.0
    return passing


def _reach(ahead: list[list[int]]) -> list[float]:
    """Return for each position the weight of its ways of at most FARTHEST links to the effect."""
    total = [0.0] * len(ahead)
    weight = [0.0] * len(ahead)
    weight[0] = 1.0
    for _ in range(FARTHEST):
        weight = [HALF * sum([weight[after] for after in afters]) if afters else 0.0 for afters in ahead]
        total = [old + new for old, new in zip(total, weight, strict=True)]
        if not any(weight):
            break
    return total


def _gate(ahead: list[list[int]], back: list[list[int]], order: list[int]) -> list[float]:
    """Return for each position how many others it dominates, seen from the effect (Cooper, Harvey, Kennedy)."""
    place = _finishing_order(back)
    parent = {0: 0}
    by_place = sorted(order, key=lambda node: -place[node])
    changed = True
    while changed:
        changed = False
        for node in by_place[1:]:
            known = [after for after in ahead[node] if after in parent]
            new = known[0]
            for after in known[1:]:
                new = _common(new, after, parent, place)
            changed |= parent.get(node) != new
            parent[node] = new
    behind = [0.0] * len(ahead)
    for node in reversed(by_place[1:]):
        if parent[node]:
            behind[parent[node]] += 1.0 + behind[node]
    return behind


def _common(one: int, other: int, parent: Mapping[int, int], place: Sequence[int]) -> int:
    while one != other:
        while place[one] < place[other]:
            one = parent[one]
        while place[other] < place[one]:
            other = parent[other]
    return one


def _finishing_order(back: list[list[int]]) -> list[int]:
    """Return for each position when a depth-first walk from the effect is done with it; -1 where it never comes."""
    place = [-1] * len(back)
    seen = {0}
    count = 0
    trail, waiting = [0], [iter(back[0])]
    while trail:
        before = next((node for node in waiting[-1] if node not in seen), None)
        if before is None:
            place[trail.pop()] = count
            count += 1
            waiting.pop()
        else:
            seen.add(before)
            trail.append(before)
            waiting.append(iter(back[before]))
    return place


def _chances(
    size: int, links: list[Link], scores: Mapping[str, list[float]], draws: int, random: Random
) -> dict[str, list[float]]:
    """Return for each measure and position the share of draws, the real graph included, that score at least as high."""
    as_high = {measure: [1] * size for measure in MEASURES}
    drawn = list(links)
    for _ in range(draws):
        _swap_ends(drawn, SWAPS_PER_LINK * len(drawn), random)
        for measure, values in _scores(size, drawn).items():
            real, counts = scores[measure], as_high[measure]
            for at, value in enumerate(values):
                counts[at] += value >= real[at] - ROUNDING
    return {measure: [count / (draws + 1) for count in counts] for measure, counts in as_high.items()}


def _swap_ends(links: list[Link], tries: int, random: Random) -> None:
    """Exchange the objects of two links so many times, in place; a try that would double a link or close it is lost."""
    present = set(links)
    number = len(links)
    for _ in range(tries):
        one, other = int(random.random() * number), int(random.random() * number)
        (a, b), (c, d) = links[one], links[other]
        if a != d and c != b and (a, d) not in present and (c, b) not in present:
            present -= {(a, b), (c, d)}
            present |= {(a, d), (c, b)}
            links[one], links[other] = (a, d), (c, b)


def _ranks(scores: Sequence[float]) -> list[int]:
    """Return the rank of each position by score; position 0, the effect, has none (0)."""
    higher = {score: rank for rank, score in reversed(list(enumerate(sorted(scores[1:], reverse=True), start=1)))}
    return [0, *(higher[score] for score in scores[1:])]


def _ranks_without(
    nodes: list[str], sources: Mapping[Link, frozenset[tuple[str, ...]]], source: str, by: str
) -> dict[int, int]:
    """Return the ranks of those that still lead to the effect when one source is left out."""
    left = [link for link, claims in sources.items() if any(each != (source,) for each in claims)]
    back: list[list[int]] = [[] for _ in nodes]
    for subject, object_ in left:
        back[object_].append(subject)
    still, _ = _by_distance(back)
    ranks = _ranks(_scores(len(nodes), left)[by])
    return {at: ranks[at] for at in still if at}


def _ranked(
    graph: Links,
    nodes: list[str],
    at: int,
    ranks: list[int],
    scores: Mapping[str, list[float]],
    chance: Mapping[str, list[float]],
    without: Mapping[str, Mapping[int, int]],
) -> Ranked:
    again = {source: found.get(at) for source, found in without.items()}
    kept = [ranks[at], *(rank for rank in again.values() if rank is not None)]
    shift = {source: abs((len(nodes) if rank is None else rank) - ranks[at]) for source, rank in again.items()}
    most = max(shift, key=lambda source: (shift[source], source), default=None)
    return Ranked(
        node_of(graph, nodes[at]),
        ranks[at],
        {measure: scores[measure][at] for measure in MEASURES},
        {measure: chance[measure][at] for measure in MEASURES},
        min(kept),
        None if None in again.values() else max(kept),
        most if most is not None and shift[most] else None,
    )
