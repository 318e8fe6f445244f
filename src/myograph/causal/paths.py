"""Paths: how one thing is said to lead to another, step by step, the best-founded way first.

A path is a chain of links that visits nothing twice. Its *sign* is the product of the signs of its links::

    older age ──▼──> magnesium absorption              one ▼: opposes
    oxalate ──▼──> calcium absorption ──▼──> lack      two ▼: promotes (it opposes what opposes)
    a ──▲──> b ──≠──> c                                a disagreement anywhere leaves the whole path open: conflicting

Its *weakest link* is the link with the worst verdict, and the path is as good as that link and no better. Verdicts are
an order without distances, so there is no score: no probability is made up, nothing is multiplied. Paths are compared
by the verdict of the weakest link, then by length, then by the names along the way.

What a path does not say: that each link holds does not mean that the chain holds. A cause may bring about the middle in
people in whom the middle does not bring about the end. A path is a hypothesis with its references; only a study of the
whole chain is evidence for the chain.

*How the best are found first.* For each verdict, from the best to the worst, paths are searched whose links are all at
least as good and one of which is just as good; within that by growing length; within a length in the order of names. A
table computed backwards from the end tells from which nodes the end can still be reached in exactly the links that are
left, so that the search hardly ever walks into a dead end. The first path it meets is thus the best, the next the
second best, and listing k of them costs little more than writing them down. (Compare D. B. Johnson's and J. Y. Yen's
ways to the k shortest loopless paths, which order by a sum; the weakest link is a maximum, which is what allows the
search by verdict.)
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from myograph.causal.bars import BEST_FIRST
from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES, Node
from myograph.causal.view import RANK, node_of
from myograph.causal.work import STEPS, Allowance, OutOfSteps
from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    import networkx as nx

    Signed = nx.DiGraph[str]
    Arrow = tuple[str, int]

LONGEST = 8
"""How many links a path has at most, unless told otherwise."""

MOST_LINKS = 50
"""No question may ask for longer paths."""

MOST_PATHS = 10_000
"""How many paths a search lists before it stops, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    """Take one merged link of a path; `verbs` and `claims` best first, `qualifiers` those of the best claim."""

    subject: Node
    object: Node
    sign: str
    verdict: str
    certainty: str
    verbs: tuple[str, ...]
    claims: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Return the step in words: its best verb and that claim's qualifiers."""
        qualified = f" ({'; '.join(self.qualifiers)})" if self.qualifiers else ""
        return f"{self.subject} {self.verbs[0]} {self.object}{qualified}"


