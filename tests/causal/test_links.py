"""Triples become links: claims with their qualifiers, definitions without, and nothing with a part missing."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from myograph.causal.links import BY_DEFINITION, OPPOSES, links_from
from myograph.errors import ContentError
from myograph.names import MYO, RDF, RDFS

CLAIM, LACK = NamedNode("https://example.org/claim"), NamedNode("https://example.org/lack")
STRESS, TWITCH = NamedNode("https://example.org/stress"), NamedNode("https://example.org/twitch")


def labelled(node: NamedNode, label: str) -> Triple:
    return Triple(node, RDFS.label, Literal(label, language="en"))


THINGS = [
    labelled(STRESS, "stress"),
    labelled(TWITCH, "twitching"),
    labelled(LACK, "lack"),
    labelled(MYO.causes, "causes"),
    labelled(MYO.promotes, "promotes"),
    labelled(MYO.opposes, "opposes"),
    labelled(MYO.contested, "contested"),
    labelled(MYO.asserted, "asserted"),
    labelled(MYO.severe, "severe"),
    labelled(MYO.Cause, "cause"),
    labelled(MYO.Symptom, "symptom"),
    Triple(STRESS, RDF.type, MYO.Cause),
    Triple(TWITCH, RDF.type, MYO.Symptom),
]
PARTS = [
    Triple(CLAIM, RDF.subject, STRESS),
    Triple(CLAIM, RDF.predicate, MYO.causes),
    Triple(CLAIM, RDF.object, TWITCH),
    Triple(CLAIM, MYO.sign, MYO.promotes),
]
WEIGHED = [
    Triple(CLAIM, MYO.verdict, MYO.contested),
    Triple(CLAIM, MYO.statedCertainty, MYO.asserted),
    Triple(CLAIM, MYO.statedBy, NamedNode("https://example.org/b")),
    Triple(CLAIM, MYO.statedBy, NamedNode("https://example.org/a")),
    Triple(CLAIM, MYO.severity, MYO.severe),
    Triple(CLAIM, MYO.condition, TWITCH),
    Triple(CLAIM, MYO.condition, LACK),
]


def test_a_claim_carries_everything_that_qualifies_it() -> None:
    (link,) = links_from([*THINGS, *PARTS, *WEIGHED])
    assert (link.subject.label, link.verb, link.object.label) == ("stress", "causes", "twitching")
    assert (link.subject.kind, link.object.kind) == ("cause", "symptom")
    assert (link.sign, link.verdict, link.certainty) == ("promotes", "contested", "asserted")
    assert link.sources == ("https://example.org/a", "https://example.org/b")
    assert link.qualifiers == (
        "only when severe",
        "under the condition: lack",
        "under the condition: twitching",
    )
    assert link.is_claim


def test_what_has_no_verdict_is_a_definition_and_says_so() -> None:
    triples = [
        Triple(CLAIM, RDF.subject, STRESS),
        Triple(CLAIM, RDF.predicate, MYO.imbalanceOf),
        Triple(CLAIM, RDF.object, LACK),
        Triple(CLAIM, MYO.sign, MYO.opposes),
    ]
    (link,) = links_from([*THINGS, *triples])
    assert (link.verdict, link.sign, link.sources) == (BY_DEFINITION, OPPOSES, ())
    assert "by definition" in link.verb
    assert not link.is_claim


def test_the_narrowest_class_is_the_kind() -> None:
    group = [
        Triple(STRESS, RDF.type, MYO.FoodGroup),
        Triple(STRESS, RDF.type, MYO.Food),
        Triple(MYO.FoodGroup, RDFS.subClassOf, MYO.Food),
        labelled(MYO.FoodGroup, "food group"),
        labelled(MYO.Food, "food"),
    ]
    things = [triple for triple in THINGS if triple.object != MYO.Cause]
    (link,) = links_from([*things, *group, *PARTS, *WEIGHED])
    assert link.subject.kind == "food group"


def test_the_order_of_triples_does_not_matter() -> None:
    triples = [*THINGS, *PARTS, *WEIGHED]
    assert links_from(triples) == links_from(reversed(triples))


@pytest.mark.parametrize("missing", [RDF.subject, RDF.predicate, MYO.sign], ids=str)
def test_a_link_without_one_of_its_parts_is_refused_with_its_name(missing: NamedNode) -> None:
    triples = [*THINGS, *(part for part in PARTS if part.predicate != missing), *WEIGHED]
    with pytest.raises(ContentError) as raised:
        links_from(triples)
    assert missing.value in raised.value.problem
    assert raised.value.place == CLAIM.value
