"""Every file of the catalogue keeps the conventions that docs/queries.md tells."""

from __future__ import annotations

import re

import pytest

from myograph.queries.catalogue import Question
from myograph.queries.parameters import defaults
from myograph.store.embedded import EmbeddedStore
from myograph.store.sparql_text import outline
from tests.queries.answers import CATALOGUE, expected_file, rows

each_question = pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda question: str(question.name))
KEYS = ["title", "question", "columns", "tags", "parameter", "show", "needs"]


@each_question
def test_header_lines_stand_in_their_order(question: Question) -> None:
    found = re.findall(rf"^# ({'|'.join(KEYS)}):", question.text, re.MULTILINE)
    assert found == sorted(found, key=KEYS.index)


@each_question
def test_the_header_is_followed_by_an_empty_line(question: Question) -> None:
    header, _, rest = question.text.partition("\n\n")
    assert all(line.startswith("#") for line in header.splitlines())
    assert rest.startswith("PREFIX ")


@each_question
def test_exactly_the_prefixes_in_use_are_declared(question: Question) -> None:
    seen = outline(question.text)
    assert sorted(seen.declared) == sorted(seen.used)


@each_question
def test_the_columns_are_those_of_the_answer(question: Question) -> None:
    variables = EmbeddedStore.in_memory(()).select(question.text).variables
    assert [column.name for column in question.columns] == [variable.value for variable in variables]


@each_question
def test_parameters_are_the_only_values_lines_of_one_variable(question: Question) -> None:
    assert sorted(defaults(question.text)) == sorted(parameter.name for parameter in question.parameters)


@each_question
def test_the_order_of_rows_is_given(question: Question) -> None:
    assert re.search(r"^ORDER BY ", question.text, re.MULTILINE)


@each_question
def test_columns_are_named(question: Question) -> None:
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", question.text)


@each_question
def test_graphs_matter_only_to_questions_about_sources(question: Question) -> None:
    assert question.group == "sources" or not re.search(r"\bGRAPH\b", question.query)


@each_question
def test_a_label_stands_behind_each_iri(question: Question) -> None:
    labelled = {column.labels for column in question.columns}
    plain = [column for column in question.columns if column.name not in labelled and column.unit != "IRI"]
    places = [question.columns.index(column) for column in plain]
    assert not [
        row[place] for row in rows(expected_file(question).read_bytes()) for place in places if row[place][0] == "iri"
    ]


def test_names_say_what_is_asked_in_words() -> None:
    assert not [question.name for question in CATALOGUE if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question.name)]


def test_the_catalogue_covers_what_people_ask_first() -> None:
    groups = "causes imbalances symptoms minerals foods interventions claims sources safety quality linking statistics"
    assert set(groups.split()) <= set(CATALOGUE.groups)
    assert len(CATALOGUE) >= 42
