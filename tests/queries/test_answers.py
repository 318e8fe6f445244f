"""Every question is answered as expected, row by row and in this order, by two engines that share no code.

After a change of content or of a question: `python -m tests.queries.refresh`, and read the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad

from myograph.graph.exporting import as_nquads
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


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_answers_about_graphs_of_others(rdflib_dataset: Dataset, guests: tuple[Quad, ...]) -> None:
    graphs = {quad.graph_name for quad in guests}
    try:
        rdflib_dataset.parse(data=as_nquads(guests), format="nquads")
        answers = {question: rdflib_rows(rdflib_dataset, question.text) for question in linking()}
    finally:
        for graph in graphs:
            rdflib_dataset.remove_graph(rdflib_dataset.graph(getattr(graph, "value", "")))
    for question, found in answers.items():
        assert found == rows(expected_file(question).read_bytes()), question.name


@pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda question: str(question.name))
def test_the_default_answer_shows_something(question: Question) -> None:
    assert rows(expected_file(question).read_bytes())


def test_there_are_no_answers_without_a_question() -> None:
    assert not outdated()
