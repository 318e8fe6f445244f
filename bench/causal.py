"""Time causal questions: on the shipped graph by name, and on made-up graphs that grow."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx

from bench.commands import Command, run
from bench.timing import median_seconds, seconds_of
from myograph.causal.bars import BEST_FIRST
from myograph.causal.cuts import claim_cuts
from myograph.causal.links import OPPOSES, PROMOTES, CausalLink, Node
from myograph.causal.paths import best_paths, path_of
from myograph.causal.reach import upstream
from myograph.causal.view import causal_graph, signed_graph
from myograph.causal.what_if import what_if
from myograph.content import Content
from myograph.knowledge import KnowledgeGraph
from myograph.release.opening import open_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path as Folder

    from myograph.causal.paths import Path
    from myograph.knowledge.analysis import Analysis

STRESS, TWITCHING = "psychological stress", "muscle twitching"
COMMANDS = (
    ("paths", STRESS, TWITCHING),
    ("causes",),
    ("effects", STRESS),
    ("cut", STRESS, TWITCHING),
    ("whatif", "--raise", STRESS),
    ("loops",),
    ("rank",),
    ("adjust", STRESS, TWITCHING),
    ("compare",),
)
SIZES = (1_000, 10_000, 100_000)
LINKS_PER_THING = 5
START, END = "thing 0000000", "thing 0000001"
BEST, LONGEST = 100, 8


def timed_causal_commands(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each causal command and the median of its seconds as a whole process, once built."""
    for words in COMMANDS:
        command = Command(f"myograph {words[0]}", ("-m", "myograph", *words), 5)
        yield command.name, f"{median_seconds(partial(run, command, environment), command.repeats):.3f}"


def timed_analysis(release: Folder) -> Iterator[tuple[str, str]]:
    """Yield each question of the Python interface and the median of its milliseconds, the graph once read."""
    opened = open_at(release)
    analysis = KnowledgeGraph(opened.store, Content.find(), opened.manifest).analysis()
    for name, question in _questions(analysis).items():
        question()
        yield name, f"{median_seconds(question, 5) * 1000:.1f}"


def _questions(analysis: Analysis) -> dict[str, Callable[[], object]]:
    return {
        "paths": lambda: analysis.paths(STRESS, TWITCHING),
        "causes": lambda: analysis.causes(TWITCHING),
        "effects": lambda: analysis.effects(STRESS),
        "claim_cuts": lambda: analysis.claim_cuts(STRESS, TWITCHING),
        "node_cuts": lambda: analysis.node_cuts(STRESS, TWITCHING),
        "remedies": lambda: analysis.remedies([STRESS, "dehydration"], TWITCHING),
        "what_if": lambda: analysis.what_if(raised=[STRESS]),
        "loops": analysis.loops,
        "ranking": lambda: analysis.ranking(TWITCHING),
        "adjustment": lambda: analysis.adjustment(STRESS, TWITCHING),
        "story": lambda: analysis.story("all sources", TWITCHING),
    }


def timed_growth() -> Iterator[tuple[str, ...]]:
    """Yield for each size the seconds of each question, and those of all simple paths to the same answer."""
    for size in SIZES:
        yield f"{size:,} things, {size * LINKS_PER_THING:,} links", *_cells(*made_up(size))


def _cells(said: nx.MultiDiGraph[str], merged: nx.DiGraph[str]) -> Iterator[str]:
    found: list[tuple[Path, ...]] = []
    questions: tuple[Callable[[], object], ...] = (
        lambda: found.append(best_paths(merged, START, END, most=BEST, longest=LONGEST).found),
        lambda: found.append(by_all_simple_paths(merged)),
        lambda: claim_cuts(said, START, END),
        lambda: what_if(merged, raised=[START]),
        lambda: upstream(merged, END),
    )
    yield from (f"{seconds_of(question):.3f}" for question in questions)
    yield "the same" if found[0] == found[1] else "others"


def by_all_simple_paths(graph: nx.DiGraph[str]) -> tuple[Path, ...]:
    """Return the best paths by listing all simple paths with networkx and sorting them."""
    every = (path_of(graph, nodes) for nodes in nx.all_simple_paths(graph, START, END, cutoff=LONGEST))
    return tuple(sorted(every, key=lambda path: path.order)[:BEST])


def made_up(size: int, seed: int = 1) -> tuple[nx.MultiDiGraph[str], nx.DiGraph[str]]:
    """Return a random graph of so many things, as said and merged; the same seed gives the same graph."""
    chance = random.Random(seed)
    kinds = ("cause", "imbalance", "mechanism", "symptom", "intervention")
    things = [Node(f"thing {number:07}", f"thing {number}", chance.choice(kinds)) for number in range(size)]
    links = [_link(number, chance.sample(things, 2), chance) for number in range(size * LINKS_PER_THING)]
    said = causal_graph(links)
    return said, signed_graph(said)


def _link(number: int, ends: list[Node], chance: random.Random) -> CausalLink:
    subject, object_ = ends
    sign = OPPOSES if chance.random() < 0.2 else PROMOTES  # noqa: PLR2004
    verdict, source = chance.choice(BEST_FIRST), f"source {chance.randrange(50)}"
    return CausalLink(f"claim {number:07}", subject, "causes", object_, sign, verdict, "asserted", (), (source,))
