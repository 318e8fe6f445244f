"""The links of the causal view, and how they are read from triples.

A link says that more of one thing brings more of another (it *promotes* it) or less of it (it *opposes* it)::

    dehydration ──▲ contributes to──> electrolyte imbalance      a claim: somebody says so, evidence weighs it
    magnesium   ──▼ is lacking in──> magnesium deficiency        a definition: that is what the word means

Which claims are links is decided by one query of the content, `queries/machinery/causal-view.rq`; here its triples
become records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.errors import ContentError
from myograph.names import MYO, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    Properties = Mapping[NamedNode, tuple[NamedNode, ...]]

PROMOTES, OPPOSES, CONFLICTING = "promotes", "opposes", "conflicting"
"""The signs of a link; the last one only where claims that run side by side disagree."""

BY_DEFINITION = "by definition"
"""Stands in the place of the verdict of a link that no claim makes and no evidence can refute."""

DEFINITION_VERBS = {PROMOTES: "is, by definition, too much in", OPPOSES: "is, by definition, lacking in"}
"""How a definition is told: more of the first makes for the second, or works against it."""

QUALIFIERS = {
    MYO.severity: "only when {}",
    MYO.frequency: "said to be {}",
    MYO.means: "by {}",
    MYO.population: "in {}",
    MYO.inRespectOf: "in respect of {}",
    MYO.condition: "under the condition: {}",
}
"""The qualifiers of a claim in the words of a reader, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Node:
    """Name one thing of the causal view: `kind` is the label of its class, such as "imbalance".

    `grave` marks a symptom that can be an emergency, whatever brings it about.
    """

    iri: str
    label: str
    kind: str = "thing"
    grave: bool = False

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class CausalLink:
    """Link two things: `iri` is that of the claim, or of the definition where `verdict` is BY_DEFINITION.

    `verb` is the label of the predicate, `certainty` the firmest wording ("" for a definition), `sources` the IRIs of
    those that state the claim, sorted.
    """

    iri: str
    subject: Node
    verb: str
    object: Node
    sign: str
    verdict: str
    certainty: str = ""
    qualifiers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def is_claim(self) -> bool:
        """Return whether somebody claims the link, so that evidence can speak for or against it."""
        return self.verdict != BY_DEFINITION


def links_from(triples: Iterable[Triple]) -> tuple[CausalLink, ...]:
    """Return the links that the triples of the causal view describe, ordered by IRI.

    Raises ContentError for a link that lacks one of its parts.
    """
    reading = _Reading.of(triples)
    return tuple(reading.link(node) for node in sorted(reading.links(), key=str))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Hold the triples by subject, and the labels."""

    properties: Mapping[NamedNode, Properties]
    labels: Mapping[NamedNode, str]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> _Reading:
        properties: dict[NamedNode, dict[NamedNode, tuple[NamedNode, ...]]] = {}
        labels: dict[NamedNode, str] = {}
        for subject, predicate, value in triples:
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(value, Literal):
                labels[subject] = value.value
            elif isinstance(value, NamedNode):
                own = properties.setdefault(subject, {})
                own[predicate] = (*own.get(predicate, ()), value)
        return cls(properties, labels)

    def links(self) -> Iterator[NamedNode]:
        return (node for node, own in self.properties.items() if RDF.object in own)

    def link(self, node: NamedNode) -> CausalLink:
        own = self.properties[node]
        verdict = own.get(MYO.verdict)
        sign = self._label(self._one(node, MYO.sign))
        return CausalLink(
            iri=node.value,
            subject=self._end(node, RDF.subject),
            verb=self._label(self._one(node, RDF.predicate)) if verdict else DEFINITION_VERBS[sign],
            object=self._end(node, RDF.object),
            sign=sign,
            verdict=self._label(verdict[0]) if verdict else BY_DEFINITION,
            certainty=next((self._label(value) for value in own.get(MYO.statedCertainty, ())), ""),
            qualifiers=tuple(self._qualifiers(own)),
            sources=tuple(sorted(source.value for source in own.get(MYO.statedBy, ()))),
        )

    def _end(self, link: NamedNode, side: NamedNode) -> Node:
        node = self._one(link, side)
        return Node(node.value, self._label(node), self._kind(node), MYO.gravity in self.properties.get(node, {}))

    def _one(self, node: NamedNode, part: NamedNode) -> NamedNode:
        try:
            return self.properties[node][part][0]
        except LookupError:
            raise ContentError(f"a link of the causal view has no {part.value}", place=node.value) from None

    def _label(self, node: NamedNode) -> str:
        return self.labels.get(node, node.value)

    def _kind(self, node: NamedNode) -> str:
        classes = set(self.properties.get(node, {}).get(RDF.type, ()))
        wider = {each for own in classes for each in self.properties.get(own, {}).get(RDFS.subClassOf, ())}
        return min((self._label(own) for own in classes - wider), default="thing")

    def _qualifiers(self, own: Properties) -> Iterator[str]:
        for part, words in QUALIFIERS.items():
            yield from sorted(words.format(self._label(value)) for value in own.get(part, ()))
