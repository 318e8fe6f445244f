"""What the exports write, read once from the triples: things, claims, places, evidence and sources, all frozen.

IRIs stand for things; words stand for the steps of scales ("promotes", "possible", "contested"), as their labels say.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """Describe a thing that claims speak about: `kind` is the IRI of its narrowest class.

    `relations` and `mappings` pair the IRI of a property with the IRI it points to, the latter in other vocabularies.
    """

    iri: str
    label: str
    kind: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    mappings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """State one proposition with its qualifiers, how firmly it is said, and what evidence adds up to.

    `certainty` is the firmest wording and `weakest` the most cautious; `severity` and `frequency` are words, the other
    qualifiers IRIs. The numbers count independent sources, and the places and sources that state the claim.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    sign: str
    kind: str
    statement: str
    certainty: str
    weakest: str
    verdict: str
    supporting: int = 0
    qualifying: int = 0
    disputing: int = 0
    place_count: int = 0
    source_count: int = 0
    severity: tuple[str, ...] = ()
    frequency: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    respect: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    stated_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Locate one statement of a claim; `start` and `end` are code point offsets, end exclusive, None without a text."""

    iri: str
    claim: str
    source: str
    certainty: str
    directness: str
    hedges: tuple[str, ...] = ()
    attributed_to: tuple[str, ...] = ()
    passage: str | None = None
    number: int | None = None
    section: str | None = None
    locator: str | None = None
    start: int | None = None
    end: int | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Say what one source found on claims, or that a search found nothing: then only claims and finding are known."""

    iri: str
    claims: tuple[str, ...]
    finding: str
    direction: str | None = None
    strength: str | None = None
    basis: str | None = None
    eco: str | None = None
    source: str | None = None
    indirectness: tuple[str, ...] = ()

    @property
    def is_search(self) -> bool:
        """Return whether it records a search without result, which is no disproof."""
        return self.source is None


@dataclass(frozen=True, slots=True)
class Source:
    """Hold the bibliographic data of a source; what is not known is None."""

    iri: str
    label: str
    title: str
    kind: str | None = None
    year: int | None = None
    year_note: str | None = None
    detail: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Tell how much of a nutrient 100 g of the edible part of a food item holds; `value` as the table writes it."""

    iri: str
    item: str
    item_label: str
    form_of: tuple[str, ...]
    nutrient: str
    value: str
    unit: str
