"""A worksheet for a class, made from the map: which link is missing, and what evidence makes of a claim.

The same graph gives the same worksheet. Chains are made of claims for which at least one traceable source speaks, and
the answer key tells the verdict on each link.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from myograph.causal.bars import BARS
from myograph.causal.view import RANK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from myograph.viz.records import CausalMap, Link, Pair, Thing

CHAINS, CLAIMS, OPTIONS = 6, 7, 3


@dataclass(frozen=True, slots=True)
class MissingLink:
    """Ask what stands between two things; one of the options does, and `links` lead over it."""

    start: Thing
    middle: Thing
    end: Thing
    options: tuple[Thing, ...]
    links: tuple[Link, Link]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Hold the tasks: missing links, and claims whose verdicts are to be guessed."""

    chains: tuple[MissingLink, ...]
    claims: tuple[Link, ...]


def worksheet(shown: CausalMap, pairs: Sequence[Pair]) -> Worksheet:
    """Return the worksheet of a map; it has fewer tasks where the map holds too few claims."""
    good = [pair for pair in pairs if pair.sign == "promotes" and pair.verdict in BARS["traceable"]]
    every = {(pair.tail, pair.head) for pair in pairs}
    return Worksheet(tuple(_chains(shown, good, every)), tuple(_claims(shown)))


def _chains(shown: CausalMap, pairs: list[Pair], joined: set[tuple[str, str]]) -> Iterator[MissingLink]:
    """Yield chains of two links, those to the foot first, then the best-founded; no thing twice at the same place."""
    two = [(one, other) for one in pairs for other in pairs if one.head == other.tail and one.tail != other.head]
    kinds = {thing.id: thing.kind for thing in shown.things}

    def order(chain: tuple[Pair, Pair]) -> tuple[bool, bool, int, str, str]:
        end = chain[1].head
        verdicts = sum(RANK[pair.verdict] for pair in chain)
        return end != shown.foot, kinds[end] != "symptom", verdicts, chain[0].id, chain[1].id

    two.sort(key=order)
    starts: set[str] = set()
    middles: set[str] = set()
    for one, other in two:
        if one.tail in starts or one.head in middles or (one.tail, other.head) in joined or len(starts) == CHAINS:
            continue
        starts.add(one.tail)
        middles.add(one.head)
        yield _missing(shown, one, other, joined)


def _missing(shown: CausalMap, one: Pair, other: Pair, joined: set[tuple[str, str]]) -> MissingLink:
    """Return the task of a chain; no other option leads from its start to its end."""
    middle = shown.by_id[one.head]
    wrong = [
        thing
        for thing in shown.things
        if thing.kind == middle.kind
        and thing.id not in {one.tail, one.head, other.head}
        and not {(one.tail, thing.id), (thing.id, other.head)} & joined
    ]
    step = max(len(wrong) // OPTIONS, 1)
    options = sorted((middle, *wrong[::step][: OPTIONS - 1]), key=lambda thing: thing.label)
    links = (one.links[0], other.links[0])
    return MissingLink(shown.by_id[one.tail], middle, shown.by_id[other.head], tuple(options), links)


def _claims(shown: CausalMap) -> list[Link]:
    """Return claims of as many verdicts as there are, those said most often first, ordered by statement."""
    spoken = [link for link in shown.links if link.statement and not link.qualifiers]
    often = sorted(spoken, key=lambda link: (-link.places, link.id))
    by_verdict = [[link for link in often if link.verdict == verdict] for verdict in RANK]
    turns = (link for turn in zip_longest(*by_verdict) for link in turn if link is not None)
    chosen = [link for link, _ in zip(turns, range(CLAIMS), strict=False)]
    return sorted(chosen, key=lambda link: link.statement)
