"""Relations: each of their names resolves, and each belongs to the widest relation that it is a form of."""

from __future__ import annotations

import pytest

from myograph.errors import UnknownName
from myograph.names import MYO
from tests.annotated import letter_graph


@pytest.mark.parametrize(
    "asked",
    [
        "foodSourceOf",
        "myo:foodSourceOf",
        "is a food source of",
        "Is a food source of",
        "https://w3id.org/myograph/ontology#foodSourceOf",
        "<https://w3id.org/myograph/ontology#foodSourceOf>",
        " foodSourceOf ",
    ],
)
def test_every_name_of_a_relation_resolves(asked: str) -> None:
    assert letter_graph().relations.resolve(asked) == MYO.foodSourceOf.value


@pytest.mark.parametrize(
    ("relation", "family"),
    [
        ("causes", "leadsTo"),
        ("leadsTo", "leadsTo"),
        ("hasSymptom", "leadsTo"),
        ("relieves", "counteracts"),
        ("regulates", "hasFunction"),
        ("foodSourceOf", "provides"),
        ("isLinkedTo", "isLinkedTo"),
        ("isRelatedTo", "isRelatedTo"),
        ("cites", "cites"),
    ],
)
def test_a_relation_belongs_to_the_widest_of_its_kind(relation: str, family: str) -> None:
    assert letter_graph().relations.families[MYO[relation].value] == MYO[family].value


def test_every_relation_has_one_family() -> None:
    relations = letter_graph().relations
    assert set(relations.families) == set(relations.labels)
    assert all(relations.families[family] == family for family in relations.families.values())


def test_every_relation_of_a_claim_is_known() -> None:
    graph = letter_graph()
    assert {claim.predicate.iri for claim in graph.all_claims} <= set(graph.relations.labels)


@pytest.mark.parametrize(("asked", "advice"), [("cuases", "causes"), ("%%%", "relations.rq"), ("rdfs:label", "")])
def test_unknown_relation_is_told(asked: str, advice: str) -> None:
    with pytest.raises(UnknownName, match=rf"no relation of claims is called(?s:.*){advice}"):
        letter_graph().relations.resolve(asked)
