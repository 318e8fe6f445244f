"""Small causal graphs, written as a person would draw them, and random ones; everything brute force needs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import networkx as nx
from hypothesis import strategies as st

from myograph.causal.bars import BEST_FIRST
from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES, CausalLink, Node
from myograph.causal.view import RANK, causal_graph, signed_graph

Links = nx.MultiDiGraph
Signed = nx.DiGraph

SIGNS = {"+": PROMOTES, "-": OPPOSES}
ARROW = re.compile(
    r"^(?P<subject>[^+-]+) (?P<sign>[+-])> (?P<object>[^:;]+?)(?:: (?P<verdict>[^;]+))?(?:; (?P<more>.+))?$"
)


def links(drawing: str, kinds: dict[str, str] | None = None) -> tuple[CausalLink, ...]:
    """Return the links of a drawing, one a line: `stress +> twitching: contested; only when severe`.

    The verdict is "supported" unless another is given; "by definition" makes a definition.
    """
    lines = [line.strip() for line in drawing.strip().splitlines() if line.strip()]
    return tuple(_link(line, number, kinds or {}) for number, line in enumerate(lines))


def _link(line: str, number: int, kinds: dict[str, str]) -> CausalLink:
    drawn = ARROW.match(line)
    assert drawn, line
    ends = (Node(drawn[side], drawn[side], kinds.get(drawn[side], "cause")) for side in ("subject", "object"))
    subject, object_ = ends
    sign, verdict = SIGNS[drawn["sign"]], drawn["verdict"] or "supported"
    qualifiers = tuple(drawn["more"].split(", ")) if drawn["more"] else ()
    verb = "causes" if sign == PROMOTES else "relieves"
    sources = () if verdict == BY_DEFINITION else (f"source {number}",)
    return CausalLink(f"claim {number:03}", subject, verb, object_, sign, verdict, "asserted", qualifiers, sources)


def said(drawing: str, kinds: dict[str, str] | None = None) -> Links[str]:
    """Return the drawing as a MultiDiGraph."""
    return causal_graph(links(drawing, kinds))


def drawn(drawing: str, kinds: dict[str, str] | None = None) -> Signed[str]:
    """Return the drawing as a signed graph."""
    return signed_graph(said(drawing, kinds))


NAMES = "abcdefg"
KINDS = ("cause", "imbalance", "mechanism", "symptom", "intervention")


@st.composite
def some_links(draw: st.DrawFn, most: int = 14, acyclic: bool = False, verdicts: int = 4) -> tuple[CausalLink, ...]:
    """Draw links between a few nodes; parallel ones, conflicting ones and loops occur."""
    kind = {name: draw(st.sampled_from(KINDS)) for name in NAMES}
    ends = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, max_size=most))
    found = []
    for number, (one, other) in enumerate(pairs):
        subject, object_ = sorted((one, other)) if acyclic else (one, other)
        sign = draw(st.sampled_from((PROMOTES, PROMOTES, OPPOSES)))
        verdict = draw(st.sampled_from((*BEST_FIRST[:verdicts], BY_DEFINITION)))
        found.append(
            CausalLink(
                f"claim {number:03}", Node(subject, subject, kind[subject]), "causes",
                Node(object_, object_, kind[object_]), sign, verdict, "asserted", (), (f"source {number % 3}",),
            )
        )  # fmt: skip
    return tuple(found)


def every_path(graph: nx.DiGraph[str], start: str, end: str, longest: int = 8) -> Iterator[tuple[str, ...]]:
    """Yield all simple paths, as networkx finds them."""
    if start in graph and end in graph and start != end:
        yield from (tuple(path) for path in nx.all_simple_paths(graph, start, end, cutoff=longest))


def edges_of(path: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(path))


def sign_of(graph: nx.DiGraph[str], path: tuple[str, ...]) -> str:
    """Return the sign of a path, counted by hand."""
    signs = [graph.edges[edge]["sign"] for edge in edges_of(path)]
    if CONFLICTING in signs:
        return CONFLICTING
    product = 1
    for sign in signs:
        product *= -1 if sign == OPPOSES else 1
    return PROMOTES if product == 1 else OPPOSES


def worst_of(graph: nx.DiGraph[str], path: tuple[str, ...]) -> int:
    """Return the rank of the worst verdict on a path."""
    return max(RANK[graph.edges[edge]["verdict"]] for edge in edges_of(path))
