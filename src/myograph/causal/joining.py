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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Set a claim of ours beside a link of the guest between the same two quantities; `agrees` tells of their signs."""

    claim: CausalLink
    link: GuestLink
    agrees: bool


def comparisons(claims: Iterable[CausalLink], links: Iterable[GuestLink]) -> tuple[Comparison, ...]:
    """Return what both sides state: claims whose ends are quantity bridges to the ends of a link of the guest.

    A claim from a fall to a fall says what a link with a plus says; its sign is turned once for each fall.
    """
    known = list(links)
    bridged: dict[str, list[tuple[str, str]]] = {}
    for link in known:
        if link.kind == QUANTITY:
            bridged.setdefault(link.start.iri, []).append((link.end.iri, link.sign))
    stated = _by_ends(known)
    return tuple(each for claim in claims for each in _compared(claim, bridged, stated))


def _by_ends(links: Iterable[GuestLink]) -> dict[tuple[str, str], list[GuestLink]]:
    found: dict[tuple[str, str], list[GuestLink]] = {}
    for link in links:
        if link.kind not in (QUANTITY, CAUSAL):
            found.setdefault((link.start.iri, link.end.iri), []).append(link)
    return found


def _compared(
    claim: CausalLink,
    bridged: Mapping[str, list[tuple[str, str]]],
    stated: Mapping[tuple[str, str], list[GuestLink]],
) -> Iterator[Comparison]:
    for start, first in bridged.get(claim.subject.iri, ()):
        for end, last in bridged.get(claim.object.iri, ()):
            falls = [claim.sign, first, last].count(OPPOSES)
            for link in stated.get((start, end), ()):
                yield Comparison(claim, link, (PROMOTES, OPPOSES)[falls % 2] == link.sign)
