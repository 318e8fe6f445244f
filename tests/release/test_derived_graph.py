"""What a release derives: every edge is whole, traceable, and every class of the vocabulary has its shape."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from pyshacl import validate
from rdflib import RDF, Graph, URIRef

import myograph
from myograph.knowledge import KnowledgeGraph
from myograph.names import MYO, SH
from tests.checkout import ROOT

EDGES = """
CONSTRUCT { ?edge ?p ?o . ?claim a myo:Claim . ?verdict a myo:Verdict . ?o ?q ?r }
WHERE { ?edge a myo:Edge ; ?p ?o ; prov:wasDerivedFrom ?claim ; myo:verdict ?verdict }
"""
UNTRACED_RELATIONS = """
SELECT ?s ?p ?o
WHERE {
  GRAPH myo-graph:derived { ?s ?p ?o }
  ?p rdfs:subPropertyOf* myo:isRelatedTo .
  FILTER NOT EXISTS { ?edge rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?claim }
}
"""
WRONGLY_TRACED = """
SELECT ?edge
WHERE {
  ?edge a myo:Edge ; rdf:subject ?s ; rdf:object ?o ; prov:wasDerivedFrom ?claim .
  FILTER NOT EXISTS { ?claim rdf:subject ?s ; rdf:object ?o }
}
"""
CONTRADICTED_RELATIONS = """
SELECT ?s ?p ?o
WHERE {
  ?edge a myo:Edge ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; myo:verdict myo:contradicted .
  ?s ?p ?o .
}
"""
EDGE_SHAPE = "https://w3id.org/myograph/ontology/shapes#Edge"
HELD_TWICE = "SELECT ?s ?p ?o WHERE { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(STR(?a) < STR(?b)) }"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return myograph.open()


@pytest.mark.parametrize("query", [UNTRACED_RELATIONS, WRONGLY_TRACED, CONTRADICTED_RELATIONS, HELD_TWICE])
def test_nothing_breaks_a_law_of_derivation(kg: KnowledgeGraph, query: str) -> None:
    assert kg.select(query).to_dicts() == []


def test_the_laws_look_at_something(kg: KnowledgeGraph) -> None:
    assert kg.ask("ASK { GRAPH myo-graph:derived { ?s myo:leadsTo ?o } }")
    assert kg.ask("ASK { ?edge a myo:Edge ; myo:verdict myo:contradicted }")


def test_every_edge_meets_its_shape(kg: KnowledgeGraph) -> None:
    data = Graph()
    for triple in kg.construct(EDGES):
        data.parse(data=f"{triple} .", format="nt")
    shapes = Graph().parse(ROOT / "ontology" / "shapes.ttl")
    assert (None, RDF.type, URIRef(MYO.Edge.value)) in data
    conforms, _, report = validate(data, shacl_graph=shapes, inference="none", use_shapes=[EDGE_SHAPE])
    assert conforms, report


def test_every_class_has_a_node_shape() -> None:
    typed = parse(path=str(ROOT / "ontology" / "myograph.ttl"), format=RdfFormat.TURTLE)
    owl_class = NamedNode("http://www.w3.org/2002/07/owl#Class")
    declared = {quad.subject for quad in typed if quad.object == owl_class and quad.subject in MYO}
    shapes = parse(path=str(ROOT / "ontology" / "shapes.ttl"), format=RdfFormat.TURTLE)
    shaped = {quad.object for quad in shapes if quad.predicate == SH.targetClass}
    assert declared
    assert declared <= shaped
