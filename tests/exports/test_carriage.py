"""What a format is said to carry it carries, and nothing more: change a feature, and see whether the bytes change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from myograph.exports.forms import FEATURES, FORMS, Form, carriage_table, write
from myograph.exports.holdings import Holdings
from myograph.names import DCTERMS, MYO, MYO_CLAIM, MYO_GRAPH, MYO_ID, MYO_PLACE, OA, SKOS
from tests.checkout import ROOT

Change = Callable[[Quad], Quad | None]

ELSEWHERE = NamedNode("https://example.org/elsewhere")


def with_object(value: object) -> Change:
    return lambda quad: Quad(quad.subject, quad.predicate, value, quad.graph_name)  # type: ignore[arg-type]


def reworded(quad: Quad) -> Quad:
    """Return the quad with another text of the same type in it."""
    assert isinstance(quad.object, Literal)
    digits = quad.object.value.isdigit()
    text = str(int(quad.object.value) + 1) if digits else f"{quad.object.value} and more"
    if quad.object.language:
        return with_object(Literal(text, language=quad.object.language))(quad) or quad
    return with_object(Literal(text, datatype=quad.object.datatype))(quad) or quad


def figured(quad: Quad) -> Quad | None:
    assert isinstance(quad.object, Literal)
    return with_object(Literal("123.25", datatype=quad.object.datatype))(quad)


def moved(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, MYO_GRAPH.elsewhere)


def about(predicate: NamedNode, space: str = "") -> Callable[[Quad], bool]:
    return lambda quad: quad.predicate == predicate and str(quad.subject).startswith(f"<{space}")


CLAIM, ENTITY, PLACE = str(MYO_CLAIM), str(MYO_ID), str(MYO_PLACE)
CHANGES: dict[str, tuple[Callable[[Quad], bool], Change]] = {
    "graphs": (about(MYO.statement), moved),
    "vocabulary": (about(SKOS.example, str(MYO)), reworded),
    "names": (about(SKOS.definition, ENTITY), reworded),
    "relations": (about(SKOS.broader, ENTITY), with_object(MYO_ID.magnesium)),
    "mappings": (about(SKOS.exactMatch, ENTITY), with_object(ELSEWHERE)),
    "polarity": (about(MYO.sign, CLAIM), with_object(MYO.neutral)),
    "certainty": (about(MYO.statedCertainty, CLAIM), with_object(MYO.likely)),
    "hedges": (about(MYO.hedgeWord), reworded),
    "qualifiers": (about(MYO.severity), with_object(MYO.mild)),
    "verdict": (about(MYO.verdict, CLAIM), with_object(MYO.noEvidenceFound)),
    "evidence": (about(MYO.evidenceDirection), with_object(MYO.inconclusive)),
    "findings": (about(MYO.finding), reworded),
    "locators": (about(MYO.locator), reworded),
    "offsets": (about(OA.start), reworded),
    "sources": (about(DCTERMS.title), reworded),
    "foods": (about(MYO.value), figured),
    "intakes": (about(MYO.dailyAmount), figured),
}


def changed(holdings: Holdings, feature: str) -> Holdings:
    """Return the graph with another value wherever it tells of the feature."""
    if feature == "places":
        return replace(holdings, quads=tuple(map(renamed_place, holdings.quads)))
    concerns, change = CHANGES[feature]
    assert any(map(concerns, holdings.quads)), f"the excerpt has nothing to tell of {feature}"
    quads = (change(quad) if concerns(quad) else quad for quad in holdings.quads)
    return replace(holdings, quads=tuple(quad for quad in quads if quad is not None))


def renamed_place(quad: Quad) -> Quad:
    if not str(quad.subject).startswith(f"<{PLACE}"):
        return quad
    assert isinstance(quad.subject, NamedNode)
    return Quad(NamedNode(f"{quad.subject.value}.renamed"), quad.predicate, quad.object, quad.graph_name)


@pytest.fixture(scope="module")
def variants(part: Holdings) -> dict[str, Holdings]:
    return {feature: changed(part, feature) for feature in FEATURES}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_format_carries_what_the_table_says(form: Form, part: Holdings, variants: dict[str, Holdings]) -> None:
    plain = write(part, form).files
    carried = {feature for feature, holdings in variants.items() if write(holdings, form).files != plain}
    assert carried == {feature for feature in FEATURES if form.carries(feature) != "no"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_comes(form: Form, part: Holdings) -> None:
    backwards = replace(part, quads=tuple(reversed(part.quads)), causal_links=tuple(reversed(part.causal_links)))
    assert write(backwards, form).files == write(part, form).files


def test_features_are_told_once_and_known() -> None:
    for form in FORMS:
        told = [*form.yes.split(", "), *filter(None, form.in_words.split(", "))]
        assert len(told) == len(set(told))
        assert set(told) <= set(FEATURES)


def test_documentation_has_the_table() -> None:
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    assert carriage_table() in page, f"write this table into docs/exports.md:\n{carriage_table()}"
