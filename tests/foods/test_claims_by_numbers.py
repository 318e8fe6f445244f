"""Each evidence line of graph/foods/evidence.ttl follows from the numbers, and each food claim has one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode

from myograph.content import Content
from myograph.graph.loading import LoadedContent, load
from myograph.names import MYO, MYO_ID, RDF, SKOS
from tests.checkout import ROOT
from tests.foods.claim_rule import Form, Judgement, judge_comparison, judge_source, references
from tests.foods.food_table import of_class

MINERALS = ("magnesium", "potassium", "calcium")


@pytest.fixture(scope="module")
def content() -> LoadedContent:
    return load(Content(ROOT))


def wider(content: LoadedContent, food: NamedNode) -> Iterator[NamedNode]:
    yield food
    for term in content.index.objects(food, SKOS.broader):
        assert isinstance(term, NamedNode)
        yield from wider(content, term)


def forms(content: LoadedContent, food: NamedNode, nutrient: NamedNode) -> dict[NamedNode, Form]:
    """Return amount node -> form, for every form of the food with an amount and a usual portion, by IRI of the item."""
    found = {}
    for item in sorted(content.index.instances(MYO.FoodItem), key=str):
        kinds = {
            kind
            for form in content.index.objects(item, MYO.formOf)
            for kind in wider(content, NamedNode(str(form)[1:-1]))
        }
        portion = content.index.node(item, MYO.usualPortion)
        if food in kinds and portion is not None:
            found.update(form_of(content, item, nutrient, portion))
    return found


def form_of(content: LoadedContent, item: object, nutrient: NamedNode, portion: NamedNode) -> dict[NamedNode, Form]:
    index = content.index
    assert isinstance(item, NamedNode)
    grams = Decimal(index.text(portion, MYO.grams) or "0")
    label = index.text(item, NamedNode("http://www.w3.org/2000/01/rdf-schema#label")) or ""
    drink = index.text(item, MYO.isDrink) == "true"
    amounts = (term for term in index.objects(item, MYO.hasAmount) if isinstance(term, NamedNode))
    return {
        amount: Form(label, Decimal(index.text(amount, MYO.value) or "0"), grams, drink)
        for amount in amounts
        if index.node(amount, MYO.nutrient) == nutrient
    }


def judged(content: LoadedContent, claim: object) -> tuple[Judgement, set[NamedNode]] | None:
    """Return what the rule makes of a claim and the amounts it rests on; None where the rule does not apply."""
    assert isinstance(claim, NamedNode)
    subject, predicate, target = (content.index.node(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object))
    assert subject is not None
    assert target is not None
    if predicate == MYO.foodSourceOf and target.value.removeprefix(str(MYO_ID)) in MINERALS:
        nutrient = target.value.removeprefix(str(MYO_ID))
        intakes = of_class("intakes.ttl", "ReferenceIntake")
        found = forms(content, subject, target)
        eu, us = (references(intakes, region)[nutrient] for region in ("eu", "us"))
        return judge_source(list(found.values()), nutrient, eu, us), set(found)
    if predicate == MYO.isRicherSourceThan:
        respect = content.index.node(claim, MYO.inRespectOf)
        assert respect is not None
        found, others = forms(content, subject, respect), forms(content, target, respect)
        judgement = judge_comparison(
            list(found.values()), list(others.values()), respect.value.removeprefix(str(MYO_ID))
        )
        return judgement, {*found, *others}
    return None


def test_every_line_follows_from_the_numbers(content: LoadedContent) -> None:
    lines = {
        content.index.node(line, MYO.appraises): line for line in content.index.having(MYO.strengthBasis, MYO.byNumbers)
    }
    for claim, line in lines.items():
        result = judged(content, claim)
        assert result is not None, claim
        judgement, amounts = result
        assert content.index.node(line, MYO.evidenceDirection) == MYO[f"{judgement.direction}Claim"], claim
        assert content.index.node(line, MYO.strength) == MYO[f"{judgement.strength}Strength"], claim
        assert content.index.value(line, MYO.finding) == Literal(judgement.finding, language="en"), claim
        assert set(content.index.objects(line, MYO.basedOnAmount)) == amounts, claim


def test_every_food_claim_on_a_mineral_has_a_line(content: LoadedContent) -> None:
    claims = {claim for claim in content.index.instances(MYO.Claim) if judged(content, claim) is not None}
    lines = content.index.having(MYO.strengthBasis, MYO.byNumbers)
    assert {content.index.node(line, MYO.appraises) for line in lines} == claims
    assert len(claims) == len(lines) == 26


@pytest.mark.parametrize(
    ("amounts", "direction", "strength"),
    [
        ([(270, 28)], "supports", "high"),
        ([(358, 10)], "supports", "high"),
        ([(57, 10)], "qualifies", "moderate"),
        ([(10, 28)], "disputes", "low"),
        ([(270, 28), (270, 28), (60, 20), (60, 20)], "supports", "moderate"),
    ],
)
def test_rule_by_hand(amounts: list[tuple[int, int]], direction: str, strength: str) -> None:
    found = [Form("food", Decimal(amount), Decimal(grams), drink=False) for amount, grams in amounts]
    judgement = judge_source(found, "magnesium", Decimal(375), Decimal(420) if amounts != [(358, 10)] else Decimal(300))
    assert (judgement.direction, judgement.strength) == (direction, strength)


def test_a_drink_reaches_the_eu_threshold_at_half() -> None:
    water = Form("mineral water", Decimal(30), Decimal(10), drink=True)
    solid = Form("solid", Decimal(30), Decimal(10), drink=False)
    told = [judge_source([form], "magnesium", Decimal(375), Decimal(420)).direction for form in (water, solid)]
    assert told == ["qualifies", "disputes"]
