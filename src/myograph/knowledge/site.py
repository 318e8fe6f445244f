"""Fill the records of the static site from the graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from myograph.errors import UsageError
from myograph.knowledge.checked_reading import checked_reading
from myograph.knowledge.citing import PUBLISHER
from myograph.knowledge.evidence import EvidenceLine
from myograph.knowledge.reading import places_from, text
from myograph.knowledge.showing import Ids, all_evidence, by_column, causal_map, machinery_rows
from myograph.knowledge.site_data import page_data
from myograph.knowledge.site_foods import foods_of
from myograph.knowledge.site_mappings import mappings_of
from myograph.names import HOME
from myograph.viz.site import (
    DIRECTIONS,
    Cell,
    Cited,
    ClaimPage,
    ClaimRow,
    EntityPage,
    Judged,
    Passage,
    Pointer,
    QuestionPage,
    Site,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from myograph.knowledge.checked_reading import CheckedPassage, CheckedReading
    from myograph.knowledge.evidence import Evidence, SourceRecord
    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.knowledge.passages import Statement
    from myograph.knowledge.records import Claim, Name, Place
    from myograph.queries.catalogue import Question
    from myograph.queries.values import Value
    from myograph.viz.pages import SitePages

NO_PAGES = frozenset(("claim", "source", "food item"))
"""Kinds of things that have no page as entities: claims have their own, food items stand in the tables of foods."""

ASKED_OF_ENTITY, ASKED_OF_CLAIM = "claims-about-entity", "evidence-for-claim"
"""The questions that the pages of an entity and of a claim offer in SPARQL."""


def site_pages_of(graph: KnowledgeGraph, *, languages: Sequence[str] = (), source_text: str | None = None) -> SitePages:
    """Return the pages of the site by address, each made when it is asked for; errors as for `site_of`.

    `languages` are codes, the first of which stands at the root; without any it is all there are, English first.
    Raises UnknownName for a language without words.
    """
    from myograph.viz.languages import language, load_languages
    from myograph.viz.pages import SitePages

    known = load_languages(graph.content.viz)
    for code in languages:
        language(known, code)  # what is asked wrongly is told before the catalogue is answered
    return SitePages.of(site_of(graph, source_text=source_text), graph.content.viz, languages)


def site_of(graph: KnowledgeGraph, *, source_text: str | None = None) -> Site:
    """Return everything that the static site tells; takes some seconds, most of them for answering the catalogue.

    `source_text` is the text of the article, if a reader has it: its passages are then told beside the claims, where
    their digests prove them. Raises CheckFailed for a text of which no passage is as it was annotated.
    """
    filling = _Filling(graph)
    reading = checked_reading(graph, text=source_text)
    claims = filling.claims()
    release = f"Myograph {graph.version}" + (f", build {graph.build[:12]}" if graph.build else "")
    return Site(
        shown=causal_map(graph, ids=filling.ids),
        entities=tuple(filling.entities({page.row.iri: page for page in claims})),
        claims=claims,
        article=str(reading.source),
        passages=passages_of(reading, filling.rows),
        questions=tuple(filling.questions()),
        foods=foods_of(graph, filling.rows.values(), filling.pointer_to, filling.cited),
        counts=filling.counts(),
        kinds=tuple(sorted(Counter(filling.kinds.values()).items())),
        citation=f"{PUBLISHER}. {release}. https://w3id.org/myograph/",
        matching=len(reading.passages) - len(reading.changed) if reading.has_text else None,
    )


class _Filling:
    """Hold what is looked up again and again."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.article = graph.source_text().source.iri
        things = [thing for thing in graph.lookup.things if thing.kind not in NO_PAGES]
        self.kinds = {thing.iri: thing.kind for thing in things}
        self.labels = {thing.iri: thing.name for thing in things if thing.role == "label"}
        self.ids = Ids()
        for iri in sorted(self.kinds):
            self.ids[iri]  # entities have the first choice of names
        self.rows = {claim.iri: self._row(claim) for claim in graph.all_claims}
        self.evidence = all_evidence(graph)
        self.data = page_data(graph)
        self.mappings = mappings_of(graph.content)

    def _row(self, claim: Claim) -> ClaimRow:
        return ClaimRow(
            page=page_address("claim", self.ids[claim.iri]),
            iri=claim.iri,
            statement=claim.statement,
            subject=self._pointer(claim.subject),
            verb=str(claim.predicate),
            object=self._pointer(claim.object),
            sign=claim.sign,
            kind=claim.kind,
            certainty=claim.certainty,
            weakest=claim.weakest,
            places=claim.places,
            sources=claim.sources,
            verdict=claim.verdict,
            qualifiers=claim.qualifiers,
            in_article=any(name.iri == self.article for name in claim.stated_by),
        )

    def _pointer(self, name: Name) -> Pointer:
        return Pointer(name.label, self.kinds.get(name.iri, ""), self._entity_page(name.iri))

    def _entity_page(self, iri: str) -> str:
        return page_address("entity", self.ids[iri]) if iri in self.kinds else ""

    def pointer_to(self, iri: str) -> Pointer:
        """Return the pointer to the entity with this IRI."""
        return Pointer(self.labels.get(iri, iri), self.kinds.get(iri, ""), self._entity_page(iri))

    def cited(self, iri: str) -> Cited:
        """Return the source with this IRI as pages cite it."""
        source = self.graph.sources[iri]
        return Cited(iri, source.reference, _address(source), source.access)

    def entities(self, claims: dict[str, ClaimPage]) -> Iterator[EntityPage]:
        """Yield the page of every entity, ordered by IRI."""
        asked = self.graph.questions.named(ASKED_OF_ENTITY)
        about = _by_role(self.graph.all_claims)
        for iri in sorted(self.kinds):
            entity = self.graph.entity(iri)
            mapped, unmapped = self.mappings.get(iri, ((), ()))
            out, into, beside = (tuple(claims[each] for each in about[role, iri]) for role in ROLES)
            yield EntityPage(
                pointer=self._pointer(entity.name),
                iri=iri,
                curie=self.graph.prefixes.compress(iri),
                definition=entity.definition,
                also=entity.synonyms,
                relations=tuple((words, self._pointer(name)) for words, name in entity.relations),
                out=out,
                into=into,
                beside=beside,
                mapped=mapped,
                unmapped=unmapped,
                query=asked.with_values({asked.parameters[0].name: iri}, lambda name, _kinds: name),
                data=self.data.get(iri, {}),
            )

    def claims(self) -> tuple[ClaimPage, ...]:
        """Return the page of every claim, ordered by IRI."""
        rows = machinery_rows(self.graph, "all-places")
        places = {text(same[0], "claim"): places_from(same) for same in by_column(rows, "claim")}
        asked = self.graph.questions.named(ASKED_OF_CLAIM)
        return tuple(self._claim(claim, places.get(claim.iri, ()), asked) for claim in self.graph.all_claims)

    def _claim(self, claim: Claim, places: Iterable[Place], asked: Question) -> ClaimPage:
        found = self.evidence.get(claim.iri, ())
        return ClaimPage(
            row=self.rows[claim.iri],
            curie=self.graph.prefixes.compress(claim.iri),
            places=tuple(self._where(place) for place in places),
            judged=tuple(sorted(map(self._judged, found), key=lambda each: DIRECTIONS.index(each.direction))),
            stated_by=tuple(self.cited(name.iri) for name in claim.stated_by),
            citation=f"{PUBLISHER}. “{claim.statement}” Myograph {self.graph.version}. {claim.iri}",
            bibtex=self._bibtex(claim, found),
            query=asked.with_values({asked.parameters[0].name: claim.iri}, lambda name, _kinds: name),
            data=self.data.get(claim.iri, {}),
        )

    def _bibtex(self, claim: Claim, found: tuple[Evidence, ...]) -> str:
        from myograph.knowledge.citing import ClaimCitation, as_bibtex

        bearing = dict.fromkeys(record.source.iri for record in found if isinstance(record, EvidenceLine))
        stating = tuple(self.graph.sources[name.iri] for name in claim.stated_by)
        sources = tuple(self.graph.sources[iri] for iri in bearing)
        return as_bibtex(ClaimCitation(claim, self.graph.version, "", stating, sources))

    def _judged(self, record: Evidence) -> Judged:
        if isinstance(record, EvidenceLine):
            cited = self.cited(record.source.iri)
            return Judged(record.direction, record.strength, record.basis, record.finding, record.indirectness, cited)
        return Judged(DIRECTIONS[-1], "", "", record.finding)

    def _where(self, place: Place) -> Where:
        where = ", ".join(part for part in (place.section, place.locator) if part)
        own = place.source.iri == self.article
        return Where(
            source=str(place.source),
            where=where,
            wording=place.certainty,
            hedges=place.hedges,
            implied=place.directness != "explicit",
            attributed=place.attributed_to or "",
            passage=place.number or 0 if own else 0,
        )

    def questions(self) -> Iterator[QuestionPage]:
        """Yield the page of every question that is answered by a table."""
        for question in self.graph.questions:
            if question.form == "SELECT":
                yield self._question(question)

    def _question(self, question: Question) -> QuestionPage:
        answer = self.graph.select(question.text).folded()
        return QuestionPage(
            page=f"question/{question.name}.html",
            name=question.name,
            group=question.group,
            title=question.title,
            question=question.question,
            heads=tuple(_heads(question, answer.columns)),
            rows=tuple(tuple(map(self._cell, row)) for row in answer),
            parameters=tuple((each.name, each.meaning, self._asked(each.default)) for each in question.parameters),
            text=question.text,
        )

    def _asked(self, default: str) -> str:
        """Return the value that a question is asked with, by its label where it has one."""
        try:
            iri = self.graph.prefixes.expand(default)
        except UsageError:
            return default.strip('"')
        return self.graph.lookup.label(iri)

    def _cell(self, value: Value) -> Cell:
        from myograph.queries.tables import cell

        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Cell(cell(value), Decimal(value))
        row = self.rows.get(str(value))
        return Cell(cell(value), page=row.page if row else self._entity_page(str(value)))

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return what About counts, each with the key of its words."""
        verdicts = sum(len(found) for found in self.evidence.values())
        return (
            ("entities", len(self.kinds)),
            ("claims", len(self.graph.all_claims)),
            ("claimsOfArticle", sum(row.in_article for row in self.rows.values())),
            ("evidenceRecords", verdicts),
            ("sources", len(self.graph.sources)),
            ("questions", len(list(self.graph.questions))),
        )


_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def page_address(folder: str, name: str) -> str:
    """Return the address of a page; of a name that no file may have, what can be kept, told apart by a digest."""
    if not _FILE_NAME.fullmatch(name):
        kept = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:60]
        name = f"{kept or 'page'}-{sha256(name.encode()).hexdigest()[:12]}"
    return f"{folder}/{name}.html"


def passages_of(reading: CheckedReading, rows: Mapping[str, ClaimRow]) -> tuple[Passage, ...]:
    """Return the passages of a reading with what they claim; `rows` are the claims by IRI."""
    return tuple(_passage(checked, rows, has_text=reading.has_text) for checked in reading.passages)


def _passage(checked: CheckedPassage, rows: Mapping[str, ClaimRow], *, has_text: bool) -> Passage:
    own, quote = checked.passage, (checked.quote or "").strip()
    said = tuple((rows[each.claim.iri], _stated(each.wording)) for each in checked.said)
    changed = has_text and checked.quote is None
    return Passage(own.number, own.section, own.locator, said, own.reason or "", quote, changed)


ROLES = ("out", "into", "beside")


def _address(source: SourceRecord) -> str:
    """Return where a source is: its DOI, its own address, or that of the copy that was read."""
    doi = f"https://doi.org/{source.doi}" if source.doi else None
    own = None if source.iri.startswith(HOME) else source.iri  # our own names of sources are no addresses
    known = (doi, own, source.read_at)
    return next((each for each in known if each and each.startswith(("https://", "http://"))), "")


def _heads(question: Question, columns: Iterable[str]) -> Iterator[str]:
    """Yield what each column means; where several mean the same, its name tells them apart."""
    meanings = {column.name: column.meaning.removeprefix("the ") for column in question.columns}
    often = Counter(meanings.values())
    for name in columns:
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        meaning = meanings.get(name, words)
        yield meaning if often[meaning] == 1 else words


def _by_role(claims: Iterable[Claim]) -> dict[tuple[str, str], list[str]]:
    """Return the IRIs of the claims on every entity, by the role that the entity has in them."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in claims:
        found["out", claim.subject.iri].append(claim.iri)
        found["into", claim.object.iri].append(claim.iri)
        rest = (claim.means, claim.population, claim.respect, *claim.conditions)
        for name in dict.fromkeys(name.iri for name in rest if name):
            found["beside", name].append(claim.iri)
    return found


def _stated(wording: Statement) -> Where:
    return Where("", "", wording.certainty, wording.hedges, implied=wording.directness != "explicit")
