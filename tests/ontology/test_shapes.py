"""SHACL through the border: terms arrive as written, results come back as terms, severities are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from myograph.ontology import shapes as shacl
from myograph.ontology.shapes import Violation, violations

PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = "https://example.org/"


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def found(shape: str, data: str) -> tuple[Violation, ...]:
    shapes = f"ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; {shape} ] ."
    return violations(triples(data), triples(shapes))


@pytest.mark.parametrize(
    ("shape", "value", "component"),
    [
        ("sh:datatype xsd:integer", '"1"^^xsd:int', "Datatype"),
        ("sh:datatype xsd:integer", '"one"^^xsd:integer', "Datatype"),
        ("sh:datatype rdf:langString", '"plain"', "Datatype"),
        ('sh:pattern "^[0-9]+[.]5$"', "1.50", "Pattern"),
        ('sh:languageIn ("en")', '"Wade"@de', "LanguageIn"),
        ("sh:class ex:Thing", "ex:other", "Class"),
        ("sh:nodeKind sh:IRI", "[]", "NodeKind"),
        ("sh:in (ex:a ex:b)", "ex:c", "In"),
        ("sh:maxCount 1", "1, 2", "MaxCount"),
        ("sh:minCount 2", "1", "MinCount"),
    ],
)
def test_component_tells_what_is_wrong(shape: str, value: str, component: str) -> None:
    (violation,) = found(shape, f"ex:a a ex:Thing ; ex:p {value} .")
    assert (violation.node, violation.path) == (NamedNode(f"{EX}a"), NamedNode(f"{EX}p"))
    assert (violation.component, violation.severity) == (component, "error")


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("sh:datatype xsd:decimal", "1.50"),
        ('sh:pattern "^1[.]50$"', "1.50"),
        ("sh:class ex:Thing", "ex:sub"),
        ('sh:languageIn ("en")', '"calf"@en-GB'),
    ],
)
def test_what_fits_is_not_reported(shape: str, value: str) -> None:
    data = f"ex:a a ex:Thing ; ex:p {value} . ex:sub a ex:Kind . ex:Kind rdfs:subClassOf ex:Thing ."
    assert found(shape, data + " ex:sub ex:p ex:a ." if "class" in shape else data) == ()


@pytest.mark.parametrize(
    ("severity", "expected"), [("Violation", "error"), ("Warning", "warning"), ("Info", "warning")]
)
def test_severity_is_kept_and_the_message_too(severity: str, expected: str) -> None:
    shape = f'sh:minCount 1 ; sh:severity sh:{severity} ; sh:message "Say more."'
    (violation,) = found(shape, "ex:a a ex:Thing .")
    assert (violation.severity, violation.message, violation.value) == (expected, "Say more.", None)


def test_values_come_back_as_written() -> None:
    (violation,) = found('sh:pattern "x"', 'ex:a a ex:Thing ; ex:p "Wade"@de .')
    assert violation.value == Literal("Wade", language="de")


def test_results_are_sorted() -> None:
    violation = found("sh:maxCount 0", "".join(f"ex:n{n} a ex:Thing ; ex:p 1 ." for n in (3, 1, 2)))
    assert [each.node for each in violation] == [NamedNode(f"{EX}n{n}") for n in (1, 2, 3)]


TWO_CLASSES = "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:P . ex:P sh:path ex:p ; sh:minCount 1 ."
WRONG_THINGS = "ex:a a ex:Thing, ex:Kind . ex:b a ex:Kind . ex:c ex:p ex:a . ex:d a ex:Thing ; ex:p ex:a ."


@pytest.mark.parametrize(
    ("shapes", "found"),
    [
        (TWO_CLASSES, "a"),
        (f"{TWO_CLASSES} ex:T a sh:NodeShape ; sh:targetClass ex:Kind ; sh:property ex:P .", "ab"),
        (f"{TWO_CLASSES} ex:S sh:deactivated true .", ""),
        (f"{TWO_CLASSES} ex:S sh:targetNode ex:z ; sh:targetObjectsOf ex:p .", "az"),
        (f"{TWO_CLASSES} ex:T a sh:NodeShape ; sh:targetClass ex:Kind ; sh:node ex:S .", "aab"),
        (f"{TWO_CLASSES} ex:S a <http://www.w3.org/2000/01/rdf-schema#Class> . ex:P sh:maxCount 0 .", "ad"),
    ],
    ids=["one class", "two classes", "switched off", "other targets", "referred to", "a class as well"],
)
def test_moved_targets_change_no_finding(shapes: str, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = violations(triples(WRONG_THINGS), triples(shapes))
    assert "".join(each.node.value.removeprefix(EX) for each in moved) == found
    monkeypatch.setattr(shacl, "with_own_targets", lambda given: given)
    assert set(violations(triples(WRONG_THINGS), triples(shapes))) == set(moved)


def test_triple_terms_are_refused() -> None:
    inner = Triple(BlankNode("a"), NamedNode(f"{EX}p"), Literal("b"))
    with pytest.raises(TypeError, match=r"RDF 1\.1"):
        violations([Triple(NamedNode(f"{EX}a"), NamedNode(f"{EX}p"), inner)], [])


@given(st.text(max_size=12), st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"]))
def test_any_literal_reaches_the_shape_unchanged(text: str, datatype: str) -> None:
    literal = Literal(text, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}"))
    thing = NamedNode(f"{EX}a")
    data = [*triples("ex:a a ex:Thing ."), Triple(thing, NamedNode(f"{EX}p"), literal)]
    shape = triples(
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ."
    )
    (violation,) = violations(data, shape)
    assert violation.value == literal
