"""The causal ladder: from a symptom back to its mechanisms, imbalances and causes.

Each rung is one relation between two entities, with every claim that states it::

    muscle twitching                        the foot: what is explained
    ├─ electrolyte imbalance                rung: electrolyte imbalance leads to muscle twitching
    │  ├─ dehydration                       rung: dehydration leads to electrolyte imbalance
    │  └─ electrolyte loss
    │     └─ sweating
    └─ magnesium deficiency

Read upwards from a leaf, it tells a chain: sweating leads to electrolyte loss, which leads to electrolyte
imbalance, which leads to muscle twitching. Only claims of the family of `myo:leadsTo` are rungs. What merely
"is linked to" something explains nothing and is left out; what counteracts a step is listed beside the ladder.

A step that stands in several places is spelled out once, at the place nearest to the foot, so that the ladder
stays as long as its number of relations; a step that leads back to itself is marked and not followed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.knowledge.records import count_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.knowledge.records import Claim, Name

LEADS_TO = "leadsTo"
REMEDIES = ("counteracts", "advisedFor")
WARRANTS = "warrants"

CERTAINTIES = ("possible", "likely", "asserted")
"""The scale of stated certainty, most cautious first."""

KIND_ORDER = ("imbalance", "mechanism", "symptom", "cause")


@dataclass(frozen=True, slots=True)
class Rung:
    """Say that `lower` leads to what stands below it on the ladder, with all claims that state it.

    `repeated` is true where the steps behind it are spelled out elsewhere; `rungs` are those steps, in order.
    """

    lower: Name
    kind: str
    claims: tuple[Claim, ...]
    rungs: tuple[Rung, ...] = ()
    repeated: bool = False

    @property
    def certainty(self) -> str:
        """Return the firmest wording of any claim."""
        return max((claim.certainty for claim in self.claims), key=CERTAINTIES.index)

    @property
    def weakest(self) -> str:
        """Return the most cautious wording of any claim."""
        return min((claim.weakest for claim in self.claims), key=CERTAINTIES.index)

    @property
    def places(self) -> int:
        """Return in how many places the claims are stated; a passage that states two of them counts once."""
        return count_places(self.claims)

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Return the qualifiers that every claim of the rung has, and so never lose one that always applies."""
        first, *others = self.claims
        return tuple(words for words in first.qualifiers if all(words in other.qualifiers for other in others))


@dataclass(frozen=True, slots=True)
class Remedy:
    """Say what is claimed to work, or is advised, against the foot of the ladder."""

    name: Name
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Explain one entity: the rungs that lead to it, what is said to help, and when to seek care."""

    foot: Name
    kind: str
    rungs: tuple[Rung, ...]
    remedies: tuple[Remedy, ...]
    red_flags: tuple[Claim, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether no claim leads to the foot."""
        return not self.rungs

    def _repr_html_(self) -> str:
        from myograph.knowledge.displaying import html

        return html(self, "ladder")


def ladder(
    foot: Name,
    claims: Iterable[Claim],
    families: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, str],
    *,
    red_flags: tuple[Claim, ...] = (),
) -> Ladder:
    """Return the ladder to `foot`.

    `families` maps the IRI of a predicate to the families it belongs to, `kinds` the IRI of an entity to the
    label of its class. Steps are ordered by kind (imbalances first), then by number of places, then by label.
    `red_flags` pass through: when to seek care does not depend on what is explained.
    """
    every = tuple(claims)
    causal = _by_object(claim for claim in every if LEADS_TO in families.get(claim.predicate.iri, ()))
    helps = [claim for claim in every if set(REMEDIES) & set(families.get(claim.predicate.iri, ()))]
    return Ladder(
        foot,
        kinds.get(foot.iri, "thing"),
        _Climb(causal, kinds, _nearest(foot.iri, causal)).rungs_of(foot.iri, (foot.iri,)),
        _remedies(claim for claim in helps if claim.object.iri == foot.iri),
        red_flags,
    )


@dataclass(frozen=True, slots=True)
class _Climb:
    """Build rungs; `parent` maps each node to the one node below which its own steps are spelled out."""

    causal: Mapping[str, Mapping[str, tuple[Claim, ...]]]
    kinds: Mapping[str, str]
    parent: Mapping[str, str]

    def rungs_of(self, below: str, path: tuple[str, ...]) -> tuple[Rung, ...]:
        rungs = (self._rung(below, lower, claims, path) for lower, claims in self.causal.get(below, {}).items())
        return tuple(sorted(rungs, key=self._order))

    def _rung(self, below: str, lower: str, claims: tuple[Claim, ...], path: tuple[str, ...]) -> Rung:
        spelled_out_here = self.parent.get(lower) == below and lower not in path
        rungs = self.rungs_of(lower, (*path, lower)) if spelled_out_here else ()
        repeated = not spelled_out_here and bool(self.causal.get(lower))
        return Rung(claims[0].subject, self.kinds.get(lower, "thing"), claims, rungs, repeated)

    @staticmethod
    def _order(rung: Rung) -> tuple[int, int, str]:
        kind = KIND_ORDER.index(rung.kind) if rung.kind in KIND_ORDER else len(KIND_ORDER)
        return kind, -rung.places, rung.lower.label


def _by_object(claims: Iterable[Claim]) -> dict[str, dict[str, tuple[Claim, ...]]]:
    found: dict[str, dict[str, tuple[Claim, ...]]] = {}
    for claim in claims:
        below = found.setdefault(claim.object.iri, {})
        below[claim.subject.iri] = (*below.get(claim.subject.iri, ()), claim)
    return found


def _nearest(foot: str, causal: Mapping[str, Mapping[str, tuple[Claim, ...]]]) -> dict[str, str]:
    """Return for each node that leads to the foot the node next to it on a shortest way down, first in label order."""
    parent: dict[str, str] = {}
    waiting = deque([foot])
    while waiting:
        below = waiting.popleft()
        for lower in sorted(causal.get(below, {})):
            if lower not in parent and lower != foot:
                parent[lower] = below
                waiting.append(lower)
    return parent


def _remedies(claims: Iterable[Claim]) -> tuple[Remedy, ...]:
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(claim.subject.iri, []).append(claim)
    remedies = (Remedy(same[0].subject, tuple(same)) for same in grouped.values())
    return tuple(sorted(remedies, key=lambda remedy: remedy.name.label))
