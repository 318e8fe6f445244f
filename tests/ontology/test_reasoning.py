"""The vocabulary under a real reasoner (owlrl, OWL 2 RL rules): consistent, within the profile, and able to object."""

from __future__ import annotations

from collections.abc import Iterator

import owlrl
import pytest
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.term import Node

from tests.checkout import ROOT

MYO = Namespace("https://w3id.org/myograph/ontology#")
ID = Namespace("https://w3id.org/myograph/id/")
CONTRADICTION = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")

UNUSED_IN_RL = (
    OWL.unionOf,
    OWL.disjointUnionOf,
    OWL.oneOf,
    OWL.someValuesFrom,
    OWL.minCardinality,
    OWL.cardinality,
    OWL.minQualifiedCardinality,
    OWL.qualifiedCardinality,
    OWL.hasSelf,
)
"""Constructs that OWL 2 RL forbids on the right of a subclass axiom; the vocabulary does without them anywhere."""


def content(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(ROOT / name)
    return graph


def contradictions(graph: Graph) -> list[str]:
    closed = Graph()
    closed += graph
    owlrl.DeductiveClosure(OWLRL_Semantics).expand(closed)
    return sorted(str(message) for message in closed.objects(None, CONTRADICTION.error))


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return content("ontology/myograph.ttl")


@pytest.fixture(scope="module")
def with_entities() -> Graph:
    return content("ontology/myograph.ttl", "graph/entities.ttl")


@pytest.mark.no_cover
def test_vocabulary_and_entities_have_no_contradiction(with_entities: Graph) -> None:
    assert contradictions(with_entities) == []


WRONG = {
    (ID.magnesium, RDF.type, MYO.Symptom): (MYO.Mineral, MYO.Symptom, ID.magnesium),
    (ID.spinach, RDF.type, MYO.Claim): (MYO.Entity, MYO.Claim, ID.spinach),
    (ID["muscle-twitching"], MYO.foodSourceOf, ID.magnesium): (MYO.Symptom, MYO.Food, ID["muscle-twitching"]),
    (ID.calcium, MYO.inPassage, ID.potassium): (MYO.Entity, MYO.Place, ID.calcium),
}
"""Statements that are wrong, each with the two disjoint classes and the member a reasoner must object to."""


@pytest.mark.no_cover
def test_deliberately_wrong_statements_are_caught(vocabulary: Graph, with_entities: Graph) -> None:
    """Reason once over all of them and the kinds of their ends: the rest of the entities has nothing to object."""
    graph = vocabulary + Graph()
    for subject, predicate, value in WRONG:
        graph.add((subject, predicate, value))
        for end in (subject, value):
            graph += with_entities.triples((end, RDF.type, None))
    objections = contradictions(graph)
    for expected in WRONG.values():
        assert any(all(f"{term} " in f"{objection} " for term in expected) for objection in objections), expected


def test_the_vocabulary_stays_within_owl_2_rl(vocabulary: Graph) -> None:
    used = [construct for construct in UNUSED_IN_RL if (None, construct, None) in vocabulary]
    assert used == []


def test_no_reserved_term_is_redefined(vocabulary: Graph) -> None:
    reserved = tuple(str(space) for space in (OWL, RDF, RDFS))
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.equivalentClass)
    redefined = [s for axiom in axioms for s in vocabulary.subjects(axiom, None) if str(s).startswith(reserved)]
    assert redefined == []


def test_every_outside_term_in_an_axiom_is_declared(vocabulary: Graph) -> None:
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain)
    undeclared = {
        term
        for axiom in axioms
        for term in vocabulary.objects(None, axiom)
        if isinstance(term, URIRef) and (term, RDF.type, None) not in vocabulary
    }
    assert undeclared == set()


def ancestors(graph: Graph, term: Node) -> Iterator[Node]:
    return (wider for wider in graph.transitive_objects(term, RDFS.subPropertyOf) if wider is not None)


def test_wider_causal_predicates_keep_the_sign(vocabulary: Graph) -> None:
    promoting = set(vocabulary.transitive_subjects(RDFS.subPropertyOf, MYO.leadsTo))
    opposing = set(vocabulary.transitive_subjects(RDFS.subPropertyOf, MYO.counteracts))
    assert {sign for p in promoting for sign in vocabulary.objects(p, MYO.sign)} == {MYO.promotes}
    assert {sign for p in opposing for sign in vocabulary.objects(p, MYO.sign)} == {MYO.opposes}
    assert promoting.isdisjoint(opposing)


def test_no_claim_predicate_entails_that_its_ends_are_what_they_are_not(with_entities: Graph) -> None:
    """Every domain and range of a claim predicate must hold for the claims that use it."""
    graph = with_entities + content("graph/magnesium-article/claims.ttl")
    wrong = [
        (claim, predicate, end)
        for claim, predicate in graph.subject_objects(RDF.predicate)
        for wider in ancestors(graph, predicate)
        for axiom, role in ((RDFS.domain, RDF.subject), (RDFS.range, RDF.object))
        for required in graph.objects(wider, axiom)
        for end in graph.objects(claim, role)
        if required
        not in {c for kind in graph.objects(end, RDF.type) for c in graph.transitive_objects(kind, RDFS.subClassOf)}
    ]
    assert wrong == []