@dataclass(frozen=True)
class Path:
    """Hold the steps of a path, at least one."""

    steps: tuple[Step, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Return the things along the way, both ends included."""
        return (self.steps[0].subject, *(step.object for step in self.steps))

    @property
    def between(self) -> tuple[Node, ...]:
        """Return the things along the way without its ends."""
        return self.nodes[1:-1]

    @property
    def length(self) -> int:
        """Return the number of links."""
        return len(self.steps)

    @cached_property
    def sign(self) -> str:
        """Return "promotes", "opposes", or "conflicting" when claims on any step disagree."""
        return product(step.sign for step in self.steps)

    @cached_property
    def weakest(self) -> Step:
        """Return the step with the worst verdict, the first of several."""
        return max(self.steps, key=lambda step: RANK[step.verdict])

    @property
    def verdict(self) -> str:
        """Return the verdict of the weakest link."""
        return self.weakest.verdict

    @property
    def claims(self) -> tuple[str, ...]:
        """Return the claims that the path rests on: for each step all that state it."""
        return tuple(claim for step in self.steps for claim in step.claims if step.verdict != BY_DEFINITION)

    @property
    def sentence(self) -> str:
        """Return the path in words, one clause a step."""
        return "; ".join(step.sentence for step in self.steps) + "."

    @property
    def standing(self) -> str:
        """Return what may be concluded from the path, and where nothing may, why."""
        if self.sign == CONFLICTING:
            at = next(step for step in self.steps if step.sign == CONFLICTING)
            return f"no conclusion: claims disagree whether {at.subject} promotes or opposes {at.object}"
        only = [f"only where there is {step.object}" for step in self.steps if step.verdict == BY_DEFINITION]
        return "; ".join([STANDING[self.verdict].format(self.weakest.sentence), *only])

    @property
    def order(self) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        """Return what paths are ordered by: weakest verdict, length, names (and IRIs, should names be shared)."""
        names = tuple(node.label for node in self.nodes)
        return RANK[self.verdict], self.length, names, tuple(node.iri for node in self.nodes)


STANDING = {
    BY_DEFINITION: "holds by definition",
    "supported": "each link is borne out by independent evidence; the chain as a whole is not thereby tested",
    "supported with qualification": "each link is borne out, at least within limits; weakest: {}",
    "own source only": "rests on a single source's word for: {}",
    "contested": "stands or falls with a contested link: {}",
    "not yet appraised": "no conclusion: nobody has looked for evidence that {}",
    "no evidence found": "no conclusion: evidence was looked for and not found that {}",
    "contradicted": "broken: evidence speaks against it that {}",
}
"""What a weakest link of each verdict allows to conclude."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Answer a question for paths, best first.

    `complete` is true when these are all there are within the length asked; otherwise `cut_off` says where the search
    stopped, and the paths found are still the best ones, in order. `direct` is the link without any step between, where
    there is one: a chain may look better than what evidence says of the whole, and is no rescue from it.
    """

    start: Node
    end: Node
    longest: int
    found: tuple[Path, ...]
    cut_off: str | None = None
    direct: Step | None = None

    @property
    def complete(self) -> bool:
        """Return whether no path is missing."""
        return self.cut_off is None

    @property
    def sign(self) -> str | None:
        """Return what all paths agree on, "conflicting" when they do not, None without any path."""
        signs = {path.sign for path in self.found}
        return None if not signs else signs.pop() if len(signs) == 1 else CONFLICTING


def best_paths(
    graph: Signed,
    start: str,
    end: str,
    *,
    most: int = MOST_PATHS,
    longest: int = LONGEST,
    steps: int = STEPS,
    every: Signed | None = None,
    passing: Callable[[tuple[str, ...]], bool] = bool,
) -> Paths:
    """Return at most `most` simple paths of at most `longest` links from start to end, best first.

    `passing` tells from the nodes along a path whether it counts. `steps` bounds the work. The direct link is looked up
    in `every`, by default the same graph. Raises UsageError for a path from a node to itself and for numbers out of
    range; a node that the graph does not hold has no paths.
    """
    check_range("the number of paths", most, MOST_PATHS)
    check_range("the number of links", longest, MOST_LINKS)
    if start == end:
        raise UsageError(
            "a path needs two different ends", place=node_of(graph, start).label, advice="Ask for loops instead."
        )
    found: list[Path] = []
    cut_off = None
    try:
        for nodes in filter(passing, _search(graph, start, end, longest, Allowance(steps))):
            if len(found) == most:
                cut_off = f"after {most} paths, as many as were asked for"
                break
            found.append(path_of(graph, nodes))
    except OutOfSteps:
        cut_off = f"after looking at {steps} links, before all paths of up to {longest} links were seen"
    whole = graph if every is None else every
    direct = step_of(whole, start, end) if whole.has_edge(start, end) else None
    return Paths(node_of(graph, start), node_of(graph, end), longest, tuple(found), cut_off, direct)


def path_of(graph: Signed, nodes: Iterable[str]) -> Path:
    """Return the path along the nodes, which follow each other in the graph."""
    along = tuple(nodes)
    return Path(tuple(step_of(graph, *pair) for pair in itertools.pairwise(along)))


def step_of(graph: Signed, subject: str, object_: str) -> Step:
    """Return the link from subject to object as a step."""
    edge = graph.edges[subject, object_]
    parts = (edge[name] for name in ("sign", "verdict", "certainty", "verbs", "claims", "qualifiers", "sources"))
    return Step(node_of(graph, subject), node_of(graph, object_), *parts)


def product(signs: Iterable[str]) -> str:
    """Return the sign of a chain of links with these signs."""
    seen = list(signs)
    if CONFLICTING in seen:
        return CONFLICTING
    return OPPOSES if seen.count(OPPOSES) % 2 else PROMOTES


def check_range(what: str, number: int, most: int, least: int = 1) -> None:
    """Raise UsageError unless the number lies in the range."""
    if not least <= number <= most:
        raise UsageError(f"{what} is {number}", advice=f"Choose a number from {least} to {most}.")


def _search(graph: Signed, start: str, end: str, longest: int, allowance: Allowance) -> Iterator[tuple[str, ...]]:
    """Yield the simple paths from start to end as tuples of nodes, in the order of `Path.order`."""
    if start not in graph or end not in graph:
        return
    relevant = _between(graph, start, end, longest, allowance)
    for rank in range(RANK[BY_DEFINITION], len(BEST_FIRST)):
        level = _Level.of(relevant, start, end, rank)
        if level is not None:
            for length in range(1, longest + 1):
                yield from level.paths(length, allowance)


def _between(graph: Signed, start: str, end: str, longest: int, allowance: Allowance) -> dict[str, list[Arrow]]:
    """Return the arrows on walks of at most `longest` links from start to end: node to (next node, rank), by name.

    The first half of a walk is near the start and the second near the end, so each end is only looked around half as
    far as a walk may go, and farther on only through what is near the other end.
    """
    half = longest // 2
    near_start = _go_on(graph.succ, {start: 0}, half, allowance)
    near_end = _go_on(graph.pred, {end: 0}, longest - half, allowance)
    ahead = _go_on(graph.succ, near_start, longest, allowance, within=near_end)
    behind = _go_on(graph.pred, near_end, longest, allowance, within=near_start)
    kept: dict[str, list[Arrow]] = {}
    for node, before in ahead.items():
        if node == end or before + behind.get(node, longest) > longest:
            continue
        near = [after for after in graph.succ[node] if before + 1 + behind.get(after, longest) <= longest]
        near.sort(key=lambda iri: (graph.nodes[iri].get("label", iri), iri))
        kept[node] = [(after, RANK[graph.succ[node][after]["verdict"]]) for after in near if after != start]
    return kept


def _go_on(
    arrows: Mapping[str, Mapping[str, object]],
    found: Mapping[str, int],
    longest: int,
    allowance: Allowance,
    within: Collection[str] | None = None,
) -> dict[str, int]:
    """Return the distances of `found` and of what is reached from its outermost nodes, up to `longest` links away."""
    reached = dict(found)
    outermost = max(reached.values())
    front = [node for node, distance in reached.items() if distance == outermost]
    for distance in range(outermost + 1, longest + 1):
        allowance.spend(sum(len(arrows[node]) for node in front))
        ahead = dict.fromkeys(node for each in front for node in arrows[each])
        front = [node for node in ahead if node not in reached and (within is None or node in within)]
        reached.update(dict.fromkeys(front, distance))
    return reached


@dataclass(slots=True)
class _Level:
    """Search the paths of one verdict: links at least as good as `rank`, one of them just as good.

    `open[r]` holds the nodes from which the end can be reached in exactly r links, `just[r]` those from which it can be
    reached so over a link of just this rank.
    """

    start: str
    end: str
    rank: int
    arrows: dict[str, list[Arrow]]
    back: dict[str, list[Arrow]]
    open: list[set[str]] = field(default_factory=list)
    just: list[set[str]] = field(default_factory=list)

    @classmethod
    def of(cls, relevant: Mapping[str, list[Arrow]], start: str, end: str, rank: int) -> _Level | None:
        """Return the level, or None when no link has this rank."""
        arrows = {node: [arrow for arrow in each if arrow[1] <= rank] for node, each in relevant.items()}
        if not any(own == rank for each in arrows.values() for _, own in each):
            return None
        back: dict[str, list[Arrow]] = {}
        for node, each in arrows.items():
            for after, own in each:
                back.setdefault(after, []).append((node, own))
        return cls(start, end, rank, arrows, back, [{end}], [set()])

    def paths(self, length: int, allowance: Allowance) -> Iterator[tuple[str, ...]]:
        """Yield the paths of exactly this length in the order of names."""
        self._look_back(length, allowance)
        if self.start not in self.just[length]:
            return
        trail, waiting = [self.start], [iter(self.arrows[self.start])]
        needed = [True]  # whether a link of this rank is still needed after each node of the trail
        while waiting:
            left = length - len(trail)
            for node, rank in waiting[-1]:
                allowance.spend()
                missing = needed[-1] and rank < self.rank
                if node not in (self.just if missing else self.open)[left] or node in trail:
                    continue
                if left == 0:
                    yield (*trail, node)
                    continue
                trail.append(node)
                needed.append(missing)
                waiting.append(iter(self.arrows[node]))
                break
            else:
                waiting.pop()
                trail.pop()
                needed.pop()

    def _look_back(self, length: int, allowance: Allowance) -> None:
        while len(self.open) <= length:
            open_, just = self.open[-1], self.just[-1]
            before = [(node, rank, after) for after in sorted(open_) for node, rank in self.back.get(after, ())]
            allowance.spend(len(before))
            self.open.append({node for node, _, _ in before})
            self.just.append({node for node, rank, after in before if rank == self.rank or after in just})
