"""What the static site tells, as plain values: rows of claims, pages of entities, claims, passages and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.viz.records import CausalMap, Finding, Reference


@dataclass(frozen=True, slots=True)
class Pointer:
    """Point at an entity: `page` is its address below the first page, "" where it has none."""

    label: str
    kind: str
    page: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Tell one claim in a row; `page` is the address of its own page."""

    page: str
    iri: str
    statement: str
    subject: Pointer
    verb: str
    object: Pointer
    sign: str
    kind: str
    certainty: str
    weakest: str
    places: int
    sources: int
    verdict: str
    qualifiers: tuple[str, ...]
    in_article: bool


@dataclass(frozen=True, slots=True)
class Where:
    """Tell one place of a claim: source, section and locator, and the wording there."""

    source: str
    where: str
    wording: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Hold all that is known on one claim; `data` is its JSON-LD."""

    row: ClaimRow
    curie: str
    places: tuple[Where, ...]
    findings: tuple[Finding, ...]
    references: tuple[Reference, ...]
    citation: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Hold all that is known on one entity; `query` asks for its claims in SPARQL, `data` is its JSON-LD."""

    pointer: Pointer
    iri: str
    curie: str
    definition: str
    also: tuple[str, ...]
    relations: tuple[tuple[str, Pointer], ...]
    out: tuple[ClaimRow, ...]
    into: tuple[ClaimRow, ...]
    query: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """Tell a passage of the article: what it claims, each with its wording there, or why it claims nothing."""

    number: int
    section: str
    locator: str
    said: tuple[tuple[ClaimRow, str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Hold a question of the catalogue with its answer."""

    page: str
    group: str
    title: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """Hold everything that the site tells, in the order in which it is told."""

    shown: CausalMap
    entities: tuple[EntityPage, ...]
    claims: tuple[ClaimPage, ...]
    article: str
    passages: tuple[Passage, ...]
    questions: tuple[QuestionPage, ...]
    counts: tuple[tuple[str, int], ...]
    citation: str

    @property
    def rows(self) -> tuple[ClaimRow, ...]:
        """Return every claim as a row."""
        return tuple(page.row for page in self.claims)
