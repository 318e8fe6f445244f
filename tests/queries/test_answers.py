"""Every question is answered as expected, row by row and in this order, by two engines that share no code.

After a change of content or of a question: `python -m tests.queries.refresh`, and read the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from myograph.queries.catalogue import Question
from myograph.store.embedded import EmbeddedStore
from tests.queries.answers import CATALOGUE, answer, expected_file, rdflib_rows, rows
from tests.queries.refresh import outdated

if TYPE_CHECKING:
    from rdflib import Dataset

each_question = pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda question: str(question.name))


@each_question
def test_the_embedded_engine_answers_as_expected(question: Question, embedded: EmbeddedStore) -> None:
    assert answer(embedded, question).decode() == expected_file(question).read_text("utf-8")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own use of its old names
@each_question
def test_rdflib_answers_as_expected(question: Question, rdflib_dataset: Dataset) -> None:
    assert rdflib_rows(rdflib_dataset, question.text) == rows(expected_file(question).read_bytes())


@each_question
def test_the_default_answer_shows_something(question: Question) -> None:
    assert rows(expected_file(question).read_bytes())


def test_there_are_no_answers_without_a_question() -> None:
    assert not outdated()
