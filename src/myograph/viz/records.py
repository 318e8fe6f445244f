"""What a page needs to know, as plain values: things, links with their evidence, references."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """Describe one thing of the map; `id` names it in addresses, `kind` is the label of its class."""

    id: str
    iri: str
    label: str
    kind: str
    definition: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Say what a source found that bears on a claim; `reference` is the id of the source, "" for a search in vain."""

    direction: str
    strength: str
    finding: str
    reference: str = ""
    indirect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """State one causal claim between two things, by their ids.

    `certainty` is the firmest and `weakest` the most cautious wording; `said_by` are ids of references. A definition
    has the verdict "by definition", no wording and no sources.
    """

    id: str
    iri: str
    tail: str
    head: str
    verb: str
    sign: str
    verdict: str
    statement: str = ""
    certainty: str = ""
    weakest: str = ""
    places: int = 0
    qualifiers: tuple[str, ...] = ()
    said_by: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Cite a source: one line of a reference list, and where it is."""

    id: str
    iri: str
    label: str
    citation: str


@dataclass(frozen=True, slots=True)
class CausalMap:
    """Hold what the explorer shows; `foot` is the id of what is explained, `care` names the red flags.

    `narrowed` tells that an evidence bar or a source has left things out.
    """

    title: str
    foot: str
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    references: tuple[Reference, ...] = ()
    care: tuple[str, ...] = ()
    version: str = ""
    build: str = ""
    narrowed: bool = False

    @property
    def by_id(self) -> dict[str, Thing]:
        """Return the things by id."""
        return {thing.id: thing for thing in self.things}

    @property
    def by_iri(self) -> dict[str, str]:
        """Return the ids of the things by IRI."""
        return {thing.iri: thing.id for thing in self.things}


@dataclass(frozen=True, slots=True)
class Pair:
    """Merge the links between two things in one direction, best-founded first; `sign` may be "conflicting"."""

    tail: str
    head: str
    sign: str
    verdict: str
    links: tuple[Link, ...]

    @property
    def id(self) -> str:
        """Return a name made of both ends."""
        return f"{self.tail}>{self.head}"


def pairs(links: tuple[Link, ...], rank: dict[str, int]) -> tuple[Pair, ...]:
    """Return one pair for all links with the same ends, in the order of their first links.

    A disagreement of signs is never averaged away: it is told as "conflicting". The verdict is that of the best link.
    """
    found: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        found.setdefault((link.tail, link.head), []).append(link)
    return tuple(_pair(tail, head, same, rank) for (tail, head), same in found.items())


def _pair(tail: str, head: str, links: list[Link], rank: dict[str, int]) -> Pair:
    ordered = tuple(sorted(links, key=lambda link: (rank.get(link.verdict, len(rank)), bool(link.qualifiers), link.id)))
    signs = {link.sign for link in links}
    return Pair(tail, head, signs.pop() if len(signs) == 1 else "conflicting", ordered[0].verdict, ordered)
