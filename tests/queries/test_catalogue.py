"""Questions are found by name and by words, whatever typing errors there are."""

from __future__ import annotations

import pytest

from myograph.errors import ContentError, UnknownName
from tests.queries.answers import CATALOGUE


@pytest.mark.parametrize(
    "name", ["red-flags", " red-flags ", "red-flags.rq", "queries/safety/red-flags.rq", "safety/red-flags"]
)
def test_a_question_has_one_name_and_its_file(name: str) -> None:
    assert CATALOGUE.named(name).title == "Red flags"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("red-flag", "red-flags"),
        ("causes-trough-imbalance", "causes-through-imbalances"),
        ("foods-of-mineral", "foods-for-mineral"),
        ("doctor", "red-flags"),
    ],
)
def test_an_unknown_name_is_told_with_near_ones(name: str, near: str) -> None:
    with pytest.raises(UnknownName, match="Did you mean") as told:
        CATALOGUE.named(name)
    assert near in told.value.near
    assert len(told.value.near) <= 5


def test_a_name_like_no_other_is_told_where_to_look() -> None:
    with pytest.raises(UnknownName, match="List all with `myograph questions`"):
        CATALOGUE.named("xyzzy")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("red flags", "red-flags"),
        ("magnesum food", "foods-for-mineral"),
        ("what worsens", "triggers-and-aggravators"),
        ("Severity of SYMPTOMS", "symptoms-by-severity"),
        ("contradiction water", "conflicting-advice"),
        ("names and synonyms", "entity-names"),
        ("table text", "table-versus-text"),
    ],
)
def test_words_find_what_people_mean(words: str, first: str) -> None:
    assert CATALOGUE.search(words)[0].name == first


def test_a_question_that_has_more_of_the_words_wins() -> None:
    found = CATALOGUE.search("mechanism imbalance xyzzy")
    assert found
    assert all("mechanism" in f"{each.text}".lower() and "imbalance" in each.text.lower() for each in found)


@pytest.mark.parametrize("words", ["", "xyzzy", "?!"])
def test_words_about_nothing_find_nothing(words: str) -> None:
    assert CATALOGUE.search(words) == ()


def test_groups_hold_every_question_once_in_order() -> None:
    listed = [question for members in CATALOGUE.groups.values() for question in members]
    assert listed == list(CATALOGUE.questions)
    assert list(CATALOGUE.groups) == sorted(CATALOGUE.groups)


def test_a_file_without_a_query_has_no_form() -> None:
    from dataclasses import replace

    with pytest.raises(ContentError, match=r"queries/safety/red-flags\.rq: no line starts with SELECT"):
        _ = replace(CATALOGUE.named("red-flags"), text="# title: nothing\n\n").form
