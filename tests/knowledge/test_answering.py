"""The catalogue in Python: `kg.questions` and `kg.answer`."""

from __future__ import annotations

import pytest

import myograph
from myograph.errors import UnknownName, UsageError
from myograph.knowledge import KnowledgeGraph
from myograph.queries.values import Iri


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return myograph.open()


def test_answers_are_rows_of_native_values(kg: KnowledgeGraph) -> None:
    found = kg.answer("foods-for-mineral", mineral="potassium")
    assert found.columns == tuple(column.name for column in kg.questions.named("foods-for-mineral").columns)
    row = next(row for row in found.to_dicts() if row["foodLabel"] == "banana")
    assert isinstance(row["food"], Iri)
    assert row["food"].label == "banana"
    assert isinstance(row["places"], int)


def test_defaults_hold_where_no_value_is_given(kg: KnowledgeGraph) -> None:
    assert kg.answer("foods-for-mineral") == kg.answer("foods-for-mineral", mineral="Mg")


@pytest.mark.parametrize("claim", ["mg-relieves-twitching", "myo-claim:mg-relieves-twitching"])
def test_a_claim_is_a_value(kg: KnowledgeGraph, claim: str) -> None:
    assert len(kg.answer("evidence-for-claim", claim=claim)) > 0


def test_a_thing_of_another_class_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="expects the name of a claim, and not 'magnesium'"):
        kg.answer("evidence-for-claim", claim="magnesium")


@pytest.mark.parametrize(
    ("question", "values", "near"),
    [
        ("foods-for-minerals", {}, "foods-for-mineral"),
        ("foods-for-mineral", {"minerals": "zinc"}, "mineral"),
        ("foods-for-mineral", {"mineral": "potasium"}, "potassium"),
    ],
)
def test_unknown_names_are_told_with_near_ones(
    kg: KnowledgeGraph, question: str, values: dict[str, str], near: str
) -> None:
    with pytest.raises(UnknownName) as told:
        kg.answer(question, **values)
    assert near in told.value.near
