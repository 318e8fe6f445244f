"""The vocabulary as the documentation tells it: what is stated of each term, what follows from it, and its use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.errors import UsageError
from myograph.names import DCTERMS, MYO, OWL, RDF, RDFS, SKOS, Prefixes
from myograph.viz.vocabulary import Link, TermPage, VocabularyPage, vocabulary_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from myograph.content import Content
    from myograph.store import Store

Values = dict[NamedNode, list[NamedNode | Literal]]

WHOLE = NamedNode(str(MYO).rstrip("#"))
CLAIMS_SHOWN = 5
KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "relation",
    OWL.DatatypeProperty: "attribute",
    OWL.AnnotationProperty: "annotation",
    OWL.NamedIndividual: "value",
}
TRAITS = {
    OWL.FunctionalProperty: "functional",
    OWL.InverseFunctionalProperty: "inverse functional",
    OWL.TransitiveProperty: "transitive",
    OWL.SymmetricProperty: "symmetric",
    OWL.AsymmetricProperty: "asymmetric",
    OWL.ReflexiveProperty: "reflexive",
    OWL.IrreflexiveProperty: "irreflexive",
    OWL.DeprecatedClass: "deprecated",
    OWL.DeprecatedProperty: "deprecated",
}
RELATIONS = {
    RDFS.subClassOf: ("Subclass of", "Subclasses"),
    RDFS.subPropertyOf: ("Narrower than", "Narrower ones"),
    RDFS.domain: ("Said of", "Properties of it"),
    RDFS.range: ("Leads to", "Properties that lead to it"),
    OWL.inverseOf: ("Inverse", "Inverse"),
    OWL.equivalentClass: ("Equivalent", "Equivalent"),
    OWL.equivalentProperty: ("Equivalent", "Equivalent"),
    OWL.disjointWith: ("Disjoint with", "Disjoint with"),
    MYO.sign: ("Sign", "Relations with this sign"),
    RDF.type: ("Value of", "Values"),
}
"""Relations between terms: what they are called here, and what at their other end."""

MATCHES = {
    SKOS.exactMatch: "Same as",
    SKOS.closeMatch: "Close to",
    SKOS.broadMatch: "Narrower than, elsewhere",
    SKOS.narrowMatch: "Broader than, elsewhere",
    SKOS.relatedMatch: "Related to",
    RDFS.seeAlso: "See also",
}


@dataclass(frozen=True, slots=True)
class Statements:
    """Hold what the vocabulary states: values by term and property, and which classes are disjoint."""

    values: Mapping[NamedNode, Values]
    related: Mapping[NamedNode, Mapping[str, tuple[NamedNode, ...]]]

    def text(self, term: NamedNode, predicate: NamedNode) -> str:
        """Return the first text, or nothing."""
        return next(iter(self.texts(term, predicate)), "")

    def texts(self, term: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        """Return the texts, without their languages."""
        return tuple(
            value.value for value in self.values.get(term, {}).get(predicate, ()) if isinstance(value, Literal)
        )

    def nodes(self, term: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """Return the values that are nodes."""
        return tuple(value for value in self.values.get(term, {}).get(predicate, ()) if isinstance(value, NamedNode))


def write_pages(store: Store, content: Content, folder: Path, *, build: str = "") -> tuple[Path, ...]:
    """Write the documentation of the vocabulary into a folder and return its files; raises UsageError."""
    files = vocabulary_files(vocabulary_of(store, content, build=build), content.viz)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        advice = "Name another folder with --vocabulary."
        raise UsageError(f"the pages cannot be written: {fault.strerror}", place=str(folder), advice=advice) from None
    return tuple(folder / name for name in files)


def vocabulary_of(store: Store, content: Content, *, build: str = "") -> VocabularyPage:
    """Return every term of the vocabulary with what is stated of it and how it is used."""
    prefixes = Prefixes.load(content)
    stated = read_statements(_rows(store, content, "statements"), _rows(store, content, "disjoint"))
    writing = _Writing(stated, prefixes, _uses(store, content), _claims(store, content))
    terms = sorted((term for term in stated.values if term in MYO), key=lambda term: (term.value.lower(), term.value))
    return VocabularyPage(
        iri=WHOLE.value,
        title=stated.text(WHOLE, DCTERMS.title) or "Vocabulary",
        description=stated.text(WHOLE, DCTERMS.description),
        version=stated.text(WHOLE, OWL.versionInfo),
        version_iri=next((node.value for node in stated.nodes(WHOLE, OWL.versionIRI)), ""),
        licence=next((node.value for node in stated.nodes(WHOLE, DCTERMS.license)), ""),
        build=build,
        terms=tuple(writing.page(term) for term in terms),
    )


def read_statements(rows: Iterable[tuple[object, ...]], disjoint: Iterable[tuple[object, ...]]) -> Statements:
    """Put statements together by term; what relates two terms is told at both, so that no inverse is lost."""
    values: dict[NamedNode, Values] = defaultdict(lambda: defaultdict(list))
    for term, predicate, value in rows:
        if isinstance(term, NamedNode) and isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
            values[term][predicate].append(value)
    related: dict[NamedNode, dict[str, dict[NamedNode, None]]] = defaultdict(lambda: defaultdict(dict))
    for term, by_predicate in values.items():
        for predicate, (here, there) in RELATIONS.items():
            for value in by_predicate.get(predicate, ()):
                if isinstance(value, NamedNode) and value not in KINDS and value not in TRAITS:
                    related[term][here][value] = None
                    related[value][there][term] = None
    for term, other in disjoint:
        if isinstance(term, NamedNode) and isinstance(other, NamedNode):
            related[term]["Disjoint with"][other] = None
    ordered = {term: {name: tuple(found) for name, found in names.items()} for term, names in related.items()}
    return Statements(dict(values), ordered)


@dataclass(frozen=True, slots=True)
class _Writing:
    stated: Statements
    prefixes: Prefixes
    uses: Mapping[NamedNode, Mapping[str, int]]
    claims: Mapping[NamedNode, tuple[Link, ...]]

    def page(self, term: NamedNode) -> TermPage:
        stated, claims = self.stated, self.claims.get(term, ())
        types = stated.nodes(term, RDF.type)
        return TermPage(
            iri=term.value,
            curie=self.prefixes.compress(term.value),
            anchor=_anchor(term),
            kind=next((kind for type_, kind in KINDS.items() if type_ in types), "value"),
            label=stated.text(term, RDFS.label) or _anchor(term),
            definition=stated.text(term, SKOS.definition),
            examples=stated.texts(term, SKOS.example),
            traits=tuple(trait for type_, trait in TRAITS.items() if type_ in types),
            relations={name: self._links(nodes) for name, nodes in stated.related.get(term, {}).items()},
            alignments=tuple(self._alignments(term)),
            uses=self.uses.get(term, {}),
            claims=claims[:CLAIMS_SHOWN],
            claim_count=len(claims),
        )

    def _links(self, nodes: Iterable[NamedNode]) -> tuple[Link, ...]:
        return tuple(self._link(node) for node in nodes)

    def _link(self, node: NamedNode) -> Link:
        if node in self.stated.values:
            return Link(node.value, self.stated.text(node, RDFS.label) or _anchor(node), _anchor(node))
        return Link(node.value, self.prefixes.compress(node.value).strip("<>"))

    def _alignments(self, term: NamedNode) -> Iterator[tuple[str, Link]]:
        for predicate, name in MATCHES.items():
            for node in self.stated.nodes(term, predicate):
                yield name, self._link(node)


def _anchor(term: NamedNode) -> str:
    return term.value.removeprefix(str(MYO))


def _rows(store: Store, content: Content, name: str) -> Iterator[tuple[object, ...]]:
    query = (content.queries / "machinery" / f"vocabulary-{name}.rq").read_text(encoding="utf-8")
    return (tuple(row) for row in store.select(query))


def _uses(store: Store, content: Content) -> dict[NamedNode, dict[str, int]]:
    uses: dict[NamedNode, dict[str, int]] = defaultdict(dict)
    for term, use, count in _rows(store, content, "uses"):
        if isinstance(term, NamedNode) and isinstance(use, Literal) and isinstance(count, Literal):
            uses[term][use.value] = int(count.value)
    return uses


def _claims(store: Store, content: Content) -> dict[NamedNode, tuple[Link, ...]]:
    claims: dict[NamedNode, list[Link]] = defaultdict(list)
    for term, claim, statement in _rows(store, content, "claims"):
        if isinstance(term, NamedNode) and isinstance(claim, NamedNode) and isinstance(statement, Literal):
            claims[term].append(Link(claim.value, statement.value))
    return {term: tuple(links) for term, links in claims.items()}
