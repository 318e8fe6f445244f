"""The values that the knowledge graph hands out: names, entities, claims and places, all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Name:
    """Point at one thing of the graph by its IRI and its label."""

    iri: str
    label: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Entity:
    """Describe one entity: what it is, what it is also called, and what it stands next to.

    `kind` is the label of its class, such as "symptom". `relations` pairs the label of a property with a name,
    in the order of the graph: broader and narrower entities, the mineral out of balance, the body part.
    """

    iri: str
    label: str
    kind: str
    definition: str
    synonyms: tuple[str, ...] = ()
    relations: tuple[tuple[str, Name], ...] = ()

    @property
    def name(self) -> Name:
        """Return the IRI and the label alone."""
        return Name(self.iri, self.label)

    def _repr_html_(self) -> str:
        from myograph.knowledge.displaying import html

        return html(self, "entity")


@dataclass(frozen=True, slots=True)
class Claim:
    """State one proposition with its qualifiers and with how firmly and how often it is said.

    `sign` is "promotes", "opposes" or "neutral". `certainty` is the firmest wording found at any place and
    `weakest` the most cautious one ("asserted", "likely", "possible"). `places` and `sources` are counts:
    repetition within a source adds places, never sources. `verdict` is what independent evidence adds up to, with
    the numbers of independent sources that support, qualify and dispute the claim: the other axis, to which neither
    places nor wording contribute. `spots` are the IRIs of the passages that state the claim, or of the places where a
    source is not held passage by passage.
    """

    iri: str
    subject: Name
    predicate: Name
    object: Name
    sign: str
    kind: str
    statement: str
    certainty: str
    weakest: str
    places: int
    sources: int
    verdict: str
    supporting: int = 0
    qualifying: int = 0
    disputing: int = 0
    severity: str | None = None
    frequency: str | None = None
    means: Name | None = None
    population: Name | None = None
    respect: Name | None = None
    conditions: tuple[Name, ...] = ()
    stated_by: tuple[Name, ...] = ()
    spots: tuple[str, ...] = ()

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Return the qualifiers in words, such as "only when severe"; empty when the claim has none."""
        said = (
            self.severity and f"only when {self.severity}",
            self.frequency and f"said to be {self.frequency}",
            self.means and f"by {self.means}",
            self.population and f"in {self.population}",
            self.respect and f"in respect of {self.respect}",
            *(f"under the condition: {condition}" for condition in self.conditions),
        )
        return tuple(words for words in said if words)

    def _repr_html_(self) -> str:
        from myograph.knowledge.displaying import html

        return html(self, "claim")


def count_places(claims: Iterable[Claim]) -> int:
    """Return in how many places the claims are stated; a passage that states several of them counts once."""
    return len({spot for claim in claims for spot in claim.spots})


@dataclass(frozen=True, slots=True)
class Place:
    """Locate one statement of a claim in a source.

    `start` and `end` are code point offsets, end exclusive; `digest` is the SHA-256 of the passage in UTF-8. They
    are None, and so are section and locator, for a source whose text is not held passage by passage.
    """

    iri: str
    source: Name
    certainty: str
    directness: str
    hedges: tuple[str, ...] = ()
    attributed_to: str | None = None
    passage: str | None = None
    number: int | None = None
    section: str | None = None
    locator: str | None = None
    start: int | None = None
    end: int | None = None
    digest: str | None = None
