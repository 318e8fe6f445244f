"""Links of another graph, joined to ours by bridges, as links of the causal view.

There the nodes are variables and a link says that one raises or lowers another; here they are states. A state promotes
the variable that it is a rise of and opposes the one that it is a fall of, so signs multiply along a path as ever::

    hypomagnesaemia ──▼ is a fall of──> magnesium ──▲ raises──> PTH ──▲──> calcium ──▼ when low is──> hypocalcaemia
                                        └──────── stated by the guest ────────┘

Two ▼: the path promotes. What a guest states was not appraised here, and says so by its verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from myograph.causal.links import BY_DEFINITION, OPPOSES, PROMOTES, CausalLink, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NOT_APPRAISED = "not yet appraised"
VARIABLE = "variable"
QUANTITY, CAUSAL = "QuantityBridge", "CausalBridge"
RAISING = {PROMOTES: "raises", OPPOSES: "lowers"}
INTO = {PROMOTES: "is a rise of", OPPOSES: "is a fall of"}
BACK = {PROMOTES: "when high is", OPPOSES: "when low is"}
TAKEN = {PROMOTES: "is taken to bring about", OPPOSES: "is taken to work against"}


@dataclass(frozen=True, slots=True)
class GuestLink:
    """Hold a link of a guest, or a bridge; `kind` is the local name of its class, `evidence` what the guest names."""

    iri: str
    start: Node
    end: Node
    sign: str
    kind: str
    evidence: str = ""


def joined_links(links: Iterable[GuestLink], guest: str, bridge: str) -> tuple[CausalLink, ...]:
    """Return the links as those of the causal view; `guest` and `bridge` are the IRIs of who states them."""
    return tuple(each for link in links for each in _told(link, guest, bridge))


def _told(link: GuestLink, guest: str, bridge: str) -> Iterator[CausalLink]:
    ends = link.iri, link.start
    if link.kind == CAUSAL:
        yield CausalLink(*ends, TAKEN[link.sign], link.end, link.sign, NOT_APPRAISED, sources=(bridge,))
    elif link.kind == QUANTITY:
        there = CausalLink(*ends, INTO[link.sign], link.end, link.sign, BY_DEFINITION, sources=(bridge,))
        yield there
        yield replace(there, subject=link.end, verb=BACK[link.sign], object=link.start)
    else:
        told = (f"evidence named there: {link.evidence.replace('_', ' ')}",) if link.evidence else ()
        verb = RAISING[link.sign]
        yield CausalLink(*ends, verb, link.end, link.sign, NOT_APPRAISED, qualifiers=told, sources=(guest,))


@dataclass(frozen=True, slots=True)
class Passage:
    """Tell whether a path goes through the guest: over a link between two of its variables, given by their IRIs."""

    variables: frozenset[str]

    def __call__(self, nodes: Sequence[str]) -> bool:
        """Return whether two nodes in a row are variables."""
        return any(start in self.variables and end in self.variables for start, end in pairwise(nodes))
