"""Triples to records, in the order of their IRIs.

Every export reads the same records, so no two can differ in what a claim says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.exports.records import Amount, Claim, Evidence, Place, Source, Thing
from myograph.names import DCTERMS, MYO, OA, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.graph.triple_index import TripleIndex

MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
RELATIONS = (
    SKOS.broader,
    MYO.imbalanceOf,
    MYO.direction,
    MYO.occursIn,
    MYO.involves,
    MYO.aimsAgainst,
    MYO.notToBeConfusedWith,
)
"""The properties of a thing that point to other terms, in the order in which they are told."""


@dataclass(frozen=True)
class Gathering:
    """Read records from the triples of a graph, each kind once."""

    index: TripleIndex

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Return every entity, and whatever else a claim speaks about."""
        spoken_of = {end for claim in self.claims for end in (claim.subject, claim.object)}
        nodes = {*self._instances(MYO.Entity), *map(NamedNode, spoken_of)}
        return tuple(self._thing(node) for node in _in_order(nodes))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Return every claim."""
        return tuple(map(self._claim, self._instances(MYO.Claim)))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return where claims are stated, claim by claim in the order of the source text."""
        found = map(self._place, self._instances(MYO.Place))
        return tuple(sorted(found, key=lambda place: (place.claim, place.source, place.start or 0, place.iri)))

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the evidence lines and the searches that bear on one of the claims."""
        kept = {claim.iri for claim in self.claims}
        nodes = _in_order({*self._instances(MYO.EvidenceLine), *self._instances(MYO.EvidenceSearch)})
        return tuple(line for line in (self._evidence(node, kept) for node in nodes) if line.claims)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Return every source."""
        return tuple(map(self._source, self._instances(MYO.Source)))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Return what foods hold, food by food."""
        items = self._instances(MYO.FoodItem)
        return tuple(self._amount(item, node) for item in items for node in self._nodes(item, MYO.hasAmount))

    @cached_property
    def places_of(self) -> dict[str, tuple[Place, ...]]:
        """Return the places of each claim."""
        found: dict[str, tuple[Place, ...]] = {}
        for place in self.places:
            found[place.claim] = (*found.get(place.claim, ()), place)
        return found

    @cached_property
    def evidence_on(self) -> dict[str, tuple[Evidence, ...]]:
        """Return the evidence on each claim."""
        found: dict[str, tuple[Evidence, ...]] = {}
        for line in self.evidence:
            for claim in line.claims:
                found[claim] = (*found.get(claim, ()), line)
        return found

    @cached_property
    def source_of(self) -> dict[str, Source]:
        """Return the sources by IRI."""
        return {source.iri: source for source in self.sources}

    @cached_property
    def thing_of(self) -> dict[str, Thing]:
        """Return the things by IRI."""
        return {thing.iri: thing for thing in self.things}

    def label(self, iri: str) -> str:
        """Return what a thing, property or class is called; its IRI where it has no label."""
        return self.index.text(NamedNode(iri), RDFS.label) or iri

    def _instances(self, kind: NamedNode) -> list[NamedNode]:
        return _in_order(node for node in self.index.having(RDF.type, kind) if isinstance(node, NamedNode))

    def _thing(self, node: NamedNode) -> Thing:
        return Thing(
            iri=node.value,
            label=self.label(node.value),
            kind=self._kind(node),
            definition=self.index.text(node, SKOS.definition) or "",
            synonyms=self._texts(node, SKOS.altLabel),
            relations=tuple(self._pairs(node, RELATIONS)),
            mappings=tuple(self._pairs(node, MAPPINGS)),
        )

    def _kind(self, node: NamedNode) -> str:
        classes = {each for each in self._nodes(node, RDF.type) if each in MYO}
        wider = {above for each in classes for above in self._nodes(each, RDFS.subClassOf)}
        return min((each.value for each in classes - wider), default=MYO.Entity.value)

    def _pairs(self, node: NamedNode, properties: Iterable[NamedNode]) -> Iterator[tuple[str, str]]:
        for each in properties:
            yield from ((each.value, value.value) for value in self._nodes(node, each))

    def _claim(self, node: NamedNode) -> Claim:
        return Claim(
            iri=node.value,
            subject=self._iri(node, RDF.subject),
            predicate=self._iri(node, RDF.predicate),
            object=self._iri(node, RDF.object),
            sign=self._word(node, MYO.sign),
            kind=self._word(node, MYO.claimKind),
            statement=self.index.text(node, MYO.statement) or "",
            certainty=self._word(node, MYO.statedCertainty),
            weakest=self._word(node, MYO.weakestStatedCertainty),
            verdict=self._word(node, MYO.verdict),
            supporting=self._count(node, MYO.supportingSourceCount),
            qualifying=self._count(node, MYO.qualifyingSourceCount),
            disputing=self._count(node, MYO.disputingSourceCount),
            place_count=self._count(node, MYO.placeCount),
            source_count=self._count(node, MYO.sourceCount),
            severity=self._words(node, MYO.severity),
            frequency=self._words(node, MYO.frequency),
            means=self._iris(node, MYO.means),
            population=self._iris(node, MYO.population),
            respect=self._iris(node, MYO.inRespectOf),
            conditions=self._iris(node, MYO.condition),
            stated_by=self._iris(node, MYO.statedBy),
        )

    def _place(self, node: NamedNode) -> Place:
        passage = self.index.node(node, MYO.inPassage)
        span = self.index.node(passage, OA.hasSelector) if passage else None
        return Place(
            iri=node.value,
            claim=self._iri(node, MYO.placeOf),
            source=self._iri(node, MYO.inSource),
            certainty=self._word(node, MYO.statedCertainty),
            directness=self._word(node, MYO.directness),
            hedges=self._texts(node, MYO.hedgeWord),
            attributed_to=self._iris(node, MYO.attributedTo),
            passage=passage.value if passage else None,
            number=self.index.number(passage, MYO.passageNumber) if passage else None,
            section=self.index.text(passage, MYO.section) if passage else None,
            locator=self.index.text(passage, MYO.locator) if passage else None,
            start=self.index.number(span, OA.start) if span else None,
            end=self.index.number(span, OA.end) if span else None,
            digest=self.index.text(passage, MYO.digest) if passage else None,
        )

    def _evidence(self, node: NamedNode, kept: set[str]) -> Evidence:
        source = self.index.node(node, MYO.evidenceSource)
        eco = self.index.node(node, MYO.evidenceType)
        return Evidence(
            iri=node.value,
            claims=tuple(claim for claim in self._iris(node, MYO.appraises) if claim in kept),
            finding=self.index.text(node, MYO.finding) or "",
            direction=self._word(node, MYO.evidenceDirection) or None,
            strength=self._word(node, MYO.strength) or None,
            basis=self._word(node, MYO.strengthBasis) or None,
            eco=eco.value if eco else None,
            source=source.value if source else None,
            indirectness=self._words(node, MYO.indirectness),
        )

    def _source(self, node: NamedNode) -> Source:
        return Source(
            iri=node.value,
            label=self.label(node.value),
            title=self.index.text(node, DCTERMS.title) or "",
            kind=self._word(node, MYO.sourceType) or None,
            year=self.index.number(node, MYO.publicationYear),
            year_note=self.index.text(node, MYO.yearNote),
            detail=self.index.text(node, MYO.studyDetail),
            doi=self.index.text(node, MYO.doi),
            pmid=self.index.text(node, MYO.pmid),
            pmcid=self.index.text(node, MYO.pmcid),
            citation=self.index.text(node, DCTERMS.bibliographicCitation),
        )

    def _amount(self, item: NamedNode, node: NamedNode) -> Amount:
        return Amount(
            iri=node.value,
            item=item.value,
            item_label=self.label(item.value),
            form_of=self._iris(item, MYO.formOf),
            nutrient=self._iri(node, MYO.nutrient),
            value=self.index.text(node, MYO.value) or "",
            unit=self._iri(node, MYO.unit),
        )

    def _nodes(self, node: NamedNode, property_: NamedNode) -> list[NamedNode]:
        return _in_order(term for term in self.index.objects(node, property_) if isinstance(term, NamedNode))

    def _iris(self, node: NamedNode, property_: NamedNode) -> tuple[str, ...]:
        return tuple(term.value for term in self._nodes(node, property_))

    def _iri(self, node: NamedNode, property_: NamedNode) -> str:
        return next(iter(self._iris(node, property_)), "")

    def _words(self, node: NamedNode, property_: NamedNode) -> tuple[str, ...]:
        return tuple(self.label(iri) for iri in self._iris(node, property_))

    def _word(self, node: NamedNode, property_: NamedNode) -> str:
        return next(iter(self._words(node, property_)), "")

    def _texts(self, node: NamedNode, property_: NamedNode) -> tuple[str, ...]:
        found = self.index.objects(node, property_)
        return tuple(sorted({term.value for term in found if isinstance(term, Literal)}))

    def _count(self, node: NamedNode, property_: NamedNode) -> int:
        return self.index.number(node, property_) or 0


def _in_order(nodes: Iterable[NamedNode]) -> list[NamedNode]:
    return sorted(set(nodes), key=lambda node: node.value)
