"""Values have types, errors tell what is expected, and no value can change the structure of a query."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from myograph.errors import UnknownName, UsageError
from myograph.names import HOME
from myograph.queries.catalogue import Question
from myograph.queries.parameters import bind
from myograph.store.embedded import EmbeddedStore
from myograph.store.sparql_text import significant
from tests.queries.answers import CATALOGUE
from tests.sparql_pieces import anything

NAMES = {
    "muscle twitching": ("symptom", f"{HOME}id/muscle-twitching"),
    "magnesium": ("mineral", f"{HOME}id/magnesium"),
    "spinach": ("food", f"{HOME}id/spinach"),
}


VOCABULARY = f"{HOME}ontology#"
INTEGER_4 = '"4"^^<http://www.w3.org/2001/XMLSchema#integer>'


def resolve(name: str, kinds: Sequence[str]) -> str:
    kind, iri = NAMES.get(name, ("", ""))
    if not iri or (kinds and kind not in kinds):
        raise UnknownName(f"nothing is called {name!r}", name=name, near=("magnesium",))
    return iri


def bound(name: str, **values: object) -> str:
    return CATALOGUE.named(name).with_values(values, resolve)


@pytest.mark.parametrize(
    ("question", "parameter", "value", "line"),
    [
        ("foods-for-mineral", "mineral", "magnesium", f"VALUES ?mineral {{ <{HOME}id/magnesium> }}"),
        ("most-repeated-claims", "atLeast", 4, f"VALUES ?atLeast {{ {INTEGER_4} }}"),
        (
            "most-repeated-claims",
            "atLeast",
            " 4 ",
            'VALUES ?atLeast { "4"^^<http://www.w3.org/2001/XMLSchema#integer> }',
        ),
        ("claims-with-words", "words", 'a "b" }', r'VALUES ?words { "a \"b\" }" }'),
        ("claims-by-certainty", "certainty", "Possible", f"VALUES ?certainty {{ <{VOCABULARY}possible> }}"),
        ("claims-by-kind", "kind", "food source", 'VALUES ?kind { "food source"@en }'),
        (
            "claims-by-verdict",
            "verdict",
            "no evidence found",
            f"VALUES ?verdict {{ <{VOCABULARY}noEvidenceFound> }}",
        ),
    ],
)
def test_a_value_takes_the_place_of_the_default(question: str, parameter: str, value: object, line: str) -> None:
    assert f"  {line}\n" in bound(question, **{parameter: value})


def test_what_is_left_out_keeps_its_default() -> None:
    assert bound("foods-for-mineral") == CATALOGUE.named("foods-for-mineral").text


@pytest.mark.parametrize(
    ("question", "parameter", "value", "problem", "advice"),
    [
        ("foods-for-mineral", "mineral", "spinach", "the name of a mineral, and not 'spinach'", "mineral=magnesium"),
        ("most-repeated-claims", "atLeast", "many", "a whole number from 2 to 50, and not 'many'", "atLeast=3"),
        ("most-repeated-claims", "atLeast", "51", "a whole number from 2 to 50", "atLeast=3"),
        ("most-repeated-claims", "atLeast", "9" * 5000, "a whole number from 2 to 50", "atLeast=3"),
        ("most-repeated-claims", "atLeast", "٣", "a whole number from 2 to 50", "atLeast=3"),
        ("most-repeated-claims", "atLeast", 2.5, "a whole number from 2 to 50", "atLeast=3"),
        ("claims-by-certainty", "certainty", "sure", "asserted, likely, possible, and not 'sure'", "certainty=likely"),
        ("claims-with-words", "words", "\ud800", "words expects a text", "words=sleep"),
    ],
)  # fmt: skip
def test_a_wrong_type_is_told_with_what_is_expected_and_an_example(
    question: str, parameter: str, value: object, problem: str, advice: str
) -> None:
    with pytest.raises(UsageError) as told:
        bound(question, **{parameter: value})
    assert problem in told.value.problem
    assert told.value.advice == f"For example {advice}"
    assert len(str(told.value)) < 300


def test_a_name_that_nobody_knows_is_told_with_near_ones() -> None:
    with pytest.raises(UnknownName, match="Did you mean magnesium") as told:
        bound("foods-for-mineral", mineral="magnesum")
    assert told.value.place == "mineral"


def test_an_unknown_parameter_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"has no parameter 'food'\nIts parameters: mineral \(the mineral\)"):
        bound("foods-for-mineral", food="spinach")
    with pytest.raises(UnknownName, match="It has none"):
        bound("red-flags", food="spinach")


def structure(query: str) -> list[str]:
    """Return the tokens of a query, without what stands in the braces of its parameters."""
    kept: list[str] = []
    inside = False
    for token in significant(query):
        inside = inside and token.text != "}"
        if not inside:
            kept.append(token.text)
        inside = inside or (kept[-3:-2] == ["VALUES"] and kept[-2].startswith("?") and token.text == "{")
    return kept


def variables(query: str) -> list[str]:
    return [variable.value for variable in EmbeddedStore.in_memory(()).select(query).variables]


def is_unchanged(question: Question, query: str) -> bool:
    same = structure(query) == structure(question.text)
    return same and variables(query) == [column.name for column in question.columns]


texts = anything | st.text()
questions = st.sampled_from([question for question in CATALOGUE if question.parameters])


@given(texts)
@example('" } } UNION { ?s ?p ?o } #')
@example("sleep\\")
@example('}\n  VALUES ?words { "x" }')
@example("\u2028\x00'''")
def test_no_text_changes_the_structure_of_a_query(text: str) -> None:
    question = CATALOGUE.named("claims-with-words")
    with suppress(UsageError):
        assert is_unchanged(question, question.with_values({"words": text}, resolve))


@settings(max_examples=300)
@given(questions, st.data())
def test_no_value_of_any_parameter_changes_the_structure_of_a_query(question: Question, data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from([parameter.name for parameter in question.parameters]), min_size=1))
    values = {name: data.draw(texts | st.sampled_from(sorted(NAMES))) for name in names}
    with suppress(UsageError):
        assert is_unchanged(question, question.with_values(values, resolve))


@settings(max_examples=300)
@given(questions, texts)
def test_no_iri_that_a_resolver_returns_changes_the_structure(question: Question, text: str) -> None:
    def found(name: str, _kinds: Sequence[str]) -> str:
        return f"http://example.org/{name}"

    with suppress(UsageError, ValueError):  # the engine makes no node of what is no IRI
        assert is_unchanged(question, question.with_values({question.parameters[0].name: text}, found))


@given(texts)
def test_a_bound_text_is_the_text_that_was_given(text: str) -> None:
    with suppress(UsageError):
        query = bind("SELECT ?x WHERE {\n  VALUES ?x { 1 }\n}", {"x": [_literal(text)]})
        [row] = EmbeddedStore.in_memory(()).select(query)
        assert row[0] == Literal(text)


def _literal(text: str) -> Literal | NamedNode:
    term = CATALOGUE.named("claims-with-words").parameter("words").term(text, resolve)
    assert isinstance(term, Literal)
    return term
