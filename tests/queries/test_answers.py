"""Every question is answered as expected, row by row and in this order, by two engines that share no code.

After a change of content or of a question: `python -m tests.queries.refresh`, and read the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from myograph.queries.catalogue import Question
from myograph.store.embedded import EmbeddedStore
from tests.queries.answers import CATALOGUE, answer, expected_file, linking, own, rdflib_rows, rows
from tests.queries.refresh import outdated

if TYPE_CHECKING:
    from rdflib import Dataset

each_question = pytest.mark.parametrize("question", own(), ids=lambda question: str(question.name))
each_linked = pytest.mark.parametrize("question", linking(), ids=lambda question: str(question.name))


@each_question
def test_the_embedded_engine_answers_as_expected(question: Question, embedded: EmbeddedStore) -> None:
    assert answer(embedded, question).decode() == expected_file(question).read_text("utf-8")


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own use of its old names
@each_question
def test_rdflib_answers_as_expected(question: Question, rdflib_dataset: Dataset) -> None:
    assert rdflib_rows(rdflib_dataset, question.text) == rows(expected_file(question).read_bytes())


@each_linked
def test_graphs_of_others_answer_as_expected(question: Question, linked: EmbeddedStore) -> None:
    assert answer(linked, question).decode() == expected_file(question).read_text("utf-8")


@each_linked
def test_without_an_import_the_answer_holds_next_to_nothing(question: Question, embedded: EmbeddedStore) -> None:
    # a class that is mapped to stands under itself, and is found without any hierarchy
    assert len(rows(answer(embedded, question))) < len(rows(expected_file(question).read_bytes()))


@pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda question: str(question.name))
def test_the_default_answer_shows_something(question: Question) -> None:
    assert rows(expected_file(question).read_bytes())


def test_there_are_no_answers_without_a_question() -> None:
    assert not outdated()
