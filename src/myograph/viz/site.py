"""What the static site tells, as plain values: entities, claims, passages, foods, questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from myograph.viz.records import CausalMap

DIRECTIONS = ("supports", "qualifies", "disputes", "inconclusive", "searched, nothing found")
"""The ways in which evidence can point, in the order in which pages tell them."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Point at a thing: `page` is its address below the first page, "" where it has none."""

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
class Cited:
    """Cite a source; `address` is where on the web it is, "" where nobody knows.

    `access` says how much of it was read and in which copy.
    """

    iri: str
    citation: str
    address: str = ""
    access: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """Say what a source found that bears on a claim; a search that found nothing cites none."""

    direction: str
    strength: str
    basis: str
    finding: str
    indirect: tuple[str, ...] = ()
    cited: Cited | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Tell one place of a claim: source, section and locator, and the wording there; `passage` is 0 without number."""

    source: str
    where: str
    wording: str
    hedges: tuple[str, ...] = ()
    implied: bool = False
    attributed: str = ""
    passage: int = 0


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Hold all that is known on one claim; `query` asks for its evidence in SPARQL, `data` is its JSON-LD."""

    row: ClaimRow
    curie: str
    places: tuple[Where, ...]
    judged: tuple[Judged, ...]
    stated_by: tuple[Cited, ...]
    citation: str
    bibtex: str
    query: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Name the term of another vocabulary that means the same, or stands near: `relation` is exact, close, broader ...

    `confidence` is how sure the mapping is, from 0 to 1.
    """

    relation: str
    label: str
    iri: str
    curie: str
    vocabulary: str
    confidence: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Hold all that is known on one entity.

    `beside` are the claims in which it is a condition, a means or a population; `unmapped` tells where a term was
    sought in vain. `query` asks for its claims in SPARQL, `data` is its JSON-LD.
    """

    pointer: Pointer
    iri: str
    curie: str
    definition: str
    also: tuple[str, ...]
    relations: tuple[tuple[str, Pointer], ...]
    out: tuple[ClaimPage, ...]
    into: tuple[ClaimPage, ...]
    beside: tuple[ClaimPage, ...]
    mapped: tuple[Mapped, ...]
    unmapped: tuple[str, ...]
    query: str
    data: Mapping[str, Any]

    @property
    def claims(self) -> tuple[ClaimPage, ...]:
        """Return every claim on the entity, once."""
        return tuple({page.row.iri: page for page in (*self.out, *self.into, *self.beside)}.values())

    def judged(self, direction: str) -> tuple[tuple[ClaimPage, Judged], ...]:
        """Return what was found for one direction, with the claim that it bears on."""
        return tuple((page, each) for page in self.claims for each in page.judged if each.direction == direction)


@dataclass(frozen=True, slots=True)
class Passage:
    """Tell a passage of the article: what it claims, each with its wording there, or why it claims nothing.

    `quote` is its text where a reader has shown to have it, "" otherwise; `changed` says that the text has other
    characters here than the text that was annotated.
    """

    number: int
    section: str
    locator: str
    said: tuple[tuple[ClaimRow, Where], ...]
    reason: str
    quote: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold a cell of an answer: a text, or a `number`; `page` is the address of the page of what it names."""

    text: str
    number: Decimal | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Hold a question of the catalogue with its answer; `heads` tell what the columns mean, in words.

    `parameters` are name, meaning and the value that is asked with.
    """

    page: str
    name: str
    group: str
    title: str
    question: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    parameters: tuple[tuple[str, str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Daily:
    """State a reference intake in mg a day, for whom it holds, and how sure the figure is."""

    who: str
    kind: str
    amount: Decimal
    confidence: str
    cited: Cited

    @property
    def unsure(self) -> bool:
        """Tell whether the figure was read at second hand, or with a difficulty."""
        return self.confidence != "high confidence"


@dataclass(frozen=True, slots=True)
class FoodRow:
    """Tell what one food brings of one mineral; what the table does not say is None, never zero.

    `amount` is in mg in 100 g and `origin` tells how it was obtained; `grams` weighs the usual portion.
    """

    food: Pointer
    amount: Decimal | None
    origin: str
    portion: str
    grams: Decimal | None
    energy: Decimal | None

    @property
    def in_portion(self) -> Decimal | None:
        """Return the mg in the usual portion."""
        return None if self.amount is None or self.grams is None else self.amount * self.grams / 100

    def share(self, daily: Daily) -> Decimal | None:
        """Return the share of a reference that the usual portion brings, in percent."""
        brought = self.in_portion
        return None if brought is None else brought * 100 / daily.amount


@dataclass(frozen=True, slots=True)
class MineralPage:
    """Hold the foods of one mineral, richest portion first, and the references that shares are told of.

    `claims` say that a food supplies the mineral: their verdicts rest on these figures.
    """

    page: str
    mineral: Pointer
    daily: tuple[Daily, ...]
    rows: tuple[FoodRow, ...]
    claims: tuple[ClaimRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Foods:
    """Hold what the pages of foods tell: one page a mineral, and the tables the figures come from."""

    minerals: tuple[MineralPage, ...] = ()
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Hold everything that the site tells, in the order in which it is told.

    `matching` is how many passages of the article agree with a text that a reader has, None without a text.
    """

    shown: CausalMap
    entities: tuple[EntityPage, ...]
    claims: tuple[ClaimPage, ...]
    article: str
    passages: tuple[Passage, ...]
    questions: tuple[QuestionPage, ...]
    foods: Foods
    counts: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    citation: str
    matching: int | None = None

    @property
    def rows(self) -> tuple[ClaimRow, ...]:
        """Return every claim as a row."""
        return tuple(page.row for page in self.claims)
