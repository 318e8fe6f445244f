"""Comparing stories: the same effect as one source tells it, as all tell it, and as far as evidence carries it.

A story is the set of causal paths to an effect from causes and imbalances, under one bar and one choice of sources.
Two stories are compared path by path: a path *vanishes*, *appears*, or changes its sign. A path is known by the things
along it, so that a link that merely gains or loses claims does not make it another path.

The question that a reader of one article has is answered in one paragraph: what would remain of its story if only
claims counted that evidence bears out?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.causal.links import OPPOSES
from myograph.causal.paths import LONGEST, best_paths
from myograph.causal.view import node_of
from myograph.causal.work import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from myograph.causal.links import Node
    from myograph.causal.paths import Path

    Signed = nx.DiGraph[str]
    Way = tuple[str, ...]

STARTS = frozenset({"cause", "imbalance"})
"""The kinds of things at which the paths of a story start."""

MOST_PATHS_FROM_ONE = 1000


@dataclass(frozen=True)
class Story:
    """Hold the causal paths to one effect, by the things along them; `links` are all pairs of the graph it comes from.

    `remedies` are the things that directly oppose the effect or a step towards it. `complete` is false when a search
    for paths was cut off.
    """

    name: str
    effect: Node
    paths: Mapping[Way, Path]
    links: frozenset[tuple[str, str]]
    remedies: tuple[Node, ...]
    complete: bool = True

    @property
    def causes(self) -> tuple[Node, ...]:
        """Return the causes and imbalances with a path to the effect, by name."""
        starts = {path.nodes[0] for path in self.paths.values()}
        return tuple(sorted(starts, key=lambda node: (node.label, node.iri)))


@dataclass(frozen=True, slots=True)
class Difference:
    """Tell how another story differs from the first; paths in the order of `Path.order`.

    `turned` pairs the paths whose sign differs. `lost` and `gained` are causes that have paths in one story only.
    """

    first: Story
    other: Story
    vanished: tuple[Path, ...]
    appeared: tuple[Path, ...]
    turned: tuple[tuple[Path, Path], ...]
    lost: tuple[Node, ...]
    gained: tuple[Node, ...]

    @property
    def kept(self) -> tuple[Path, ...]:
        """Return the paths of the other story that the first one tells too."""
        return _ordered(path for way, path in self.other.paths.items() if way in self.first.paths)


def story(name: str, graph: Signed, effect: str, *, longest: int = LONGEST, steps: int = STEPS) -> Story:
    """Return the paths of at most `longest` links from every cause and imbalance to the effect."""
    found: dict[Way, Path] = {}
    complete = True
    for node in graph:
        if node_of(graph, node).kind in STARTS and node != effect:
            paths = best_paths(graph, node, effect, longest=longest, most=MOST_PATHS_FROM_ONE, steps=steps)
            complete &= paths.complete
            found.update((tuple(each.iri for each in path.nodes), path) for path in paths.found)
    met = {effect, *(node for way in found for node in way)}
    helps = {before for node in met if node in graph for before, edge in graph.pred[node].items() if _opposes(edge)}
    remedies = sorted((node_of(graph, node) for node in helps), key=lambda node: (node.label, node.iri))
    return Story(name, node_of(graph, effect), found, frozenset(graph.edges), tuple(remedies), complete)


def difference(first: Story, other: Story) -> Difference:
    """Return what another story about the same effect lacks, adds and turns round."""
    both = [way for way in first.paths if way in other.paths]
    turned = [(first.paths[way], other.paths[way]) for way in both if first.paths[way].sign != other.paths[way].sign]
    return Difference(
        first,
        other,
        vanished=_ordered(path for way, path in first.paths.items() if way not in other.paths),
        appeared=_ordered(path for way, path in other.paths.items() if way not in first.paths),
        turned=tuple(sorted(turned, key=lambda pair: pair[0].order)),
        lost=tuple(node for node in first.causes if node not in other.causes),
        gained=tuple(node for node in other.causes if node not in first.causes),
    )


def what_remains(change: Difference) -> str:
    """Return in one paragraph what remains of the first story when the other one, under a stricter bar, counts."""
    first, other = change.first, change.other
    kept = change.kept
    sentences = [
        f"Of the {_counted(len(first.links), 'causal link')} of {first.name}, {len(first.links & other.links)} remain; "
        f"of the {_counted(len(first.paths), 'path')} to {first.effect}, from {len(first.causes)} causes and "
        f"imbalances, {_counted(len(kept), 'path')} from {len(_starts(kept))}."
    ]
    if kept:
        sentences.append(f"What still stands: {_list(_starts(kept))}.")
        longest = max(kept, key=lambda path: (path.length, path.sentence))
        sentences.append(f"The longest path that remains has {_counted(longest.length, 'link')}: {longest.sentence}")
    fallen = [path.nodes[0].label for path in change.vanished if path.length == 1 and path.nodes[0] in other.causes]
    if fallen:
        sentences.append(f"Only by a chain, since its direct claim falls: {_list(fallen)}.")
    if change.lost:
        sentences.append(f"Left without any path: {_list([node.label for node in change.lost])}.")
    if change.turned:
        sentences.append(f"{_counted(len(change.turned), 'path')} would change sign.")
    sentences.append(_remedies(first, other))
    sentences.append("That each link of a path is borne out does not mean that the whole path was ever tested.")
    return " ".join(sentences)


def _remedies(first: Story, other: Story) -> str:
    if not first.remedies:
        return "It names nothing that works against the effect or its causes."
    kept = [node.label for node in first.remedies if node in other.remedies]
    lost = [node.label for node in first.remedies if node not in other.remedies]
    said = f"Of {_counted(len(first.remedies), 'thing')} said to work against {first.effect} or a step towards it"
    stays = f"{_list(kept)} {'stays' if len(kept) == 1 else 'stay'}" if kept else "none stays"
    goes = f", and {_list(lost)} {'goes' if len(lost) == 1 else 'go'}" if lost else ""
    return f"{said}, {stays}{goes}."


def _opposes(edge: Mapping[str, str]) -> bool:
    return edge["sign"] == OPPOSES


def _ordered(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted(paths, key=lambda path: path.order))


def _starts(paths: tuple[Path, ...]) -> list[str]:
    return list(dict.fromkeys(path.nodes[0].label for path in paths))


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
