"""Fill the records of the static site from the graph."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from myograph.knowledge.citing import PUBLISHER
from myograph.knowledge.evidence import EvidenceLine
from myograph.knowledge.reading import local_name, places_from, text
from myograph.knowledge.showing import Ids, all_evidence, by_column, causal_map, finding, machinery_rows
from myograph.knowledge.telling import certainty
from myograph.viz.records import Reference
from myograph.viz.site import ClaimPage, ClaimRow, EntityPage, Passage, Pointer, QuestionPage, Site, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from myograph.knowledge.evidence import Evidence
    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.knowledge.records import Claim, Name, Place

NO_PAGES = frozenset(("claim", "source", "food item"))
"""Kinds of things that have no page as entities: claims have their own, food items stand in the tables of foods."""

ASKED = "claims-about-entity"
"""The question that the page of an entity offers in SPARQL."""


def site_of(graph: KnowledgeGraph) -> Site:
    """Return everything that the static site tells; takes some seconds, most of them for answering the catalogue."""
    filling = _Filling(graph)
    reading = graph.source_text()
    return Site(
        shown=causal_map(graph, ids=filling.ids),
        entities=tuple(filling.entities()),
        claims=tuple(filling.claims()),
        article=str(reading.source),
        passages=tuple(filling.passages()),
        questions=tuple(filling.questions()),
        counts=filling.counts(),
        citation=f"{PUBLISHER}. Myograph {graph.version}, build {graph.build[:12]}. https://w3id.org/myograph/",
    )


class _Filling:
    """Hold what is looked up again and again."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.article = graph.source_text().source.iri
        self.kinds = {thing.iri: thing.kind for thing in graph.lookup.things if thing.kind not in NO_PAGES}
        self.ids = Ids()
        for iri in sorted(self.kinds):
            self.ids[iri]  # entities have the first choice of names
        self.rows = {claim.iri: self._row(claim) for claim in graph.all_claims}

    def _row(self, claim: Claim) -> ClaimRow:
        return ClaimRow(
            page=f"claim/{self.ids[claim.iri]}.html",
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
        known = name.iri in self.kinds
        return Pointer(name.label, self.kinds.get(name.iri, ""), f"entity/{self.ids[name.iri]}.html" if known else "")

    def entities(self) -> Iterator[EntityPage]:
        asked = self.graph.questions.named(ASKED)
        for iri in sorted(self.kinds):
            entity = self.graph.entity(iri)
            out = tuple(self.rows[claim.iri] for claim in self.graph.all_claims if claim.subject.iri == iri)
            into = tuple(self.rows[claim.iri] for claim in self.graph.all_claims if claim.object.iri == iri)
            yield EntityPage(
                pointer=self._pointer(entity.name),
                iri=iri,
                curie=self.graph.prefixes.compress(iri),
                definition=entity.definition,
                also=entity.synonyms,
                relations=tuple((words, self._pointer(name)) for words, name in entity.relations),
                out=out,
                into=into,
                query=asked.with_values({asked.parameters[0].name: iri}, lambda name, _kinds: name),
                data=_entity_data(iri, entity.label, entity.definition, entity.synonyms),
            )

    def claims(self) -> Iterator[ClaimPage]:
        evidence = all_evidence(self.graph)
        rows = machinery_rows(self.graph, "all-places")
        places = {text(same[0], "claim"): places_from(same) for same in by_column(rows, "claim")}
        for claim in self.graph.all_claims:
            found = evidence.get(claim.iri, ())
            yield ClaimPage(
                row=self.rows[claim.iri],
                curie=self.graph.prefixes.compress(claim.iri),
                places=tuple(map(_where, places.get(claim.iri, ()))),
                findings=tuple(finding(record, self.ids) for record in found),
                references=tuple(self._references(claim, found)),
                citation=f"{PUBLISHER}. “{claim.statement}” Myograph {self.graph.version}. {claim.iri}",
                data=_claim_data(claim),
            )

    def _references(self, claim: Claim, evidence: tuple[Evidence, ...]) -> Iterator[Reference]:
        bearing = (record.source.iri for record in evidence if isinstance(record, EvidenceLine))
        for iri in dict.fromkeys((*(name.iri for name in claim.stated_by), *bearing)):
            source = self.graph.sources[iri]
            yield Reference(self.ids[iri], iri, source.label, source.reference)

    def passages(self) -> Iterator[Passage]:
        for passage in self.graph.source_text().passages:
            said = (
                (self.rows[each.claim], _wording(each.certainty, each.directness, each.hedges))
                for each in passage.statements
            )
            yield Passage(passage.number, passage.section, passage.locator, tuple(said), passage.reason or "")

    def questions(self) -> Iterator[QuestionPage]:
        from myograph.queries.tables import cells

        for question in self.graph.questions:
            if question.form != "SELECT":
                continue
            answer = self.graph.select(question.text)
            rows = tuple(tuple(row) for row in cells(answer, iris=False))
            page = f"question/{question.name}.html"
            yield QuestionPage(
                page, question.group, question.title, question.question, answer.columns, rows, question.text
            )

    def counts(self) -> tuple[tuple[str, int], ...]:
        kinds = Counter(self.kinds.values())
        lines = sum(len(found) for found in all_evidence(self.graph).values())
        totals = (
            ("entities", len(self.kinds)),
            ("claims", len(self.graph.all_claims)),
            ("claims of the article", sum(row.in_article for row in self.rows.values())),
            ("evidence lines and searches, by claim", lines),
            ("sources", len(self.graph.sources)),
        )
        return (*totals, *((f"entities: {kind}", number) for kind, number in sorted(kinds.items())))


def _wording(firmness: str, directness: str, hedges: tuple[str, ...]) -> str:
    hedged = f"{firmness} ({', '.join(hedges)})" if hedges else firmness
    return hedged if directness == "explicit" else f"{hedged}, {directness}"


def _where(place: Place) -> Where:
    where = ", ".join(part for part in (place.section, place.locator) if part)
    attributed = f", attributed to {place.attributed_to}" if place.attributed_to else ""
    return Where(str(place.source), where, _wording(place.certainty, place.directness, place.hedges) + attributed)


def _entity_data(iri: str, label: str, definition: str, synonyms: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the entity as JSON-LD, in the words of SKOS."""
    return {
        "@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "@language": "en"},
        "@id": iri,
        "prefLabel": label,
        "definition": definition,
        "altLabel": list(synonyms),
    }


def _claim_data(claim: Claim) -> Mapping[str, Any]:
    """Return the claim as JSON-LD, in the words of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": claim.iri,
        "text": claim.statement,
        "about": [{"@id": claim.subject.iri}, {"@id": claim.object.iri}],
        "appearance": [{"@id": name.iri} for name in claim.stated_by],
        "abstract": f"said: {certainty(claim.certainty, claim.weakest)}; evidence: {claim.verdict}",
        "identifier": local_name(claim.iri),
    }
